#!/usr/bin/env node
/**
 * Verifies an exported audit log of OCPI Console with public data only. It shares no code with the application, needs
 * nothing but Node.js 20 or newer, and reads files; it opens no connection.
 *
 *   node verify-audit.mjs LOG.jsonl [--checkpoint FILE]… [--roster FILE --genesis SHA256]
 *
 * LOG.jsonl     `ocpi-console audit export`
 * --checkpoint  `ocpi-console audit checkpoint`: proves that the log was not cut or rewritten up to where it was signed
 * --roster      `ocpi-console roster export`: who was an operator; --genesis is the fingerprint that was noted elsewhere
 *
 * Exit code 0: nothing is wrong with what could be checked, and what could not is said. 1: something is wrong. 2: usage.
 */
import { createHash, verify, X509Certificate } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const wrong = [];
const unchecked = [];

/** What a file says, on a terminal: one line, nothing that moves the cursor. */
const shown = (text) => JSON.stringify(String(text)).replaceAll(/[^\x20-\x7e]/g, '?');

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** RFC 8785, for what these files hold: strings, whole numbers, booleans, null, lists and objects. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function readCanonical(text, what) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong.push(`${what} is no JSON`) && undefined;
  }
  if (canonical(value) !== text) return wrong.push(`${what} is not in canonical form`) && undefined;
  return value;
}

/** Hashes of all entries by number, and the workspace that they are of. */
async function readLog(path) {
  const hashes = new Map();
  let workspace;
  let previous;
  let expected = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line === '') continue;
    expected += 1;
    const entry = readCanonical(line, `entry ${expected}`);
    if (entry === undefined) continue;
    const { hash, ...body } = entry;
    workspace ??= body.workspaceId;
    previous ??= sha256(canonical({ chain: 'ocpi-console audit 1', workspaceId: workspace }));
    const computed = sha256(canonical(body));
    if (computed !== hash) wrong.push(`entry ${expected}: its text and its hash do not belong together`);
    if (body.workspaceId !== workspace) wrong.push(`entry ${expected} is of another workspace`);
    if (body.seq !== expected) wrong.push(`where entry ${expected} should be stands number ${shown(body.seq)}`);
    if (body.prev !== previous) wrong.push(`entry ${expected} does not follow the one before it`);
    previous = computed;
    expected = Number.isSafeInteger(body.seq) ? body.seq : expected;
    hashes.set(expected, computed);
  }
  return { hashes, workspace, last: expected };
}

const HASHES = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', RS256: 'sha256', PS256: 'sha256', EdDSA: null };
const KINDS = { ES256: 'ec', ES384: 'ec', ES512: 'ec', RS256: 'rsa', PS256: 'rsa', EdDSA: 'ed25519' };
const PSS = { padding: 6, saltLength: -1 };

/** The payload of a compact JWS of this type, when its signature is right under this certificate. */
function readStatement(jws, type, certificate) {
  const [head = '', body = '', signature = '', ...rest] = jws.split('.');
  const decode = (part) => Buffer.from(part, 'base64url').toString('utf8');
  let header;
  let payload;
  try {
    header = JSON.parse(decode(head));
    payload = JSON.parse(decode(body));
  } catch {
    return undefined;
  }
  if (rest.length > 0 || canonical(header) !== decode(head) || canonical(payload) !== decode(body)) return undefined;
  if (Object.keys(header).sort().join(' ') !== 'alg typ x5t#S256') return undefined;
  if (header.typ !== `ocpi-console-${type}+jws` || !Object.hasOwn(HASHES, header.alg)) return undefined;
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  const { publicKey } = certificate;
  if (header['x5t#S256'] !== thumbprint || publicKey.asymmetricKeyType !== KINDS[header.alg]) return undefined;
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363', ...(header.alg === 'PS256' ? PSS : {}) };
  const signed = Buffer.from(`${head}.${body}`, 'ascii');
  if (!verify(HASHES[header.alg], signed, key, Buffer.from(signature, 'base64url'))) return undefined;
  const at = payload.iat * 1000;
  const isWithin = at >= Date.parse(certificate.validFrom) && at <= Date.parse(certificate.validTo);
  return isWithin ? payload : undefined;
}

function certificateOf(text) {
  try {
    return new X509Certificate(Buffer.from(text, 'base64url'));
  } catch {
    return undefined;
  }
}

/** Walks the roster: each entry on the one before, with the votes that the roster before it asks for. */
function readRoster(path, genesis) {
  const file = readCanonical(readFileSync(path, 'utf8').trimEnd(), 'the roster');
  if (file?.kind !== 'ocpi-console roster' || !Array.isArray(file.entries)) {
    wrong.push('the roster is no file of a roster');
    return undefined;
  }
  const known = [];
  let state;
  let previous = '0'.repeat(64);
  for (const [at, { text, votes }] of file.entries.entries()) {
    const seq = at + 1;
    const body = readCanonical(text, `roster entry ${seq}`);
    const hash = sha256(text);
    if (body?.workspace !== file.workspace || body.seq !== seq || body.prev !== previous) {
      wrong.push(`roster entry ${seq} does not follow the one before it`);
      return undefined;
    }
    const before = state;
    state = afterChange(before, body.change);
    const voters = before ?? state;
    const approvals = (certificates) =>
      certificates.filter((text) => {
        const certificate = certificateOf(text);
        return votes.some((jws) => {
          const vote = certificate && readStatement(jws, 'roster-vote', certificate);
          return (
            vote?.decision === 'approve' && vote.entry === hash && vote.seq === seq && vote.workspace === file.workspace
          );
        });
      }).length;
    const approvers = voters.operators.filter(({ roles }) => roles.includes('approver')).map((one) => one.certificate);
    const needed = voters.single ? 1 : voters.votesNeeded;
    const isRecovered = voters.recovery && approvals(voters.recovery.certificates) >= voters.recovery.needed;
    if (approvals(approvers) < needed && !isRecovered) {
      wrong.push(`roster entry ${seq} has too few votes`);
      return undefined;
    }
    if (seq === 1 && genesis !== undefined && hash !== genesis) wrong.push('the roster begins with another entry');
    if (seq === 1 && genesis === undefined)
      unchecked.push(`whether the roster is the right one: it begins with ${hash}`);
    previous = hash;
    known.push({ hash, operators: state.operators });
  }
  return { workspace: file.workspace, entries: known };
}

function afterChange(before, change) {
  if (before === undefined) return { operators: [change.operator], votesNeeded: 1, single: true, recovery: undefined };
  if (change.kind === 'rules') return { ...before, votesNeeded: change.votesNeeded, single: change.singleOperator };
  if (change.kind === 'recovery') return { ...before, recovery: change.needed === 0 ? undefined : change };
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

function checkCheckpoint(path, log, roster) {
  const file = readCanonical(readFileSync(path, 'utf8').trimEnd(), `checkpoint ${path}`);
  const certificate = file && certificateOf(file.certificate);
  const payload = certificate && readStatement(file.statement, 'checkpoint', certificate);
  if (file?.kind !== 'ocpi-console checkpoint' || !payload) return void wrong.push(`${path}: its signature is wrong`);
  if (payload.workspace !== log.workspace) return void wrong.push(`${path} is of another workspace`);
  if (log.hashes.get(payload.seq) !== payload.head)
    wrong.push(`${path}: the log does not hold what was signed at entry ${payload.seq}; it was cut or rewritten`);
  if (roster === undefined) return void unchecked.push(`${path}: whether its signer was an operator (no --roster)`);
  const then = roster.entries[payload.roster?.seq - 1];
  if (then?.hash !== payload.roster?.head) return void wrong.push(`${path} names another roster`);
  if (!then.operators.some((one) => one.certificate === file.certificate))
    wrong.push(`${path}: its signer was no operator then`);
  console.log(`${path}: entries 1 to ${payload.seq} are what ${shown(certificate.subject)} signed`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkpoint: { type: 'string', multiple: true },
    roster: { type: 'string' },
    genesis: { type: 'string' },
  },
});
const [path] = positionals;
if (path === undefined || positionals.length > 1) {
  console.error('usage: node verify-audit.mjs LOG.jsonl [--checkpoint FILE]… [--roster FILE --genesis SHA256]');
  process.exit(2);
}
/** A file that is not there ends it; one whose members are not what they should be is wrong, whatever it breaks. */
async function reading(what, read) {
  try {
    return await read();
  } catch (error) {
    if (typeof error?.syscall === 'string') {
      console.error(`${what} cannot be read: ${error.message}`);
      process.exit(2);
    }
    wrong.push(`${what} is not of its form`);
    return undefined;
  }
}

const nothing = { hashes: new Map(), workspace: undefined, last: 0 };
const log = (await reading(path, () => readLog(path))) ?? nothing;
const roster =
  values.roster === undefined
    ? undefined
    : await reading(values.roster, () => readRoster(values.roster, values.genesis));
if (roster !== undefined && roster.workspace !== log.workspace) wrong.push('the roster is of another workspace');
for (const checkpoint of values.checkpoint ?? [])
  await reading(checkpoint, () => checkCheckpoint(checkpoint, log, roster));
if (values.checkpoint === undefined) unchecked.push('whether the end of the log was cut (no --checkpoint)');

console.log(`${log.last} entries of workspace ${shown(log.workspace)}`);
for (const sentence of unchecked) console.log(`not checked: ${sentence}`);
for (const sentence of wrong) console.log(`WRONG: ${sentence}`);
console.log(wrong.length === 0 ? 'nothing wrong' : `${wrong.length} things are wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
