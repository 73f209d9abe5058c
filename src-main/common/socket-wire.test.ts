import { createServer, connect, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, socketWire } from './socket-wire.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oc-wire-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function pair(): Promise<{ near: Socket; far: Socket; end: () => void }> {
  const path = join(folder, 's');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const near = connect(path);
  const far = await accepted;
  return { near, far, end: () => void (near.destroy(), far.destroy(), server.close()) };
}

test('bytes, nested and at the top, survive the way', () => {
  const message = [1, 2, { a: new Uint8Array([1, 2, 255]), b: [Buffer.from('x')] }];
  expect(decodeFrame(encodeFrame(message).subarray(4).toString())).toEqual([
    1,
    2,
    { a: new Uint8Array([1, 2, 255]), b: [new Uint8Array([120])] },
  ]);
});

test('every JSON value comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const known = JSON.parse(JSON.stringify([value])) as unknown;
      expect(decodeFrame(encodeFrame([value]).subarray(4).toString())).toEqual(known);
    }),
  );
});

test('frames cut anywhere and glued together arrive whole and in order', async () => {
  const { near, far, end } = await pair();
  const got: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    socketWire(far).onMessage((message) => {
      got.push(message);
      if (got.length === 3) resolve();
    });
  });
  const bytes = Buffer.concat(
    [
      [1, 'a'],
      [2, new Uint8Array(300)],
      [3, 'ü'],
    ].map((message) => encodeFrame(message)),
  );
  for (const byte of bytes) near.write(Buffer.from([byte]));
  await all;
  end();
  expect(got).toEqual([
    [1, 'a'],
    [2, new Uint8Array(300)],
    [3, 'ü'],
  ]);
});

test.each([
  ['a length over the limit', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x5b])],
  ['what is no JSON', Buffer.from([0, 0, 0, 2, 0x7b, 0x7b])],
])('%s ends the connection', async (_name, junk) => {
  const { near, far, end } = await pair();
  const closed = new Promise<void>((resolve) => socketWire(far, () => 1000).onClose(resolve));
  near.on('error', () => undefined);
  near.write(junk);
  await closed;
  end();
});
