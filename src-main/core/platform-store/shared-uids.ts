import { createFacetTwins } from './facet-twins.ts';
import { findingsOf, findingsText, type FindingKeeper, type KeptFinding, worstOf } from './finding-keeper.ts';
import { moduleShapes } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';
import type { StorableReading } from './reading.ts';
import type { Settling } from './settling.ts';

/**
 * The EVSE uids of each location, and the finding of those that stand in two of them: a uid is unique within the
 * platform of a CPO (OCPI 2.2.1 §8.3.2), so that sessions and CDRs may name an EVSE by it.
 */
export interface SharedUids {
  /** Notes the uids of a location that a page brought. */
  hold(row: number, connection: number, reading: StorableReading, isSame: boolean): void;
  /** Puts the finding on every listed location that shares a uid, and takes it off the others. All rows must be settled. */
  judge(connection: number): void;
}

const CODE = 'EVSE_UID_ELSEWHERE';

interface LocationRow {
  readonly row: number;
  readonly connection: number;
  readonly facet: number;
  readonly findings: string | null;
}

interface Holder {
  readonly uid: string;
  readonly row: number;
  readonly id: string;
  readonly party: string;
}

export function createSharedUids(db: PlatformDb, settling: Settling, keeper: FindingKeeper): SharedUids {
  const twins = createFacetTwins(db);
  const { code, table } = moduleShapes.locations;
  const has = db.prepare<[number], number>('select 1 from evse_uids where row = ? limit 1').pluck();
  const drop = db.prepare<[number]>('delete from evse_uids where row = ?');
  const add = db.prepare<[number, string, number]>(
    'insert or ignore into evse_uids (connection, uid, row) values (?, ?, ?)',
  );
  const holders = db.prepare<[number, number], Holder>(
    `select u.uid, l.row, l.id, f.party from evse_uids as u
       join ${table} as l on l.row = u.row join facets as f on f.facet = l.facet
     where u.connection = ? and l.unlisted_at is null
       and u.uid in (select uid from evse_uids where connection = ? group by uid having count(*) > 1)
     order by u.uid, l.row`,
  );
  const flagged = db
    .prepare<[number, string, number], number>(
      `select n.row from finding_rows as n join codes as c on c.code = n.code join ${table} as l on l.row = n.row
       where n.module = ? and c.text = ? and l.connection = ?`,
    )
    .pluck();
  const get = db.prepare<[number], LocationRow>(`select row, connection, facet, findings from ${table} where row = ?`);
  const set = db.prepare<[string | null, number, number]>(`update ${table} set findings = ?, facet = ? where row = ?`);

  function shared(connection: number): ReadonlyMap<number, KeptFinding> {
    const byUid = new Map<string, Holder[]>();
    for (const holder of holders.all(connection, connection)) {
      const key = `${holder.party}|${holder.uid}`;
      byUid.set(key, [...(byUid.get(key) ?? []), holder]);
    }
    const told = new Map<number, KeptFinding>();
    for (const group of byUid.values()) {
      for (const { row, uid } of group) {
        const other = group.find((one) => one.row !== row);
        if (other === undefined) continue;
        const before = told.get(row);
        // The first one as an instance, and how many there are.
        const first = {
          code: CODE,
          severity: 'warn',
          path: 'evses',
          found: `${uid}, ${other.id}`.slice(0, 200),
        } as const;
        told.set(row, before === undefined ? { ...first, times: 1 } : { ...before, times: before.times + 1 });
      }
    }
    return told;
  }

  function put(row: number, finding: KeptFinding | undefined): void {
    const held = get.get(row);
    if (held === undefined) return;
    const others = findingsOf(held.findings).filter((one) => one.code !== CODE);
    const all = finding === undefined ? others : [...others, finding];
    const text = findingsText(all);
    if (text === held.findings) return;
    const locations = settling.table('locations');
    locations.leave(row);
    set.run(text, twins.worst(held.facet, worstOf(all)), row);
    locations.enter(row, row);
    keeper.replace(code, held.connection, row, held.findings, text);
  }

  return {
    hold(row, connection, { row: columns }, isSame) {
      // What has not changed is noted already, unless it came before uids were.
      if (isSame && has.get(row) !== undefined) return;
      drop.run(row);
      for (const uid of columns.evseUids ?? []) add.run(connection, uid.toLowerCase(), row);
    },
    judge(connection) {
      const told = shared(connection);
      for (const row of flagged.all(code, CODE, connection)) if (!told.has(row)) put(row, undefined);
      for (const [row, finding] of told) put(row, finding);
    },
  };
}
