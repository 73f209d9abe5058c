import type { JsonObject } from '../../../shared/domain/canonical-json.ts';
import type {
  ObjectNote,
  ObjectSignatureVerdict,
  ObjectVerdict,
  SignedObjectKind,
} from '../../../shared/domain/signed-object.ts';
import { fromBase64Url, toBase64Url } from '../../../shared/util/base64.ts';
import { readCertificate } from '../pki/certificate-read.ts';
import { sha256Of } from '../pki/digests.ts';
import type { OidProfile } from '../pki/oid-profile.ts';
import type { PathVerdict, ReadCertificate } from '../pki/path/path-types.ts';
import { type ChainContext, checkChain } from './check-chain.ts';
import { partiesOfCertificate, partyFits, partyTexts, type SignerParties } from './match-party.ts';
import { isObjectSignatureRight, type ObjectKey, objectKeyOf } from './object-key.ts';
import { isJsonObject, objectPayload, withoutNulls } from './object-payload.ts';
import { type ObjectHeader, readObjectHeader } from './read-header.ts';
import { type JsonDefect, scanJson } from './scan-json.ts';
import { checkVendorSignature, isVendorSignature, type VendorSignature } from './vendor-signature.ts';

/** A key that is known from elsewhere than the object: imported, pinned, learnt, or of a partner's `keys`. */
export interface KnownObjectKey {
  readonly spki: Uint8Array;
  /** With a certificate its path is judged; without one the record's party takes its place. */
  readonly certificate: Uint8Array | undefined;
  readonly parties: SignerParties;
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  readonly revokedAt: Date | undefined;
}

export interface ObjectContext extends Omit<ChainContext, 'storedSince'> {
  readonly now: Date;
  readonly profile: OidProfile;
  readonly knownKeys: readonly KnownObjectKey[];
  /** When this console stored exactly this payload first, by its SHA-256. */
  readonly storedSince?: (payloadSha256: string) => Date | undefined;
  /** Canonical SHA-256 of the stored tariff with an id, for copies inside of CDRs. */
  readonly storedTariff?: (id: string) => string | undefined;
  /** Of the connection, where the object does not name its party (2.1.1). */
  readonly party?: string;
}

export interface ObjectSignature {
  readonly verdict: ObjectSignatureVerdict;
  /** Which part is wrong or missing, where the verdict alone does not say. */
  readonly reason: string | undefined;
  readonly header: ObjectHeader | undefined;
  readonly notes: readonly ObjectNote[];
  /** Ids that the signer may speak for. */
  readonly parties: readonly string[];
  readonly certificateSha256: string | undefined;
  readonly level: 'certified' | 'pinned' | undefined;
  readonly path: PathVerdict | undefined;
}

export interface ObjectReport {
  readonly verdict: ObjectVerdict;
  readonly kind: SignedObjectKind;
  readonly signatures: readonly ObjectSignature[];
  readonly vendor: readonly VendorSignature[];
  readonly notes: readonly ObjectNote[];
  readonly defects: readonly JsonDefect[];
  /** Of the whole object in canonical form; undefined when it has none. */
  readonly payload: Uint8Array | undefined;
  readonly payloadSha256: string | undefined;
  /** Signed tariffs inside of a CDR. */
  readonly nested: readonly { readonly pointer: string; readonly report: ObjectReport }[];
}

const MOST_SIGNATURES = 20;
const MOST_NESTED = 50;
const FUTURE_SECONDS = 5 * 60;

/** Verifies all signatures of an OCPI object (facts 6) from its text as it came. Never throws on what somebody sent. */
export function verifyObject(
  text: string,
  kind: SignedObjectKind,
  version: string | undefined,
  context: ObjectContext,
): ObjectReport {
  const defects = scanJson(text);
  if (defects.length > 0) {
    // The parser would hide them; who signed what can no longer be said.
    const isSigned = /"signatures"\s*:\s*\[\s*[^\]\s]/.test(text);
    const signatures = isSigned || defects.some(({ code }) => code === 'SYNTAX') ? [broken('MALFORMED', 'json')] : [];
    return { ...empty(kind), verdict: signatures.length > 0 ? 'BROKEN' : 'UNSIGNED', signatures, defects };
  }
  const object: unknown = JSON.parse(text);
  if (!isJsonObject(object)) return { ...empty(kind), verdict: 'BROKEN', signatures: [broken('MALFORMED', 'object')] };
  return verifyParsed(object, kind, version, context);
}

function verifyParsed(
  object: JsonObject,
  kind: SignedObjectKind,
  version: string | undefined,
  context: ObjectContext,
): ObjectReport {
  const payload = objectPayload(object, 'full');
  const payloadSha256 = sha256Of(payload);
  const given = object['signatures'];
  const entries = Array.isArray(given) ? given.slice(0, MOST_SIGNATURES) : [];
  const own = entries.filter((entry) => !isVendorSignature(entry));
  const signatures =
    given !== undefined && given !== null && !Array.isArray(given)
      ? [broken('MALFORMED', 'signatures')]
      : own.map((entry) => verifyEntry(entry, object, { kind, version, payloadSha256 }, context));
  const vendor = entries.filter(isVendorSignature).map((entry) => checkVendorSignature(entry, object));
  return {
    verdict: verdictOf(signatures),
    kind,
    signatures,
    vendor,
    notes: [],
    defects: [],
    payload,
    payloadSha256,
    nested: kind === 'cdr' ? nestedTariffs(object, version, context) : [],
  };
}

function nestedTariffs(
  object: JsonObject,
  version: string | undefined,
  context: ObjectContext,
): ObjectReport['nested'] {
  const tariffs = object['tariffs'];
  if (!Array.isArray(tariffs)) return [];
  return tariffs.slice(0, MOST_NESTED).flatMap((tariff, index) => {
    if (!isJsonObject(tariff)) return [];
    const report = verifyParsed(tariff, 'tariff', version, context);
    const id = tariff['id'];
    const stored = typeof id === 'string' ? context.storedTariff?.(id) : undefined;
    const differs = stored !== undefined && stored !== report.payloadSha256;
    return [
      { pointer: `/tariffs/${index}`, report: differs ? { ...report, notes: ['TARIFF_DIFFERS'] as const } : report },
    ];
  });
}

function empty(kind: SignedObjectKind): Omit<ObjectReport, 'verdict' | 'signatures'> {
  return { kind, vendor: [], notes: [], defects: [], payload: undefined, payloadSha256: undefined, nested: [] };
}

function broken(verdict: ObjectSignatureVerdict, reason: string, header?: ObjectHeader): ObjectSignature {
  return { ...none, verdict, reason, header };
}

const none = { notes: [], parties: [], certificateSha256: undefined, level: undefined, path: undefined } as const;

interface About {
  readonly kind: SignedObjectKind;
  /** Undefined: nobody knows, so that the header alone says. */
  readonly version: string | undefined;
  readonly payloadSha256: string;
}

function verifyEntry(entry: unknown, object: JsonObject, about: About, context: ObjectContext): ObjectSignature {
  if (!isJsonObject(entry)) return broken('MALFORMED', 'signature');
  const { protected: protectedText, signature: signatureText } = entry;
  if (typeof protectedText !== 'string' || typeof signatureText !== 'string') return broken('MALFORMED', 'signature');
  const read = readObjectHeader(protectedText);
  if (!read.ok) return broken(read.error.code, read.error.reason);
  const header = read.value;
  const signature = fromBase64Url(signatureText);
  if (signature === undefined) return broken('MALFORMED', 'signature', header);
  if (header.object !== about.kind || (about.version !== undefined && header.version !== about.version)) {
    return broken('OBJECT_MISMATCH', `${header.object} ${header.version}`, header);
  }
  const found = findKey(header, context);
  if (found === undefined) return broken('KEY_NOT_FOUND', header.kid, header);
  if ('mismatch' in found) return broken('KEY_MISMATCH', found.mismatch, header);
  const facts = {
    header,
    parties: partyTexts(found.parties),
    certificateSha256: found.certificate?.view.sha256,
    level: found.level,
  };
  const input = `${protectedText}.${toBase64Url(objectPayload(object, header.coverage))}`;
  if (!isObjectSignatureRight(found.key, header.alg, input, signature)) {
    const notes = verifiesWithoutNulls(found.key, header, protectedText, signature, object)
      ? (['NULL_MEMBER'] as const)
      : [];
    return { ...none, ...facts, verdict: 'INVALID_SIGNATURE', reason: undefined, notes };
  }
  return judgeSigner(found, facts, object, about, context);
}

function verifiesWithoutNulls(
  key: ObjectKey,
  header: ObjectHeader,
  protectedText: string,
  signature: Uint8Array,
  object: JsonObject,
): boolean {
  const bare = withoutNulls(object);
  if (!isJsonObject(bare)) return false;
  return isObjectSignatureRight(
    key,
    header.alg,
    `${protectedText}.${toBase64Url(objectPayload(bare, header.coverage))}`,
    signature,
  );
}

interface FoundKey {
  readonly key: ObjectKey;
  readonly parties: SignerParties;
  readonly certificate: ReadCertificate | undefined;
  readonly chain: readonly ReadCertificate[];
  readonly level: 'certified' | 'pinned';
  readonly known: KnownObjectKey | undefined;
}

/** x5c first, then what is known by its thumbprint; the header's hashes must fit what is found. */
function findKey(header: ObjectHeader, context: ObjectContext): FoundKey | { readonly mismatch: string } | undefined {
  const { profile } = context;
  const chain = header.chain.flatMap((der) => readAll(der, profile));
  const [leaf] = chain;
  if (header.chain.length > 0) {
    if (leaf === undefined) return { mismatch: 'x5c' };
    return fitted(header, { leaf, chain: chain.slice(1), known: undefined });
  }
  for (const known of context.knownKeys) {
    const certificate = known.certificate === undefined ? undefined : readAll(known.certificate, profile)[0];
    const isIt = objectKeyOf(known.spki)?.kid === header.kid || certificate?.view.sha256 === header.certificateSha256;
    if (
      !isIt ||
      (certificate === undefined &&
        header.certificateSha256 !== undefined &&
        objectKeyOf(known.spki)?.kid !== header.kid)
    )
      continue;
    return fitted(header, { leaf: certificate, chain: [], known });
  }
  return undefined;
}

function readAll(der: Uint8Array, profile: OidProfile): readonly ReadCertificate[] {
  const read = readCertificate(der, profile, 'verdicts');
  return read.ok ? [{ der, view: read.value }] : [];
}

function fitted(
  header: ObjectHeader,
  from: {
    readonly leaf: ReadCertificate | undefined;
    readonly chain: readonly ReadCertificate[];
    readonly known: KnownObjectKey | undefined;
  },
): FoundKey | { readonly mismatch: string } {
  const { leaf, chain, known } = from;
  const spki = leaf === undefined ? known?.spki : leaf.der.subarray(leaf.view.publicKey.start, leaf.view.publicKey.end);
  const key = spki === undefined ? undefined : objectKeyOf(spki);
  if (key === undefined) return { mismatch: 'key' };
  if (key.kid !== header.kid) return { mismatch: 'kid' };
  if (leaf !== undefined && header.certificateSha256 !== undefined && leaf.view.sha256 !== header.certificateSha256) {
    return { mismatch: 'x5t#S256' };
  }
  if (!key.algorithms.includes(header.alg)) return { mismatch: 'alg' };
  const parties = leaf === undefined ? known?.parties : partiesOfCertificate(leaf.view);
  const nobody: SignerParties = { partyIds: [], subCpoIds: [], subEmspIds: [], uris: [] };
  return {
    key,
    chain,
    known,
    certificate: leaf,
    parties: parties ?? nobody,
    level: leaf === undefined ? 'pinned' : 'certified',
  };
}

type Facts = Pick<ObjectSignature, 'header' | 'parties' | 'certificateSha256' | 'level'> & {
  readonly header: ObjectHeader;
};

/** The signature is right: may this signer say it, and might he at that time? */
function judgeSigner(
  found: FoundKey,
  facts: Facts,
  object: JsonObject,
  about: About,
  context: ObjectContext,
): ObjectSignature {
  const { header } = facts;
  const answer = (verdict: ObjectSignatureVerdict, more: Partial<ObjectSignature> = {}): ObjectSignature => ({
    ...none,
    ...facts,
    verdict,
    reason: undefined,
    ...more,
  });
  const owner = ownerOf(object) ?? context.party;
  if (!partyFits(found.parties, header, owner))
    return answer('WRONG_PARTY', { reason: `${header.party} / ${owner ?? '–'}` });
  const storedSince = context.storedSince?.(about.payloadSha256);
  if (found.certificate === undefined) {
    const pinned = judgePinned(found.known, header.iat, storedSince);
    if (pinned !== undefined) return answer(pinned, { notes: ['PINNED'] });
    return answer(timeVerdict(header, context.now), { notes: ['PINNED'] });
  }
  const intermediates = [...found.chain, ...context.intermediates];
  const { verdict, notes, path } = checkChain(found.certificate, header.iat, {
    ...context,
    intermediates,
    storedSince,
  });
  return answer(verdict ?? timeVerdict(header, context.now), { notes, path });
}

function judgePinned(
  known: KnownObjectKey | undefined,
  iat: number,
  storedSince: Date | undefined,
): ObjectSignatureVerdict | undefined {
  const at = iat * 1000;
  if (known === undefined) return 'UNTRUSTED';
  const { notBefore, notAfter, revokedAt } = known;
  if ((notBefore !== undefined && at < notBefore.getTime()) || (notAfter !== undefined && at > notAfter.getTime())) {
    return 'CERT_NOT_VALID_AT_SIGNING';
  }
  if (revokedAt === undefined) return undefined;
  const isLater = revokedAt.getTime() > at && storedSince !== undefined && storedSince.getTime() < revokedAt.getTime();
  return isLater ? undefined : 'REVOKED';
}

function timeVerdict({ iat, exp }: ObjectHeader, now: Date): ObjectSignatureVerdict {
  const seconds = now.getTime() / 1000;
  if (iat > seconds + FUTURE_SECONDS) return 'FUTURE';
  return exp !== undefined && seconds > exp ? 'EXPIRED' : 'VALID';
}

/** `country_code` and `party_id` together; 3.0 has both in `party_id`. */
function ownerOf({ country_code: country, party_id: party }: JsonObject): string | undefined {
  if (typeof party !== 'string') return undefined;
  return typeof country === 'string' ? `${country}${party}` : party;
}

const BROKEN: ReadonlySet<ObjectSignatureVerdict> = new Set([
  'INVALID_SIGNATURE',
  'MALFORMED',
  'WRONG_PARTY',
  'REVOKED',
  'OBJECT_MISMATCH',
  'KEY_MISMATCH',
  'CERT_NOT_VALID_AT_SIGNING',
]);

function verdictOf(signatures: readonly ObjectSignature[]): ObjectVerdict {
  if (signatures.length === 0) return 'UNSIGNED';
  if (signatures.some(({ verdict }) => BROKEN.has(verdict))) return 'BROKEN';
  const valid = signatures.filter(({ verdict }) => verdict === 'VALID');
  // A key for TLS never signs as the owner, however right the signature is.
  const byOwner = valid.some(({ header, notes }) => header?.purpose === 'issue' && !notes.includes('KEY_PURPOSE'));
  if (byOwner) return 'SIGNED_BY_OWNER';
  return valid.length > 0 ? 'NOT_SIGNED_BY_OWNER' : 'UNDECIDED';
}
