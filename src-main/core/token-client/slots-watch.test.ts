import { expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { createTestClock } from '../test-clock.ts';
import { fakeDevice, fakeToken, letRun } from './fake-host-for-tests.ts';
import { generateKey } from './host-calls.ts';
import type { HostEvent } from './host-connection.ts';
import { LOOK_EVERY_MS } from './slots-watch.ts';
import { createTokenHosts } from './token-hosts.ts';

async function watching(device = fakeDevice(fakeToken('A'))) {
  const clock = createTestClock();
  const seen: (readonly string[])[] = [];
  const told = (_moduleId: string, event: HostEvent): void => {
    if (event.kind === 'slots') seen.push(event.after.map((slot) => slot.token?.label ?? 'empty'));
  };
  const hosts = createTokenHosts({ owner: device, clock, timer: clock.timer, told });
  const open = () => Promise.resolve(ok({ path: '/lib/fake.so', parameters: undefined }));
  hosts.add('m1', 'pkcs11', open);
  await hosts.settled(1_000);
  return { clock, device, hosts, seen, open };
}

test('plugging and unplugging is seen at the next look, which comes within two seconds', async () => {
  const { clock, device, seen } = await watching();
  device.tokens.push(fakeToken('B'));
  clock.pass(LOOK_EVERY_MS);
  await letRun();
  device.tokens.length = 0;
  clock.pass(LOOK_EVERY_MS);
  await letRun();

  expect(LOOK_EVERY_MS).toBeLessThan(2_000);
  expect(seen).toEqual([['A'], ['A', 'B'], []]);
});

test('looks never pile up behind a long call', async () => {
  const { clock, device, hosts } = await watching();
  const run = hosts.get('m1')?.current();
  device.next('generate', 'hang');
  if (run !== undefined)
    void generateKey(run, 'slot-A', { algorithm: 'ec-p256', purpose: 'tls-client', label: 'k', intentId: 'aa' });
  const before = device.calls.length;
  for (let i = 0; i < 20; i++) {
    clock.pass(LOOK_EVERY_MS);
    await letRun(3);
  }

  expect(device.calls.slice(before)).toEqual(['generate']);
});

test('a hang at the look is found by the watch itself, and it goes on over the new host', async () => {
  const { clock, device, hosts } = await watching();
  device.next('slots', 'hang');
  clock.pass(LOOK_EVERY_MS);
  await letRun();
  clock.pass(5_000);
  await letRun();
  clock.pass(100);
  await letRun();
  const looks = device.calls.filter((call) => call === 'slots').length;
  clock.pass(LOOK_EVERY_MS);
  await letRun();

  expect(hosts.get('m1')?.state()).toMatchObject({ state: 'running', restarts: 1 });
  expect(device.calls.filter((call) => call === 'slots').length).toBe(looks + 1);
});

test('a driver that fails twice in a row is loaded anew, once is passed over', async () => {
  const { clock, device, hosts } = await watching();
  device.next('slots', 'DEVICE_ERROR');
  for (let i = 0; i < 3; i++) {
    clock.pass(LOOK_EVERY_MS);
    await letRun();
  }
  expect(device.spawned).toBe(1);

  device.next('slots', 'DEVICE_ERROR', 'DEVICE_ERROR');
  for (let i = 0; i < 3; i++) {
    clock.pass(LOOK_EVERY_MS);
    await letRun();
  }
  expect(device.spawned).toBe(2);
  expect(hosts.get('m1')?.state()).toMatchObject({ state: 'running', lastFault: { code: 'DEVICE_ERROR' } });
});

test('a module that hangs holds up no other one', async () => {
  const { clock, device, hosts, open } = await watching();
  const other = fakeDevice(fakeToken('C'));
  const both = createTokenHosts({
    owner: { spawnHost: (id, kind) => (id.startsWith('m1') ? device : other).spawnHost(id, kind) },
    clock,
    timer: clock.timer,
    told: () => undefined,
  });
  device.next('open', 'hang');
  both.add('m1', 'pkcs11', open);
  both.add('m2', 'pkcs11', open);
  await both.get('m2')?.ready();

  expect(both.get('m1')?.state().state).toBe('starting');
  expect(both.tokens().map(({ token }) => token.label)).toEqual(['C']);
  await hosts.stop();
});

test('a module that was removed is watched no more', async () => {
  const { clock, device, hosts } = await watching();
  await hosts.remove('m1');
  const before = device.calls.length;
  clock.pass(60_000);
  await letRun();

  expect(device.calls.length).toBe(before);
  expect(hosts.all()).toEqual([]);
});
