import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../../shared/util/result.ts';
import { ada, testStore, type TestStore } from '../../store/store-for-tests.ts';
import { createCertificateList } from './certificate-list.ts';

/** Two parts of a walk and a bit. */
const COUNT = 10_100;
const now = new Date('2026-11-22T00:00:00.000Z');
const query = { offset: 0, limit: 5, claims: 'DEGEF' };
let store: TestStore;

const insert = (from: number, count: number) =>
  store.unit.run({ event: 'test.filled', actor: ada }, async (trx) => {
    await sql`with recursive n (i) as (select ${from} union all select i + 1 from n where i < ${from + count - 1})
      insert into certificates (row, certificate_id, sha256, sha1, source, subject, issuer, issuer_key, common_name,
        name_key, subject_sha256, issuer_sha256, serial, not_before, not_after, soon_from, algorithm, spki_sha256, is_ca,
        group_key, claims, profile, added_at, added_by)
      select i, 'id-' || i, printf('%064x', i), '', 'imported', '', '', '', '', '', '', '', '', '', '', '', '', '', 0, '',
        '{}', '', '', 'ada' from n`.execute(trx);
    await sql`insert into certificate_ids select 'DEGEF', 'party', row from certificates where row >= ${from}`.execute(
      trx,
    );
    return ok(undefined);
  });

beforeEach(async () => {
  store = testStore();
  await insert(1, COUNT);
});
afterEach(() => store[Symbol.dispose]());

test('what is added during the walk is there in the next one', async () => {
  let isAdded = false;
  const certificates = createCertificateList(store.database.db, async () => {
    await turn();
    if (isAdded) return;
    isAdded = true;
    await insert(COUNT + 1, 1);
  });
  await certificates.list(query, now);
  expect(isAdded).toBe(true);
  expect((await certificates.list(query, now)).total).toBe(COUNT + 1);
});

test('a walk that something has overtaken is kept for nobody, though another list began after the change', async () => {
  let other: Promise<unknown> | undefined;
  const certificates = createCertificateList(store.database.db, async () => {
    await turn();
    if (other !== undefined) return;
    await insert(COUNT + 1, 1);
    other = certificates.list({ offset: 0, limit: 5, claims: 'NOBODY' }, now);
    await turn();
  });
  await certificates.list(query, now);
  await other;
  expect((await certificates.list(query, now)).total).toBe(COUNT + 1);
});
