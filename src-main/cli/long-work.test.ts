import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { CliIo } from './command.ts';
import { longWork } from './long-work.ts';

function quiet(): CliIo & { readonly told: string[] } {
  const told: string[] = [];
  return { told, out: () => undefined, err: (text) => void told.push(text), askHidden: undefined, cwd: '/', env: {} };
}

test('Ctrl+C stops the call, and nothing listens afterwards', async () => {
  const signals = new EventEmitter();
  const end = await longWork(
    quiet(),
    ({ signal }) =>
      new Promise<string>((resolve) => {
        signal.addEventListener('abort', () => resolve('stopped'));
        signals.emit('SIGINT');
      }),
    signals,
  );
  expect(end).toBe('stopped');
  expect(signals.listenerCount('SIGINT')).toBe(0);
});

test('a call that fails lets go of Ctrl+C too', async () => {
  const signals = new EventEmitter();
  await expect(longWork(quiet(), () => Promise.reject(new Error('no')), signals)).rejects.toThrow('no');
  expect(signals.listenerCount('SIGINT')).toBe(0);
});

test('short work says nothing of its progress', async () => {
  const io = quiet();
  await longWork(io, ({ onItem }) => {
    onItem({ done: 1, total: 2 });
    return Promise.resolve(undefined);
  });
  expect(io.told).toEqual([]);
});
