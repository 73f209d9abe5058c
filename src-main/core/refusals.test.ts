import { expect, test } from 'vitest';
import type { Caller } from '../../shared/contract/wire/serve.ts';
import { createRefusals } from './refusals.ts';
import { ada, testStore, type TestStore } from './store/store-for-tests.ts';

const page: Caller = { actor: 'ada', roles: ['viewer'], origin: 'window' };
const script: Caller = { ...page, origin: 'cli' };

const refusalsOf = ({ clock, unit }: TestStore) =>
  createRefusals({
    unit,
    clock,
    timer: clock.timer,
    actorOf: () => ada,
    bug: (error) => expect.unreachable(String(error)),
  });
const told = ({ committed }: TestStore) =>
  committed.map(({ code, data }) => [data['origin'], data['call'], code, data['count']]);

test('the first refusal of a kind is told at once, the others of its minute by one entry with their number', async () => {
  using store = testStore();
  const refusals = refusalsOf(store);
  const note = (caller: Caller, call: string, code: 'BAD_INPUT' | 'ROLE_REQUIRED') =>
    refusals.note({ kind: 'refused', caller, call, code });
  for (let i = 0; i < 1000; i++) note(page, 'keys.generate', 'BAD_INPUT');
  note(page, 'keys.generate', 'ROLE_REQUIRED');
  note(script, 'keys.generate', 'BAD_INPUT');
  note(page, '<b>no call</b>', 'BAD_INPUT');
  store.clock.pass(60_000);
  note(page, 'keys.generate', 'BAD_INPUT');
  await store.unit.close();
  expect(told(store)).toEqual([
    ['window', 'keys.generate', 'BAD_INPUT', undefined],
    ['window', 'keys.generate', 'ROLE_REQUIRED', undefined],
    ['cli', 'keys.generate', 'BAD_INPUT', undefined],
    ['window', 'unknown', 'BAD_INPUT', undefined],
    ['window', 'keys.generate', 'BAD_INPUT', 999],
    ['window', 'keys.generate', 'BAD_INPUT', undefined],
  ]);
});

test('what was only counted is written when the core ends', async () => {
  using store = testStore();
  const refusals = refusalsOf(store);
  for (let i = 0; i < 3; i++) refusals.note({ kind: 'refused', caller: page, call: 'a.b', code: 'TOO_LARGE' });
  refusals.flush();
  await store.unit.close();
  expect(told(store).at(-1)).toEqual(['window', 'a.b', 'TOO_LARGE', 2]);
});

test('frames that are none are told once a minute for each origin', () => {
  using store = testStore();
  const refusals = refusalsOf(store);
  let lines = 0;
  const junk = (caller: Caller) => refusals.junk(caller, () => (lines += 1));
  for (let i = 0; i < 10; i++) junk(page);
  junk(script);
  expect(lines).toBe(2);
  store.clock.pass(60_000);
  junk(page);
  expect(lines).toBe(3);
});
