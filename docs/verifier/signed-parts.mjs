/**
 * Reading what is signed: canonical JSON, DER, certificates, compact JWS, the roster. For verify-evidence.mjs; shares no code with the
 * application.
 */
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');
export const bytes = (text) => Buffer.from(String(text ?? ''), 'base64url');
/** RFC 8785, for what these files hold: strings, whole numbers, booleans, null, lists and objects. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

export function parseCanonical(text) {
  try {
    const value = JSON.parse(text);
    return canonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One DER element: its bytes whole, its content, and what follows. Definite lengths only. */
export function element(der, at = 0) {
  const tag = der[at];
  let length = der[at + 1];
  let start = at + 2;
  if (length === undefined || length === 0x80 || length > 0x84) throw new Error('no DER');
  if (length > 0x80) {
    const octets = length & 0x7f;
    length = der.readUIntBE(start, octets);
    start += octets;
  }
  const end = start + length;
  if (end > der.length) throw new Error('cut DER');
  return { tag, whole: der.subarray(at, end), content: der.subarray(start, end), start, end };
}

export function children(der) {
  const found = [];
  for (let at = 0; at < der.length;) {
    const one = element(der, at);
    found.push(one);
    at = one.end;
  }
  return found;
}

const SIGNATURES = {
  '2a8648ce3d040302': ['sha256', 'ec'],
  '2a8648ce3d040303': ['sha384', 'ec'],
  '2a8648ce3d040304': ['sha512', 'ec'],
  '2a864886f70d01010b': ['sha256', 'rsa'],
  '2a864886f70d01010c': ['sha384', 'rsa'],
  '2a864886f70d01010d': ['sha512', 'rsa'],
  '2a864886f70d01010a': ['pss', 'rsa'],
  '2b6570': [null, 'ed25519'],
};
const PSS_HASHES = { '608648016503040201': 'sha256', '608648016503040202': 'sha384', '608648016503040203': 'sha512' };

/** A signature over DER (certificate, request) by a key; SHA-1 and weaker are none. */
export function isSigned(body, algorithm, value, publicKey) {
  const [oid, parameters] = children(algorithm.content);
  let [hash, kind] = SIGNATURES[oid.content.toString('hex')] ?? [];
  if (kind === undefined || publicKey.asymmetricKeyType !== kind) return false;
  const key = { key: publicKey };
  if (hash === 'pss') {
    const chosen = parameters.content.toString('hex').match(/6086480165030402(?:01|02|03)/g) ?? [];
    hash = PSS_HASHES[chosen[0]];
    if (hash === undefined) return false;
    Object.assign(key, { padding: 6, saltLength: -2 });
  }
  return verify(hash, body.whole, key, value.content.subarray(1));
}

export const publicKeyOf = (spki) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });

/** A certificate by its parts. */
export function readCertificate(text) {
  try {
    const der = Buffer.isBuffer(text) ? text : bytes(text);
    const whole = element(der);
    if (whole.end !== der.length) return undefined;
    const [tbs, algorithm, signature] = children(whole.content);
    const parts = children(tbs.content);
    const first = parts[0].tag === 0xa0 ? 1 : 0;
    const spki = parts[first + 5].whole;
    const x509 = new X509Certificate(der);
    const from = Date.parse(x509.validFrom);
    const to = Date.parse(x509.validTo);
    return { der, tbs, algorithm, signature, spki, x509, from, to, hash: sha256(der) };
  } catch {
    return undefined;
  }
}

/** Names are compared as Node.js writes them; letter case and folding of blanks do not count. */
const nameText = (text) => String(text).toLowerCase().replaceAll(/\s+/g, ' ').trim();

export function isIssuedBy(one, by) {
  try {
    if (nameText(one.x509.issuer) !== nameText(by.x509.subject)) return false;
    return isSigned(one.tbs, one.algorithm, one.signature, publicKeyOf(by.spki));
  } catch {
    return false;
  }
}

const HASHES = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', RS256: 'sha256', PS256: 'sha256', EdDSA: null };
const KINDS = { ES256: 'ec', ES384: 'ec', ES512: 'ec', RS256: 'rsa', PS256: 'rsa', EdDSA: 'ed25519' };

/** Header and payload of a compact JWS, its signature right under this key; undefined for every other text. */
export function readJws(jws, typ, spki) {
  try {
    const [head, body, signature, ...rest] = String(jws).split('.');
    const [header, payload] = [head, body].map((part) => parseCanonical(bytes(part).toString('utf8')));
    if (rest.length > 0 || header === undefined || payload === undefined || header.typ !== typ) return undefined;
    const publicKey = publicKeyOf(spki);
    if (!Object.hasOwn(HASHES, header.alg) || publicKey.asymmetricKeyType !== KINDS[header.alg]) return undefined;
    const pss = header.alg === 'PS256' ? { padding: 6, saltLength: -1 } : {};
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363', ...pss };
    const isRight = verify(HASHES[header.alg], Buffer.from(`${head}.${body}`, 'ascii'), key, bytes(signature));
    return isRight && bytes(signature).toString('base64url') === signature ? { header, payload } : undefined;
  } catch {
    return undefined;
  }
}

/** What an operator's key says, by a certificate that was valid when it says it was said. */
export function readStatement(jws, type, certificateText) {
  const certificate = readCertificate(certificateText);
  const read = certificate && readJws(jws, `ocpi-console-${type}+jws`, certificate.spki);
  if (read === undefined || Object.keys(read.header).sort().join(' ') !== 'alg typ x5t#S256') return undefined;
  const thumbprint = createHash('sha256').update(certificate.der).digest('base64url');
  const at = read.payload.iat * 1000;
  const isValid = read.header['x5t#S256'] === thumbprint && at >= certificate.from && at <= certificate.to;
  return isValid ? read.payload : undefined;
}

/** What a statement says, whoever signed it: only for its time. */
export function said(jws) {
  return parseCanonical(bytes(String(jws).split('.')[1]).toString('utf8')) ?? {};
}

function afterChange(before, change, hash) {
  if (before === undefined)
    return {
      operators: [change.operator],
      votesNeeded: 1,
      single: true,
      recovery: undefined,
      documents: [],
      genesis: hash,
    };
  if (change.kind === 'rules') return { ...before, votesNeeded: change.votesNeeded, single: change.singleOperator };
  if (change.kind === 'recovery') return { ...before, recovery: change.needed === 0 ? undefined : change };
  if (change.kind === 'document') {
    const others = before.documents.filter(({ document }) => document !== change.document);
    return { ...before, documents: [...others, { document: change.document, sha256: change.sha256 }] };
  }
  if (change.kind !== 'operators') return before;
  const named = (list, { operatorId }) => list.find((one) => one.operatorId === operatorId);
  const kept = before.operators
    .filter(({ operatorId }) => !change.remove.includes(operatorId))
    .map((one) => ({ ...one, ...named(change.roles, one), ...named(change.certificates, one) }));
  const operators = [...kept, ...change.enrol];
  const ends = before.single && operators.length > 1;
  const votesNeeded = ends ? Math.max(before.votesNeeded, 2) : before.votesNeeded;
  return { ...before, operators, single: before.single && !ends, votesNeeded };
}

/** The roster after each entry; undefined when it does not hold. */
export function foldRoster({ roster, workspace }) {
  const states = [];
  let newest = 0;
  for (const [at, { text, votes }] of roster.entries.entries()) {
    const body = parseCanonical(text);
    const hash = sha256(text);
    const before = states.at(-1);
    const isNext =
      body?.workspace === workspace && body.seq === at + 1 && body.prev === (before?.hash ?? '0'.repeat(64));
    if (!isNext || (before === undefined) !== (body.change.kind === 'genesis')) return undefined;
    const state = afterChange(before, body.change, hash);
    const voters = before ?? state;
    const approvals = (certificates) =>
      certificates.filter((certificate) =>
        votes.some((jws) => {
          const vote = readStatement(jws, 'roster-vote', certificate);
          return (
            vote?.decision === 'approve' && vote.entry === hash && vote.seq === at + 1 && vote.workspace === workspace
          );
        }),
      ).length;
    const approvers = voters.operators.filter(({ roles }) => roles.includes('approver')).map((one) => one.certificate);
    const isRecovered = voters.recovery && approvals(voters.recovery.certificates) >= voters.recovery.needed;
    if (approvals(approvers) < (voters.single ? 1 : voters.votesNeeded) && !isRecovered) return undefined;
    newest = Math.max(newest, Date.parse(body.at), ...votes.map((jws) => said(jws).iat * 1000));
    states.push({ ...state, hash, since: newest });
  }
  return states;
}
