import { beforeEach, expect, test, vi } from 'vitest';
import type { ChildProcess } from './core-supervisor.ts';
import { createHostProcesses, type HostProcesses } from './host-processes.ts';

class FakeHost implements ChildProcess<string> {
  readonly posted: unknown[] = [];
  killed = 0;
  readonly #listeners = new Map<string, (value: never) => void>();
  readonly pid: number;
  constructor(pid: number) {
    this.pid = pid;
  }
  postMessage(message: unknown, transfer?: string[]): void {
    this.posted.push([message, transfer]);
  }
  kill(): boolean {
    this.killed += 1;
    return true;
  }
  on(event: string, listener: (value: never) => void): void {
    this.#listeners.set(event, listener);
  }
  emit(event: string, value?: number): void {
    this.#listeners.get(event)?.(value as never);
  }
}

let forked: FakeHost[];
let timers: (() => void)[];
const killHard = vi.fn<(pid: number) => void>();
const onStarted = vi.fn<(hostId: string, pid: number, port: string) => void>();
const onEnded = vi.fn<(hostId: string, exitCode: number) => void>();
let hosts: HostProcesses<string>;

beforeEach(() => {
  vi.clearAllMocks();
  forked = [];
  timers = [];
  hosts = createHostProcesses({
    fork: () => {
      const host = new FakeHost(100 + forked.length);
      forked.push(host);
      return host;
    },
    createChannel: () => ({ port1: 'host end', port2: 'core end' }),
    killHard,
    onStarted,
    onEnded,
    timer: (run) => {
      timers.push(run);
      return () => undefined;
    },
    log: () => undefined,
  });
});

test('once a host runs, it and core have the two ends of one channel', () => {
  hosts.spawn('a', 'pkcs11');
  expect(onStarted).not.toHaveBeenCalled();
  forked[0]!.emit('spawn');
  expect(forked[0]!.posted).toEqual([[{ kind: 'core-port' }, ['host end']]]);
  expect(onStarted).toHaveBeenCalledWith('a', 100, 'core end');
});

test('the end of a host is told with its exit code', () => {
  hosts.spawn('a', 'pkcs11');
  forked[0]!.emit('exit', 139);
  expect(onEnded).toHaveBeenCalledWith('a', 139);
});

test('an id in use starts nothing', () => {
  hosts.spawn('a', 'pkcs11');
  hosts.spawn('a', 'software');
  expect(forked).toHaveLength(1);
});

test('a core that asks for hosts without end gets 64', () => {
  for (let at = 0; at < 80; at += 1) hosts.spawn(`h${at}`, 'pkcs11');
  expect(forked).toHaveLength(64);
  expect(onEnded).toHaveBeenCalledTimes(16);
});

test('a host that hangs on is killed hard', () => {
  hosts.spawn('a', 'pkcs11');
  hosts.kill('a');
  expect(killHard).not.toHaveBeenCalled();
  for (const run of timers) run();
  expect(killHard).toHaveBeenCalledWith(100);
});

test('a host that ended is not killed again: its number may be another process by now', () => {
  hosts.spawn('a', 'pkcs11');
  hosts.kill('a');
  forked[0]!.emit('exit', 15);
  hosts.spawn('a', 'pkcs11');
  for (const run of timers) run();
  expect(killHard).not.toHaveBeenCalled();
});

test('a port for a host that is gone is not handed over', () => {
  expect(hosts.hand('a', { kind: 'pin-port', promptId: 'p' }, 'port')).toBe(false);
});

test('killing all waits until the last one is gone', async () => {
  hosts.spawn('a', 'pkcs11');
  hosts.spawn('b', 'software');
  let done = false;
  const all = hosts.killAll().then(() => (done = true));
  forked[0]!.emit('exit', 15);
  await Promise.resolve();
  expect([done, forked[1]!.killed]).toEqual([false, 1]);
  forked[1]!.emit('exit', 15);
  await all;
});
