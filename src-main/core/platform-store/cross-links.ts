import type { ListedModule } from '../../../shared/contract/platform-rows.ts';
import { createUsageMatch } from './matched-usage.ts';
import { linkKinds, moduleShapes } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';
import type { StoredRow } from './row-views.ts';
import { folded, hashOf } from './search-words.ts';

/** Another object that a row names or that names it; without a row it is not held. */
export interface StoredLink {
  readonly kind: 'session' | 'cdr' | 'tariff' | 'location' | 'evse' | 'meter' | 'token';
  readonly module: ListedModule;
  readonly id: string;
  readonly row: number | undefined;
  readonly certainty: 'id' | 'reference' | 'probable';
}

/** Links of one kind that are shown. */
const MOST = 50;

/** What a row names and what names it, within its connection and by id. */
export function createCrossLinks(db: PlatformDb): (row: StoredRow) => readonly StoredLink[] {
  const byId = (module: ListedModule) =>
    db.prepare<[string, number, string], { row: number }>(
      `select o.row from ${moduleShapes[module].table}_by_id as k join ${moduleShapes[module].table} as o on o.row = k.row
       where k.value = substr(lower(?), 1, 40) and o.connection = ? and upper(o.id) = upper(?) limit 1`,
    );
  const finders = { sessions: byId('sessions'), tariffs: byId('tariffs'), locations: byId('locations') };
  const linked = (module: 'sessions' | 'cdrs', numbers: string) =>
    db.prepare<(string | number)[], { row: number; id: string }>(
      `select o.row, o.id from ${moduleShapes[module].table} as o where o.row in
         (select row from ${moduleShapes[module].table}_links where value in (${numbers}) order by row desc limit ${MOST})
       and o.connection = ? order by o.row desc`,
    );
  const atPlace = `select place * 8 + ${linkKinds.place} from places where location_id = ? and connection = ?`;
  const ofTariff = `select tariffs * 8 + ${linkKinds.tariffs} from tariff_sets, json_each(ids) where value = ?`;
  const usage = {
    sessions: { place: linked('sessions', atPlace), tariff: linked('sessions', ofTariff) },
    cdrs: { place: linked('cdrs', atPlace), tariff: linked('cdrs', ofTariff) },
  };
  const cdrsOfSession = db.prepare<[number, string, number], { row: number; id: string }>(
    `select o.row, o.id from cdrs_links as k join cdrs as o on o.row = k.row
     where k.value = ? and upper(o.session) = upper(?) and o.connection = ? limit ${MOST}`,
  );
  const tokenOf = (module: 'sessions' | 'cdrs') =>
    db.prepare<[number], { row: number; id: string }>(
      `select t.row, p.uid_mask as id from persons as p join tokens_links as k on k.value = p.person * 8 + ${linkKinds.person}
         join tokens as t on t.row = k.row
       where (p.connection, p.uid_folded) = (select connection, uid_folded from persons
         where person = (select person from ${moduleShapes[module].table} where row = ?)) limit ${MOST}`,
    );
  const tokens = { sessions: tokenOf('sessions'), cdrs: tokenOf('cdrs') };
  const usesOfToken = (module: 'sessions' | 'cdrs') =>
    db.prepare<[number], { row: number; id: string }>(
      `select o.row, o.id from ${moduleShapes[module].table} as o where o.row in
         (select row from ${moduleShapes[module].table}_links where value in
           (select p.person * 8 + ${linkKinds.person} from persons as p
            where (p.connection, p.uid_folded) = (select connection, uid_folded from persons
              where person = (select person from tokens where row = ?)))
          order by row desc limit ${MOST}) order by o.row desc`,
    );
  const matched = createUsageMatch(db);
  const uses = { sessions: usesOfToken('sessions'), cdrs: usesOfToken('cdrs') };

  return (view) => {
    const { connection } = view;
    const named = (kind: StoredLink['kind'], module: keyof typeof finders, id: string | undefined): StoredLink[] =>
      id === undefined
        ? []
        : [{ kind, module, id, row: finders[module].get(id, connection, id)?.row, certainty: 'id' }];
    const held = (kind: StoredLink['kind'], module: ListedModule, rows: readonly { row: number; id: string }[]) =>
      rows.map(({ row, id }): StoredLink => ({ kind, module, id, row, certainty: 'id' }));

    // What stands at a location and has no page of its own.
    const within = (kind: 'evse' | 'meter', id: string | undefined): StoredLink[] =>
      id === undefined || !('locationId' in view)
        ? []
        : named(kind, 'locations', view.locationId).map((link) => ({ ...link, id }));

    switch (view.module) {
      case 'sessions':
      case 'cdrs':
        return [
          ...(view.module === 'cdrs'
            ? named('session', 'sessions', view.sessionId)
            : held('cdr', 'cdrs', cdrsOfSession.all(sessionLink(view.id), view.id, connection))),
          ...matched(view).map((one): StoredLink =>
            view.module === 'cdrs'
              ? { ...one, kind: 'session', module: 'sessions' }
              : { ...one, kind: 'cdr', module: 'cdrs' },
          ),
          ...named('location', 'locations', view.locationId),
          ...within('evse', view.evseUid),
          ...within('meter', view.meterId),
          ...view.tariffIds.slice(0, MOST).flatMap((id) => named('tariff', 'tariffs', id)),
          ...held('token', 'tokens', tokens[view.module].all(view.rowId)),
        ];
      case 'locations':
        return [
          ...held('session', 'sessions', usage.sessions.place.all(view.id, connection, connection)),
          ...held('cdr', 'cdrs', usage.cdrs.place.all(view.id, connection, connection)),
        ];
      case 'tariffs':
        return [
          ...held('session', 'sessions', usage.sessions.tariff.all(view.id, connection)),
          ...held('cdr', 'cdrs', usage.cdrs.tariff.all(view.id, connection)),
        ];
      case 'tokens':
        return [
          ...held('session', 'sessions', uses.sessions.all(view.rowId)),
          ...held('cdr', 'cdrs', uses.cdrs.all(view.rowId)),
        ];
      case 'tariffassociations':
        return named('tariff', 'tariffs', view.tariffId);
    }
  };
}

const sessionLink = (id: string): number => hashOf(folded(id)) * 8 + linkKinds.session;
