import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { StoreFilter } from './facet-filter.ts';
import type { ListRow } from '../ocpi/read/reading.ts';
import { createPlatformReader } from './platform-reader.ts';
import type { PutObject } from './put-object.ts';
import { cdr, object, openTestStore, syncOnce, value } from './store-for-tests.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (hours: number): string => new Date(START + hours * 3_600_000).toISOString();

/** Everything a CDR can be filtered or sorted by, of few values each. */
const wishes = fc.array(
  fc.record({
    connection: fc.constantFrom(1, 2),
    party: fc.constantFrom('DEGEF', 'NLABC'),
    started: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    kwh: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    currency: fc.constantFrom('EUR', 'CHF'),
    signed: fc.boolean(),
    credit: fc.option(fc.boolean(), { nil: undefined }),
    place: fc.constantFrom('L1', 'L2', 'L3'),
    tariff: fc.constantFrom('T1', 'T2'),
    uid: fc.constantFrom('04AABB', '04CCDD'),
    word: fc.constantFrom('Alpha', 'Alpine', 'Beta-42'),
    broken: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);
type Wish = typeof wishes extends fc.Arbitrary<(infer W)[]> ? W : never;

function cdrOf(wish: Wish, index: number): PutObject {
  const started = wish.started === undefined ? undefined : at(wish.started);
  return cdr({
    id: `c${String(index).padStart(3, '0')}`,
    party: wish.party,
    lastUpdated: at(index),
    findings: wish.broken ? [{ code: 'ODD', severity: 'warn', path: 'x' }] : [],
    search: wish.word,
    row: {
      ...{ startedAt: started, kwh: wish.kwh?.toFixed(1), cost: wish.kwh?.toFixed(2), currency: wish.currency },
      ...{ signed: wish.signed, credit: wish.credit, locationId: wish.place, tariffIds: [wish.tariff] },
      ...{ tokenUid: wish.uid, sessionId: `s${index % 5}` },
    },
  });
}

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 1 });
const filters: fc.Arbitrary<StoreFilter> = fc.record({
  connections: optional(fc.constantFrom([1], [2], [1, 2], [])),
  party: optional(fc.constantFrom('DEGEF', 'nlabc')),
  from: optional(fc.integer({ min: 0, max: 20 }).map(at)),
  to: optional(fc.integer({ min: 0, max: 20 }).map(at)),
  currency: optional(fc.constantFrom('EUR', 'CHF')),
  signed: optional(fc.boolean()),
  credit: optional(fc.boolean()),
  hasFindings: optional(fc.boolean()),
  findingCode: optional(fc.constantFrom('ODD', 'NEVER')),
  costFrom: optional(fc.constantFrom('0', '1.5', '2')),
  costTo: optional(fc.constantFrom('2.00', '9')),
  locationId: optional(fc.constantFrom('L1', 'L9')),
  tariffId: optional(fc.constant('T1')),
  sessionId: optional(fc.constantFrom('S1', 's2')),
  text: optional(fc.constantFrom('alp', 'beta 42', 'BETA', 'alpha', 'x', ' ')),
});

function passes(wish: Wish, index: number, filter: StoreFilter): boolean {
  const started = wish.started === undefined ? undefined : at(wish.started);
  const words = (filter.text ?? '')
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const held = { Alpha: ['alpha'], Alpine: ['alpine'], 'Beta-42': ['beta42', 'beta'] }[wish.word];
  const inWindow =
    (filter.from === undefined && filter.to === undefined) ||
    (started !== undefined && started >= (filter.from ?? '') && started < (filter.to ?? '9'));
  return (
    (filter.connections?.includes(wish.connection) ?? true) &&
    (filter.party === undefined || filter.party.toUpperCase() === wish.party) &&
    inWindow &&
    (filter.currency === undefined || filter.currency === wish.currency) &&
    (filter.signed === undefined || filter.signed === wish.signed) &&
    (filter.credit === undefined || filter.credit === (wish.credit ?? false)) &&
    (filter.hasFindings === undefined || filter.hasFindings === wish.broken) &&
    (filter.findingCode === undefined || (filter.findingCode === 'ODD' && wish.broken)) &&
    (filter.costFrom === undefined || (wish.kwh ?? -1) >= Number(filter.costFrom)) &&
    (filter.costTo === undefined || (wish.kwh ?? Infinity) <= Number(filter.costTo)) &&
    (filter.locationId === undefined || filter.locationId === wish.place) &&
    (filter.tariffId === undefined || filter.tariffId === wish.tariff) &&
    (filter.sessionId === undefined || filter.sessionId.toLowerCase() === `s${index % 5}`) &&
    words.every((word) =>
      held.some((each) => (word.length < 3 && !/\d/.test(word) ? each === word : each.startsWith(word))),
    )
  );
}

const orders = [
  'startedAt',
  'kwh',
  'cost',
  'id',
  'lastUpdated',
  'party',
  'currency',
] as const satisfies readonly RowOrder[];

function valueOf(wish: Wish, index: number, order: (typeof orders)[number]): string | number {
  switch (order) {
    case 'startedAt':
      return wish.started ?? -1;
    case 'kwh':
    case 'cost':
      return wish.kwh ?? -1;
    case 'id':
    case 'lastUpdated':
      return index;
    case 'party':
      return wish.party;
    case 'currency':
      return wish.currency;
  }
}

describe('lists', () => {
  test('have the rows that a plain filter finds, in order, at each position', () => {
    fc.assert(
      fc.property(
        wishes,
        fc.array(filters, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...orders),
        fc.boolean(),
        fc.constantFrom(
          { few: 2000, some: 50_000 },
          { few: 1, some: 50_000 },
          { few: 3, some: 9 },
          { few: 0, some: 0 },
        ),
        (all, asked, order, descending, limits) => {
          const store = openTestStore();
          const parts = [1, 2].map((connection) =>
            all.map((wish, index) => ({ wish, index })).filter(({ wish }) => wish.connection === connection),
          );
          for (const [part, connection] of [
            [parts[0] ?? [], 1],
            [parts[1] ?? [], 2],
          ] as const)
            if (part.length > 0)
              syncOnce(
                store,
                part.map(({ wish, index }) => cdrOf(wish, index)),
                { connection },
              );
          const reader = createPlatformReader(store.db, limits);
          for (const filter of asked) {
            const query = { module: 'cdrs', filter, order, descending } as const;
            const wanted = all
              .map((wish, index) => ({ wish, index }))
              .filter(({ wish, index }) => passes(wish, index, filter));
            const { total, rows, inOrder } = reader.list(query, 0, 1000);
            const found = rows.map(({ id }) => Number(id.slice(1)));
            expect([total, [...found].sort((a, b) => a - b)]).toEqual([
              wanted.length,
              wanted.map(({ index }) => index),
            ]);
            const values = found.map((index) => valueOf(all[index]!, index, order));
            const sign = descending ? -1 : 1;
            if (inOrder) expect(values).toEqual([...values].sort((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0)));
            for (let offset = 0; offset < total; offset += 7)
              expect(reader.list(query, offset, 7).rows.map(({ rowId }) => rowId)).toEqual(
                rows.slice(offset, offset + 7).map(({ rowId }) => rowId),
              );
            const sums = reader.sums('cdrs', { filter });
            expect([sums.rows, Number(sums.kwh)]).toEqual([
              wanted.length,
              wanted.reduce((sum, { wish }) => sum + (wish.kwh ?? 0), 0),
            ]);
          }
          store.db.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('find ids with and without separators, and words without accents', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a', search: 'DE*GEF*E12*1 Köln-Straße' }), cdr({ id: 'b', search: 'nothing' })]);
    const reader = createPlatformReader(store.db);
    const find = (text: string) =>
      reader.list({ module: 'cdrs', filter: { text }, order: 'id', descending: false }, 0, 9).total;
    expect(
      ['de*gef*e12', 'DEGEFE121', 'DE-GEF-E1', 'koln', 'strasse', 'degef', 'de*ge', 'E12', '"*'].map(find),
    ).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 2]);
  });

  test('show the driver masked, and find one by the whole uid or contract id', () => {
    const store = openTestStore();
    syncOnce(store, [
      cdr({ id: 'a', row: { tokenUid: '04AABBCC4C91', contractId: 'DE-GDF-C1' } }),
      cdr({ id: 'b', row: { tokenUid: '04AABBCC4C92' } }),
    ]);
    const reader = createPlatformReader(store.db);
    const of = (person: string) =>
      reader.list({ module: 'cdrs', filter: {}, order: 'id', descending: false, person }, 0, 9).rows;
    expect(of('04aabbcc4c91').map((row) => [row.id, 'tokenUid' in row && row.tokenUid])).toEqual([['a', '••••••4C91']]);
    expect([of('de-gdf-c1').length, of('04AABBCC4C9').length]).toEqual([1, 0]);
    expect(reader.reveal('cdrs', 1)).toEqual({ tokenUid: '04AABBCC4C91', contractId: 'DE-GDF-C1', visualNumber: '' });
  });

  test('tell a token by its mask alone', () => {
    const store = openTestStore();
    syncOnce(store, [
      object('tokens', { id: '04AABBCC4C91', row: { uid: '04AABBCC4C91', type: 'RFID', valid: true } }),
    ]);
    const { rows } = createPlatformReader(store.db).list(
      { module: 'tokens', filter: { valid: true }, order: 'type', descending: false },
      0,
      9,
    );
    expect(JSON.stringify(rows)).not.toContain('AABB');
    expect(rows[0]).toMatchObject({ module: 'tokens', uid: '••••••4C91', type: 'RFID', valid: true });
  });
});

test('objects that name each other are linked from both sides', () => {
  const store = openTestStore();
  const row = { locationId: 'LOC1', evseUid: 'E1', tariffIds: ['T1'], tokenUid: '04AABBCC' };
  syncOnce(store, [object('locations', { id: 'loc1' })]);
  syncOnce(store, [object('tariffs', { id: 'T1' })]);
  syncOnce(store, [object('tokens', { id: '04AABBCC', row: { uid: '04AABBCC' } })]);
  syncOnce(store, [object('sessions', { id: 's-1', row })]);
  syncOnce(store, [cdr({ id: 'c-1', row: { ...row, sessionId: 'S-1' } })]);
  const reader = createPlatformReader(store.db);
  const links = (module: 'cdrs' | 'sessions' | 'tariffs' | 'tokens' | 'locations') =>
    reader.get(module, 1)?.links.map(({ kind, row: to }) => [kind, to]);
  expect(links('cdrs')).toEqual([
    ['session', 1],
    ['location', 1],
    ['evse', 1],
    ['tariff', 1],
    ['token', 1],
  ]);
  expect(links('sessions')?.[0]).toEqual(['cdr', 1]);
  expect(links('tariffs')).toEqual([
    ['session', 1],
    ['cdr', 1],
  ]);
  expect(links('tokens')).toEqual([
    ['session', 1],
    ['cdr', 1],
  ]);
});

test('a CDR that names no session is matched with one of its driver, and says how surely', () => {
  const store = openTestStore();
  const row = (startedAt: string, more: ListRow = {}): ListRow => ({ tokenUid: '04AABBCC', startedAt, ...more });
  syncOnce(store, [
    object('sessions', { id: 'by reference', row: row('2026-01-01T08:00:00Z', { authReference: 'REF-1' }) }),
    object('sessions', { id: 'by time', row: row('2026-01-02T08:01:30Z') }),
    object('sessions', { id: 'too late', row: row('2026-01-02T08:02:01Z') }),
    object('sessions', { id: 'of another', row: { ...row('2026-01-02T08:00:00Z'), tokenUid: '05' } }),
  ]);
  syncOnce(store, [
    cdr({ id: 'c-1', row: row('2026-01-01T09:30:00Z', { authReference: 'ref-1' }) }),
    cdr({ id: 'c-2', row: row('2026-01-02T08:00:00Z', { meterId: 'M1', locationId: 'LOC1' }) }),
    cdr({ id: 'c-3', row: row('2026-01-02T08:00:00Z', { sessionId: 'elsewhere' }) }),
    cdr({ id: 'c-4', row: { startedAt: '2026-01-02T08:00:00Z' } }),
  ]);
  const reader = createPlatformReader(store.db);
  const links = (module: 'cdrs' | 'sessions', at: number) =>
    reader
      .get(module, at)
      ?.links.filter(({ kind }) => kind !== 'token')
      .map(({ kind, id, certainty }) => `${kind} ${id}, ${certainty}`);
  expect(links('cdrs', 1)).toEqual(['session by reference, reference']);
  expect(links('cdrs', 2)).toEqual(['session by time, probable', 'location LOC1, id', 'meter M1, id']);
  expect(links('cdrs', 3)).toEqual(['session elsewhere, id']);
  expect(links('cdrs', 4)).toEqual([]);
  expect(links('sessions', 1)).toEqual(['cdr c-1, reference']);
  expect(links('sessions', 2)).toEqual(['cdr c-2, probable']);
  expect(links('sessions', 3)).toEqual([]);
});

test('findings are grouped with counts for each connection, and follow what changes', () => {
  const store = openTestStore();
  const odd = { code: 'ODD', severity: 'warn', path: 'x', found: '7' } as const;
  syncOnce(store, [
    object('sessions', { id: 'a', findings: [odd, odd] }),
    object('sessions', { id: 'b', findings: [odd] }),
  ]);
  syncOnce(store, [object('sessions', { id: 'a', findings: [odd] })], { connection: 2 });
  syncOnce(store, [
    object('sessions', { id: 'a', content: 'mended' }),
    object('sessions', { id: 'b', findings: [odd] }),
  ]);
  const [group] = createPlatformReader(store.db).findings(1);
  expect(group).toMatchObject({ code: 'ODD', objects: 1, times: 1, example: { id: 'b', finding: odd } });
  const reader = createPlatformReader(store.db);
  expect(reader.findingObjects(1, 'sessions', 0, 9).map(({ id }) => id)).toEqual(['b']);
  expect(reader.feeds()).toEqual([
    { connection: 1, module: 'sessions' },
    { connection: 2, module: 'sessions' },
  ]);
});

describe('plans', () => {
  /** What is asked of the database meanwhile. */
  function asking(store: ReturnType<typeof openTestStore>, work: () => void): readonly string[] {
    const asked: string[] = [];
    const prepare = store.db.prepare.bind(store.db);
    store.db.prepare = (source: string) => (asked.push(source), prepare(source)) as never;
    work();
    store.db.prepare = prepare;
    return asked;
  }

  test('count a list once for all its pages, and anew after a change', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a', search: 'alpha' }), cdr({ id: 'b', search: 'alpha' })]);
    const reader = createPlatformReader(store.db);
    const total = (offset: number) =>
      reader.list({ module: 'cdrs', filter: { text: 'alpha' }, order: 'id', descending: false }, offset, 1).total;
    expect(total(0)).toBe(2);
    expect(asking(store, () => total(1)).filter((sql) => sql.includes('count('))).toEqual([]);
    syncOnce(store, [cdr({ id: 'a', search: 'alpha' }), cdr({ id: 'b', search: 'beta', content: 'other' })]);
    expect(total(0)).toBe(1);
  });

  test('take a window on the order itself as a stretch of it, and count a finding where it is kept', () => {
    const store = openTestStore();
    const odd = { code: 'ODD', severity: 'warn', path: 'x' } as const;
    syncOnce(store, [cdr({ id: 'a', row: { startedAt: at(1) }, findings: [odd] })]);
    const reader = createPlatformReader(store.db, { few: 0, some: 100 });
    const list = (filter: StoreFilter) =>
      asking(store, () => reader.list({ module: 'cdrs', filter, order: 'startedAt', descending: true }, 0, 9));
    const window = list({ from: at(0), to: at(2) }).filter((sql) => sql.startsWith('select row from cdrs_by_'));
    expect(window.map((sql) => store.db.prepare(`explain query plan ${sql}`).all(1, 2, 3, 4))).toMatchObject([
      [
        {
          detail: expect.stringMatching(
            /^SEARCH cdrs_by_started_at USING PRIMARY KEY \(value>. AND value<.\)$/,
          ) as string,
        },
      ],
    ]);
    const counts = list({ findingCode: 'ODD' }).filter((sql) => sql.startsWith('select count('));
    expect(counts.join()).not.toContain('cdrs_by_');
  });

  test.each(['startedAt', 'lastUpdated', 'kwh', 'id'] as const)(
    'by %s read the table of the order without sorting',
    (order) => {
      const store = openTestStore();
      syncOnce(store, [cdr({ id: 'a' })]);
      const reader = createPlatformReader(store.db);
      const query = { module: 'cdrs', filter: {}, order, descending: true } as const;
      const asked = asking(store, () => reader.list(query, 0, 10));
      const page = asked.filter((sql) => /^\s*select row from cdrs_by_/.test(sql));
      const plans = page.map((sql) =>
        store.db.prepare(`explain query plan ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => 1)),
      );
      expect(page).toHaveLength(1);
      expect(plans).toMatchObject([[{ detail: expect.stringMatching(/^SCAN cdrs_by_\w+$/) as string }]]);
    },
  );
});

describe('care', () => {
  const old = { startedAt: at(0), endedAt: at(1), tokenUid: 'UID04AABB' };
  const recent = { ...old, endedAt: at(500) };
  const rowsOf = (store: ReturnType<typeof openTestStore>) =>
    createPlatformReader(store.db).list({ module: 'cdrs', filter: {}, order: 'id', descending: false }, 0, 99);

  test('retention removes expired rows of its feed alone', () => {
    const store = openTestStore();
    for (const connection of [1, 2])
      syncOnce(
        store,
        [
          cdr({ id: 'a', row: old, findings: [{ code: 'ODD', severity: 'note', path: '' }] }),
          cdr({ id: 'b', row: recent }),
        ],
        { connection },
      );
    const done = value(store.writer.retain({ connection: 1, module: 'cdrs', before: new Date(at(100)), what: 'rows' }));
    expect(done).toEqual({ objects: 1, more: false });
    expect(rowsOf(store).rows.map(({ connection, id }) => `${connection}${id}`)).toEqual(['2a', '1b', '2b']);
    const reader = createPlatformReader(store.db);
    expect([reader.findings(1), reader.original('cdrs', 1)]).toEqual([[], undefined]);
  });

  test('retention of personal data keeps the object and nothing of its driver', () => {
    const store = openTestStore();
    syncOnce(store, [
      cdr({ id: 'a', row: old, content: 'one' }),
      cdr({ id: 'b', row: { ...recent, tokenUid: 'UID04OTHER' } }),
    ]);
    syncOnce(store, [cdr({ id: 'a', row: old, content: 'two' })], { kind: 'incremental' });
    value(store.writer.retain({ connection: 1, module: 'cdrs', before: new Date(at(100)), what: 'personal' }));
    const held = createPlatformReader(store.db).get('cdrs', 1);
    const texts = [held?.original, ...(held?.versions ?? [])].map((each) => Buffer.from(each?.bytes ?? []).toString());
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toContain('"uid":"gone"');
    expect(store.db.prepare('select token_uid from persons').pluck().all()).toEqual(['UID04OTHER']);
  });

  test('a blanked object that is served again unchanged stays blank and is no change', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a', row: old })]);
    value(store.writer.erasePerson('uid04aabb'));
    const run = syncOnce(store, [cdr({ id: 'a', row: old })]);
    expect([run.same, run.changed]).toEqual([1, 0]);
    expect(createPlatformReader(store.db).personRows('cdrs', 'UID04AABB')).toEqual([]);
  });

  test('an erased driver is found nowhere', () => {
    const store = openTestStore();
    syncOnce(store, [cdr({ id: 'a', row: old }), cdr({ id: 'b', row: { ...old, tokenUid: 'UID04OTHER' } })]);
    syncOnce(store, [object('tokens', { id: 'UID04AABB', row: { uid: 'UID04AABB' } })]);
    expect(value(store.writer.erasePerson('UID04AABB'))).toEqual([
      { module: 'cdrs', row: 1 },
      { module: 'tokens', row: 1 },
    ]);
    expect(store.db.serialize().includes('UID04AABB')).toBe(false);
    expect(rowsOf(store).total).toBe(2);
  });

  test('an erased connection leaves the others whole', () => {
    const store = openTestStore();
    for (const connection of [1, 2])
      syncOnce(store, [cdr({ id: 'a', row: old }), cdr({ id: 'b', row: recent })], { connection });
    expect(value(store.writer.eraseConnection(1))).toEqual({ objects: 2 });
    const { rows, total, all } = rowsOf(store);
    expect([rows.map(({ connection }) => connection), total, all]).toEqual([[2, 2], 2, 2]);
    expect(createPlatformReader(store.db).runs(1, 'cdrs', 9)).toEqual([]);
    expect(createPlatformReader(store.db).personRows('cdrs', 'UID04AABB')).toHaveLength(2);
  });
});
