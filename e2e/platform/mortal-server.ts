import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

/** A listener that can be cut off at any moment and come back on the same port. */
export interface MortalServer {
  readonly port: number;
  /** Cuts every connection in the middle of whatever it carries, and listens no more. */
  kill(): Promise<void>;
  revive(options?: ServerOptions): Promise<void>;
}

/** @param options of TLS; undefined: plain HTTP */
export async function startMortalServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
  options: ServerOptions | undefined,
): Promise<MortalServer> {
  const sockets = new Set<Socket>();
  let tls = options;
  let server: Server | undefined;
  let bound = port;

  async function revive(changed?: ServerOptions): Promise<void> {
    tls = changed ?? tls;
    if (server !== undefined) await kill();
    const next = tls === undefined ? createHttpServer(answer) : createHttpsServer(tls, answer);
    next.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    next.on('tlsClientError', () => undefined);
    next.listen(bound, '127.0.0.1');
    await once(next, 'listening');
    bound = (next.address() as AddressInfo).port; // of a TCP server
    server = next;
  }

  async function kill(): Promise<void> {
    const dying = server;
    server = undefined;
    if (dying === undefined) return;
    const closed = once(dying, 'close');
    dying.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await revive();
  return {
    get port() {
      return bound;
    },
    kill,
    revive,
  };
}
