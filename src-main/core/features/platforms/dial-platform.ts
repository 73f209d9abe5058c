import { isIP } from 'node:net';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import type { Clock } from '../../clock.ts';
import type { Dial } from '../../dial/dial.ts';
import type { HelperPool } from '../../dial/helper-pool.ts';
import { afterOurCertificate, isCertificateAlert } from '../../ocpi/client/certificate-alert.ts';
import type { ConnectFault } from '../../ocpi/client/connect.ts';
import type { TlsParty, TokenAccess } from '../tokens/index.ts';
import { dialByHelper } from './dial-by-helper.ts';
import { judgeServer } from './judge-server.ts';

interface DialDeps {
  readonly tokens: Pick<TokenAccess, 'tlsDial' | 'signIn' | 'signOne'>;
  readonly helpers: HelperPool;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly oidProfile: () => OidProfile;
}

/**
 * Connections by the host of the software keys, with one of them or with none, and by the TLS helper with a key of a PKCS#11
 * token (decision 23); the server is judged here before the stream is handed out.
 */
export function createDial({ tokens, helpers, clock, newId, oidProfile }: DialDeps): Dial<TlsParty> {
  return async (wish, context) => {
    const { host, port, plain, proxy, trust, identity, timeoutMs, wantsExporter } = wish;
    const way = {
      host,
      port,
      serverName: isIP(host) === 0 && !plain ? host : undefined,
      proxy: proxy === undefined ? undefined : proxyOf(proxy),
      timeoutMs,
      exporter: wantsExporter,
    };
    const dialled =
      identity === undefined || identity.token.software
        ? await tokens.tlsDial(context, { ...way, connection: newId(), plain }, identity)
        : await dialByHelper({ tokens, helpers }, context, way, identity, oidProfile());
    if (!dialled.ok) return dialled;
    if (dialled.value.kind === 'failed') {
      const { step, reason: message } = dialled.value;
      // In TLS 1.2 a server judges our certificate within the handshake; these alerts are about nothing else.
      const isRefused = identity !== undefined && step === 'tls' && isCertificateAlert(message);
      const reason = isRefused ? 'CLIENT_CERTIFICATE_REFUSED' : `${step.toUpperCase()}_FAILED`;
      const isHangUp = identity !== undefined && step === 'tls' && /closed|reset/i.test(message);
      const told = isHangUp ? afterOurCertificate(message) : message;
      return fail({ code: 'NOT_REACHED', data: { step, reason, message: told } });
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
