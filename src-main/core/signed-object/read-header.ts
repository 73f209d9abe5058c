import {
  type ObjectAlgorithm,
  objectAlgorithmNamed,
  type SignaturePurpose,
  signaturePurposes,
  type SignedObjectKind,
  signedObjectKinds,
} from '../../../shared/domain/signed-object.ts';
import { fromBase64, fromBase64Url } from '../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { type Coverage, isJsonObject } from './object-payload.ts';
import { scanJson } from './scan-json.ts';

/** Protected header of one signature (facts 6.2): everything that is believed stands here. */
export interface ObjectHeader {
  readonly alg: ObjectAlgorithm;
  readonly kid: string;
  /** Lower-case hex. */
  readonly certificateSha256: string | undefined;
  /** Leaf first, DER. */
  readonly chain: readonly Uint8Array[];
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number | undefined;
  readonly object: SignedObjectKind;
  readonly version: string;
  readonly party: string;
  readonly role: string;
  readonly coverage: Coverage;
  readonly purpose: SignaturePurpose;
}

export interface HeaderFault {
  readonly code: 'MALFORMED' | 'UNSUPPORTED_ALG' | 'UNSUPPORTED_CRIT';
  readonly reason: string;
}

const FORBIDDEN = ['jku', 'x5u', 'jwk', 'b64'];
const MOST_HEADER = 100_000;
const MOST_CHAIN = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a protected header; which fault is told first follows the order of the verdicts. */
export function readObjectHeader(protectedText: string): Result<ObjectHeader, HeaderFault> {
  const text = decoded(protectedText);
  if (text === undefined || scanJson(text).length > 0) return malformed('header');
  const header: unknown = JSON.parse(text);
  if (!isJsonObject(header)) return malformed('header');
  const alg = objectAlgorithmNamed(header['alg']);
  if (alg === undefined) return fail({ code: 'UNSUPPORTED_ALG', reason: shown(header['alg']) });
  const { crit, ocpi, kid, iat, exp } = header;
  if (Array.isArray(crit) && crit.some((name) => name !== 'ocpi')) {
    return fail({ code: 'UNSUPPORTED_CRIT', reason: shown(crit) });
  }
  if (header['typ'] !== 'ocpi+jws') return malformed('typ');
  if (!Array.isArray(crit) || crit.length !== 1) return malformed('crit');
  const forbidden = FORBIDDEN.find((name) => name in header);
  if (forbidden !== undefined) return malformed(forbidden);
  if (typeof kid !== 'string' || fromBase64Url(kid)?.length !== 32) return malformed('kid');
  if (!isSeconds(iat)) return malformed('iat');
  if (exp !== undefined && !isSeconds(exp)) return malformed('exp');
  const thumbprint = header['x5t#S256'];
  const hash = typeof thumbprint === 'string' ? fromBase64Url(thumbprint) : undefined;
  if (thumbprint !== undefined && hash?.length !== 32) return malformed('x5t#S256');
  const chain = readChain(header['x5c']);
  if (chain === undefined) return malformed('x5c');
  const claims = readClaims(ocpi);
  if (claims === undefined) return malformed('ocpi');
  return ok({
    alg,
    kid,
    certificateSha256: hash === undefined ? undefined : Buffer.from(hash).toString('hex'),
    chain,
    iat,
    exp,
    ...claims,
  });
}

function malformed(reason: string): Result<never, HeaderFault> {
  return fail({ code: 'MALFORMED', reason });
}

function decoded(text: string): string | undefined {
  const bytes = text.length > MOST_HEADER ? undefined : fromBase64Url(text);
  try {
    return bytes === undefined ? undefined : utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e11;
}

function readChain(x5c: unknown): readonly Uint8Array[] | undefined {
  if (x5c === undefined) return [];
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MOST_CHAIN) return undefined;
  const chain = x5c.map((text) => (typeof text === 'string' ? fromBase64(text) : undefined));
  return chain.every((der) => der !== undefined) ? chain : undefined;
}

type Claims = Pick<ObjectHeader, 'object' | 'version' | 'party' | 'role' | 'coverage' | 'purpose'>;

function readClaims(ocpi: unknown): Claims | undefined {
  if (!isJsonObject(ocpi) || ocpi['v'] !== 1) return undefined;
  const { object, ver, party, role, cov } = ocpi;
  const kind = signedObjectKinds.find((one) => one === object);
  const purpose = signaturePurposes.find((one) => one === ocpi['purpose']);
  if (kind === undefined || purpose === undefined || typeof ver !== 'string') return undefined;
  if (typeof party !== 'string' || typeof role !== 'string' || party.length > 60 || role.length > 60) return undefined;
  if (cov !== 'full' && cov !== 'static') return undefined;
  // What changes by the minute is left out of locations alone.
  if (cov === 'static' && kind !== 'location') return undefined;
  return { object: kind, version: ver.slice(0, 20), party, role, coverage: cov, purpose };
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : value === undefined ? 'none' : JSON.stringify(value)).slice(0, 80);
}
