import { connect, isIP } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { HostHandshake, TlsStep } from '../../../shared/contract/host-tls.ts';
import type { ServerPorts, Stop } from '../../../shared/contract/wire/serve.ts';
import { tapHandshake } from './handshake-tap.ts';
import { agreedOn, peerChain, reasonOf } from './tls-facts.ts';

export interface ProbeWish {
  readonly host: string;
  readonly port: number;
  readonly serverName: string | undefined;
  readonly context: SecureContext;
  readonly timeoutMs: number;
  readonly stop: Stop;
}

export type ProbeEnd =
  | { readonly kind: 'done'; readonly handshake: HostHandshake }
  | { readonly kind: 'failed'; readonly step: TlsStep; readonly reason: string };

/** A server that is asked to judge us and is silent after the handshake has taken us. */
const VERDICT_MS = 1500;

/** A handshake with a long chain is some ten kilobytes long; who sends a hundred times that wants to keep us busy. */
const MOST_RECEIVED = 1024 * 1024;

/**
 * One handshake as a client, and its end. Nothing is sent but what the handshake itself sends. The certificate of the other
 * side is taken as it comes: whether it is any good is core's to say.
 */
export function probe(wish: ProbeWish, timer: ServerPorts['timer']): Promise<ProbeEnd> {
  const { host, port, serverName, context, timeoutMs, stop } = wish;
  const began = performance.now();
  let step: TlsStep = isIP(host) === 0 ? 'dns' : 'tcp';

  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const tap = tapHandshake(socket);
    let handshake: HostHandshake | undefined;
    let stopVerdict = (): void => undefined;
    let over = false;
    let received = 0;

    function end(result: ProbeEnd): void {
      if (over) return;
      over = true;
      stopTimer();
      stopVerdict();
      resolve(result);
      secure.destroy();
      socket.destroy();
    }
    const fail = (reason: string): void => {
      if (handshake !== undefined) end({ kind: 'done', handshake: { ...handshake, refused: reason } });
      else end({ kind: 'failed', step, reason });
    };
    const done = (): void => {
      if (handshake !== undefined) end({ kind: 'done', handshake });
    };

    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= MOST_RECEIVED) return;
      if (handshake === undefined) fail('the other side sent more than a handshake needs');
      else done();
    });
    socket.once('lookup', (error: Error | null) => {
      if (!error) step = 'tcp';
    });
    socket.once('connect', () => {
      step = 'tls';
    });
    const secure = connectTls({
      socket: tap.stream,
      secureContext: context,
      rejectUnauthorized: false,
      // The name in the certificate is compared in core.
      checkServerIdentity: () => undefined,
      servername: serverName ?? '',
    });
    const stopTimer = timer(() => {
      const where = step;
      if (handshake !== undefined) return done();
      step = 'timeout';
      fail(where);
    }, timeoutMs);
    stop.onStop(() => end({ kind: 'failed', step: 'timeout', reason: 'given up' }));

    secure.on('error', (error) => fail(tap.speaksOtherwise() ? 'the other side does not speak TLS' : reasonOf(error)));
    secure.on('end', () => fail('the other side closed the connection'));
    secure.on('close', () => fail('the other side closed the connection'));
    secure.once('secureConnect', () => {
      const milliseconds = Math.round(performance.now() - began);
      // The last flight is on its way out when node tells of the end of the handshake: look when it is.
      setImmediate(() => {
        if (over) return;
        const agreed = agreedOn(secure);
        const certificate = tap.clientCertificate(agreed.protocol, agreed.cipher);
        handshake = {
          ...agreed,
          ...peerChain(secure),
          ...(serverName === undefined ? {} : { serverName }),
          clientCertificateAsked: certificate !== 'not-asked',
          oursSent: certificate === 'sent',
          milliseconds,
        };
        if (certificate === 'not-asked' || agreed.protocol !== 'TLSv1.3') return done();
        // A ticket is what a server sends that has taken us; one without tickets says nothing.
        secure.once('session', done);
        stopVerdict = timer(done, VERDICT_MS);
        secure.resume();
      });
    });
  });
}
