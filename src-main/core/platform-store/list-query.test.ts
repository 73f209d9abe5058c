import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { StoreFilter } from './facet-filter.ts';
import { createPlatformReader } from './platform-reader.ts';
import type { PutObject } from './put-object.ts';
import { cdr, openTestStore, syncOnce } from './store-for-tests.ts';

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
  { minLength: 1, maxLength: 60, size: 'max' },
);
type Wish = typeof wishes extends fc.Arbitrary<(infer W)[]> ? W : never;

function cdrOf(wish: Wish, index: number): PutObject {
  const started = wish.started === undefined ? undefined : at(wish.started);
  return cdr({
    id: `c${String(index).padStart(3, '0')}`,
    party: wish.party,
    lastUpdated: at(index),
    findings: wish.broken ? [{ code: 'ODD', severity: 'warn', path: 'x' }] : [],
    search: `de ${wish.word}`,
    row: {
      ...{ startedAt: started, kwh: wish.kwh?.toFixed(1), cost: wish.kwh?.toFixed(2), currency: wish.currency },
      ...{ signed: wish.signed, credit: wish.credit, locationId: wish.place, tariffIds: [wish.tariff] },
      ...{ tokenUid: wish.uid, sessionId: `s${index % 5}` },
    },
  });
}

const one = <K extends keyof StoreFilter>(name: K, ...values: NonNullable<StoreFilter[K]>[]) =>
  fc.constantFrom(...values).map((value): StoreFilter => ({ [name]: value }));
/** A few conditions at a time: more of them together find nothing. */
const filters: fc.Arbitrary<StoreFilter> = fc
  .array(
    fc.oneof(
      one('connections', [1], [2], [1, 2], []),
      one('party', 'DEGEF', 'nlabc'),
      one('from', at(0), at(3), at(9)),
      one('to', at(0), at(12), at(18)),
      one('currency', 'EUR', 'CHF'),
      one('signed', true, false),
      one('credit', true, false),
      one('hasFindings', true, false),
      one('findingCode', 'ODD', 'NEVER'),
      one('costFrom', '0', '1.5', '2'),
      one('costTo', '2.00', '9'),
      one('locationId', 'L1', 'L9'),
      one('tariffId', 'T1'),
      one('sessionId', 'S1', 's2'),
      { arbitrary: one('text', 'alp', 'beta 42', 'BETA', 'alpha', 'x', ' ', 'de', 'de alp'), weight: 3 },
    ),
    { maxLength: 3 },
  )
  .map((parts) => Object.assign({}, ...parts) as StoreFilter);

function passes(wish: Wish, index: number, filter: StoreFilter): boolean {
  const started = wish.started === undefined ? undefined : at(wish.started);
  const words = (filter.text ?? '')
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const held = { Alpha: ['de', 'alpha'], Alpine: ['de', 'alpine'], 'Beta-42': ['de', 'beta42', 'beta'] }[wish.word];
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

function endOf<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
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
          { few: 2000, stretch: 4096, sample: 64 },
          { few: 3, stretch: 1, sample: 1 },
          { few: 0, stretch: 5, sample: 2 },
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
            const { total, rows } = reader.list(query, 0, 1000);
            const found = rows.map(({ id }) => Number(id.slice(1)));
            expect([total, [...found].sort((a, b) => a - b)]).toEqual([
              wanted.length,
              wanted.map(({ index }) => index),
            ]);
            const values = found.map((index) => valueOf(all[index]!, index, order));
            const sign = descending ? -1 : 1;
            expect(values).toEqual([...values].sort((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0)));
            for (let offset = 0; offset < total; offset += 7)
              expect(reader.list(query, offset, 7).rows.map(({ rowId }) => rowId)).toEqual(
                rows.slice(offset, offset + 7).map(({ rowId }) => rowId),
              );
            expect(reader.rowNumbers(query)).toEqual(rows.map(({ rowId }) => rowId));
            const sums = endOf(reader.sums({ module: 'cdrs', filter }));
            expect([sums.rows, Number(sums.kwh)]).toEqual([
              wanted.length,
              wanted.reduce((sum, { wish }) => sum + (wish.kwh ?? 0), 0),
            ]);
          }
          store.db.close();
        },
      ),
      { numRuns: 150 },
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
    const reader = createPlatformReader(store.db, { few: 0, stretch: 1, sample: 1 });
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
