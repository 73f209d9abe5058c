import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliEnd, cliWorld, type CliWorld } from './cli-for-tests.ts';

const pin = ['--pin-file', 'pin'];
const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];

let world: CliWorld;
let holder: { close(): Promise<void> };
beforeAll(async () => {
  world = cliWorld();
  world.file('pin', 'soft passphrase 9');
  await world.json('workspace', 'create');
  holder = await world.hold();
  await world.json('token', 'init', '--software', '--label', 'soft', ...pin);
  const spec = ['--name', 'Root', '--kind', 'tls-client', '--subject', 'CN=Root,C=DE', '--validity-days', '30'];
  await world.json('authority', 'create', '--token', 'soft', ...spec, ...pin);
});
afterAll(async () => {
  await holder.close();
  world[Symbol.dispose]();
});

test('where nothing is due a timer gets 0', async () => {
  expect(await world.cli('due', 'run')).toMatchObject({ code: 0, out: 'Nothing is due.\n' });
  expect(await world.json('due', 'list')).toMatchObject({ tasks: [] });
});

test('a revocation that is on no list yet is a task of its authority', async () => {
  const serial = ['--authority', 'Root', '--serial', '0abc', '--reason', 'superseded', '--confirm', '0abc'];
  await world.json('certificate', 'revoke', ...serial);
  const { tasks } = await world.json<{ tasks: readonly object[] }>('due', 'list');
  expect(tasks).toMatchObject([{ kind: 'crl', name: 'Root', state: 'due', why: 'pending' }]);
});

test('a timer learns by 3 that something waits for a PIN', async () => {
  await world.cli('token', 'sign-out', '--token', 'soft');
  const waits = await world.cli('due', 'run');
  expect([waits.code, waits.out]).toEqual([3, expect.stringContaining('PIN of soft')]);
});

test('a token that is unlocked for a run is locked again after it, and the next run waits', async () => {
  const run = await world.cli('due', 'run', '--unlock', 'soft', ...pin);
  expect([run.code, run.out]).toEqual([0, expect.stringContaining('done: crl Root')]);
  const { slots } = await world.json<{ slots: { token?: { label: string; signedIn: string } }[] }>('token', 'list');
  expect(slots.find(({ token }) => token?.label === 'soft')?.token?.signedIn).toBe('no');
  const serial = ['--authority', 'Root', '--serial', '0abd', '--reason', 'superseded', '--confirm', '0abd'];
  await world.json('certificate', 'revoke', ...serial);
  expect((await world.cli('due', 'run')).code).toBe(3);
});

test('a wrong PIN for a run carries nothing out and leaves nothing open', async () => {
  world.file('wrong', 'not the one 1');
  expect(told(await world.cli('due', 'run', '--unlock', 'soft', '--pin-file', 'wrong'))).toEqual([6, 'PIN_INCORRECT']);
  expect((await world.cli('due', 'run')).code).toBe(3);
});

test('where nothing is wrong with the clock, trusting it changes and writes nothing', async () => {
  const events = async (): Promise<string> => (await world.cli('audit', 'list')).out;
  expect(await world.json('due', 'trust-clock')).toEqual({ now: expect.stringMatching(/Z$/u) as string });
  expect(await events()).not.toContain('clock.right');
});

test('what ends is told in days, and as a calendar', async () => {
  expect((await world.cli('expiry', 'list')).out).toMatch(/29 +\S+ +authority +Root/);
  expect((await world.cli('expiry', 'calendar')).out).toContain('BEGIN:VEVENT');
});

test('a plan that is not there is told as such', async () => {
  expect(told(await world.cli('plan', 'cancel', '--plan', 'nothing', '--note', 'x'))).toEqual([4, 'PLAN_NOT_FOUND']);
  expect(told(await world.cli('plan', 'set', '--plan', 'x', '--ends', 'never'))[0]).toBe(2);
});
