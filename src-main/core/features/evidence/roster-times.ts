import { RosterBody } from '../../../../shared/contract/roster.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import type { RosterEntry } from '../../../../shared/domain/roster-fold.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';

/** Since when each entry was in force at the earliest: the newest of its votes, and never before the entry under it. */
export function rosterTimes(entries: readonly RosterEntry[]): readonly number[] {
  let last = 0;
  return entries.map(({ text, votes }) => {
    const at = Date.parse(RosterBody.safeParse(parseCanonicalObject(text)).data?.at ?? '');
    const signed = votes.flatMap((jws) => {
      const vote = readStatement(jws, statements.rosterVote);
      return vote.ok ? [vote.value.payload.iat * 1000] : [];
    });
    last = Math.max(last, Number.isNaN(at) ? 0 : at, ...signed);
    return last;
  });
}

/** Number of the entry that was the last one at this time; 0 where there was none. */
export function rosterSeqAt(entries: readonly RosterEntry[], at: string): number {
  return rosterTimes(entries).findLastIndex((time) => time <= Date.parse(at)) + 1;
}

/** Clocks of two machines differ by so much at most, in milliseconds. */
const TOLERANCE = 300_000;

/** Whether this entry can have been the last one at this time. */
export function couldBeLastAt(times: readonly number[], seq: number, at: number): boolean {
  const [since, until] = [times[seq - 1], times[seq]];
  return since !== undefined && since <= at + TOLERANCE && (until === undefined || until >= at - TOLERANCE);
}
