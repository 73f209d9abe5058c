#!/usr/bin/env node
/**
 * Verifies a file of evidence of OCPI Console (docs/evidence.md) with what is in it and what was pinned elsewhere. It
 * shares no code with the application, needs nothing but Node.js 20 or newer and the two files that it imports from beside it,
 * and reads files; it opens no connection.
 *
 *   node verify-evidence.mjs EVIDENCE.json [--genesis SHA256] [--anchor CERTIFICATE]… [--json]
 *
 * --genesis  SHA-256 of the roster's first entry as it was noted elsewhere
 * --anchor   a root that is trusted, DER or PEM
 *
 * Exit code 0: nothing is wrong with what could be checked, and what could not is said. 1: something is wrong. 2: usage.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  bytes,
  children,
  element,
  foldRoster,
  isIssuedBy,
  isSigned,
  parseCanonical,
  publicKeyOf,
  readCertificate,
  readJws,
  readStatement,
  said,
  sha256,
} from './signed-parts.mjs';
import { checkStanding } from './standing-part.mjs';

const lines = [];
const say = (claim, verdict, reason, detail = '') => lines.push({ claim, verdict, reason, detail: String(detail) });
const proven = (claim, reason, detail) => say(claim, 'proven', reason, detail);
const broken = (claim, reason, detail) => say(claim, 'broken', reason, detail);
const open = (claim, reason, detail) => say(claim, 'not-checked', reason, detail);

/** Clocks of two machines differ by so much at most. */
const SKEW = 300;

function checkRequest({ request }) {
  const der = bytes(request.der);
  if (sha256(der) !== request.sha256) broken('request', 'REQUEST_HASH', request.sha256);
  try {
    const whole = element(der);
    const [info, algorithm, signature] = children(whole.content);
    const spki = children(info.content)[2].whole;
    const isOwn = whole.end === der.length && isSigned(info, algorithm, signature, publicKeyOf(spki));
    if (!isOwn) broken('request', 'REQUEST_POSSESSION');
    else if (lines.length === 0) proven('request', 'REQUEST_AS_HASHED', request.sha256);
    return { hash: sha256(der), spki };
  } catch {
    if (lines.length === 0) broken('request', 'REQUEST_UNREADABLE');
    return { hash: sha256(der), spki: Buffer.alloc(0) };
  }
}

function checkCertificate({ tbs, certificate, decidedAt }, request, anchors) {
  if (tbs === undefined) return void broken('tbs', 'TBS_ABSENT');
  const stored = bytes(tbs.der);
  if (sha256(stored) === tbs.sha256) proven('tbs', 'TBS_AS_HASHED', tbs.sha256);
  else broken('tbs', 'TBS_HASH', tbs.sha256);
  if (certificate === undefined || certificate.chain.length === 0)
    return void broken('certificate', 'CERTIFICATE_ABSENT');
  const leaf = readCertificate(certificate.der);
  const chain = certificate.chain.map(readCertificate);
  if (leaf === undefined) return void broken('certificate', 'CERTIFICATE_UNREADABLE');
  if (!leaf.tbs.whole.equals(stored)) broken('certificate', 'CERTIFICATE_OTHER_BYTES');
  else if (!Buffer.from(leaf.spki).equals(request.spki)) broken('certificate', 'CERTIFICATE_OTHER_KEY');
  else if (chain[0] === undefined || !isIssuedBy(leaf, chain[0])) broken('certificate', 'CERTIFICATE_SIGNATURE');
  else proven('certificate', 'CERTIFICATE_OF_TBS', leaf.hash);
  const at = Date.parse(decidedAt);
  const holds = chain.every(
    (one, i) =>
      one?.x509.ca &&
      at >= one.from &&
      at <= one.to &&
      (i === chain.length - 1 || (chain[i + 1] && isIssuedBy(one, chain[i + 1]))),
  );
  const top = chain.at(-1);
  if (!holds) return void broken('chain', 'CHAIN_BROKEN');
  if (anchors.length === 0) return void open('chain', 'CHAIN_NO_ANCHOR', top.hash);
  const isAnchored = anchors.some((anchor) => anchor.hash === top.hash || isIssuedBy(top, anchor));
  if (isAnchored) proven('chain', 'CHAIN_TO_ANCHOR', top.hash);
  else broken('chain', 'CHAIN_OTHER_ANCHOR', top.hash);
}

function checkRoster(file, genesis) {
  if (file.roster === undefined) return void open('roster', 'ROSTER_NONE');
  const states = foldRoster(file);
  const then = states?.[file.roster.seq - 1];
  if (then === undefined || states[0].genesis !== file.roster.genesis) return void broken('roster', 'ROSTER_BROKEN');
  const signed = file.rejection?.signed;
  const at = signed ? said(signed.jws).iat * 1000 : Date.parse(file.decidedAt);
  const until = states[file.roster.seq]?.since ?? Infinity;
  const isThen = then.since <= at + SKEW * 1000 && until >= at - SKEW * 1000;
  if (!isThen || then.single !== file.singleOperator) broken('roster', 'ROSTER_OTHER_TIME', file.roster.seq);
  else if (genesis === undefined) open('roster', 'ROSTER_UNPINNED', then.genesis);
  else if (genesis === then.genesis) proven('roster', 'ROSTER_PINNED', genesis);
  else broken('roster', 'ROSTER_OTHER_GENESIS', then.genesis);
  return { states, then };
}

function checkVotes(file, then, request) {
  if (then === undefined || file.votes.length === 0 || file.standing) {
    const text = file.documents.find(({ document }) => document === file.standing?.document)?.text;
    const rule = file.standing?.document.startsWith('standing/') && text !== undefined ? file.standing.document : '';
    if (then?.documents.some((one) => one.document === rule && one.sha256 === sha256(text)))
      open('votes', 'VOTES_STANDING');
    else if (then !== undefined) broken('votes', 'VOTES_FEW', 0);
    else if (file.roster) broken('votes', 'VOTES_FORGED');
    else open('votes', 'VOTES_NOBODY');
    if (file.checks.length > 0) broken('checks', 'CHECKS_OTHER');
    else open('checks', 'CHECKS_UNSIGNED');
    if (file.policies.length > 0) broken('policy', 'POLICY_OTHER');
    else open('policy', 'POLICY_UNSIGNED');
    return;
  }
  const cast = file.votes.map((one) => {
    const operator = then.operators.find(({ operatorId }) => operatorId === one.operatorId);
    const isTheirs = operator !== undefined && operator.certificate === one.certificate;
    return { operator, name: one.name, vote: isTheirs ? readStatement(one.jws, 'vote', one.certificate) : undefined };
  });
  const votes = cast.flatMap(({ vote }) => vote ?? []);
  const newest = votes.findLast(({ decision }) => decision === 'approve');
  const policyText = file.policies.find((text) => sha256(text) === newest?.policy);
  const policy = policyText === undefined ? undefined : parseCanonical(policyText);
  const at = Date.parse(file.decidedAt) / 1000;
  const tbs = sha256(bytes(file.tbs?.der));
  const last = new Map(cast.filter(({ vote }) => vote).map((one) => [one.operator.operatorId, one]));
  const counting = [...last.values()].filter(
    ({ vote, operator }) =>
      vote.workspace === file.workspace &&
      operator.roles.some((role) => policy?.votes?.roles?.includes(role)) &&
      (then.single || operator.name.trim().toLowerCase() !== file.request.receivedBy.trim().toLowerCase()) &&
      vote.single === then.single &&
      vote.iat <= at + SKEW &&
      at < vote.exp &&
      vote.request === request.hash &&
      vote.tbs === tbs &&
      vote.policy === newest?.policy,
  );
  const approvals = counting.filter(({ vote }) => vote.decision === 'approve');
  const needed = then.single ? 1 : Math.max(then.votesNeeded, policy?.votes?.needed ?? 1);
  const forged = cast.find(({ vote }) => vote === undefined);
  if (forged) broken('votes', 'VOTES_FORGED', forged.name);
  else if (approvals.length < counting.length) broken('votes', 'VOTES_AGAINST');
  else if (approvals.length < needed) broken('votes', 'VOTES_FEW', `${approvals.length}/${needed}`);
  else proven('votes', then.single ? 'VOTES_SINGLE' : 'VOTES_ENOUGH', `${approvals.length}/${needed}`);

  const areSigned = (texts, hashes) =>
    hashes.every((hash) => texts.some((text) => sha256(text) === hash)) &&
    texts.every((text) => hashes.includes(sha256(text)));
  const results = file.checks.map((text) => ({ hash: sha256(text), list: parseCanonical(text) }));
  const isWhole =
    areSigned(
      file.checks,
      votes.map(({ checks }) => checks),
    ) && results.every(({ list }) => Array.isArray(list));
  const failed = results.filter(({ list }) => Array.isArray(list) && list.some(({ verdict }) => verdict === 'fail'));
  if (!isWhole) broken('checks', 'CHECKS_OTHER');
  else if (failed.some(({ hash }) => approvals.some(({ vote }) => vote.checks === hash)))
    broken('checks', 'CHECKS_FAILED');
  else proven('checks', 'CHECKS_SIGNED');
  const isPolicy =
    policy !== undefined &&
    areSigned(
      file.policies,
      votes.map((vote) => vote.policy),
    );
  if (isPolicy) proven('policy', 'POLICY_SIGNED');
  else broken('policy', 'POLICY_OTHER');

  const { authorityId, partnerId } = file.scope;
  const names = ['policy', `policy/authority/${authorityId}`, `policy/partner/${partnerId}`];
  const fixed = then.documents.filter(({ document }) => names.includes(document));
  const isFixed = file.documents.every(
    (one) =>
      sha256(one.text) === one.sha256 &&
      fixed.some((other) => other.document === one.document && other.sha256 === one.sha256),
  );
  const isComplete = fixed.every(({ document }) => file.documents.some((one) => one.document === document));
  if (!isFixed || !isComplete) broken('documents', 'DOCUMENTS_OTHER');
  else open('documents', fixed.length === 0 ? 'DOCUMENTS_NONE' : 'DOCUMENTS_ALONE');
}

function checkProvenance(file, request, audit) {
  const { confirmations, proof } = file.provenance;
  const { sha256: hash, receivedBy } = file.request;
  const isEntered = audit.entries.some(
    ({ event, outcome, actor, data }) =>
      event === 'request.received' && outcome === 'done' && actor.name === receivedBy && data.sha256.includes(hash),
  );
  if (!audit.isLinked) open('provenance', 'ENTERED_SAID', receivedBy);
  else if (isEntered) proven('provenance', 'ENTERED_RECORDED', receivedBy);
  else broken('provenance', 'ENTERED_OTHER', receivedBy);
  const spki = sha256(request.spki);
  if (proof?.predecessor !== undefined) {
    const before = readCertificate(proof.predecessor);
    const payload = before && readJws(proof.jws, 'ocpi-renewal-proof+jws', before.spki)?.payload;
    const isRight = payload?.csr_sha256 === request.hash && payload.predecessor_spki_sha256 === sha256(before.spki);
    if (isRight) proven('provenance', 'PROOF_VALID', before.hash);
    else broken('provenance', 'PROOF_INVALID');
  }
  for (const one of confirmations.slice(0, 20)) {
    const isRecorded = audit.entries.some(
      ({ event, outcome, subject, actor, at, data }) =>
        event === 'request.confirmed' &&
        outcome === 'done' &&
        subject === file.request.requestId &&
        actor.name === one.by &&
        Math.abs(Date.parse(at) - Date.parse(one.at)) < 60_000 &&
        data.spkiSha256 === one.spkiSha256 &&
        data.partnerId === one.partnerId &&
        data.contact === one.contact,
    );
    if (one.spkiSha256 !== spki) broken('provenance', 'CONFIRMATION_OTHER', one.by);
    else if (!audit.isLinked) open('provenance', 'CONFIRMATION_SAID', one.by);
    else if (isRecorded) proven('provenance', 'CONFIRMATION_RECORDED', one.by);
    else broken('provenance', 'CONFIRMATION_OTHER', one.by);
  }
  if (proof?.predecessor === undefined && confirmations.length === 0) open('provenance', 'PROVENANCE_NONE');
}

function checkRejection(file, states, request) {
  const { rejection, workspace, roster } = file;
  if (rejection?.signed === undefined) {
    if (rejection === undefined) broken('rejection', 'REJECTION_OTHER');
    else open('rejection', 'REJECTION_UNSIGNED');
    return;
  }
  const { jws, certificate } = rejection.signed;
  const signer = states?.[roster.seq - 1]?.operators.find((one) => one.certificate === certificate);
  const payload = readStatement(jws, 'rejection', certificate);
  const isSaid =
    payload?.workspace === workspace &&
    payload.request === request.hash &&
    payload.reason === rejection.reason &&
    payload.note === rejection.note;
  if (isSaid && signer?.roles.includes('approver')) proven('rejection', 'REJECTION_SIGNED', signer.name);
  else broken('rejection', 'REJECTION_OTHER');
}

function checkCheckpoint({ audit, roster, workspace }, states) {
  const { checkpoint, entries, linked } = audit;
  if (checkpoint === undefined) {
    if (linked) broken('checkpoint', 'CHECKPOINT_OTHER');
    else open('checkpoint', 'CHECKPOINT_ABSENT');
    return false;
  }
  const payload = readStatement(checkpoint.statement, 'checkpoint', checkpoint.certificate);
  const end = entries.at(-1) ?? '';
  if (payload === undefined) broken('checkpoint', 'CHECKPOINT_SIGNATURE');
  else if (
    payload.workspace !== workspace ||
    !linked ||
    parseCanonical(end)?.seq !== payload.seq ||
    sha256(end) !== payload.head
  )
    broken('checkpoint', 'CHECKPOINT_OTHER', payload.seq);
  else if (roster === undefined) open('checkpoint', 'CHECKPOINT_UNKNOWN', payload.seq);
  else {
    const state = states?.[payload.roster?.seq - 1];
    if (state === undefined || state.hash !== payload.roster.head || state.genesis !== payload.roster.genesis)
      broken('checkpoint', 'CHECKPOINT_OTHER', payload.seq);
    else if (!state.operators.some((one) => one.certificate === checkpoint.certificate))
      broken('checkpoint', 'CHECKPOINT_SIGNER');
    else proven('checkpoint', 'CHECKPOINT_SIGNED', payload.seq);
  }
  return lines.at(-1).verdict === 'proven';
}

function decidingEntry(file, entries) {
  const done = entries.filter(({ outcome }) => outcome === 'done');
  if (file.decision === 'rejected')
    return done.findLast(
      ({ event, subject, data }) =>
        event === 'request.rejected' &&
        (subject === file.request.requestId || data.requests?.includes(file.request.requestId)) &&
        data.reason === file.rejection?.reason &&
        data.note === file.rejection?.note,
    );
  const certificate = sha256(bytes(file.certificate?.der));
  const isIssued = done.some(
    ({ event, data }) =>
      event === 'certificate.issued' &&
      data.certificates.some((one) => one.issuanceId === file.issuanceId && one.sha256 === certificate),
  );
  const signing = done.findLast(
    ({ event, data }) =>
      event === 'issuance.signing' &&
      data.approvals.some((one) => one.issuanceId === file.issuanceId && one.tbsSha256 === file.tbs?.sha256),
  );
  return isIssued ? signing : undefined;
}

function checkAudit(file, states) {
  const { audit, workspace, decidedAt } = file;
  const entries = audit.entries.map(parseCanonical);
  const isWhole = entries.every((one) => one?.workspaceId === workspace);
  const isRun =
    isWhole &&
    entries.every(
      (one, i) => i === 0 || (one.prev === sha256(audit.entries[i - 1]) && one.seq === entries[i - 1].seq + 1),
    );
  const isSigned = checkCheckpoint(file, states);
  const isLinked = audit.linked && isRun && isSigned;
  const decided = isWhole ? decidingEntry(file, entries) : undefined;
  if (!isWhole || (audit.linked && !isRun)) broken('audit', 'AUDIT_BROKEN');
  else if (decided === undefined) broken('audit', 'AUDIT_SILENT');
  else if (isLinked) proven('audit', 'AUDIT_LINKED', `${entries[0].seq}-${entries.at(-1).seq}`);
  else open('audit', 'AUDIT_UNLINKED', entries.length);
  if (decided !== undefined && decided.at !== decidedAt) broken('time', 'TIME_OTHER', decidedAt);
  else if (isLinked && decided !== undefined) proven('time', 'TIME_RECORDED', decidedAt);
  else open('time', 'TIME_SAID', decidedAt);
  return { entries: isWhole ? entries : [], isLinked };
}

const usage = 'usage: node verify-evidence.mjs EVIDENCE.json [--genesis SHA256] [--anchor CERTIFICATE]… [--json]';
const stop = (text) => {
  console.error(text);
  process.exit(2);
};
const read = (path) => {
  try {
    return readFileSync(path);
  } catch (error) {
    return stop(`${path} cannot be read: ${error.message}`);
  }
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { genesis: { type: 'string' }, anchor: { type: 'string', multiple: true }, json: { type: 'boolean' } },
});
if (positionals.length !== 1) stop(usage);
const anchors = (values.anchor ?? []).map((path) => readCertificate(new X509Certificate(read(path)).raw));
const file = parseCanonical(
  read(positionals[0])
    .toString('utf8')
    .replace(/\r?\n$/, ''),
);
if (file?.kind !== 'ocpi-console evidence' || file.v !== 1) broken('request', 'FILE_FORM');
else
  try {
    const request = checkRequest(file);
    const isIssued = file.decision === 'issued';
    if (isIssued) checkCertificate(file, request, anchors.filter(Boolean));
    const roster = checkRoster(file, values.genesis?.toLowerCase());
    if (isIssued) checkVotes(file, roster?.then, request);
    else checkRejection(file, roster?.states, request);
    const audit = checkAudit(file, roster?.states);
    checkProvenance(file, request, audit);
    if (isIssued && file.standing) checkStanding(file, roster?.then, audit, (...line) => say('standing', ...line));
    if (file.votes.length > 0 || file.rejection?.signed) open('revocation', 'REVOCATION_UNKNOWN');
  } catch {
    broken('request', 'FILE_FORM');
  }

const isBroken = lines.some(({ verdict }) => verdict === 'broken');
const verdict = isBroken ? 'broken' : lines.every((line) => line.verdict === 'proven') ? 'proven' : 'not-checked';
/** What a file says, on a terminal: nothing that moves the cursor. */
const shown = (text) => text.replaceAll(/[^\x20-\x7e]/g, '?');
if (values.json) console.log(JSON.stringify({ verdict, lines }, undefined, 2));
else {
  for (const { claim, verdict: word, reason, detail } of lines)
    console.log(`${word.padEnd(11)}  ${claim.padEnd(11)}  ${reason}${detail === '' ? '' : `  ${shown(detail)}`}`);
  console.log(verdict === 'not-checked' ? 'nothing is wrong with what could be checked' : verdict);
}
process.exit(isBroken ? 1 : 0);
