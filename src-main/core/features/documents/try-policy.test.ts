import { expect, test } from 'vitest';
import type { documentsContract } from '../../../../shared/contract/documents.ts';
import type { CallContext } from '../../../../shared/contract/wire/serve.ts';
import { defaultCheckPolicy } from '../../../../shared/domain/default-policy.ts';
import type { PolicyFor } from './documents.deps.ts';
import type { Policies } from './policies.ts';
import { tryPolicy } from './try-policy.ts';

type Context = CallContext<(typeof documentsContract)['policy']['try']>;

const inForce: PolicyFor = () => Promise.resolve({ policy: defaultCheckPolicy, sha256: 'a', altered: [] });
const wanted: PolicyFor = () => Promise.resolve({ policy: defaultCheckPolicy, sha256: 'b', altered: [] });
const policies: Policies = {
  read: () => Promise.resolve({ kind: 'none', policy: null, sha256: '' }),
  policyFor: inForce,
  tryingWith: () => wanted,
};

/** Requests that pass now and fail under the wanted policy; `unreadable` ones cannot be judged. */
function world(count: number, unreadable: ReadonlySet<string> = new Set()) {
  const asked: string[] = [];
  const trials = {
    newest: (last: number) =>
      Promise.resolve(
        Array.from({ length: Math.min(count, last) }, (_, i) => ({
          requestId: `r-${i}`,
          name: `request ${i}`,
          state: 'received',
          receivedAt: '2026-01-01T00:00:00Z',
        })),
      ),
    check: (requestId: string, policyFor: PolicyFor) => {
      asked.push(requestId);
      if (unreadable.has(requestId)) return Promise.resolve(undefined);
      const verdict = policyFor === wanted ? ('fail' as const) : ('warn' as const);
      return Promise.resolve([
        { code: 'KEY_GROUP_ID' as const, reason: 'KEY_GROUP_ID_ABSENT' as const, verdict, values: {} },
      ]);
    },
  };
  return { asked, trials };
}

function context(stopAfter = Infinity) {
  const told: unknown[] = [];
  const stop: { reason?: 'cancelled' } = {};
  const pause = (): Promise<void> => {
    pauses += 1;
    if (pauses >= stopAfter) stop.reason = 'cancelled';
    return Promise.resolve();
  };
  let pauses = 0;
  const emit = (item: unknown): Promise<boolean> => {
    told.push(item);
    return Promise.resolve(true);
  };
  // Of the context only these are looked at.
  return { pause, told, context: { stop, emit } as unknown as Context };
}

const wish = (last: number) => ({ document: 'policy', policy: null, last });

test('what changes is counted and listed, the newest first', async () => {
  const { trials } = world(3);
  const { pause, context: caller } = context();
  const tried = await tryPolicy({ trials, pause }, policies, wish(500), caller);
  expect(tried).toMatchObject({ tried: 3, refused: 3, freed: 0 });
  expect(tried.rows.map(({ requestId }) => requestId)).toEqual(['r-0', 'r-1', 'r-2']);
});

test('how far it is comes now and then, and at the end', async () => {
  const { trials } = world(25);
  const { pause, told, context: caller } = context();
  await tryPolicy({ trials, pause }, policies, wish(500), caller);
  expect(told.at(-1)).toEqual({ done: 25, total: 25 });
  expect(told.length).toBeLessThan(10);
});

test('it ends soon after it was given up', async () => {
  const { asked, trials } = world(500);
  const { pause, context: caller } = context(4);
  const tried = await tryPolicy({ trials, pause }, policies, wish(500), caller);
  expect([tried.tried, new Set(asked).size]).toEqual([4, 4]);
});

test('a request that cannot be read is left out and not counted', async () => {
  const { trials } = world(3, new Set(['r-1']));
  const { pause, context: caller } = context();
  expect((await tryPolicy({ trials, pause }, policies, wish(500), caller)).tried).toBe(2);
});
