import type { Sight } from '../../../../shared/domain/guides.ts';
import { approversOf, type RosterState, votesOf } from '../../../../shared/domain/roster.ts';
import { type CertificateRecord, findCertificate } from '../certificates/index.ts';
import { listSights, revokedSights, sortTouched } from './certificate-sights.ts';
import { identityOf } from './facts.ts';
import { countProposals, entriesOf } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import type { RunRecord } from './guides.store.ts';
import { sight, type Sights } from './sight.ts';

/** The identity that was lost: kept by its certificate, since the operator may get another one meanwhile. */
export interface LostIdentity {
  readonly operatorId: string;
  readonly name: string;
  /** As the inventory had it when the run began. */
  readonly certificateId: string | undefined;
}

/** What became of an operator's identity after its card was lost. */
export async function cardSights(deps: GuidesDeps, run: RunRecord, lost: LostIdentity): Promise<Sights> {
  const { db, eyes } = deps;
  const roster = eyes.roster();
  const certificate = lost.certificateId === undefined ? undefined : await findCertificate(db, lost.certificateId);
  const touched = await sortTouched(deps, certificate === undefined ? [] : [certificate]);
  const since = run.since ?? undefined;
  return {
    'card-revoke': certificate === undefined ? [sight('NOT_IN_INVENTORY', 'unknown')] : revokedSights(deps, touched),
    'card-list': certificate === undefined ? [] : await listSights(deps, touched),
    'card-roster':
      roster === undefined
        ? []
        : [...(await rosterSights(deps, roster, lost, certificate)), ...(await proposalSights(deps, roster))],
    'card-quorum': roster === undefined ? [] : await quorumSights(deps, roster, lost),
    'card-signed': [
      since === undefined
        ? sight('SINCE_MISSING', 'unknown')
        : sight('SIGNED_BY_SINCE', 'info', {
            count: (await entriesOf(db, { actor: lost.name, since })).count,
            at: since,
          }),
    ],
    'card-enrol': roster === undefined ? [] : await enrolSights(deps, roster, lost),
  };
}

async function rosterSights(
  { db }: GuidesDeps,
  roster: RosterState,
  { operatorId, name }: LostIdentity,
  certificate: CertificateRecord | undefined,
): Promise<readonly Sight[]> {
  const operator = roster.operators.find((one) => one.operatorId === operatorId);
  if (operator === undefined) return [sight('OPERATOR_GONE', 'done', { name })];
  // What the card was is not known here, so nobody can say whether this is another.
  if (certificate === undefined) return [];
  const identity = await identityOf(db, operator);
  return identity?.certificate_id === certificate.certificate_id
    ? [sight('OPERATOR_STILL_SAME', 'open', { name })]
    : [sight('OPERATOR_OTHER_CERTIFICATE', 'done', { name })];
}

async function proposalSights({ db }: GuidesDeps, roster: RosterState): Promise<readonly Sight[]> {
  const count = await countProposals(db, roster.seq);
  return count === 0 ? [] : [sight('PROPOSALS_OPEN', 'info', { count })];
}

/** Who can still vote. The lost card is nobody's vote, whatever the roster says of it. */
async function quorumSights(
  { db, eyes }: GuidesDeps,
  roster: RosterState,
  { certificateId }: LostIdentity,
): Promise<readonly Sight[]> {
  let count = 0;
  for (const approver of approversOf(roster)) {
    const identity = await identityOf(db, approver);
    const isLost = certificateId !== undefined && identity?.certificate_id === certificateId;
    if (!isLost && !(await eyes.isRevokedIdentity(approver.certificate))) count++;
  }
  const of = votesOf(roster);
  return [
    count < of ? sight('APPROVERS_TOO_FEW', 'open', { count, of }) : sight('APPROVERS_ENOUGH', 'done', { count, of }),
    roster.recovery === undefined
      ? sight('RECOVERY_NONE', 'info')
      : sight('RECOVERY_KEYS', 'info', { count: roster.recovery.certificates.length, of: roster.recovery.needed }),
  ];
}

/** Whether somebody of this name is in the roster with another certificate that is not revoked. */
async function enrolSights(
  { db, eyes }: GuidesDeps,
  roster: RosterState,
  { name, certificateId }: LostIdentity,
): Promise<readonly Sight[]> {
  const back = roster.operators.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (back === undefined) return [sight('OPERATOR_GONE', 'open', { name })];
  if (certificateId === undefined) return [];
  const identity = await identityOf(db, back);
  if (identity?.certificate_id === certificateId) return [sight('OPERATOR_STILL_SAME', 'open', { name })];
  const isGood = !(await eyes.isRevokedIdentity(back.certificate));
  return [sight('OPERATOR_OTHER_CERTIFICATE', isGood ? 'done' : 'open', { name })];
}
