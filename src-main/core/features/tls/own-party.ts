import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { verifySignedBy } from '../../pki/verify-signed.ts';
import { findGeneration, findGroup, toGeneration } from '../keys/index.ts';
import type { TlsParty } from '../tokens/index.ts';
import type { TlsDeps } from './tls.deps.ts';

type Nothing = Record<string, never>;
type PartyFault =
  | TokenFault
  | {
      readonly code: 'GENERATION_NOT_FOUND' | 'TLS_KEY_UNSUPPORTED' | 'NO_CERTIFICATE' | 'TOKEN_NOT_FOUND';
      readonly data: Nothing;
    };

/** Most certificates that are sent; nobody has more above a leaf. */
const MOST_SENT = 10;

/**
 * A generation as one side of a handshake: where its key is, and its chain without the root, which whoever judges it has or
 * does not believe (RFC 8446 §4.4.2). Nobody is asked for a PIN before all of this is known to fit.
 */
export async function ownParty(
  { db, tokens, chainOf, oidProfile }: Pick<TlsDeps, 'db' | 'tokens' | 'chainOf' | 'oidProfile'>,
  generationId: string,
  purpose: 'tls-client' | 'tls-server',
  reason: (group: string, generation: number) => string,
  keys: 'software' | 'any' = 'software',
): Promise<Result<TlsParty, PartyFault>> {
  const record = await findGeneration(db, generationId);
  const group = record === undefined ? undefined : await findGroup(db, record.group_ref);
  if (record === undefined || group === undefined) return fail({ code: 'GENERATION_NOT_FOUND', data: {} });
  const generation = toGeneration(record);
  const groupPurpose = KeyPurpose.parse(group.purpose);
  if (groupPurpose !== purpose) {
    return fail({ code: 'KEY_PURPOSE', data: { detail: `this takes a key for ${purpose}, not for ${groupPurpose}` } });
  }
  const { keyId, spkiSha256, tokenUri } = generation;
  if (keyId === undefined || spkiSha256 === undefined || tokenUri === undefined) {
    return fail({ code: 'KEY_NOT_FOUND', data: {} });
  }
  if (keys === 'software' && !generation.software) return fail({ code: 'TLS_KEY_UNSUPPORTED', data: {} });
  const chain = (await chainOf(generationId)).map(({ der }) => der);
  if (chain.length === 0) return fail({ code: 'NO_CERTIFICATE', data: {} });
  const token = await tokens.find(tokenUri);
  if (!token.ok) return token;
  const sent = chain.filter((der, at) => at === 0 || !isRoot(der)).slice(0, MOST_SENT);
  const why = reason(group.id, generation.number).slice(0, 200);
  return ok({ token: token.value, key: { keyId, spkiSha256 }, purpose, chain: sent, reason: why });

  function isRoot(der: Uint8Array): boolean {
    const read = readCertificate(der, oidProfile(), 'verdicts');
    if (!read.ok || !read.value.selfIssued) return false;
    const { start, end } = read.value.publicKey;
    return verifySignedBy(read.value, der, der.subarray(start, end)).verdict === 'valid';
  }
}
