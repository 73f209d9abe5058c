import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { doorFilePath, knock, openDoor } from './core-socket.ts';
import { encodeFrame } from './socket-wire.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oc-door-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('who has the secret is let in and both sides speak', async () => {
  const door = await openDoor(folder, (wire) => wire.onMessage((message) => wire.post(['echo', message])));
  const wire = await knock(folder);
  const answer = new Promise((resolve) => wire?.onMessage((message) => message !== 'welcome' && resolve(message)));
  wire?.post(['hello', new Uint8Array([7])]);
  expect(await answer).toEqual(['echo', ['hello', new Uint8Array([7])]]);
  wire?.close();
  door.close();
});

test('socket and secret can be used by their user alone', async () => {
  const door = await openDoor(folder, () => undefined);
  expect(statSync(door.address).mode & 0o077).toBe(0);
  expect(statSync(doorFilePath(folder)).mode & 0o077).toBe(0);
  door.close();
});

test.each(['0'.repeat(64), 'short', 42, ['x']])(
  'a wrong secret (%j) is shown out before anything is served',
  async (secret) => {
    let served = 0;
    const door = await openDoor(folder, () => served++);
    const socket = connect(door.address);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(encodeFrame(secret));
    await closed;
    expect(served).toBe(0);
    door.close();
  },
);

test('a door left from a dead core is no core', async () => {
  writeFileSync(doorFilePath(folder), JSON.stringify({ address: join(folder, 'core.sock'), secret: 'ab'.repeat(32) }));
  expect(await knock(folder)).toBeUndefined();
});

test('a workspace path too long for a socket still gets its door', async () => {
  const deep = join(folder, 'x'.repeat(100));
  const { mkdirSync } = await import('node:fs');
  mkdirSync(deep, { mode: 0o700 });
  const door = await openDoor(deep, () => undefined);
  expect(Buffer.byteLength(door.address)).toBeLessThanOrEqual(96);
  expect(await knock(deep)).toBeDefined();
  door.close();
});
