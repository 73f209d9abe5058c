import { beforeEach, expect, test, vi } from 'vitest';
import { connectToCore, portWire, takePorts } from './port.ts';

// jsdom has no message ports: those of the test's own Node do.
let channel: MessageChannel;
beforeEach(() => {
  channel = new MessageChannel();
});

function send(init: MessageEventInit): void {
  window.dispatchEvent(new MessageEvent('message', { source: window, origin: location.origin, ...init }));
}

test('a port of our own window and kind is taken, with its note', () => {
  const take = vi.fn();
  takePorts(window, 'core-port', take);
  send({ data: { kind: 'core-port', extra: 1 }, ports: [channel.port1] });
  expect(take).toHaveBeenCalledWith(channel.port1, { kind: 'core-port', extra: 1 });
});

test.each<[string, () => MessageEventInit]>([
  ['from another window', () => ({ source: null })],
  ['from another origin', () => ({ origin: 'https://evil.example' })],
  ['of another kind', () => ({ data: { kind: 'pin-port' } })],
  ['without a note', () => ({ data: undefined })],
  ['without a port', () => ({ ports: [] })],
  ['with two ports', () => ({ ports: [channel.port1, channel.port2] })],
])('a message %s is not taken', (_what, change) => {
  const take = vi.fn();
  takePorts(window, 'core-port', take);
  send({ data: { kind: 'core-port' }, ports: [channel.port1], ...change() });
  expect(take).not.toHaveBeenCalled();
});

test('no message is lost between the port and its listener', async () => {
  channel.port2.postMessage('early');
  const wire = portWire(channel.port1);
  const heard: unknown[] = [];
  wire.onMessage((message) => heard.push(message));
  await vi.waitFor(() => expect(heard).toEqual(['early']));
});

test('the connection asks once, and follows each core that comes', async () => {
  const wantPort = vi.fn();
  const connection = connectToCore(window, wantPort);
  const changed = vi.fn();
  const stop = connection.subscribe(changed);
  expect(connection.current()).toEqual({ kind: 'starting' });
  send({ data: { kind: 'core-port' }, ports: [channel.port1] });
  expect(connection.current().kind).toBe('connected');
  channel.port2.close();
  await vi.waitFor(() => expect(connection.current()).toEqual({ kind: 'lost' }));
  send({ data: { kind: 'core-port' }, ports: [new MessageChannel().port1] });
  expect(connection.current().kind).toBe('connected');
  expect(changed).toHaveBeenCalledTimes(3);
  stop();
  expect(wantPort).toHaveBeenCalledTimes(1);
});

test('the end of an earlier core does not count against the one that runs', async () => {
  const connection = connectToCore(window, () => undefined);
  send({ data: { kind: 'core-port' }, ports: [channel.port1] });
  send({ data: { kind: 'core-port' }, ports: [new MessageChannel().port1] });
  const closed = new Promise((resolve) => channel.port1.addEventListener('close', resolve));
  channel.port2.close();
  await closed;
  expect(connection.current().kind).toBe('connected');
});
