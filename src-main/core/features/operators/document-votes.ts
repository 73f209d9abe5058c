import { RosterBody } from '../../../../shared/contract/roster.ts';
import type { RosterEntryView } from '../../../../shared/contract/operators.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import { applyChange, firstRoster, type RosterDocument, type RosterState } from '../../../../shared/domain/roster.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { readRoster } from './roster.store.ts';
import { entryView } from './roster-views.ts';

export interface DocumentVotes extends RosterDocument {
  /** Number of the entry that fixed it. */
  readonly seq: number;
  /** The approvals on that entry, of those whom the roster before it names. */
  readonly voters: readonly { readonly name: string; readonly at: string }[];
}

/**
 * Who voted for each document whose name begins so, the oldest entry first. To be asked of a roster that holds; it ends
 * where it does not.
 */
export async function documentVotes(
  db: Reader,
  profile: OidProfile,
  prefix: string,
): Promise<readonly DocumentVotes[]> {
  const found: DocumentVotes[] = [];
  let state: RosterState | undefined;
  for (const { text, votes } of await readRoster(db)) {
    const body = RosterBody.safeParse(parseCanonicalObject(text)).data;
    if (body === undefined) return found;
    const head = sha256(text);
    const after = state === undefined ? firstRoster(body, head) : applyChange(state, body.change);
    if (!after.ok) return found;
    const { change, seq } = body;
    if (change.kind === 'document' && change.document.startsWith(prefix))
      found.push({
        document: change.document,
        sha256: change.sha256,
        seq,
        voters: approvalsOf(entryView(body, head, votes, state, profile)),
      });
    state = { ...after.value, seq, head };
  }
  return found;
}

/** Who agreed to an entry, and when. */
export function approvalsOf({ votes }: Pick<RosterEntryView, 'votes'>): DocumentVotes['voters'] {
  return votes.filter(({ decision }) => decision === 'approve').map(({ name, at }) => ({ name, at }));
}
