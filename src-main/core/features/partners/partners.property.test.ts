import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PartnerSpec } from '../../../../shared/contract/partners.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { ada, testStore, type TestStore } from '../../store/store-for-tests.ts';
import { createPartnerTransfer } from './partner-transfer.ts';
import { createPartnersService } from './partners.service.ts';
import { factsOf } from './partners.store.ts';

const caller = { actor: 'ada', roles: ['viewer', 'operator'], origin: 'test' } as const;

function registry({ database, unit, clock }: TestStore) {
  let ids = 0;
  const deps = {
    db: database.db,
    unit,
    clock,
    newId: () => `p-${++ids}`,
    actorOf: () => ada,
    pause: () => Promise.resolve(),
    claimsOf: () => Promise.resolve(0),
  };
  return { service: createPartnersService(deps), transfer: createPartnerTransfer(deps) };
}

const names = ['Alpha', 'Beta', 'ALPHA'] as const;
const ids = ['DEAAA', 'DEBBB', 'deaaa'] as const;
const partner = fc.record({ name: fc.constantFrom(...names), ids: fc.uniqueArray(fc.constantFrom(...ids)) });
const which = fc.integer({ min: 1, max: 3 }).map((n) => `p-${n}`);
const version = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), partner }),
  fc.record({ do: fc.constant('edit' as const), which, version, partner }),
  fc.record({ do: fc.constant('archive' as const), which, version, archived: fc.boolean() }),
  fc.record({ do: fc.constant('remove' as const), which, version, name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant('import' as const), rows: fc.array(partner, { maxLength: 3 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const specOf = ({ name, ids: given }: { readonly name: string; readonly ids: readonly string[] }): PartnerSpec => ({
  name,
  platform: '',
  ids: given.map((id) => ({ kind: 'party', id })),
  contacts: [],
  allowedAlgorithms: [],
  allowedNames: [],
  authorityIds: [],
  notes: '',
});

async function take({ service, transfer }: ReturnType<typeof registry>, one: Step): Promise<unknown> {
  switch (one.do) {
    case 'add':
      return service.add(caller, specOf(one.partner));
    case 'edit':
      return service.edit(caller, { partnerId: one.which, version: one.version, spec: specOf(one.partner) });
    case 'archive':
      return service.setArchived(caller, { partnerId: one.which, version: one.version, archived: one.archived });
    case 'remove':
      return service.remove(caller, { partnerId: one.which, version: one.version, confirm: one.name });
    case 'import': {
      const rows = one.rows.map((row) => `${row.name},${row.ids.join(' ')}`);
      const source = { name: 'x', content: encodeUtf8(['name,party_ids', ...rows].join('\r\n')) };
      const seen = await transfer.preview(source);
      if (!seen.ok) return seen;
      const { sha256, planSha256 } = seen.value;
      return transfer.import(caller, { source, sha256, planSha256, skipRefused: true });
    }
  }
}

test('in whatever order it is changed, an id has one partner and the history tells every version', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      using store = testStore();
      const world = registry(store);
      for (const one of steps) await take(world, one);
      const { db } = store.database;
      const partners = await db.selectFrom('partners').selectAll().execute();
      const facts = partners.map(factsOf);
      const held = facts.flatMap((one) => (one.archived ? [] : one.ids.map(({ id }) => id.toUpperCase())));
      expect(new Set(held).size).toBe(held.length);
      expect(new Set(facts.map(({ name }) => name.toLowerCase())).size).toBe(facts.length);
      const versions = await db.selectFrom('partner_versions').selectAll().orderBy('version').execute();
      for (const { partner_id, version: newest, facts: text } of partners) {
        const own = versions.filter((row) => row.partner_id === partner_id);
        expect(own.map((row) => row.version)).toEqual(Array.from({ length: newest }, (_, at) => at + 1));
        expect(own.at(-1)?.facts).toBe(text);
      }
      const rows = await db.selectFrom('partner_ids').selectAll().execute();
      expect(rows.length).toBe(facts.reduce((sum, one) => sum + one.ids.length, 0));
      // Each version has its entry; an import has one for all.
      const entries = store.committed.filter(({ outcome }) => outcome === 'done');
      const single = versions.filter(({ imported }) => imported === 0).length;
      expect(entries.filter(({ event }) => event !== 'partner.imported').length).toBe(single);
    }),
    { numRuns: process.env['LONG'] === '1' ? 1000 : 25 },
  );
});

test('versions cannot be changed or removed behind the store', async () => {
  using store = testStore();
  const { service } = registry(store);
  await service.add(caller, specOf({ name: 'Alpha', ids: ['DEAAA'] }));
  const { sqlite } = store.database;
  sqlite.pragma('query_only = off');
  expect(() => sqlite.exec(`update partner_versions set facts = '{}'`)).toThrow('never changed');
  expect(() => sqlite.exec('delete from partner_versions')).toThrow('never removed');
});
