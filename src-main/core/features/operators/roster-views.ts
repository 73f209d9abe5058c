import type { OperatorView, RosterEntryView, RosterView } from '../../../../shared/contract/operators.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { type RosterBody, type RosterChange, type RosterState, votesOf } from '../../../../shared/domain/roster.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import type { GuardedRoster } from './roster-guard.ts';

type CertificateView = OperatorView['certificate'];
type Line = RosterEntryView['lines'][number];

const MAX_SUBJECT = 4000;

export function certificateView(text: string, profile: OidProfile): CertificateView {
  const der = fromBase64Url(text) ?? new Uint8Array();
  const read = readCertificate(der, profile, 'verdicts');
  if (!read.ok) return { sha256: sha256Of(der), subject: '' };
  const { subject, notBefore, notAfter } = read.value;
  return {
    sha256: read.value.sha256,
    subject: subject.text.slice(0, MAX_SUBJECT),
    ...(notBefore === null ? {} : { notBefore }),
    ...(notAfter === null ? {} : { notAfter }),
  };
}

export function rosterView(guarded: GuardedRoster, profile: OidProfile): RosterView {
  if (guarded.state !== 'good') {
    const { state } = guarded;
    const empty = { seq: 0, votesNeeded: 1, singleOperator: false, anchors: [], documents: [] };
    return { state, ...(state === 'locked' ? { trouble: guarded.trouble } : {}), ...empty };
  }
  const { genesis, seq, head, singleOperator, anchors, recovery, documents } = guarded.roster;
  return {
    state: 'good',
    genesis,
    seq,
    head,
    votesNeeded: votesOf(guarded.roster),
    singleOperator,
    anchors: anchors.map((anchor) => certificateView(anchor, profile)),
    ...(recovery === undefined
      ? {}
      : {
          recovery: {
            keys: recovery.certificates.length,
            needed: recovery.needed,
            certificates: recovery.certificates.map((one) => certificateView(one, profile)),
          },
        }),
    documents: documents.map(({ document, sha256 }) => ({ document, sha256 })),
  };
}

export function operatorViews(roster: RosterState, profile: OidProfile): OperatorView[] {
  return roster.operators.map(({ operatorId, name, roles, certificate }) => ({
    operatorId,
    name,
    roles: [...roles],
    certificate: certificateView(certificate, profile),
  }));
}

/** An entry for people. `before` is the roster that it was built on; undefined for the first. */
export function entryView(
  body: RosterBody,
  hash: string,
  votes: readonly string[],
  before: RosterState | undefined,
  profile: OidProfile,
): RosterEntryView {
  return {
    seq: body.seq,
    entry: hash,
    at: body.at,
    change: body.change.kind,
    lines: linesOf(body.change, before, profile),
    votes: votes.flatMap((jws) => voteView(jws, body, before, profile)),
    needed: before === undefined ? 1 : votesOf(before),
  };
}

function linesOf(change: RosterChange, before: RosterState | undefined, profile: OidProfile): Line[] {
  const nameOf = (operatorId: string): string =>
    before?.operators.find((one) => one.operatorId === operatorId)?.name ?? operatorId;
  const hashOf = (text: string): string => certificateView(text, profile).sha256;
  switch (change.kind) {
    case 'genesis': {
      const { operator, anchors } = change;
      return [
        { what: 'enrol', name: operator.name, values: [...operator.roles, hashOf(operator.certificate)] },
        ...anchors.map((anchor): Line => ({ what: 'anchor', values: [hashOf(anchor)] })),
      ];
    }
    case 'operators':
      return [
        ...change.enrol.map(({ name, roles, certificate }): Line => ({
          what: 'enrol',
          name,
          values: [...roles, hashOf(certificate)],
        })),
        ...change.roles.map(({ operatorId, roles }): Line => ({
          what: 'roles',
          name: nameOf(operatorId),
          values: [...roles],
        })),
        ...change.certificates.map(({ operatorId, certificate }): Line => ({
          what: 'certificate',
          name: nameOf(operatorId),
          values: [hashOf(certificate)],
        })),
        ...change.remove.map((operatorId): Line => ({ what: 'remove', name: nameOf(operatorId), values: [] })),
      ];
    case 'rules':
      return [
        { what: 'votes-needed', values: [String(change.votesNeeded)] },
        { what: 'single-operator', values: [String(change.singleOperator)] },
      ];
    case 'anchors':
      return change.anchors.map((anchor) => ({ what: 'anchor', values: [hashOf(anchor)] }));
    case 'document':
      return [{ what: 'document', name: change.document, values: [change.sha256] }];
    case 'recovery':
      return [{ what: 'recovery', values: [String(change.needed), ...change.certificates.map(hashOf)] }];
  }
}

/** A vote that verifies under nobody whom the roster names is not shown as one. */
function voteView(
  jws: string,
  body: RosterBody,
  before: RosterState | undefined,
  profile: OidProfile,
): RosterEntryView['votes'] {
  const read = readStatement(jws, statements.rosterVote);
  if (!read.ok) return [];
  const operators = before?.operators ?? (body.change.kind === 'genesis' ? [body.change.operator] : []);
  const recovery = (before?.recovery?.certificates ?? []).map((certificate) => ({
    operatorId: undefined,
    name: certificateView(certificate, profile).subject.slice(0, 200),
    certificate,
  }));
  for (const { operatorId, name, certificate } of [...operators, ...recovery]) {
    const der = fromBase64Url(certificate);
    const vote = der === undefined ? undefined : verifyStatement(jws, statements.rosterVote, der, profile);
    if (vote?.ok !== true) continue;
    const { decision, iat } = vote.value;
    return [
      { ...(operatorId === undefined ? {} : { operatorId }), name, decision, at: new Date(iat * 1000).toISOString() },
    ];
  }
  return [];
}
