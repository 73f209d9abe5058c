import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuditRow } from '../../../shared/contract/audit.ts';
import { canonicalJson, type JsonObject } from '../../../shared/domain/canonical-json.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { createAuditService } from '../features/audit/index.ts';
import { clipData, clipText, MAX_DATA, MAX_SUBJECT } from './clip-facts.ts';
import { sha256 } from './sha256.ts';
import { ada, testStore, testWorkspaceId } from './store-for-tests.ts';

const manyIds = Array.from({ length: 300 }, (_, i) => `DE*GEF${i}`.padEnd(64, 'x'));
const anyData = fc.dictionary(
  fc.string(),
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 9000 }),
    fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 400 }),
    fc.array(fc.dictionary(fc.string(), fc.string({ maxLength: 3000 })), { maxLength: 60 }),
    fc.integer(),
    fc.constant(null),
  ),
);

describe('a refusal is on record whatever a caller sent', () => {
  test.each([
    ['three lists of 300 ids', { data: { partyIds: manyIds, subCpoIds: manyIds, subEmspIds: manyIds } }],
    ['an id of 200 bytes in hex', { subject: 'ab'.repeat(200) }],
    ['half a million characters', { subject: 'x'.repeat(500_000), data: { text: '"'.repeat(500_000) } }],
    [
      'lone surrogates everywhere',
      { subject: '\ud800'.repeat(400), data: { list: Array(300).fill('\udfff'.repeat(99)) } },
    ],
    ['a name of emoji', { actor: { kind: 'local-user' as const, name: `x${'😀'.repeat(150)}` } }],
  ])('%s', async (_what, facts) => {
    using store = testStore();
    const refused = await store.unit.run({ event: 'csr.created', actor: ada, ...facts }, () =>
      fail({ code: 'CSR_BAD' }),
    );
    expect(refused).toMatchObject({ error: { code: 'CSR_BAD' } });

    const audit = createAuditService({
      db: store.database.db,
      workspaceId: testWorkspaceId,
      pause: () => Promise.resolve(),
    });
    const { rows } = await audit.list({ offset: 0, limit: 10 });
    expect(rows.map((row) => AuditRow.parse(row).event)).toEqual(['csr.created.refused']);
    expect(await audit.verify({})).toMatchObject({ intact: true, entries: 1 });
  });

  test('and so is what was done', async () => {
    using store = testStore();
    const facts = { event: 'csr.created', actor: ada, data: { partyIds: manyIds } };
    expect(await store.unit.run(facts, () => ok(1))).toEqual(ok(1));
    expect(store.committed).toMatchObject([{ event: 'csr.created', outcome: 'done' }]);
  });
});

describe('what is cut', () => {
  test('says how long it was and which text, so that the whole can be shown to be the one', () => {
    const text = 'key '.repeat(100);
    const clipped = clipText(text, MAX_SUBJECT);
    expect(clipped).toHaveLength(MAX_SUBJECT);
    expect(clipped.startsWith('key key ')).toBe(true);
    expect(clipped.endsWith(` … (clipped of 400 characters, sha256 ${sha256(text)})`)).toBe(true);
  });

  test('of a list keeps its beginning and the hash of all of it', () => {
    const { partyIds, other } = clipData({ partyIds: manyIds, other: 'short' });
    expect(partyIds).toEqual([
      ...manyIds.slice(0, 20),
      `… (clipped of 300 items, sha256 ${sha256(canonicalJson(manyIds))})`,
    ]);
    expect(other).toBe('short');
  });

  test('with more members than an entry can hold leaves its hash', () => {
    const data: JsonObject = Object.fromEntries(manyIds.map((id, i) => [`${i} ${id}`, id]));
    expect(clipData(data)).toEqual({
      clipped: `… (clipped of ${canonicalJson(data).length} characters, sha256 ${sha256(canonicalJson(data))})`,
    });
  });

  test('fits an entry, always; what fits is kept as it is', () => {
    fc.assert(
      fc.property(anyData, (data) => {
        const clipped = clipData(data);
        expect(canonicalJson(clipped).length).toBeLessThanOrEqual(MAX_DATA);
        expect(clipData(clipped)).toEqual(clipped);
      }),
      { numRuns: 60 },
    );
  });

  test('a text of any kind stays within its length and is well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (text) => {
        const clipped = clipText(text, MAX_SUBJECT);
        expect(clipped.length).toBeLessThanOrEqual(MAX_SUBJECT);
        expect(() => canonicalJson(clipped)).not.toThrow();
      }),
    );
  });
});
