import { expect, test } from 'vitest';
import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import { ok } from '../../../shared/util/result.ts';
import { createTestClock } from '../test-clock.ts';
import { deadlineOf, LIST_AT_MOST_MS } from './deadlines.ts';
import { fakeDevice, fakeKey, fakeToken, letRun } from './fake-host-for-tests.ts';
import { listKeys } from './host-calls.ts';
import { createHostConnection, type HostEvent } from './host-connection.ts';

/** A host whose token has as many keys as asked, one on each page. */
async function hostWith(count: number, key: TokenKey = fakeKey) {
  const device = fakeDevice(fakeToken('A', { keys: new Array<TokenKey>(count).fill(key) }));
  const clock = createTestClock();
  const events: HostEvent[] = [];
  const connection = createHostConnection({
    moduleId: 'm1',
    host: 'pkcs11',
    owner: device,
    clock,
    timer: clock.timer,
    prepare: () => Promise.resolve(ok({ path: '/lib/fake.so', parameters: undefined })),
    told: (event) => events.push(event),
  });
  const ready = await connection.ready();
  if (!ready.ok) throw new Error(ready.error.code);
  return { clock, device, events, run: ready.value };
}

const killed = { kind: 'killed', call: 'list', fault: { code: 'DRIVER_FAILED' } };

test('a host that streams pages without end is killed', async () => {
  const { device, events, run } = await hostWith(20_000);
  expect(await listKeys(run, 'slot-A')).toMatchObject({ error: { code: 'DRIVER_FAILED' } });
  expect(device.killed).toBe(1);
  expect(events.find(({ kind }) => kind === 'killed')).toMatchObject(killed);
});

test('a host that fills the memory with one key after the other is killed', async () => {
  const { device, run } = await hostWith(200, { ...fakeKey, spki: new Uint8Array(1024 * 1024) });
  expect(await listKeys(run, 'slot-A')).toMatchObject({ error: { code: 'DRIVER_FAILED' } });
  expect(device.killed).toBe(1);
});

test('a host that renews its deadline for ever is killed after a minute', async () => {
  const { clock, device, events, run } = await hostWith(1_000);
  let turnPage: () => void = () => undefined;
  device.beforePage = () => new Promise((resolve) => (turnPage = resolve));
  let ended: unknown;
  void listKeys(run, 'slot-A').then((end) => (ended = end));
  await letRun();
  for (let ms = 0; ms < LIST_AT_MOST_MS; ms += deadlineOf('list') - 1_000) {
    expect(ended).toBeUndefined();
    turnPage();
    await letRun();
    clock.pass(deadlineOf('list') - 1_000);
    await letRun();
  }
  expect(ended).toMatchObject({ error: { code: 'DRIVER_FAILED' } });
  expect(events.find(({ kind }) => kind === 'killed')).toMatchObject(killed);
});
