import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ActorKind, type AuditRow } from '../../../../shared/contract/audit.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { readCsv } from '../../../../shared/util/csv.ts';
import { writeNewFile } from '../../store/place.ts';
import { testFolder, testStore, type TestStore, testWorkspaceId } from '../../store/store-for-tests.ts';
import { type AuditService, createAuditService } from './audit.service.ts';
import type { AuditFilter } from './audit.store.ts';

const ENTRIES = 120;
const actors: readonly Actor[] = [
  { kind: 'local-user', name: 'ada' },
  { kind: 'operator', name: 'ada', operatorId: 'op-1' },
  { kind: 'operator', name: 'bea "the=2"', operatorId: 'op-2' },
  { kind: 'system', name: 'ocpi-console' },
];
const events = ['request.confirmed', 'request.rejected', 'requests-like.event', 'roster.change', 'token.sign-in'];
const subjects = ['r1', 'r2', '=cmd|x', undefined];

let store: TestStore;
let service: AuditService;
let all: readonly AuditRow[];
beforeAll(async () => {
  store = testStore();
  for (let i = 0; i < ENTRIES; i += 1) {
    store.clock.pass(((i * 7) % 5) * 1000);
    const subject = subjects[(i * 5) % 4];
    await store.unit.append({
      event: events[(i * 3) % events.length] ?? '',
      actor: actors[Math.floor(i / 3) % actors.length] ?? { kind: 'system', name: '' },
      data: { note: `N${i % 11}%_` },
      ...(subject === undefined ? {} : { subject }),
      ...(i % 6 === 0 ? { outcome: 'refused', code: 'SOME_CODE' } : { outcome: 'done' }),
    });
  }
  service = createAuditService({ db: store.database.db, workspaceId: testWorkspaceId, pause: () => turn() });
  all = (await service.list({ offset: 0, limit: 500 })).rows;
});
afterAll(() => store[Symbol.dispose]());

/** The same question, asked of rows in memory. */
function fits(
  row: AuditRow,
  { filter, group, event, outcome, actor, actorKind, subject, from, to }: AuditFilter,
): boolean {
  const text = JSON.stringify(row).replaceAll('\\', '').toLowerCase();
  return (
    (filter === undefined || text.includes(filter.toLowerCase())) &&
    (group === undefined || row.event.startsWith(`${group}.`)) &&
    (event === undefined || row.event === event) &&
    (outcome === undefined || row.outcome === outcome) &&
    (actor === undefined || row.actor === actor) &&
    (actorKind === undefined || row.actorKind === actorKind) &&
    (subject === undefined || row.subject === subject) &&
    (from === undefined || row.at >= from) &&
    (to === undefined || row.at <= to)
  );
}

const some = <T>(values: readonly T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
const times = () => some([0, 30, 60, 119].map((at) => all[at]?.at ?? ''));

describe('filters', () => {
  test('answer the same rows as a plain filter over all entries, whatever is asked together', async () => {
    const asked = fc.record({
      filter: some(['n7', 'BEA "the', 'some_code', '%', 'nowhere', 'r1']),
      group: some(['request', 'roster', 'requests-like', 'x']),
      event: some([...events, 'none.such']),
      outcome: some(['done', 'refused'] as const),
      actor: some(actors.map(({ name }) => name)),
      actorKind: some(ActorKind.options),
      subject: some(['r1', 'r2', 'r', '=cmd|x']),
      from: times(),
      to: times(),
    });
    await fc.assert(
      fc.asyncProperty(asked, fc.nat(20), fc.integer({ min: 1, max: 40 }), async (filter, offset, limit) => {
        const wanted = all.filter((row) => fits(row, filter));
        const { total, rows } = await service.list({ ...filter, offset, limit });
        expect(total).toBe(wanted.length);
        expect(rows).toEqual(wanted.slice(offset, offset + limit));
      }),
      { numRuns: 150 },
    );
  });

  test('tell who acted by kind, and an operator by id', () => {
    expect(all.find(({ actorKind }) => actorKind === 'system')?.actor).toBe('ocpi-console');
    expect(all.find(({ actor }) => actor.startsWith('bea'))).toMatchObject({
      actorKind: 'operator',
      operatorId: 'op-2',
    });
  });
});

describe('the file of a filtered view', () => {
  async function written(format: 'csv' | 'json', filter: AuditFilter): Promise<string> {
    using folder = testFolder();
    const path = join(folder.path, 'view');
    const done = await writeNewFile(path, (append) => service.exportView(append, { format, filter }));
    expect(done.ok).toBe(true);
    return readFileSync(path, 'utf8');
  }

  test('holds as CSV exactly the rows of the list, and no cell that a spreadsheet computes', async () => {
    const read = readCsv(await written('csv', { group: 'request' }), { rows: 1000, columns: 20, cell: 20_000 });
    const [head, ...rows] = read.ok ? read.value : [];
    const wanted = all.filter((row) => row.event.startsWith('request.'));
    expect(rows.map((cells) => Number(cells[0]))).toEqual(wanted.map(({ seq }) => seq));
    const subject = head?.indexOf('subject') ?? -1;
    expect(rows.map((cells) => cells[subject])).toContain("'=cmd|x");
    expect(rows.flat().filter((cell) => cell.startsWith('='))).toEqual([]);
  });

  test('is as JSON an array with the data of each entry', async () => {
    const read: unknown = JSON.parse(await written('json', { outcome: 'refused' }));
    const wanted = all.filter(({ outcome }) => outcome === 'refused');
    expect(read).toEqual(wanted.map((row) => ({ ...row, data: JSON.parse(row.data) as unknown })));
    expect(JSON.parse(await written('json', { event: 'none.such' }))).toEqual([]);
  });
});

test('what an entry names: its subject, texts in its data, its operator', async () => {
  const row = all.find(({ operatorId, subject }) => operatorId === 'op-1' && subject === 'r1');
  const names = await service.namesIn(row?.seq ?? 0);
  expect(names).toEqual(expect.arrayContaining(['r1', 'op-1']));
  expect(await service.namesIn(ENTRIES + 1)).toEqual([]);
});
