import type { IdentityCandidate } from '../../../../shared/contract/operators.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { findLeaves } from '../certificates/index.ts';
import { generationsOfKeys } from '../keys/index.ts';
import { findIdentity } from './identity-certificate.ts';
import type { OperatorsDeps } from './operators.deps.ts';
import { certificateView } from './roster-views.ts';

/** Each costs a path: the newest ones are those that somebody is about to enrol. */
const MOST = 200;

/**
 * The certificates that may stand for operators, and those of identity keys that may not, with the reason. What is neither
 * is some connection's certificate and nobody's choice.
 */
export async function identityCandidates(
  deps: OperatorsDeps,
  roster: RosterState | undefined,
): Promise<IdentityCandidate[]> {
  const leaves = await findLeaves(deps.db, MOST);
  const keys = await generationsOfKeys(
    deps.db,
    leaves.map(({ spki_sha256 }) => spki_sha256),
  );
  const taken = new Set(
    roster?.operators.map(({ certificate }) => certificateView(certificate, deps.oidProfile()).sha256),
  );
  const candidates: IdentityCandidate[] = [];
  for (const { certificate_id: certificateId, sha256, subject, not_after: notAfter, spki_sha256 } of leaves) {
    const key = keys.find((one) => one.spki_sha256 === spki_sha256);
    const identity = await findIdentity(deps, certificateId, roster?.anchors);
    const fault =
      identity.ok || identity.error.code !== 'OPERATOR_CERTIFICATE' ? undefined : identity.error.data.reason;
    const isIdentity = key === undefined ? identity.ok : key.purpose === 'identity';
    if (!isIdentity || (!identity.ok && fault === undefined)) continue;
    const reason = taken.has(sha256) ? 'taken' : fault;
    const about = { certificateId, sha256, subject, notAfter, keyHere: key !== undefined };
    candidates.push(reason === undefined ? about : { ...about, reason });
  }
  return candidates;
}
