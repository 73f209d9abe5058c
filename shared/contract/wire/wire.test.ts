import fc from 'fast-check';
import { afterEach, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { fail, ok } from '../../util/result.ts';
import { createClient } from './client.ts';
import type { ContractTree } from './contract.ts';
import { CREDIT, frame, wirePair } from './frames.ts';
import { type Caller, createServer, type ServerEvent } from './serve.ts';

const contract = {
  sums: {
    add: {
      about: 'Adds.',
      role: 'viewer',
      input: z.strictObject({ a: z.number(), b: z.number() }),
      output: z.strictObject({ sum: z.number() }),
      errors: { TOO_MUCH: z.strictObject({ limit: z.number() }) },
    },
    wipe: { about: 'Changes.', role: 'operator', input: z.strictObject({}), output: z.strictObject({}) },
    count: {
      about: 'Counts.',
      role: 'viewer',
      input: z.strictObject({ to: z.number() }),
      item: z.strictObject({ n: z.number() }),
      output: z.strictObject({ made: z.number() }),
      deadlineMs: 'none',
    },
    hang: {
      about: 'Never answers.',
      role: 'viewer',
      input: z.strictObject({}),
      output: z.strictObject({}),
      deadlineMs: 50,
    },
    lie: {
      about: 'Answers wrongly.',
      role: 'viewer',
      input: z.strictObject({ how: z.string() }),
      output: z.strictObject({ x: z.number() }),
    },
    tell: {
      about: 'Tells a text that came from outside.',
      role: 'viewer',
      input: z.strictObject({ fault: z.boolean() }),
      item: z.strictObject({ text: z.string() }),
      output: z.strictObject({ text: z.string() }),
      errors: { TOLD: z.strictObject({ text: z.string() }) },
    },
  },
} as const satisfies ContractTree;

const viewer: Caller = { actor: 'v', roles: ['viewer'], origin: 'test' };
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

function start(caller: Caller = viewer) {
  const events: ServerEvent[] = [];
  let made = 0;
  let stopped: string | undefined;
  const server = createServer(
    contract,
    {
      sums: {
        add: ({ a, b }) => (a + b > 100 ? fail({ code: 'TOO_MUCH', data: { limit: 100 } }) : ok({ sum: a + b })),
        wipe: () => ok({}),
        count: async ({ to }, { emit }) => {
          for (let n = 0; n < to; n++) {
            if (!(await emit({ n }))) break;
            made++;
          }
          return ok({ made });
        },
        hang: (_input, { stop }) => new Promise(() => stop.onStop(() => (stopped = stop.reason))),
        tell: async ({ fault }, { emit }) => {
          await emit({ text: 'b\ud800' });
          return fault ? fail({ code: 'TOLD', data: { text: 'c\udfff' } }) : ok({ text: 'a\ud800' });
        },
        lie: ({ how }) => {
          if (how === 'throw') throw new Error('secret text');
          return how === 'undeclared' ? fail({ code: 'NOT_DECLARED' } as never) : ok({ x: 'y' } as never);
        },
      },
    },
    {
      timer: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      report: (event) => events.push(event),
    },
  );
  const [near, far] = wirePair();
  server.serve(far, caller);
  ends.push(() => near.close());
  return {
    client: createClient<typeof contract>(near),
    near,
    far,
    events,
    madeItems: () => made,
    stopped: () => stopped,
  };
}

const settle = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('an answer comes back typed', async () => {
  const result = await start().client.sums.add({ a: 1, b: 2 });
  expect(result).toEqual({ ok: true, value: { sum: 3 } });
  if (!result.ok && result.error.code === 'TOO_MUCH') expectTypeOf(result.error.data.limit).toBeNumber();
});

test('a wrong field does not compile', () => {
  const { client } = start();
  // @ts-expect-error -- `c` is not of this contract
  void client.sums.add({ a: 1, b: 2, c: 3 });
});

test('a declared fault carries its data', async () => {
  expect(await start().client.sums.add({ a: 99, b: 2 })).toEqual({
    ok: false,
    error: { code: 'TOO_MUCH', data: { limit: 100 } },
  });
});

test('an unknown key is refused with its path and nothing of its value', async () => {
  const result = await start().client.sums.add({ a: 1, b: 'secret' as never });
  expect(result).toMatchObject({ ok: false, error: { code: 'BAD_INPUT', data: { path: 'b' } } });
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('a caller without the role is refused and reported', async () => {
  const { client, events } = start();
  expect(await client.sums.wipe({})).toMatchObject({ ok: false, error: { code: 'ROLE_REQUIRED' } });
  expect(events).toMatchObject([{ kind: 'refused', call: 'sums.wipe', code: 'ROLE_REQUIRED' }]);
});

test.each(['throw', 'undeclared', 'shape'])(
  'a bug of ours (%s) is INTERNAL to the caller and told to us',
  async (how) => {
    const { client, events } = start();
    expect(await client.sums.lie({ how })).toEqual({ ok: false, error: { code: 'INTERNAL' } });
    expect(events).toMatchObject([{ kind: 'bug', call: 'sums.lie' }]);
  },
);

test('the deadline stops the work and answers', async () => {
  const { client, stopped } = start();
  expect(await client.sums.hang({})).toEqual({ ok: false, error: { code: 'DEADLINE' } });
  expect(stopped()).toBe('DEADLINE');
});

test('a cancelled call stops the work', async () => {
  const { client, stopped } = start();
  const stop = new AbortController();
  const result = client.sums.hang({}, { signal: stop.signal });
  stop.abort();
  expect(await result).toEqual({ ok: false, error: { code: 'CANCELLED' } });
  expect(stopped()).toBe('CANCELLED');
});

test('items come in order and before the end', async () => {
  const got: number[] = [];
  const result = await start().client.sums.count({ to: 100 }, { onItem: ({ n }) => void got.push(n) });
  expect(got).toEqual([...Array(100).keys()]);
  expect(result).toEqual({ ok: true, value: { made: 100 } });
});

test('a slow taker holds the maker back', async () => {
  const { client, madeItems } = start();
  void client.sums.count({ to: 100_000 }, { onItem: () => new Promise(() => undefined) });
  await settle(20);
  expect(madeItems()).toBeLessThanOrEqual(CREDIT);
});

test('a closed wire ends every waiting call as CLOSED, and stops it on the other side', async () => {
  const { client, near, stopped } = start();
  const waiting = client.sums.hang({});
  await settle();
  near.close();
  expect(await waiting).toEqual({ ok: false, error: { code: 'CLOSED' } });
  expect(stopped()).toBe('CANCELLED');
  expect(await client.sums.add({ a: 1, b: 1 })).toEqual({ ok: false, error: { code: 'CLOSED' } });
});

test('a closed wire ends a call whose item is still being taken', async () => {
  const { client, near } = start();
  const waiting = client.sums.count({ to: 100_000 }, { onItem: () => new Promise(() => undefined) });
  await settle();
  near.close();
  expect(await waiting).toEqual({ ok: false, error: { code: 'CLOSED' } });
});

test('a thousand calls under way are all answered', async () => {
  const { client } = start();
  const results = await Promise.all(Array.from({ length: 1000 }, (_x, a) => client.sums.add({ a: a % 50, b: 1 })));
  expect(results.every((result) => result.ok)).toBe(true);
});

test('an input over the limit is refused before the schema sees it', async () => {
  const { client } = start();
  expect(await client.sums.lie({ how: 'x'.repeat(40_000) })).toMatchObject({ ok: false, error: { code: 'TOO_LARGE' } });
});

test.each([{ how: 'a\ud800' }, { how: 'x', '\udfff': 1 }])(
  'an input that is no well-formed UTF-16 is refused before the schema sees it: %j',
  async (input) => {
    const { client, events } = start();
    const end = await client.sums.lie(input);
    expect(end).toMatchObject({
      ok: false,
      error: { code: 'BAD_INPUT', data: { detail: expect.stringContaining('surrogate') } },
    });
    expect(events).toMatchObject([{ kind: 'refused', call: 'sums.lie', code: 'BAD_INPUT' }]);
  },
);

test('no answer, item or fault carries a lone surrogate', async () => {
  const items: string[] = [];
  const { client } = start();
  const told = await client.sums.tell({ fault: false }, { onItem: ({ text }) => void items.push(text) });
  expect(told).toEqual({ ok: true, value: { text: 'a\ufffd' } });
  expect(items).toEqual(['b\ufffd']);
  expect(await client.sums.tell({ fault: true })).toEqual({
    ok: false,
    error: { code: 'TOLD', data: { text: 'c\ufffd' } },
  });
});

test.each(['__proto__.x', 'sums.__proto__', 'sums.constructor', 'toString', '', 'sums', 'sums.add.x'])(
  '%j is no call',
  async (path) => {
    const { near } = start();
    const answer = new Promise((resolve) => near.onMessage(resolve));
    near.post([frame.call, 1, path, {}]);
    expect(await answer).toEqual([frame.failed, 1, { code: 'UNKNOWN_CALL' }]);
  },
);

test('no junk frame stops the server, changes a prototype or goes unanswered by the next call', async () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.anything(),
          fc.tuple(fc.constantFrom(...Object.values(frame)), fc.anything(), fc.anything(), fc.anything()),
        ),
        { maxLength: 20 },
      ),
      async (junk) => {
        const { client, near } = start();
        for (const message of junk) near.post(message);
        expect(await client.sums.add({ a: 1, b: 1 })).toEqual({ ok: true, value: { sum: 2 } });
      },
    ),
    { numRuns: 200 },
  );
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
});
