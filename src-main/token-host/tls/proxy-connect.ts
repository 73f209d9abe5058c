import type { Socket } from 'node:net';

/** Most octets of a proxy's answer to CONNECT. */
const MOST_HEAD = 16 * 1024;
const END = Buffer.from('\r\n\r\n');

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6). Undefined: the socket is the tunnel from now on; else why not. What
 * the proxy says is told by its status alone.
 */
export function askProxy(
  socket: Socket,
  to: { readonly host: string; readonly port: number },
): Promise<string | undefined> {
  const host = to.host.includes(':') ? `[${to.host}]` : to.host;
  return new Promise((resolve) => {
    let head = Buffer.alloc(0);
    const done = (refusal: string | undefined): void => {
      socket.off('data', take);
      socket.off('close', ended);
      resolve(refusal);
    };
    const ended = (): void => done('the proxy closed the connection');
    const take = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const at = head.indexOf(END);
      if (at < 0) {
        if (head.length > MOST_HEAD) done('the proxy answers without end');
        return;
      }
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1', 0, 20))?.[1];
      if (status === undefined) return done('the proxy does not speak HTTP');
      if (!status.startsWith('2')) return done(`the proxy refused with HTTP ${status}`);
      // A server speaks only after us in TLS: what came along already is not of this handshake.
      done(head.length > at + END.length ? 'the proxy sent more than its answer' : undefined);
    };
    socket.on('data', take);
    socket.once('close', ended);
    socket.write(`CONNECT ${host}:${to.port} HTTP/1.1\r\nHost: ${host}:${to.port}\r\n\r\n`);
  });
}
