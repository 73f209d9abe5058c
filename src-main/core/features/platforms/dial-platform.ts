import { isIP } from 'node:net';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import type { Clock } from '../../clock.ts';
import type { Dial } from '../../dial/dial.ts';
import type { ConnectFault } from '../../ocpi/client/connect.ts';
import type { TlsParty, TokenAccess } from '../tokens/index.ts';
import { judgeServer } from './judge-server.ts';

interface DialDeps {
  readonly tokens: Pick<TokenAccess, 'tlsDial'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly oidProfile: () => OidProfile;
}

/**
 * Connections by the host of the software keys, with one of them or with none; the server is judged here before the stream
 * is handed out.
 */
export function createDial({ tokens, clock, newId, oidProfile }: DialDeps): Dial<TlsParty> {
  return async (wish, context) => {
    const { host, port, plain, proxy, trust, identity, timeoutMs, wantsExporter } = wish;
    if (identity !== undefined && !identity.token.software) {
      const detail = 'Connections with keys in PKCS#11 tokens need the TLS helper, which this build does not have.';
      return fail({ code: 'TLS_HELPER_MISSING', data: { detail } });
    }
    const dialled = await tokens.tlsDial(
      context,
      {
        connection: newId(),
        host,
        port,
        plain,
        serverName: isIP(host) === 0 && !plain ? host : undefined,
        proxy: proxy === undefined ? undefined : proxyOf(proxy),
        timeoutMs,
        exporter: wantsExporter,
      },
      identity,
    );
    if (!dialled.ok) return dialled;
    if (dialled.value.kind === 'failed') {
      const { step, reason } = dialled.value;
      return fail({ code: 'NOT_REACHED', data: { step, reason: `${step.toUpperCase()}_FAILED`, message: reason } });
    }
    const { stream, handshake } = dialled.value;
    const fault: ConnectFault | undefined = plain
      ? undefined
      : judgeServer({ chain: handshake.theirChain, host, trust, at: clock.now(), profile: oidProfile() });
    if (fault === undefined) return ok({ stream, handshake });
    stream.destroy();
    return fail(fault);
  };
}

/** `host:port` or `[v6]:port`; 3128 where no port is said. */
function proxyOf(text: string): { readonly host: string; readonly port: number } {
  const parts = /^\[?([^\]]+?)\]?(?::(\d+))?$/.exec(text);
  return { host: parts?.[1] ?? text, port: Number(parts?.[2] ?? 3128) };
}
