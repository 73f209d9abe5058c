import { z } from 'zod';
import type { RosterVerdict } from '../../../../shared/contract/operators.ts';
import { Sha256Hex } from '../../../../shared/contract/common.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { type RosterState, votesOf } from '../../../../shared/domain/roster.ts';
import { addEntry, foldRoster, type RosterEntry } from '../../../../shared/domain/roster-fold.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { rosterPorts } from './roster-ports.ts';
import { operatorViews } from './roster-views.ts';

const KIND = 'ocpi-console roster';

const RosterFile = z.strictObject({
  kind: z.literal(KIND),
  v: z.literal(1),
  workspace: z.uuid(),
  genesis: Sha256Hex,
  entries: z
    .array(z.strictObject({ text: z.string().min(1).max(200_000), votes: z.array(z.string().max(64 * 1024)).max(50) }))
    .min(1),
});

/** The whole roster as a file for somebody who has neither this workspace nor its database. */
export function writeRosterFile(
  { workspace, genesis }: Pick<RosterState, 'workspace' | 'genesis'>,
  entries: readonly RosterEntry[],
): Uint8Array {
  const plain = entries.map(({ text, votes }) => ({ text, votes: [...votes] }));
  return encodeUtf8(`${canonicalJson({ kind: KIND, v: 1, workspace, genesis, entries: plain })}\n`);
}

/**
 * Folds an exported roster. It proves that every entry was voted on by those whom the entries before it name; that the
 * first one is the right one is proven only by a genesis from elsewhere.
 */
export function verifyRosterFile(content: Uint8Array, genesis: string | undefined, profile: OidProfile): RosterVerdict {
  const file = readRosterFile(content);
  if (file === undefined) return broken(undefined, 0, { code: 'ROSTER_FORM' });
  const ports = rosterPorts(profile);
  let roster: RosterState | undefined;
  for (const [index, entry] of file.entries.entries()) {
    const next = addEntry(roster, entry, file.workspace, ports);
    if (!next.ok) return broken(roster, index, { code: next.error.code, seq: index + 1 });
    roster = next.value;
  }
  if (roster === undefined) return broken(undefined, 0, { code: 'ROSTER_EMPTY' });
  const entries = file.entries.length;
  const isOther = file.genesis !== roster.genesis || (genesis !== undefined && genesis !== roster.genesis);
  if (isOther) return broken(roster, entries, { code: 'ROSTER_OTHER_GENESIS' });
  return { verdict: 'good', anchored: genesis !== undefined, entries, ...facts(roster) };

  function broken(
    known: RosterState | undefined,
    good: number,
    trouble: NonNullable<RosterVerdict['trouble']>,
  ): RosterVerdict {
    return { verdict: 'broken', anchored: false, entries: good, trouble, ...facts(known) };
  }

  /** What the entries that hold say. */
  function facts(known: RosterState | undefined) {
    if (known === undefined) return { operators: [] };
    const { workspace, genesis: first, head, singleOperator } = known;
    const operators = operatorViews(known, profile);
    return { workspace, genesis: first, head, votesNeeded: votesOf(known), singleOperator, operators };
  }
}

/** The roster that an exported file holds, as far as it proves itself; undefined for anything else. */
export function rosterOfFile(content: Uint8Array, profile: OidProfile): RosterState | undefined {
  const file = readRosterFile(content);
  const folded = file === undefined ? undefined : foldRoster(file.entries, file.workspace, rosterPorts(profile));
  return folded?.ok === true ? folded.value : undefined;
}

function readRosterFile(content: Uint8Array): z.infer<typeof RosterFile> | undefined {
  try {
    return RosterFile.safeParse(JSON.parse(decodeUtf8(content) ?? '')).data;
  } catch {
    return undefined;
  }
}
