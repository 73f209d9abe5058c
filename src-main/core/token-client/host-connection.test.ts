import { expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { createTestClock } from '../test-clock.ts';
import { deadlineOf } from './deadlines.ts';
import { fakeDevice, type FakeDevice, fakeKey, fakeToken, letRun } from './fake-host-for-tests.ts';
import { destroyKey, generateKey, listKeys, logout, openPrompt, readMechanisms, signBatch } from './host-calls.ts';
import { createHostConnection, type HostConnection, type HostEvent } from './host-connection.ts';
import type { HostRun } from './host-run.ts';

const signWish = { kind: 'test', challenge: Uint8Array.of(1) } as const;
const wish = { algorithm: 'ec-p256', purpose: 'tls-client', label: 'k', intentId: 'aa' } as const;

function connect(device: FakeDevice) {
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
  const kinds = () => events.map((event) => event.kind).filter((kind) => kind !== 'state' && kind !== 'slots');
  return { clock, connection, events, kinds };
}

async function up(connection: HostConnection): Promise<HostRun> {
  const ready = await connection.ready();
  if (!ready.ok) throw new Error(ready.error.code);
  return ready.value;
}

const calls = {
  slots: { run: (host: HostRun) => host.look(), ms: deadlineOf('slots') },
  list: { run: (host: HostRun) => listKeys(host, 'slot-A'), ms: deadlineOf('list') },
  mechanisms: { run: (host: HostRun) => readMechanisms(host, 'slot-A'), ms: deadlineOf('list') },
  sign: {
    run: (host: HostRun) => signBatch(host, 'slot-A', fakeTarget(), 'tls-client', [signWish]),
    ms: deadlineOf('sign'),
  },
  logout: { run: (host: HostRun) => logout(host, 'slot-A'), ms: deadlineOf('logout') },
  'prompts.open': {
    run: (host: HostRun) => openPrompt(host, 'slot-A', { kind: 'sign-in', reason: '' }),
    ms: deadlineOf('list'),
  },
} as const;
const changing = {
  generate: { run: (host: HostRun) => generateKey(host, 'slot-A', wish), ms: deadlineOf('generate') },
  destroy: { run: (host: HostRun) => destroyKey(host, 'slot-A', '01', undefined), ms: deadlineOf('destroy') },
} as const;

function fakeTarget() {
  return { keyId: '01', spkiSha256: 'ab'.repeat(32) };
}

test('a host is started once, opened, and its slots are known when it is ready', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { connection } = connect(device);
  const [first, second] = await Promise.all([connection.ready(), connection.ready()]);

  expect(first).toEqual(second);
  expect(device.spawned).toBe(1);
  expect(device.opened).toEqual([{ path: '/lib/fake.so', parameters: undefined }]);
  expect(connection.slots().map((slot) => slot.token?.label)).toEqual(['A']);
  expect(connection.state()).toMatchObject({ state: 'running', pid: 4001, restarts: 0, answeredInMs: 0 });
  expect(connection.info()).toMatchObject({ manufacturer: 'Fake' });
});

for (const [name, { run, ms }] of Object.entries(calls)) {
  test(`a hang at ${name} ends as TOKEN_NOT_ANSWERING at its deadline, and the host is back`, async () => {
    const device = fakeDevice(fakeToken('A'));
    const { clock, connection, kinds } = connect(device);
    const host = await up(connection);
    device.next(name, 'hang');
    const end = run(host);
    await letRun();
    clock.pass(ms - 1);
    await letRun();
    expect(connection.state().state).toBe('running');
    clock.pass(1);

    expect(await end).toMatchObject({ ok: false, error: { code: 'TOKEN_NOT_ANSWERING' } });
    expect(connection.state()).toMatchObject({ state: 'restarting', lastFault: { code: 'TOKEN_NOT_ANSWERING' } });
    expect(device.killed).toBe(1);
    clock.pass(100);
    expect((await up(connection)).pid).toBe(4002);
    expect(kinds()).toEqual(['killed', 'restarted']);
  });

  test(`a crash at ${name} ends as HOST_CRASHED at once, and the host is back`, async () => {
    const device = fakeDevice(fakeToken('A'));
    const { clock, connection, kinds } = connect(device);
    const host = await up(connection);
    device.next(name, 'crash');

    expect(await run(host)).toMatchObject({ ok: false, error: { code: 'HOST_CRASHED' } });
    clock.pass(100);
    await up(connection);
    expect(kinds()).toEqual(['crashed', 'restarted']);
    expect(connection.state()).toMatchObject({ state: 'running', restarts: 1 });
  });
}

for (const [name, { run, ms }] of Object.entries(changing)) {
  test(`a hang at ${name} is OUTCOME_UNKNOWN, because the token may have done it`, async () => {
    const device = fakeDevice(fakeToken('A'));
    const { clock, connection } = connect(device);
    const host = await up(connection);
    device.next(name, 'hang');
    const end = run(host);
    await letRun();
    clock.pass(ms);

    expect(await end).toMatchObject({ error: { code: 'OUTCOME_UNKNOWN', data: { detail: 'TOKEN_NOT_ANSWERING' } } });
  });

  test(`a crash at ${name} is OUTCOME_UNKNOWN too`, async () => {
    const device = fakeDevice(fakeToken('A'));
    const { connection } = connect(device);
    const host = await up(connection);
    device.next(name, 'crash');

    expect(await run(host)).toMatchObject({ error: { code: 'OUTCOME_UNKNOWN', data: { detail: 'HOST_CRASHED' } } });
  });

  test(`${name} that waits behind a hang never left, so it ends as the host did`, async () => {
    const device = fakeDevice(fakeToken('A'));
    const { clock, connection } = connect(device);
    const host = await up(connection);
    device.next('slots', 'hang');
    void host.look();
    const end = run(host);
    await letRun();
    clock.pass(deadlineOf('slots'));

    expect(await end).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
    expect(device.calls).not.toContain(name);
  });
}

test('a fault that the host tells of a key generation is passed on as it is', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { connection } = connect(device);
  const host = await up(connection);
  device.next('generate', 'TOKEN_FULL');

  expect(await generateKey(host, 'slot-A', wish)).toMatchObject({ error: { code: 'TOKEN_FULL' } });
});

test('a hang while the library is opened is noticed and the host is started anew', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection, kinds } = connect(device);
  device.next('open', 'hang');
  const ready = connection.ready();
  await letRun();
  clock.pass(deadlineOf('open'));
  await letRun();
  clock.pass(100);

  expect((await ready).ok).toBe(true);
  expect(kinds()).toEqual(['killed', 'restarted']);
});

test('a library that refuses to open is not tried again until asked', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  device.next('open', 'MODULE_UNLOADABLE');

  expect(await connection.ready()).toMatchObject({ error: { code: 'MODULE_UNLOADABLE' } });
  clock.pass(60_000);
  await letRun();
  expect(device.spawned).toBe(1);
  expect(connection.state().state).toBe('failed');
  expect((await connection.restart()).ok).toBe(true);
});

test('a deadline begins when the call can begin, not while it waits behind another one', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  const host = await up(connection);
  device.next('generate', 'hang');
  void generateKey(host, 'slot-A', wish);
  const look = host.look();
  await letRun();
  clock.pass(deadlineOf('generate') - 1);
  await letRun();

  expect(connection.state().state).toBe('running');
  clock.pass(1);
  expect(await look).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
});

test('a long key list has five seconds for each of its pages, not for all of them', async () => {
  const device = fakeDevice(fakeToken('A', { keys: [fakeKey, fakeKey, fakeKey] }));
  const { clock, connection } = connect(device);
  const host = await up(connection);
  let turnPage: () => void = () => undefined;
  device.beforePage = () => new Promise((resolve) => (turnPage = resolve));
  const keys = listKeys(host, 'slot-A');
  for (let page = 0; page < 3; page++) {
    await letRun();
    clock.pass(deadlineOf('list') - 1);
    turnPage();
  }
  expect(await keys).toMatchObject({ value: [fakeKey, fakeKey, fakeKey] });

  const stuck = listKeys(host, 'slot-A');
  await letRun();
  clock.pass(deadlineOf('list'));
  expect(await stuck).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
});

test('a batch has time for each of its signatures', () => {
  expect(deadlineOf('sign', 1)).toBe(30_000);
  expect(deadlineOf('sign', 11)).toBe(50_000);
});

test('a signature is never sent twice: not when it hangs, not when the host is back', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  const host = await up(connection);
  device.next('sign', 'hang');
  const end = signBatch(host, 'slot-A', fakeTarget(), 'tls-client', [signWish]);
  await letRun();
  clock.pass(deadlineOf('sign'));
  await end;
  clock.pass(5_000);
  await up(connection);
  await letRun();

  expect(device.calls.filter((call) => call === 'sign')).toEqual(['sign']);
  expect(device.signatures).toBe(0);
});

test('after five ends in a row the host stays down until asked', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection, kinds } = connect(device);
  device.always('open', 'crash');
  const ready = connection.ready();
  for (let i = 0; i < 8; i++) {
    await letRun();
    clock.pass(2_000);
  }

  expect(await ready).toMatchObject({ error: { code: 'HOST_CRASHED' } });
  expect(device.spawned).toBe(5);
  expect(kinds().filter((kind) => kind === 'failed')).toHaveLength(1);
  expect(await connection.ready()).toMatchObject({ error: { code: 'HOST_CRASHED' } });
  device.always('open', undefined);
  expect((await connection.restart()).ok).toBe(true);
  expect(device.spawned).toBe(6);
});

test('a host that was up for a minute has crashed for the first time again', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  for (let i = 0; i < 7; i++) {
    await up(connection);
    clock.pass(60_000);
    device.kill();
    await letRun();
    clock.pass(100);
    await letRun();
  }

  expect(connection.state()).toMatchObject({ state: 'running', restarts: 7 });
});

test('it is back within three seconds also when it has crashed before', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  for (let i = 0; i < 4; i++) {
    await up(connection);
    device.kill();
    await letRun();
    clock.pass(2_000);
    await letRun();
    expect(connection.state().state).toBe('running');
  }
});

test('an owner that cannot start a process is a crash, not an exception', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  device.refuseSpawn = true;
  const ready = connection.ready();
  for (let i = 0; i < 8; i++) {
    await letRun();
    clock.pass(2_000);
  }

  expect(await ready).toMatchObject({ error: { code: 'HOST_CRASHED', data: { detail: 'not started' } } });
});

test('a driver whose slots cannot be read at the start is loaded anew', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  device.next('slots', 'DEVICE_ERROR');
  const ready = connection.ready();
  await letRun();
  clock.pass(100);

  expect((await ready).ok).toBe(true);
  expect(device.spawned).toBe(2);
});

test('an answer that is not of the contract is a failure of the driver', async () => {
  const device = fakeDevice(fakeToken('A', { keys: [fakeKey] }));
  const { connection } = connect(device);
  const host = await up(connection);
  device.garbageAt.add('module.mechanisms').add('keys.generate');

  expect(await readMechanisms(host, 'slot-A')).toMatchObject({ error: { code: 'DRIVER_FAILED' } });
  expect(await generateKey(host, 'slot-A', wish)).toMatchObject({ error: { code: 'OUTCOME_UNKNOWN' } });
  expect(await listKeys(host, 'slot-A')).toEqual(ok([fakeKey]));
});

test('stopping closes the module first and ends a host that does not answer', async () => {
  const device = fakeDevice(fakeToken('A'));
  const { clock, connection } = connect(device);
  await up(connection);
  device.next('close', 'hang');
  const stopped = connection.stop();
  await letRun();
  clock.pass(deadlineOf('close'));
  await stopped;
  clock.pass(10_000);
  await letRun();

  expect(connection.state().state).toBe('stopped');
  expect(device.spawned).toBe(1);
});
