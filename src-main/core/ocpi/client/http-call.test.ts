import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect as tcp, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { ok } from '../../../../shared/util/result.ts';
import { portDuplex, serveDuplex } from '../../dial/port-duplex.ts';
import type { Connect } from './connect.ts';
import { createHttp } from './http-call.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const stop = { reason: undefined, onStop: () => undefined };
const limits = { idleMs: 60_000, wholeMs: 60_000, bodyBytes: 1000 };

/** By sockets, and by streams that are none, as those of another thread. */
const kinds = ['socket', 'stream of another thread'] as const;

/** A server that answers everything, and a client whose connections may be half open. */
async function talking(kind: (typeof kinds)[number]) {
  const accepted: Socket[] = [];
  const server = createServer((_request, response) => response.end('{}')).on('connection', (s) => accepted.push(s));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a server that listens on TCP
  const made: Duplex[] = [];
  const connect: Connect = () => {
    const socket = tcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    const { port1, port2 } = new MessageChannel();
    if (kind !== 'socket') serveDuplex(socket, port1);
    const stream = kind === 'socket' ? socket : portDuplex(port2);
    made.push(stream);
    return Promise.resolve(ok({ stream, facts: { clientCertificateSent: false, handshakeId: 0, milliseconds: 0 } }));
  };
  // Nothing is waited for: what hangs, hangs.
  const http = createHttp({
    clock: { now: () => new Date(0), monotonicMs: () => 0 },
    timer: () => () => undefined,
    parallel: 1,
  });
  closing.push(() => {
    http.close();
    server.close();
    server.closeAllConnections();
  });
  const get = () =>
    http.call({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {} }, limits, { connect, stop });
  return { get, made, accepted };
}

it.each(kinds)('takes one %s for several exchanges, and hears it once', async (kind) => {
  const { get, made } = await talking(kind);
  for (let round = 0; round < 20; round++) expect(await get()).toMatchObject({ ok: true, value: { status: 200 } });
  expect(made).toHaveLength(1);
  expect(made[0]?.listenerCount('error')).toBeLessThan(5);
});

it.each(kinds)('does not keep a %s that the server has ended meanwhile', async (kind) => {
  const { get, made, accepted } = await talking(kind);
  expect(await get()).toMatchObject({ ok: true });
  const [stream] = made;
  if (stream === undefined) throw new Error('nothing was dialled');
  accepted[0]?.end();
  while (!stream.destroyed) await sleep(5);
  expect(await get()).toMatchObject({ ok: true });
  expect(made).toHaveLength(2);
});
