import { expect } from '@playwright/test';
import { test, type FakeConsole } from '../fixtures/fake-console.ts';

const say = (message: unknown): unknown => ({ do: 'say', message });
const tellHost = (message: unknown): unknown => ({ do: 'tell-host', hostId: 'h1', message });

async function spawnHost({ order, told }: FakeConsole, host: 'pkcs11' | 'software' = 'pkcs11'): Promise<number> {
  await order(say({ kind: 'spawn-host', hostId: 'h1', host }));
  await expect.poll(() => told('host-started')).toHaveLength(1);
  return Number(told('host-started')[0]?.told['pid']);
}
const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('core gets a process of its own for each host, and a port straight to it', async ({ start }) => {
  const running = await start();
  const pid = await spawnHost(running);
  await running.order(tellHost('hello'));
  await expect.poll(() => running.told('host-says')[0]?.told['said']).toEqual({ pid, asked: 'hello' });
});

test('a PKCS#11 host sees where its libraries are set up, and no options of Node', async ({ start }) => {
  const running = await start({ env: { SOFTHSM2_CONF: '/softhsm2.conf', OPENSC_DEBUG: '9', SECRET: 'x' } });
  await spawnHost(running);
  await running.order(tellHost('environment'));
  await expect.poll(() => running.told('host-says')).not.toHaveLength(0);
  const names = running.told('host-says')[0]?.told['said'];
  expect(names).toContain('SOFTHSM2_CONF');
  for (const name of ['OPENSC_DEBUG', 'SECRET', 'NODE_OPTIONS']) expect(names).not.toContain(name);
});

test('the host of software keys sees no settings of libraries', async ({ start }) => {
  const running = await start({ env: { SOFTHSM2_CONF: '/softhsm2.conf' } });
  await spawnHost(running, 'software');
  await running.order(tellHost('environment'));
  await expect.poll(() => running.told('host-says')).not.toHaveLength(0);
  expect(running.told('host-says')[0]?.told['said']).not.toContain('SOFTHSM2_CONF');
});

test('a host that hangs in its library is ended all the same, and core is told', async ({ start }) => {
  const running = await start();
  const pid = await spawnHost(running);
  await running.order(tellHost('hang'));
  await running.order(say({ kind: 'kill-host', hostId: 'h1' }));
  await expect.poll(() => running.told('host-ended')).toHaveLength(1);
  expect(runs(pid)).toBe(false);
});

test('no host outlives the core that asked for it', async ({ start }) => {
  const running = await start();
  const pid = await spawnHost(running);
  void running.order({ do: 'exit', code: 1 }).catch(() => undefined);
  await expect.poll(() => runs(pid)).toBe(false);
});

test('no host outlives the program, even one that hangs', async ({ start }) => {
  const running = await start();
  const pid = await spawnHost(running);
  await running.order(tellHost('hang'));
  await running.app.close();
  await expect.poll(() => runs(pid)).toBe(false);
});
