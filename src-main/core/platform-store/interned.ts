import type { ModuleShape } from './module-shapes.ts';
import { maskText } from './mask-text.ts';
import type { PlatformDb, SqlValue, Statement } from './platform-db.ts';
import type { StorableReading } from './reading.ts';
import { folded } from './search-words.ts';

/** Facts that many rows share are kept once; this gives their numbers. Forget all after a rollback: it took them back. */
export interface Interned {
  facet(shape: ModuleShape, connection: number, state: string, worst: string, reading: StorableReading): number;
  person(connection: number, reading: StorableReading): number | null;
  place(connection: number, reading: StorableReading): number | null;
  tariffs(ids: readonly string[]): number | null;
  url(text: string): number;
  code(code: string, severity: string): number;
  forget(): void;
}

/** Bounds the memory of one kind; what falls out is looked up again. */
const MOST_KEPT = 200_000;

export function createInterned(db: PlatformDb): Interned {
  const facets = table(db, 'facets', 'facet', [
    ...['module', 'connection', 'party', 'state', 'worst', 'status', 'currency', 'country', 'type'],
    ...['signed', 'credit', 'valid'],
  ]);
  const persons = table(
    db,
    'persons',
    'person',
    ['uid_folded', 'contract_folded', 'connection', 'token_uid', 'contract_id', 'visual_number'],
    ['uid_mask', 'contract_mask', 'visual_mask'],
  );
  const places = table(db, 'places', 'place', [
    ...['connection', 'location_id', 'evse_uid', 'evse_id', 'connector_id', 'meter_id', 'name'],
  ]);
  const tariffSets = table(db, 'tariff_sets', 'tariffs', ['ids']);
  const urls = table(db, 'urls', 'url', ['text']);
  const codes = table(db, 'codes', 'code', ['text'], ['severity']);

  return {
    facet(shape, connection, state, worst, reading) {
      const { row, party } = reading;
      const flags = [flag(row.signed), flag(row.credit), flag(row.valid ?? row.published)] as const;
      const texts = [row.status ?? '', row.currency ?? '', row.country ?? '', row.type ?? ''] as const;
      const key = `${shape.code}|${connection}|${party ?? ''}|${state}|${worst}|${texts.join('\x1f')}|${flags.join('')}`;
      return facets.of(key, () => [shape.code, connection, party ?? '', state, worst, ...texts.map(short), ...flags]);
    },
    person(connection, { row, id, module }) {
      const uid = row.tokenUid ?? row.uid ?? (module === 'tokens' ? id : '');
      const contract = row.contractId ?? '';
      const visual = row.visualNumber ?? '';
      if (uid === '' && contract === '' && visual === '') return null;
      return persons.of(
        `${connection}\x1f${uid}\x1f${contract}\x1f${visual}`,
        () => [folded(uid), folded(contract), connection, uid, contract, visual],
        () => [maskText(uid), maskText(contract), maskText(visual)],
      );
    },
    place(connection, { row }) {
      const { locationId, evseUid, evseId, connectorId, meterId, locationName } = row;
      const texts = [
        locationId ?? '',
        evseUid ?? '',
        evseId ?? '',
        connectorId ?? '',
        meterId ?? '',
        locationName ?? '',
      ];
      const key = texts.join('\x1f');
      return key.length === 5 ? null : places.of(`${connection}\x1f${key}`, () => [connection, ...texts]);
    },
    tariffs: (ids) => {
      if (ids.length === 0) return null;
      const text = JSON.stringify(ids);
      return tariffSets.of(text, () => [text]);
    },
    url: (text) => urls.of(text, () => [text]),
    code: (code, severity) =>
      codes.of(
        code,
        () => [code],
        () => [severity],
      ),
    forget() {
      for (const kept of [facets, persons, places, tariffSets, urls, codes]) kept.forget();
    },
  };
}

/** Enumerations are short; what a platform sends there instead is cut, the original has it whole. */
const short = (text: string): string => text.slice(0, 60);

/** -1 where nothing is said. */
const flag = (value: boolean | undefined): number => (value === undefined ? -1 : value ? 1 : 0);

function table(db: PlatformDb, name: string, id: string, unique: readonly string[], more: readonly string[] = []) {
  const all = [...unique, ...more];
  const find = db
    .prepare<SqlValue[], number>(
      `select ${id} from ${name} where ${unique.map((column) => `${column} = ?`).join(' and ')}`,
    )
    .pluck();
  const add: Statement<SqlValue[]> = db.prepare(
    `insert into ${name} (${all.join(', ')}) values (${all.map(() => '?').join(', ')})`,
  );
  const kept = new Map<string, number>();
  return {
    of(key: string, values: () => SqlValue[], others: () => SqlValue[] = () => []): number {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const wanted = values();
      const number = find.get(...wanted) ?? Number(add.run(...wanted, ...others()).lastInsertRowid);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, number);
      return number;
    },
    forget: () => kept.clear(),
  };
}
