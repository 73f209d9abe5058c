import type { ByteRange } from '../decode-log.ts';
import type { SignatureView } from '../signature-rules.ts';
import { verifySignedBy } from '../verify-signed.ts';
import { pass, refuse, unknown } from './path-certificate.ts';
import type { PathCheck, ReadCertificate } from './path-types.ts';

/** Anything signed: certificate or CRL. */
interface Signed {
  readonly der: Uint8Array;
  readonly view: { readonly sha256: string; readonly tbs: ByteRange; readonly signature: SignatureView | null };
}

export type SignatureState = 'valid' | 'invalid' | 'unsupported' | 'weak';

/** Remembers every signature that was checked, and counts those that cost something. */
export interface SignatureMemo {
  check(signed: Signed, issuer: ReadCertificate): SignatureState;
  count(): number;
}

export function createSignatureMemo(): SignatureMemo {
  const known = new Map<string, SignatureState>();
  return {
    check: (signed, issuer) => {
      const id = `${signed.view.sha256} ${issuer.view.publicKey.sha256}`;
      const state = known.get(id) ?? stateOf(signed, issuer);
      known.set(id, state);
      return state;
    },
    count: () => known.size,
  };
}

function stateOf({ der, view }: Signed, issuer: ReadCertificate): SignatureState {
  const algorithm = view.signature?.algorithm;
  const { publicKey } = issuer.view;
  if (algorithm === undefined || algorithm.kind === 'unknown') return 'unsupported';
  const kind = algorithm.kind === 'ecdsa' ? 'ec' : algorithm.kind === 'ed25519' ? 'ed25519' : 'rsa';
  // A known key of another kind cannot have made it, which is more than not knowing.
  if (publicKey.kind !== 'unknown' && publicKey.kind !== kind) return 'invalid';
  if (weakHash(view.signature) !== undefined) return 'weak';
  return verifySignedBy(view, der, issuer.der.subarray(publicKey.start, publicKey.end)).verdict;
}

function weakHash(signature: SignatureView | null): 'md5' | 'sha1' | undefined {
  const algorithm = signature?.algorithm;
  if (algorithm === undefined || algorithm.kind === 'unknown' || algorithm.kind === 'ed25519') return undefined;
  const used = algorithm.kind === 'rsa-pss' ? [algorithm.hash, algorithm.mgfHash] : [algorithm.hash];
  return used.find((hash) => hash === 'md5' || hash === 'sha1');
}

/** RFC 5280 §6.1.3 (a)(1). */
export function checkLinkSignature(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  index: number,
  signatures: SignatureMemo,
): PathCheck {
  switch (signatures.check(certificate, issuer)) {
    case 'valid':
      return pass('SIGNATURE_VALID', index);
    case 'invalid':
      return refuse('SIGNATURE_INVALID', index);
    case 'weak':
      return refuse('SIGNATURE_WEAK', index, { hash: weakHash(certificate.view.signature) ?? '' });
    case 'unsupported':
      return unknown('SIGNATURE_UNSUPPORTED', index);
  }
}
