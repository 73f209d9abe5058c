import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { RosterBody } from '../../../../shared/contract/roster.ts';
import type { StandingRule } from '../../../../shared/contract/standing.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import { type EvidenceLine, evidenceLine } from '../../../../shared/domain/evidence.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { outsideRule } from '../../../../shared/domain/standing-approval.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { readRenewalProof } from '../../pki/renewal.ts';
import { sha256 } from '../../store/sha256.ts';
import { readRule, sideOfTbs } from '../decisions/index.ts';
import { approvalsOf, entryView } from '../operators/index.ts';
import type { AuditPart } from './verify-audit.ts';

export interface StandingPart {
  readonly lines: readonly EvidenceLine[];
  /** Who signed the rule. */
  readonly voters: readonly string[];
}

/**
 * The standing approval under which it was issued: that the roster fixed exactly this text then, that it was in force, and
 * that it covers the certificate. What the checks said, and whether somebody had stopped it, is not in the file.
 */
export function verifyStanding(
  file: EvidenceFile,
  states: readonly RosterState[],
  audit: AuditPart,
  profile: OidProfile,
): StandingPart {
  const { standing } = file;
  if (standing === undefined) return { lines: [], voters: [] };
  const seq = fixedAt(file, states);
  const text = file.documents.find(({ document }) => document === standing.document)?.text;
  const rule = seq === undefined || text === undefined ? undefined : readRule(standing.document, text);
  const isOther = standing.seq !== undefined && standing.seq !== seq;
  if (seq === undefined || rule === undefined || isOther)
    return { lines: [evidenceLine('standing', 'STANDING_OTHER', standing.document)], voters: [] };
  return {
    lines: [coverLine(file, rule), useLine(file, rule, audit)],
    voters: votersOf(file, states, seq, profile),
  };
}

/** Number of the entry by which the roster held this very text when it was decided. */
function fixedAt({ standing, documents, roster }: EvidenceFile, states: readonly RosterState[]): number | undefined {
  const then = states[(roster?.seq ?? 0) - 1];
  const text = documents.find(({ document }) => document === standing?.document)?.text;
  const hash = text === undefined ? undefined : sha256(text);
  const isThen = then?.documents.some((one) => one.document === standing?.document && one.sha256 === hash);
  if (roster === undefined || isThen !== true) return undefined;
  const at = roster.entries.slice(0, roster.seq).findLastIndex((entry) => {
    const change = bodyOf(entry.text)?.change;
    return change?.kind === 'document' && change.document === standing?.document && change.sha256 === hash;
  });
  return at < 0 ? undefined : at + 1;
}

function votersOf(
  { roster }: EvidenceFile,
  states: readonly RosterState[],
  seq: number,
  profile: OidProfile,
): readonly string[] {
  const entry = roster?.entries[seq - 1];
  const body = entry === undefined ? undefined : bodyOf(entry.text);
  if (entry === undefined || body === undefined) return [];
  const view = entryView(body, sha256(entry.text), entry.votes, states[seq - 2], profile);
  return approvalsOf(view).map(({ name }) => name);
}

function coverLine(file: EvidenceFile, rule: StandingRule): EvidenceLine {
  const at = Date.parse(file.decidedAt);
  if (at < Date.parse(rule.from) || at >= Date.parse(rule.expires))
    return evidenceLine('standing', 'STANDING_OTHER_TIME', `${rule.from}/${rule.expires}`);
  const tbs = file.tbs === undefined ? undefined : fromBase64Url(file.tbs.der);
  const outside: string[] =
    tbs === undefined || file.tbs === undefined
      ? ['CERTIFICATE_DIFFERS']
      : [...outsideRule(rule, sideOfTbs(tbs, file.tbs.oidProfile))];
  if (file.scope.partnerId !== rule.partnerId) outside.push('OTHER_PARTNER');
  if (file.scope.authorityId !== rule.authorityId) outside.push('OTHER_AUTHORITY');
  const { proof } = file.provenance;
  const said = proof?.predecessor === undefined ? undefined : readRenewalProof(proof.jws);
  if (said === undefined) outside.push('PROOF_ABSENT');
  else if (said.key_group_id !== rule.keyGroupId) outside.push('PROOF_WRONG');
  return outside.length === 0
    ? evidenceLine('standing', 'STANDING_COVERS', rule.name)
    : evidenceLine('standing', 'STANDING_OUTSIDE', outside.join(', '));
}

function useLine(file: EvidenceFile, { standingId }: StandingRule, { entries, isLinked }: AuditPart): EvidenceLine {
  if (!isLinked) return evidenceLine('standing', 'STANDING_USE_SAID');
  const isRecorded = entries.some(
    ({ event, outcome, subject, data }) =>
      event === 'standing.used' &&
      outcome === 'done' &&
      subject === standingId &&
      data['issuanceId'] === file.issuanceId &&
      data['requestId'] === file.request.requestId,
  );
  return evidenceLine('standing', isRecorded ? 'STANDING_USE_RECORDED' : 'STANDING_USE_OTHER');
}

function bodyOf(text: string) {
  return RosterBody.safeParse(parseCanonicalObject(text)).data;
}
