import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CsrSpec } from '../../../../shared/contract/csrs.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { type Database, openDatabase } from '../../store/database.ts';
import { createGatherKeys, type GatherKeys } from '../../store/gather-keys.ts';
import { migrations } from '../../store/migrations.ts';
import { testFolder, type TestFolder } from '../../store/store-for-tests.ts';
import { createTestClock } from '../../test-clock.ts';
import { type CsrQuery, listCsrs } from './csrs.store.ts';

const COUNT = 4100;
const listStep = migrations.findIndex(({ feature, version }) => feature === 'csrs' && version === 2);
const at = '2026-11-22T00:00:00.000Z';
let folder: TestFolder;
let database: Database;
let pauses = 0;
let gather: GatherKeys;

/** A file of the version before, filled by it, and opened by this one. */
beforeAll(() => {
  folder = testFolder();
  const path = join(folder.path, 'pki.db');
  const clock = createTestClock();
  const opened = (steps: typeof migrations): Database => {
    const end = openDatabase({ path, clock, migrations: steps });
    if (!end.ok) throw new Error(end.error.code);
    return end.value;
  };
  opened(migrations.slice(0, listStep)).close();
  const before = new Sqlite(path);
  fill(before);
  before.close();
  database = opened(migrations);
  gather = createGatherKeys(database.db, async () => {
    pauses += 1;
    await turn();
  });
});
afterAll(() => {
  database.close();
  folder[Symbol.dispose]();
});

function fill(sqlite: Sqlite.Database): void {
  const spec: CsrSpec = {
    subject: [{ type: 'CN', value: 'cpo.example.org' }],
    san: [],
    keyGroupId: 'group',
    keySerial: 'serial',
    ids: { partyIds: ['DEGEF'], subCpoIds: [], subEmspIds: [] },
    encoding: 'sequence',
    padding: 'pkcs1',
  };
  const group = sqlite.prepare(
    `insert into key_groups values (?, ?, 'tls-client', 'Owner', 'owner', ?, ?, '{}', '${at}', 'ada')`,
  );
  const generation = sqlite.prepare(
    `insert into key_generations (generation_id, group_ref, number, state, algorithm, software, adopted, planned_at)
       values (?, ?, 1, 'requested', 'ec-p256', 0, 0, '${at}')`,
  );
  for (const [n, counterpart] of ['EMSP one', 'Hub 100%', null].entries()) {
    group.run(`ref-${n}`, `Group-${n}`, counterpart, counterpart?.toLowerCase() ?? '');
    generation.run(`generation-${n}`, `ref-${n}`);
  }
  const csr =
    sqlite.prepare(`insert into csrs (csr_id, generation_id, group_ref, created_at, created_by, spec, der, sha256,
      info_sha256, spki_sha256, algorithm, common_name, not_after, oid_profile, search)
    values (?, ?, ?, ?, 'ada', ?, x'', ?, ?, ?, 'ec-p256', ?, ?, ?, ?)`);
  const profile = JSON.stringify(defaultOidProfile);
  sqlite.transaction(() => {
    for (let i = 0; i < COUNT; i += 1) {
      const hex = i.toString(16).padStart(64, '0');
      const of = i % 3;
      const end = i % 5 === 0 ? null : `2027-01-${String((i % 28) + 1).padStart(2, '0')}T00:00:00Z`;
      const name = `platform ${(i * 7) % 100}`;
      const search = `CN=${name}\nno ${i}!`;
      const created = `2026-11-22T00:00:${String(i % 60).padStart(2, '0')}.000Z`;
      csr.run(
        `csr-${String((i * 7919) % COUNT).padStart(5, '0')}`,
        `generation-${of}`,
        `ref-${of}`,
        created,
        JSON.stringify(spec),
        hex,
        hex,
        hex,
        name,
        end,
        profile,
        search,
      );
    }
  })();
}

const list = (query: Partial<CsrQuery>) => listCsrs(database.db, gather, { offset: 0, limit: 100, ...query });

test.each([
  ['the id of the group, in any case', 'gROUP-1', 1367],
  ['its counterpart', 'hub 100%', 1367],
  ['one request alone', 'NO 77!', 1],
  ['nothing', 'no such text', 0],
])('a text is found that is %s', async (_, filter, total) => {
  expect((await list({ filter })).total).toBe(total);
});

test.each(['createdAt', 'groupId', 'notAfter', 'commonName'] as const)(
  'a text that all have changes neither rows nor order, sorted by %s',
  async (sort) => {
    for (const descending of [false, true]) {
      for (const groupRef of [undefined, 'ref-2']) {
        const wish = { sort, descending, groupRef, offset: 700, limit: 50 };
        const plain = await list(wish);
        expect(plain.rows).toHaveLength(50);
        expect(await list({ ...wish, filter: 'cn=PLATFORM' })).toEqual(plain);
      }
    }
  },
);

test('others have their turn while a text is looked for, and the next page does not look again', async () => {
  pauses = 0;
  await list({ filter: 'nowhere' });
  expect(pauses).toBe(2);
  await list({ filter: 'nowhere', offset: 100 });
  expect(pauses).toBe(2);
});
