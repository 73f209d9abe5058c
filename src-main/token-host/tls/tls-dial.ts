import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { DialHandshake, TlsStep } from '../../../shared/contract/host-tls.ts';
import type { ServerPorts, Stop } from '../../../shared/contract/wire/serve.ts';
import { tapHandshake } from './handshake-tap.ts';
import { askProxy } from './proxy-connect.ts';
import { agreedOn, peerChain, reasonOf } from './tls-facts.ts';

export interface DialWish {
  readonly host: string;
  readonly port: number;
  readonly plain: boolean;
  readonly serverName: string | undefined;
  readonly proxy: { readonly host: string; readonly port: number } | undefined;
  readonly context: SecureContext;
  readonly timeoutMs: number;
  readonly exporter: boolean;
  readonly stop: Stop;
}

export type DialEnd =
  | { readonly kind: 'open'; readonly socket: Socket; readonly handshake: DialHandshake }
  | { readonly kind: 'failed'; readonly step: TlsStep; readonly reason: string };

const EXPORTER_LABEL = 'EXPORTER-Time-Based-One-Time-Password-v1';
const EXPORTER_BYTES = 32;

/**
 * Opens a connection that stays. The certificate of the other side is taken as it comes: core judges it before it sends a
 * single byte, and cuts the connection otherwise.
 */
export function dial(wish: DialWish, timer: ServerPorts['timer']): Promise<DialEnd> {
  const { host, port, plain, proxy, timeoutMs, stop } = wish;
  const began = performance.now();
  const first = proxy ?? { host, port };
  let step: TlsStep = isIP(first.host) === 0 ? 'dns' : 'tcp';

  return new Promise((resolve) => {
    const socket = connect({ ...first, noDelay: true });
    let over = false;

    function end(result: DialEnd): void {
      if (over) return;
      over = true;
      stopTimer();
      if (result.kind === 'failed') socket.destroy();
      resolve(result);
    }
    const failed = (reason: string): void => end({ kind: 'failed', step, reason });
    const closed = (): void => failed('the other side closed the connection');
    const stopTimer = timer(() => {
      const where = step;
      step = 'timeout';
      failed(where);
    }, timeoutMs);
    stop.onStop(() => end({ kind: 'failed', step: 'timeout', reason: 'given up' }));

    socket.once('lookup', (error: Error | null) => {
      if (!error) step = 'tcp';
    });
    socket.on('error', (error) => failed(reasonOf(error)));
    socket.on('close', closed);
    socket.once('connect', () => {
      if (proxy === undefined) return reached();
      step = 'proxy';
      void askProxy(socket, { host, port }).then((refusal) => (refusal === undefined ? reached() : failed(refusal)));
    });

    function reached(): void {
      if (over) return;
      if (plain)
        return end({
          kind: 'open',
          socket,
          handshake: { ...plainHandshake, theirChain: [], milliseconds: since(began) },
        });
      step = 'tls';
      secure();
    }

    function secure(): void {
      const tap = tapHandshake(socket);
      const tls = connectTls({
        socket: tap.stream,
        secureContext: wish.context,
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        servername: wish.serverName ?? '',
      });
      tls.on('error', (error) => failed(tap.speaksOtherwise() ? 'the other side does not speak TLS' : reasonOf(error)));
      tls.once('end', closed);
      tls.once('close', closed);
      tls.once('secureConnect', () => {
        const milliseconds = since(began);
        // The last flight is on its way out when node tells of the end of the handshake: look when it is.
        setImmediate(() => {
          if (over) return tls.destroy();
          const agreed = agreedOn(tls);
          const certificate = tap.clientCertificate(agreed.protocol, agreed.cipher);
          tap.lookAway();
          const handshake: DialHandshake = {
            ...agreed,
            ...peerChain(tls),
            ...(wish.serverName === undefined ? {} : { serverName: wish.serverName }),
            ...exporterOf(tls, wish.exporter && agreed.protocol === 'TLSv1.3'),
            clientCertificateAsked: certificate !== 'not-asked',
            oursSent: certificate === 'sent',
            milliseconds,
          };
          end({ kind: 'open', socket: tls, handshake });
        });
      });
    }
  });
}

const since = (began: number): number => Math.round(performance.now() - began);

const plainHandshake = {
  protocol: 'none',
  cipher: 'none',
  leftOut: 0,
  clientCertificateAsked: false,
  oursSent: false,
} as const;

function exporterOf(tls: TLSSocket, wanted: boolean): { exporter?: string } {
  if (!wanted) return {};
  return { exporter: tls.exportKeyingMaterial(EXPORTER_BYTES, EXPORTER_LABEL, Buffer.alloc(0)).toString('hex') };
}
