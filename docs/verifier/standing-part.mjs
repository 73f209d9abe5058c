/**
 * Whether a certificate is covered by a standing approval: what its bytes say, read here and not by the application, beside
 * what the rule says. For verify-evidence.mjs; shares no code with the application.
 */
import { isIPv6 } from 'node:net';
import { bytes, children, element, parseCanonical, publicKeyOf, said, sha256 } from './signed-parts.mjs';

const DAY = 86_400_000;
const SAN = '2.5.29.17';
const KINDS = { 1: 'mail', 2: 'dns', 6: 'uri' };

function oidText(content) {
  const numbers = [];
  let value = 0;
  for (const octet of content) {
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

function time({ tag, content }) {
  const text = content.toString('latin1');
  const year = tag === 0x17 ? (text.slice(0, 2) < '50' ? '20' : '19') : '';
  const [, y, m, d, h, min, s] = `${year}${text}`.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/) ?? [];
  return Date.UTC(y, m - 1, d, h, min, s);
}

/** An address as its octets in hex, however it is spelled. */
function addressHex(text) {
  if (!isIPv6(text)) return Buffer.from(text.split('.').map(Number)).toString('hex');
  const [head, tail] = text.split('::').map((half) => half.split(':').filter(Boolean));
  const between = Array(8 - head.length - (tail ?? []).length).fill('0');
  return [...head, ...between, ...(tail ?? [])].map((group) => group.padStart(4, '0')).join('');
}

function nameOf({ tag, content }) {
  const number = tag & 0x1f;
  if (number === 7) return `ip ${content.toString('hex')}`;
  // A name of another kind stands in no rule.
  return `${KINDS[number] ?? 'other'} ${content.toString('latin1')}`;
}

function algorithmOf(spki) {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKeyOf(spki);
  if (type === 'ec') return { prime256v1: 'ec-p256', secp384r1: 'ec-p384', secp521r1: 'ec-p521' }[details.namedCurve];
  return type === 'rsa' ? `rsa-${details.modulusLength}` : type;
}

const texts = (node) => children(node.content).map(({ content }) => content.toString('utf8'));

/** What a to-be-signed certificate says, as far as a rule asks. */
function readTbs(der, profile) {
  const parts = children(element(der).content);
  const at = parts[0].tag === 0xa0 ? 1 : 0;
  const [from, to] = children(parts[at + 3].content).map(time);
  const found = {
    subject: sha256(parts[at + 4].whole),
    algorithm: algorithmOf(parts[at + 5].whole),
    length: to - from,
    ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
    names: [],
    services: [],
  };
  const list = parts.find(({ tag }) => tag === 0xa3);
  for (const extension of list === undefined ? [] : children(element(list.content).content)) {
    const [oid, ...rest] = children(extension.content);
    const value = element(rest.at(-1).content);
    const name = oidText(oid.content);
    const claim = ['partyIds', 'subCpoIds', 'subEmspIds'].find((one) => profile[one] === name);
    if (claim !== undefined) found.ids[claim] = texts(value);
    else if (name === profile.keyGroupId) found.keyGroupId = value.content.toString('utf8');
    else if (name === profile.serviceRoles) found.services = texts(value);
    else if (name === SAN) found.names = children(value.content).map(nameOf);
  }
  return found;
}

const sameSet = (one, other) => {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((text) => b.has(text));
};

function readOrNone({ tbs }) {
  try {
    return readTbs(bytes(tbs.der), tbs.oidProfile);
  } catch {
    return undefined;
  }
}

/** Words for what does not fit; empty when the rule covers the certificate. */
function outside(file, rule) {
  const tbs = readOrNone(file);
  if (tbs === undefined) return ['CERTIFICATE_DIFFERS'];
  const names = rule.names.map(({ kind, value }) => `${kind} ${kind === 'ip' ? addressHex(value) : value}`);
  const kinds = ['partyIds', 'subCpoIds', 'subEmspIds'];
  const { proof } = file.provenance;
  const fits = {
    OTHER_GROUP: tbs.keyGroupId === rule.keyGroupId,
    OTHER_IDS: kinds.every((kind) => sameSet(tbs.ids[kind], rule.ids[kind])),
    OTHER_NAMES: sameSet(tbs.names, names),
    OTHER_SUBJECT: tbs.subject === rule.subjectSha256,
    OTHER_ALGORITHM: rule.algorithms.includes(tbs.algorithm),
    CERTIFICATE_DIFFERS: tbs.services.length === 0,
    CERTIFICATE_VALIDITY: tbs.length > 0 && tbs.length <= rule.maxDays * DAY,
    OTHER_PARTNER: file.scope.partnerId === rule.partnerId,
    OTHER_AUTHORITY: file.scope.authorityId === rule.authorityId,
    PROOF_ABSENT: proof?.predecessor !== undefined,
    PROOF_WRONG: proof?.predecessor === undefined || said(proof.jws).key_group_id === rule.keyGroupId,
  };
  return Object.keys(fits).filter((word) => !fits[word]);
}

/** The rule, when the roster held exactly this text when it was decided. */
function fixedRule({ standing, documents, roster }, then) {
  const text = documents.find(({ document }) => document === standing.document)?.text;
  const rule = text === undefined ? undefined : parseCanonical(text);
  if (rule === undefined || rule.v !== 1 || `standing/${rule.standingId}` !== standing.document) return undefined;
  const hash = sha256(text);
  const isIt = (one) => one.document === standing.document && one.sha256 === hash;
  if (!then?.documents.some(isIt)) return undefined;
  const at = roster.entries.slice(0, roster.seq).findLastIndex((entry) => {
    const { change } = parseCanonical(entry.text);
    return change.kind === 'document' && isIt(change);
  });
  return standing.seq === undefined || standing.seq === at + 1 ? rule : undefined;
}

/** Tells by `say(verdict, reason, detail)` what the rule under which it was issued is worth. */
export function checkStanding(file, then, { entries, isLinked }, say) {
  const rule = fixedRule(file, then);
  if (rule === undefined) return void say('broken', 'STANDING_OTHER', file.standing.document);
  const at = Date.parse(file.decidedAt);
  const wrong = outside(file, rule);
  if (!(at >= Date.parse(rule.from) && at < Date.parse(rule.expires)))
    say('broken', 'STANDING_OTHER_TIME', `${rule.from}/${rule.expires}`);
  else if (wrong.length > 0) say('broken', 'STANDING_OUTSIDE', wrong.join(', '));
  else say('proven', 'STANDING_COVERS', rule.name);
  const isRecorded = entries.some(
    ({ event, outcome, subject, data }) =>
      event === 'standing.used' &&
      outcome === 'done' &&
      subject === rule.standingId &&
      data.issuanceId === file.issuanceId &&
      data.requestId === file.request.requestId,
  );
  if (!isLinked) say('not-checked', 'STANDING_USE_SAID');
  else if (isRecorded) say('proven', 'STANDING_USE_RECORDED');
  else say('broken', 'STANDING_USE_OTHER');
}
