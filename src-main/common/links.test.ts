import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { channelWire, parentLink, parentPortLink, portWire, type EmitterPort } from './links';

const next = (wire: { onMessage(listener: (message: unknown) => void): void }) =>
  new Promise<unknown>((resolve) => wire.onMessage(resolve));

test('a message port carries frames with bytes both ways', async () => {
  const { port1, port2 } = new MessageChannel();
  const [a, b] = [portWire(port1), portWire(port2)];
  const atB = next(b);
  a.post([1, 7, 'x', { bytes: Uint8Array.of(1, 2) }]);
  expect(await atB).toEqual([1, 7, 'x', { bytes: Uint8Array.of(1, 2) }]);
  const atA = next(a);
  b.post([11, 7]);
  expect(await atA).toEqual([11, 7]);
  a.close();
});

test('what was posted before anybody listens is not lost', async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage('early');
  const wire = portWire(port2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await next(wire)).toBe('early');
  wire.close();
});

test('closing one end tells the other', async () => {
  const { port1, port2 } = new MessageChannel();
  const [a, b] = [portWire(port1), portWire(port2)];
  b.onMessage(() => undefined);
  const closed = new Promise<void>((resolve) => b.onClose(resolve));
  a.close();
  await closed;
});

test('a view into a larger buffer does not take its neighbours along', async () => {
  const { port1, port2 } = new MessageChannel();
  const pool = Buffer.from('secret-signature-secret');
  const got = next(portWire(port2));
  portWire(port1).post({ list: [{ signature: pool.subarray(7, 16) }] });
  const { list } = (await got) as { list: { signature: Uint8Array }[] };
  expect(Buffer.from(list[0]!.signature).toString()).toBe('signature');
  expect(list[0]!.signature.buffer.byteLength).toBe(9);
  port1.close();
});

test("an emitter port (Electron's MessagePortMain) is listened to before it is started", async () => {
  const port = new EventEmitter() as EventEmitter & EmitterPort & { started: number; sent: unknown[] };
  Object.assign(port, {
    started: 0,
    sent: [],
    start: () => (port.started += port.listenerCount('message')),
    postMessage: (message: unknown) => port.sent.push(message),
    close: () => undefined,
  });
  const wire = portWire(port);
  const got = next(wire);
  await new Promise((resolve) => setImmediate(resolve));
  expect(port.started).toBe(1);
  port.emit('message', { data: [11, 1] });
  expect(await got).toEqual([11, 1]);
  const closed = new Promise<void>((resolve) => wire.onClose(resolve));
  port.emit('close');
  await closed;
  wire.post('nobody');
  expect(port.sent).toEqual([]);
});

test('a parent port hands over ports with the message they came with', async () => {
  const parentPort = Object.assign(new EventEmitter(), { postMessage: () => undefined });
  const link = parentPortLink(parentPort);
  const got = new Promise<unknown>((resolve) => link.onPort((message, wire) => resolve([message, typeof wire.post])));
  const { port1 } = new MessageChannel();
  parentPort.emit('message', { data: { kind: 'core-port' }, ports: [port1] });
  expect(await got).toEqual([{ kind: 'core-port' }, 'function']);
  port1.close();
});

test('a program that was started by hand has no owner', () => {
  expect(parentLink({} as typeof process)).toBeUndefined();
});

test('a forked child answers with bytes, and its end closes the wire', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'child.cjs');
  writeFileSync(
    script,
    "process.on('message', (m) => (m === 'die' ? process.exit(3) : process.send([m, new Uint8Array([5, 6])])));",
  );
  const child = fork(script, [], { execArgv: [], serialization: 'advanced' });
  const wire = channelWire(child);
  const got = next(wire);
  const closed = new Promise<void>((resolve) => wire.onClose(resolve));
  wire.post('hello');
  const answer = (await got) as [string, Uint8Array];
  expect(answer[0]).toBe('hello');
  expect([...answer[1]]).toEqual([5, 6]);
  wire.post('die');
  await closed;
  expect(() => wire.post('late')).not.toThrow();
});
