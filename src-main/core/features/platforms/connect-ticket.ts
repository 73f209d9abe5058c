import type { Duplex } from 'node:stream';
import { DEMO_PLATFORM_START, DEMO_PLATFORM_URL } from '../../../../shared/domain/demo.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Dialled } from '../../dial/dial.ts';
import { type ConnectFacts, type ConnectFault, type Origin, originOf, originText } from '../../ocpi/client/connect.ts';
import type { Ticket } from '../../platform-worker/dial-door.ts';
import type { TlsParty, TokenContext } from '../tokens/index.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { isLoopback } from './url-rules.ts';

/** A handshake of a call, with what we had sent: for the diagnosis, and to note certificates as seen in use. */
export interface SeenHandshake {
  readonly origin: Origin;
  readonly handshake: Dialled['handshake'];
  readonly party: TlsParty | undefined;
}

export interface ConnectTicket extends Ticket {
  readonly seen: readonly SeenHandshake[];
}

interface Opening {
  readonly record: ConnectionRecord;
  /** Undefined: shows no certificate of ours, whatever the connection is set to. */
  readonly party: TlsParty | undefined;
  readonly context: TokenContext;
  /** The connection that keeps its streams for its next call. */
  readonly keep?: string | undefined;
}

const MOST_SEEN = 20;

/**
 * The right of one call to connections: to the host of the versions URL and those that somebody has allowed, and to no
 * other. The key that is shown, the trust and the proxy are the connection's; the worker that asks chooses none of them.
 */
export function createConnectTicket(deps: PlatformsDeps, { record, party, context, keep }: Opening): ConnectTicket {
  const { settings } = record;
  const home = originOf(settings.versionsUrl);
  const allowed = new Set([
    home === undefined ? '' : originText(home),
    ...settings.allowedHosts.map((host) => host.toLowerCase()),
  ]);
  const seen: SeenHandshake[] = [];

  async function connect(
    origin: Origin,
    stop: Stop,
  ): Promise<Result<{ readonly stream: Duplex; readonly facts: ConnectFacts }, ConnectFault>> {
    const isPlain = origin.protocol === 'http:';
    if (!allowed.has(originText(origin)) || (isPlain && home?.protocol !== 'http:')) {
      return fail({
        code: 'OTHER_HOST',
        data: { from: home === undefined ? '' : originText(home), to: originText(origin) },
      });
    }
    if (isPlain && !isLoopback(origin.host)) {
      return fail({ code: 'NOT_REACHED', data: { step: 'tcp', reason: 'plain-http', message: originText(origin) } });
    }
    const dialled = await deps.dial(
      {
        host: origin.host,
        port: origin.port,
        plain: isPlain,
        ...(settings.proxy === null ? {} : { proxy: settings.proxy }),
        trust: settings.trust,
        ...(party === undefined || isPlain ? {} : { identity: party }),
        timeoutMs: settings.limits.timeoutSeconds * 1000,
        wantsExporter: settings.authorization.totp?.type === '1',
      },
      { ...context, stop },
    );
    if (!dialled.ok) return fail(withHint(dialled.error, settings.versionsUrl));
    const { stream, handshake } = dialled.value;
    if (seen.length < MOST_SEEN) seen.push({ origin, handshake, party: isPlain ? undefined : party });
    return ok({
      stream,
      facts: {
        clientCertificateSent: handshake.oursSent,
        ...(handshake.exporter === undefined ? {} : { exporter: handshake.exporter }),
        handshakeId: seen.length - 1,
        protocol: handshake.protocol,
        milliseconds: handshake.milliseconds,
      },
    });
  }

  return { connect, seen, keep };
}

/** The demo's connection leads to a program that somebody has to start. */
function withHint(fault: ConnectFault, versionsUrl: string): ConnectFault {
  const { code, data } = fault;
  const { message } = data;
  if (code !== 'NOT_REACHED' || versionsUrl !== DEMO_PLATFORM_URL || typeof message !== 'string') return fault;
  return {
    code,
    data: { ...data, message: `${message} (start it with: ${DEMO_PLATFORM_START})` },
  };
}
