import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { keyAlgorithms, signatureAlgorithmFor } from '../../shared/domain/key-algorithm';
import { importSpki, verifiedForm, verifyCall } from './signature-forms';
import { createVerifyThreads, type Signature, startVerifyThread, type VerifyThread } from './verify-threads';

const pairs = {
  'ec-p256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ec-p384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'ec-p521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  'rsa-3072': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'rsa-4096': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: () => generateKeyPairSync('ed25519'),
};
const kinds = keyAlgorithms.flatMap((algorithm) =>
  (['pkcs1', 'pss'] as const).map((padding) => [algorithm, padding] as const),
);

/** Forty messages of many lengths with their signatures, as a token's key makes them. */
function signedBatch(algorithm: (typeof keyAlgorithms)[number] = 'ec-p256', padding: 'pkcs1' | 'pss' = 'pkcs1') {
  const { privateKey, publicKey } = pairs[algorithm]();
  const how = signatureAlgorithmFor(algorithm, padding);
  const key = importSpki(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))!;
  const pss = padding === 'pss' && algorithm.startsWith('rsa') ? { padding: 6, saltLength: 32 } : {};
  const signatures = Array.from({ length: 40 }, (_, i): Signature => {
    const message = new Uint8Array(i * 3).fill(i);
    const options = { key: privateKey, dsaEncoding: 'ieee-p1363', ...pss } as const;
    const raw = sign(how.kind === 'ed25519' ? null : how.hash, message, options);
    return { message, form: verifiedForm(key, how, new Uint8Array(raw))! };
  });
  return { call: verifyCall(key, how), signatures };
}

function realThreads() {
  const threads = createVerifyThreads({ start: startVerifyThread, timer: () => () => undefined, most: 2 });
  onTestFinished(() => threads.close());
  return threads;
}

/** A thread that says what the test has it say, and when. */
function scripted() {
  const started: Scripted[] = [];
  let run: () => void = () => undefined;
  const timer = (fire: () => void) => {
    run = fire;
    return () => void (run = () => undefined);
  };
  const start = (): VerifyThread => {
    const listeners = new Map<string, (answer: unknown) => void>();
    const thread: Scripted = {
      ids: [],
      ended: false,
      say: (event, answer) => listeners.get(event)?.(answer),
      postMessage: (message) => void thread.ids.push((message as { id: number }).id),
      on: (event: string, listener: (answer: unknown) => void) => listeners.set(event, listener),
      ref: () => undefined,
      unref: () => undefined,
      terminate: () => Promise.resolve((thread.ended = true)),
    };
    started.push(thread);
    return thread;
  };
  return { threads: createVerifyThreads({ start, timer, most: 2 }), started, tick: () => run() };
}

interface Scripted extends VerifyThread {
  readonly ids: number[];
  ended: boolean;
  say(event: string, answer?: unknown): void;
}

const one = (): Parameters<ReturnType<typeof createVerifyThreads>['check']> => {
  const { call, signatures } = signedBatch();
  return [call, signatures];
};

test.each(kinds)('a batch of %s signatures (%s) is good; one wrong bit anywhere makes it wrong', async (...kind) => {
  const { call, signatures } = signedBatch(...kind);
  const threads = realThreads();
  expect(await threads.check(call, signatures)).toBe('good');
  for (const bad of [0, 21, 39]) {
    const flip = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => (i === 20 ? byte ^ 4 : byte));
    const spoilt = signatures.map((one, i) => (i === bad ? { ...one, form: flip(one.form) } : one));
    expect(await threads.check(call, spoilt)).toBe('wrong');
  }
});

test('a signature over another message, a cut one and an empty one are wrong', async () => {
  const { call, signatures } = signedBatch();
  const [first, second, ...rest] = signatures;
  const threads = realThreads();
  const batches = [
    [{ message: second!.message, form: first!.form }, second!, ...rest],
    [first!, { message: second!.message, form: second!.form.subarray(1) }, ...rest],
    [first!, second!, ...rest, { message: new Uint8Array(), form: new Uint8Array() }],
  ];
  expect(await Promise.all(batches.map((batch) => threads.check(call, batch)))).toEqual(['wrong', 'wrong', 'wrong']);
});

test('the signatures of another key are wrong', async () => {
  const [mine, theirs] = [signedBatch(), signedBatch()];
  expect(await realThreads().check(mine.call, theirs.signatures)).toBe('wrong');
});

test('what is verified stays with the caller', async () => {
  const { call, signatures } = signedBatch();
  const before = signatures.map(({ message, form }) => [message.slice(), form.slice()]);
  await realThreads().check(call, signatures);
  expect(signatures.map(({ message, form }) => [message, form])).toEqual(before);
});

test.each(['error', 'exit', 'messageerror'])(
  'a thread that ends (%s) loses its batches and is replaced',
  async (event) => {
    const { threads, started } = scripted();
    const first = threads.check(...one());
    started[0]!.say(event);
    expect(await first).toBe('lost');
    const next = threads.check(...one());
    started[1]!.say('message', { id: started[1]!.ids[0], good: 40 });
    expect([await next, started[0]!.ended]).toEqual(['good', true]);
  },
);

test('a thread that is silent for three ticks is given up', async () => {
  const { threads, started, tick } = scripted();
  const check = threads.check(...one());
  tick();
  tick();
  expect(started[0]!.ended).toBe(false);
  tick();
  expect([await check, started[0]!.ended]).toEqual(['lost', true]);
});

test('each answer gives a thread new time', async () => {
  const { threads, started, tick } = scripted();
  const checks = [threads.check(...one()), threads.check(...one()), threads.check(...one())];
  const [busy] = started;
  tick();
  tick();
  busy!.say('message', { id: busy!.ids[0], good: 40 });
  tick();
  tick();
  expect([await checks[0], busy!.ended]).toEqual(['good', false]);
  threads.close();
  await Promise.all(checks);
});

test('fewer good ones than were sent, and more, make a batch wrong', async () => {
  const { threads, started } = scripted();
  for (const good of [39, 41, -1, undefined, '40', true]) {
    const check = threads.check(...one());
    started[0]!.say('message', { id: started[0]!.ids.at(-1), good });
    expect(await check).toBe('wrong');
  }
});

test('an answer to no question settles nothing', async () => {
  const { threads, started } = scripted();
  const check = threads.check(...one());
  started[0]!.say('message', { id: 999, good: 40 });
  started[0]!.say('exit');
  expect(await check).toBe('lost');
});

test('where no thread can be started a batch is lost', async () => {
  const start = (): never => {
    throw new Error('no threads');
  };
  const threads = createVerifyThreads({ start, timer: () => () => undefined, most: 1 });
  expect(await threads.check(...one())).toBe('lost');
});

test('there are never more threads than agreed', () => {
  const { threads, started } = scripted();
  for (let i = 0; i < 6; i++) void threads.check(...one());
  expect(started.map(({ ids }) => ids.length)).toEqual([3, 3]);
});

test('a real thread that is ended while it works loses its batch', async () => {
  const threads = realThreads();
  const check = threads.check(...one());
  threads.close();
  expect(await check).toBe('lost');
});
