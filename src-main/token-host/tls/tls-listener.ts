import { createServer, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { z } from 'zod';
import type { hostTlsContract } from '../../../shared/contract/host-tls.ts';
import type { ServerPorts, Stop } from '../../../shared/contract/wire/serve.ts';
import { agreedOn, peerChain, reasonOf } from './tls-facts.ts';

export type ListenItem = z.infer<typeof hostTlsContract.tls.listen.item>;
type ListenEnd = z.infer<typeof hostTlsContract.tls.listen.output>;

export interface ListenWish {
  readonly port: number;
  readonly context: SecureContext;
  /** How long a client may take for its handshake. */
  readonly timeoutMs: number;
  readonly stop: Stop;
  /** False: nobody listens any more. */
  readonly emit: (item: ListenItem) => Promise<boolean>;
}

/** The one address that is ever bound: what listens here is for programs of this machine. */
const LOOPBACK = '127.0.0.1';
const MOST_CONNECTIONS = 20;
/** Longer than a client waits for a word against its certificate. */
const LINGER_MS = 5000;

/**
 * Takes handshakes as a server and tells each. Every client is asked for its certificate and taken with any or none:
 * judging is core's. What comes after the handshake is thrown away, and nothing is sent.
 */
export function listen({ port, context, timeoutMs, stop, emit }: ListenWish, timer: ServerPorts['timer']) {
  return new Promise<ListenEnd>((resolve) => {
    const sockets = new Set<Socket>();
    let isOver = false;
    const server = createServer((socket) => take(socket));
    server.maxConnections = MOST_CONNECTIONS;

    function end(result: ListenEnd): void {
      isOver = true;
      server.close();
      for (const socket of sockets) socket.destroy();
      resolve(result);
    }

    /** Who takes no items any more is gone; the listener goes with him. */
    function tell(item: ListenItem): void {
      void emit(item).then((taken) => {
        if (!taken) end({ kind: 'ended' });
      });
    }

    function take(socket: Socket): void {
      sockets.add(socket);
      const from = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
      const began = performance.now();
      let told = false;
      const secure = new TLSSocket(socket, {
        isServer: true,
        secureContext: context,
        requestCert: true,
        rejectUnauthorized: false,
      });
      const close = (item: ListenItem): void => {
        if (told) return;
        told = true;
        stopTimer();
        tell(item);
        if (item.kind === 'handshake') linger();
        else secure.destroy();
      };
      // Who is cut off right after the handshake takes it for a refusal: the end is the client's.
      const linger = (): void => {
        const stopLinger = timer(() => secure.end(), LINGER_MS);
        secure.once('end', () => secure.end());
        socket.once('close', stopLinger);
        secure.resume();
      };
      const failed = (reason: string): void => close({ kind: 'failed', from, reason });
      const stopTimer = timer(() => failed('the client was too slow'), timeoutMs);
      socket.once('close', () => {
        sockets.delete(socket);
        failed('the client closed the connection');
      });
      secure.on('error', (error) => failed(reasonOf(error)));
      secure.on('close', () => failed('the client closed the connection'));
      secure.once('secure', () => {
        const { servername } = secure as { readonly servername?: unknown }; // not declared; false when none was sent
        const peer = peerChain(secure);
        close({
          kind: 'handshake',
          from,
          handshake: {
            ...agreedOn(secure),
            ...peer,
            ...(typeof servername === 'string' && servername !== '' ? { serverName: servername.slice(0, 300) } : {}),
            clientCertificateAsked: true,
            oursSent: true,
            milliseconds: Math.round(performance.now() - began),
          },
        });
      });
    }

    server.on('error', (error) => end({ kind: 'failed', reason: reasonOf(error) }));
    server.listen(port, LOOPBACK, () => {
      // Closing a server that has no port yet does nothing.
      if (isOver) return void server.close();
      const address = server.address();
      tell({ kind: 'listening', port: typeof address === 'object' && address !== null ? address.port : 0 });
    });
    stop.onStop(() => end({ kind: 'ended' }));
  });
}
