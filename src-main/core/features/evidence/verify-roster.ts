import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { type EvidenceLine, evidenceLine } from '../../../../shared/domain/evidence.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { addEntry } from '../../../../shared/domain/roster-fold.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { rosterPorts } from '../operators/index.ts';
import { couldBeLastAt, rosterTimes } from './roster-times.ts';

export interface RosterPart {
  readonly line: EvidenceLine;
  /** After each entry, as far as they hold. */
  readonly states: readonly RosterState[];
  /** As it was at the decision; undefined without a roster that holds. */
  readonly then: RosterState | undefined;
}

/** Walks the roster in the file from its first entry, and finds the one that counted at the decision. */
export function verifyRoster(file: EvidenceFile, genesis: string | undefined, profile: OidProfile): RosterPart {
  const { roster } = file;
  const none = (line: EvidenceLine): RosterPart => ({ line, states: [], then: undefined });
  if (roster === undefined) return none(evidenceLine('roster', 'ROSTER_NONE'));
  const ports = rosterPorts(profile);
  const states: RosterState[] = [];
  for (const [index, entry] of roster.entries.entries()) {
    const next = addEntry(states.at(-1), entry, file.workspace, ports);
    if (!next.ok) return none(evidenceLine('roster', 'ROSTER_BROKEN', `${index + 1}`));
    states.push(next.value);
  }
  const then = states[roster.seq - 1];
  const first = states[0]?.genesis;
  if (then === undefined || first !== roster.genesis) return none(evidenceLine('roster', 'ROSTER_BROKEN', '0'));
  const isThen = couldBeLastAt(rosterTimes(roster.entries), roster.seq, timeOf(file));
  const line = (): EvidenceLine => {
    if (!isThen || then.singleOperator !== file.singleOperator)
      return evidenceLine('roster', 'ROSTER_OTHER_TIME', `${roster.seq}`);
    if (genesis === undefined) return evidenceLine('roster', 'ROSTER_UNPINNED', first);
    return evidenceLine('roster', genesis === first ? 'ROSTER_PINNED' : 'ROSTER_OTHER_GENESIS', first);
  };
  return { line: line(), states, then };
}

/** When it was decided, or when the rejection was signed. */
function timeOf({ decidedAt, rejection }: EvidenceFile): number {
  const said = rejection?.signed && readStatement(rejection.signed.jws, statements.rejection);
  return said?.ok === true ? said.value.payload.iat * 1000 : Date.parse(decidedAt);
}
