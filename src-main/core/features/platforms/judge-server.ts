import type { ServerTrust } from '../../../../shared/contract/platforms.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { readSystemRoots } from '../../dial/system-roots.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import type { ConnectFault } from '../../ocpi/client/connect.ts';
import { sha256 } from '../../store/sha256.ts';
import { judgePath } from '../certificates/index.ts';
import { nameAnswer } from '../tls/index.ts';

interface Question {
  readonly chain: readonly Uint8Array[];
  readonly host: string;
  readonly trust: ServerTrust;
  readonly at: Date;
  readonly profile: OidProfile;
}

let systemRoots: { readonly profile: OidProfile; readonly roots: readonly ReadCertificate[] } | undefined;

/**
 * Whether a server is whom this connection trusts (RFC 5280 §6, RFC 9525 §6); undefined: it is. Judged before a byte is
 * sent, for every way of connecting alike. There is no way to ignore it.
 */
export function judgeServer({ chain, host, trust, at, profile }: Question): ConnectFault | undefined {
  const [der] = chain;
  if (der === undefined) return refused('NO_CERTIFICATE', 'The server sent no certificate.');
  const known = chain.flatMap((one) => readOne(one, profile));
  const leaf = known.find((one) => one.der === der);
  if (leaf === undefined) return refused('CERTIFICATE_UNREADABLE', 'The certificate of the server cannot be read.');
  if (trust.kind === 'pinned') {
    const found = sha256(der);
    if (found === trust.sha256) return undefined;
    return refused(
      'PINNED_DIFFERS',
      `The server shows another certificate than the pinned one: its SHA-256 is ${found}.`,
    );
  }
  const answer = nameAnswer(leaf.view, host);
  if (answer !== 'named') {
    return refused('NAME_WRONG', `The certificate of the server is not for ${host}.`);
  }
  const roots = trust.kind === 'system' ? rootsOf(profile) : trust.certificates.flatMap((one) => readOne(one, profile));
  const verdict = judgePath({
    leaf,
    intermediates: known.filter((one) => one !== leaf),
    anchors: roots.map((certificate) => ({ certificate, purposes: 'all' as const, note: '' })),
    crls: [],
    at,
    purpose: 'tls-server',
    profile,
  });
  if (verdict.verdict === 'valid') return undefined;
  const reason =
    verdict.checks.find(({ verdict: end }) => end === 'fail') ??
    verdict.checks.find(({ verdict: end }) => end === 'unknown');
  return refused(
    reason?.code ?? 'UNTRUSTED',
    reason?.message ?? 'The certificate of the server leads to no trusted root.',
  );
}

/** Read once: there are some hundred and fifty. */
function rootsOf(profile: OidProfile): readonly ReadCertificate[] {
  if (systemRoots?.profile !== profile) {
    systemRoots = { profile, roots: readSystemRoots().flatMap((der) => readOne(der, profile)) };
  }
  return systemRoots.roots;
}

function readOne(der: Uint8Array, profile: OidProfile): ReadCertificate[] {
  const read = readCertificate(der, profile, 'verdicts');
  return read.ok ? [{ der, view: read.value }] : [];
}

function refused(reason: string, message: string): ConnectFault {
  return { code: 'NOT_REACHED', data: { step: 'trust', reason, message } };
}
