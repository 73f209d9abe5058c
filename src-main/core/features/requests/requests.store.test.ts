import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { ok } from '../../../../shared/util/result.ts';
import { createGatherKeys, type GatherKeys } from '../../store/gather-keys.ts';
import { ada, testStore, type TestStore } from '../../store/store-for-tests.ts';
import { untouched } from './desk.tables.ts';
import { listRequests, type RequestQuery } from './request-list.store.ts';
import { insertRequest, type RequestRecord } from './requests.store.ts';

let store: TestStore;
let gather: GatherKeys;

/** The nth of twelve: its name, its group and what it claims go round at different speeds. */
function record(n: number): RequestRecord {
  const hex = n.toString(16).padStart(64, '0');
  const commonName = `Platform ${n} 100%_"x"`;
  return {
    request_id: `request-${String((n * 7) % 12).padStart(2, '0')}`,
    state: n % 3 === 0 ? 'rejected' : 'received',
    der: new Uint8Array([0x30, 0]),
    sha256: hex,
    spki_sha256: hex,
    subject: `CN=${commonName}`,
    common_name: commonName,
    name_key: commonName.toLowerCase(),
    key_group_id: `group-${n % 4}`,
    group_key: `group-${n % 4}`,
    claims: JSON.stringify({ partyIds: [`DEG${n % 2}F`], subCpoIds: [], subEmspIds: [] }),
    algorithm: 'ec-p256',
    signature_valid: 1,
    errors: 0,
    warnings: 0,
    source: 'a.csr',
    oid_profile: JSON.stringify(defaultOidProfile),
    received_at: '2026-11-22T13:42:07.000Z',
    received_by: 'ada',
    reject_reason: null,
    note: null,
    certificate_id: null,
    search: `${commonName}\nGROUP-${n % 4}`,
    ...untouched,
  };
}

beforeAll(async () => {
  store = testStore();
  gather = createGatherKeys(store.database.db, () => turn());
  await store.unit.run({ event: 'test.filled', actor: ada }, async (trx) => {
    for (let n = 0; n < 12; n += 1) await insertRequest(trx, record(n), [['party', `DEG${n % 2}F`]]);
    return ok(undefined);
  });
});
afterAll(() => store[Symbol.dispose]());

const list = async (query: Partial<RequestQuery>) => {
  const { total, rows } = await listRequests(store.database.db, gather, { offset: 0, limit: 100, ...query });
  return { total, ids: rows.map(({ requestId }) => requestId) };
};

test.each(['receivedAt', 'commonName', 'keyGroupId', 'state'] as const)(
  'a text that all have changes neither rows nor order, sorted by %s',
  async (sort) => {
    for (const descending of [false, true]) {
      for (const more of [
        {},
        { state: 'received' },
        { claims: 'deg1f' },
        { state: 'rejected', claims: 'DEG0F' },
      ] as const) {
        const wish = { sort, descending, ...more };
        const plain = await list(wish);
        expect(plain.total).toBeGreaterThan(0);
        expect(await list({ ...wish, filter: 'pLATFORM' })).toEqual(plain);
      }
    }
  },
);

test('a text is found anywhere, whatever its case, and holds no wildcards', async () => {
  expect((await list({ filter: 'group-3' })).total).toBe(3);
  expect((await list({ filter: '7 100%_"X"' })).total).toBe(1);
  expect((await list({ filter: '1%0' })).total).toBe(0);
  expect((await list({ filter: '_' })).total).toBe(12);
});

test('pages of a filtered list are pieces of the whole', async () => {
  const whole = (await list({ filter: 'platform', sort: 'keyGroupId' })).ids;
  for (const offset of [0, 5, 10, 12, 500]) {
    const page = await list({ filter: 'platform', sort: 'keyGroupId', offset, limit: 5 });
    expect(page).toEqual({ total: 12, ids: whole.slice(offset, offset + 5) });
  }
});

test('what all conditions leave is what is counted', async () => {
  expect(await list({ filter: 'group-1', state: 'received', claims: 'DEG1F' })).toEqual({
    total: 2,
    ids: [1, 5].map((n) => record(n).request_id).sort(),
  });
});
