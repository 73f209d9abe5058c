import { beforeEach, expect, test, vi } from 'vitest';
import { superviseCore, type ChildProcess, type CoreListener, type CoreSupervisor } from './core-supervisor.ts';
import type { ShellLine } from './shell-log.ts';

class FakeChild implements ChildProcess<string> {
  readonly pid = 7;
  readonly posted: { message: unknown; transfer: string[] | undefined }[] = [];
  killed = false;
  readonly #listeners = new Map<string, (value: never) => void>();
  postMessage(message: unknown, transfer?: string[]): void {
    this.posted.push({ message, transfer });
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
  on(event: string, listener: (value: never) => void): void {
    this.#listeners.set(event, listener);
  }
  says(message: unknown): void {
    this.#listeners.get('message')?.(message as never);
  }
  ends(exitCode: number): void {
    this.#listeners.get('exit')?.(exitCode as never);
  }
}

let children: FakeChild[];
let timers: { run: () => void; ms: number }[];
let lines: ShellLine[];
let time: number;
let listener: { [K in keyof CoreListener]: ReturnType<typeof vi.fn<CoreListener[K]>> };
let core: CoreSupervisor<string>;

const startMessage = {
  kind: 'start',
  newWorkspace: 'production',
  workspacePath: '/w',
  version: '1',
  electron: '33',
  testRuntime: true,
} as const;
const ready = { kind: 'ready', workspacePath: '/w', workspaceName: 'W' };
const latest = (): FakeChild => children.at(-1)!;

beforeEach(() => {
  children = [];
  timers = [];
  lines = [];
  time = 0;
  listener = { ready: vi.fn(), lost: vi.fn(), failed: vi.fn(), keepsEnding: vi.fn(), asked: vi.fn() };
  core = superviseCore({
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    startMessage,
    listener,
    clock: { now: () => new Date(0), monotonicMs: () => time },
    timer: (run, ms) => {
      const entry = { run, ms };
      timers.push(entry);
      return () => void timers.splice(timers.indexOf(entry), 1);
    },
    log: (line) => lines.push(line),
  });
  core.start();
});

function timePasses(): void {
  for (const { run } of timers.splice(0)) run();
}

test('core is told what to open as the first thing', () => {
  expect(latest().posted).toEqual([{ message: startMessage, transfer: undefined }]);
});

test('core is ready when it says so', () => {
  expect(core.isReady()).toBe(false);
  latest().says(ready);
  expect(core.isReady()).toBe(true);
  expect(listener.ready).toHaveBeenCalledWith('W');
});

test('a port goes along with its message', () => {
  core.post({ kind: 'window-port' }, 'port');
  expect(latest().posted.at(-1)).toEqual({ message: { kind: 'window-port' }, transfer: ['port'] });
});

test.each([
  undefined,
  null,
  1,
  'ready',
  [],
  {},
  { kind: 'ready' },
  { ...ready, extra: 1 },
  { kind: 'spawn-host', hostId: '../x', host: 'pkcs11' },
])('junk from core (%j) is refused and logged', (junk) => {
  latest().says(junk);
  expect(lines).toEqual([{ no: 'SHL-0003', event: 'core-sent-junk' }]);
  expect(listener.asked).not.toHaveBeenCalled();
});

test('a core that ends by itself is followed by another one', () => {
  latest().says(ready);
  latest().ends(1);
  expect(listener.lost).toHaveBeenCalledTimes(1);
  expect(core.isReady()).toBe(false);
  expect(core.post({ kind: 'window-port' })).toBe(false);
  timePasses();
  expect(children).toHaveLength(2);
  expect(latest().posted).toHaveLength(1);
});

test('words of a core that has ended are not taken for those of its follower', () => {
  const first = latest();
  first.ends(1);
  timePasses();
  first.says(ready);
  expect(core.isReady()).toBe(false);
});

test('a core that cannot open the workspace has no follower', () => {
  latest().says({ kind: 'failed', code: 'STORE_NEWER', detail: 'x' });
  latest().ends(1);
  timePasses();
  expect(listener.failed).toHaveBeenCalledWith('STORE_NEWER', 'x');
  expect(children).toHaveLength(1);
});

test('a core that keeps ending is started again only when a person says so', async () => {
  listener.keepsEnding.mockResolvedValueOnce(true);
  for (let run = 0; run < 7; run += 1) {
    latest().ends(1);
    timePasses();
  }
  expect(children).toHaveLength(7);
  await vi.waitFor(() => expect(children).toHaveLength(8));
});

test('a core that keeps ending stays down when a person says so', async () => {
  listener.keepsEnding.mockResolvedValue(false);
  for (let run = 0; run < 7; run += 1) {
    latest().ends(1);
    timePasses();
  }
  await Promise.resolve();
  expect(children).toHaveLength(7);
});

test('stopping asks first and waits for the end', async () => {
  const stopped = core.stop(5000);
  expect(latest().posted.at(-1)?.message).toEqual({ kind: 'stop' });
  latest().ends(0);
  await stopped;
  expect([latest().killed, timers.length, listener.lost.mock.calls.length]).toEqual([false, 0, 0]);
});

test('a core that does not stop in time is killed', async () => {
  const stopped = core.stop(5000);
  timePasses();
  expect(latest().killed).toBe(true);
  latest().ends(9);
  await stopped;
  expect(lines).toEqual([{ no: 'SHL-0012', event: 'stopped-late' }]);
});

test('stopping between two cores ends at once and starts no other', async () => {
  latest().ends(1);
  await core.stop(5000);
  timePasses();
  expect(children).toHaveLength(1);
});
