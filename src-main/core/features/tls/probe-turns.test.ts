import { expect, test } from 'vitest';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { createProbeTurns } from './probe-turns.ts';

const limits = { perCaller: 2, perAddress: 1, inAll: 3, waiting: 3 };
const running: Stop = { reason: undefined, onStop: () => undefined };
const [ada, bob] = [{}, {}];

/** Turns, the order in which they began, and their ends by name. */
function world(turns = createProbeTurns(limits)) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = async (name: string, caller: object, address: string, stop = running): Promise<void> => {
    const turn = await turns.take(caller, address, stop);
    began.push(typeof turn === 'string' ? `${name} ${turn}` : name);
    if (typeof turn !== 'string') ends.set(name, turn);
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { began, ends, ask, settled };
}

test('one address is asked by one probe at a time, whoever asks', async () => {
  const { began, ends, ask, settled } = world();
  void ask('first', ada, 'a:443');
  void ask('second', bob, 'a:443');
  await settled();
  expect(began).toEqual(['first']);
  ends.get('first')?.();
  await settled();
  expect(began).toEqual(['first', 'second']);
});

test('one caller has so many at once, and holds up nobody else', async () => {
  const { began, ends, ask, settled } = world();
  for (const name of ['a', 'b', 'c']) void ask(name, ada, name);
  void ask('d', bob, 'd');
  await settled();
  expect(began).toEqual(['a', 'b', 'd']);
  ends.get('b')?.();
  await settled();
  expect(began).toEqual(['a', 'b', 'd', 'c']);
});

test('in all no more begin than may, and those beyond the queue are turned away', async () => {
  const { began, ask, settled } = world();
  for (let i = 0; i < 8; i++) void ask(`${i}`, {}, `${i}`);
  await settled();
  expect(new Set(began)).toEqual(new Set(['0', '1', '2', '6 too-many', '7 too-many']));
});

test('who stops waiting leaves the queue to others', async () => {
  const { began, ask, settled } = world(createProbeTurns({ ...limits, waiting: 1 }));
  const listeners: (() => void)[] = [];
  void ask('first', ada, 'a');
  void ask('second', ada, 'a', { reason: undefined, onStop: (listener) => void listeners.push(listener) });
  await settled();
  for (const listener of listeners) listener();
  void ask('third', ada, 'a');
  await settled();
  expect(began).toEqual(['first', 'second stopped']);
  void ask('late', ada, 'a', { ...running, reason: 'CANCELLED' });
  await settled();
  expect(began).toEqual(['first', 'second stopped', 'late stopped']);
});
