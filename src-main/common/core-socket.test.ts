import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { doorFilePath, knock, openDoor } from './core-socket.ts';
import { encodeFrame, socketWire } from './socket-wire.ts';

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

const nonce = 'ab'.repeat(32);
test.each([
  ['a wrong hello', [['hello', 'short']]],
  ['no hello', [nonce]],
  [
    'a wrong proof',
    [
      ['hello', nonce],
      ['proof', nonce, nonce],
    ],
  ],
  ['a long frame', ['x'.repeat(2000)]],
])('%s is shown out before anything is served', async (_name, frames) => {
  let served = 0;
  const door = await openDoor(folder, () => served++);
  const socket = connect(door.address);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  for (const frame of frames) socket.write(encodeFrame(frame));
  await closed;
  expect(served).toBe(0);
  door.close();
});

test('somebody else at the address of a dead core learns nothing and is not believed', async () => {
  const address = join(folder, 'taken.sock');
  const secret = 'cd'.repeat(32);
  writeFileSync(doorFilePath(folder), JSON.stringify({ address, secret }));
  const heard: unknown[] = [];
  const server = createServer((socket) => {
    const wire = socketWire(socket);
    wire.onMessage((message) => {
      heard.push(message);
      wire.post(['proof', nonce, nonce]);
      wire.post('welcome');
    });
  });
  await new Promise<void>((resolve) => server.listen(address, resolve));
  expect(await knock(folder)).toBeUndefined();
  expect(JSON.stringify(heard)).not.toContain(secret);
  expect(heard).toHaveLength(1);
  server.close();
});

test('a door left from a dead core is no core', async () => {
  writeFileSync(doorFilePath(folder), JSON.stringify({ address: join(folder, 'core.sock'), secret: 'ab'.repeat(32) }));
  expect(await knock(folder)).toBeUndefined();
});

test('a workspace path too long for a socket still gets its door, in a fresh folder each time', async () => {
  const deep = join(folder, 'x'.repeat(100));
  mkdirSync(deep, { mode: 0o700 });
  const door = await openDoor(deep, () => undefined);
  const { address } = door;
  expect(Buffer.byteLength(address)).toBeLessThanOrEqual(96);
  expect(await knock(deep)).toBeDefined();
  door.close();
  const again = await openDoor(deep, () => undefined);
  expect(again.address).not.toBe(address);
  again.close();
});
