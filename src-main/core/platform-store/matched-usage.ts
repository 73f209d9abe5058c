import { linkKinds } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';
import type { StoredRow } from './row-views.ts';

/** A session and a CDR that belong together although the CDR does not name the session. */
export interface MatchedUsage {
  readonly row: number;
  readonly id: string;
  /** By the authorization reference, or only by the driver's token and the time. */
  readonly certainty: 'reference' | 'probable';
}

interface Candidate {
  readonly row: number;
  readonly id: string;
  readonly started: number | null;
  readonly auth_reference: string | null;
}

/** Of one driver, newest first: who charges more often than this is no driver. */
const MOST_CANDIDATES = 500;
const NEAR_MS = 2 * 60_000;

/**
 * CDRs that name no session are matched with sessions of the same driver, and the other way round: by the authorization
 * reference, else by a start within two minutes (what is sent by platforms whose CDRs lack `session_id`).
 */
export function createUsageMatch(db: PlatformDb): (view: StoredRow) => readonly MatchedUsage[] {
  const ofDriver = (module: 'sessions' | 'cdrs', from: 'sessions' | 'cdrs') =>
    db.prepare<[number, number], Candidate>(
      `select o.row, o.id, o.started, o.auth_reference from ${module} as o where o.connection = ? and o.row in
         (select row from ${module}_links where value in
           (select p.person * 8 + ${linkKinds.person} from persons as p
            where (p.connection, p.uid_folded) = (select connection, uid_folded from persons
              where person = (select person from ${from} where row = ?)))
          order by row desc limit ${MOST_CANDIDATES})
       ${module === 'cdrs' ? `and coalesce(o.session, '') = ''` : ''} order by o.row desc`,
    );
  const sessions = ofDriver('sessions', 'cdrs');
  const cdrs = ofDriver('cdrs', 'sessions');

  return (view) => {
    if (view.module !== 'cdrs' && view.module !== 'sessions') return [];
    if (view.module === 'cdrs' && view.sessionId !== undefined) return [];
    const candidates = (view.module === 'cdrs' ? sessions : cdrs).all(view.connection, view.rowId);
    const { authReference, startedAt } = view;
    const named = candidates.filter(
      ({ auth_reference }) =>
        authReference !== undefined && auth_reference?.toUpperCase() === authReference.toUpperCase(),
    );
    if (named.length > 0) return named.map(({ row, id }) => ({ row, id, certainty: 'reference' as const }));
    if (startedAt === null) return [];
    const at = Date.parse(startedAt);
    return candidates
      .filter(({ started }) => started !== null && Math.abs(started - at) <= NEAR_MS)
      .map(({ row, id }) => ({ row, id, certainty: 'probable' as const }));
  };
}
