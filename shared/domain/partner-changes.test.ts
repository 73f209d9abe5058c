import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partnerChanges, type PartnerFacts } from './partner-changes.ts';

const base: PartnerFacts = {
  name: 'Example CPO',
  platform: '',
  ids: [{ kind: 'party', id: 'DEGEF' }],
  contacts: [],
  allowedAlgorithms: [],
  allowedNames: ['dns:a.example'],
  authorityIds: [],
  notes: '',
  archived: false,
};
const confirmed = { by: 'ada', how: 'phone', at: '2026-02-01T08:00:00.000Z', note: 'asked B.' } as const;

test('each difference is told by field, entry, before and after', () => {
  const after: PartnerFacts = {
    ...base,
    name: 'Example Energy',
    ids: [
      { kind: 'party', id: 'DEgef', confirmed },
      { kind: 'sub-cpo', id: 'DE*GEF' },
    ],
    contacts: [{ name: 'B|x', role: '', phone: '', mail: '' }],
    maxLifetimeDays: 90,
    allowedNames: ['dns:b.example'],
    archived: true,
  };
  expect(partnerChanges(base, after)).toEqual([
    { field: 'name', before: 'Example CPO', after: 'Example Energy' },
    { field: 'id', entry: 'party DEgef', before: 'DEGEF', after: 'DEgef' },
    {
      field: 'confirmation',
      entry: 'party DEgef',
      before: null,
      after: 'phone, 2026-02-01T08:00:00.000Z, ada: asked B.',
    },
    { field: 'id', entry: 'sub-cpo DE*GEF', before: null, after: 'DE*GEF' },
    { field: 'contact', entry: String.raw`B\|x |  |  | `, before: null, after: String.raw`B\|x |  |  | ` },
    { field: 'maxLifetimeDays', before: null, after: '90' },
    { field: 'allowedName', entry: 'dns:a.example', before: 'dns:a.example', after: null },
    { field: 'allowedName', entry: 'dns:b.example', before: null, after: 'dns:b.example' },
    { field: 'archived', before: null, after: 'yes' },
  ]);
});

test('the first version tells all that it says', () => {
  expect(partnerChanges(undefined, base).map(({ field, after }) => [field, after])).toEqual([
    ['name', 'Example CPO'],
    ['id', 'DEGEF'],
    ['allowedName', 'dns:a.example'],
  ]);
});

const text = fc.stringMatching(/^[ab|\\]{0,3}$/);
const facts: fc.Arbitrary<PartnerFacts> = fc.record({
  name: text,
  platform: text,
  ids: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('party' as const, 'sub-cpo' as const),
      id: fc.constantFrom('DEGEF', 'DEGDF', 'DE*GEF'),
      confirmed: fc.constantFrom(undefined, confirmed),
    }),
    { selector: ({ kind, id }) => kind + id, maxLength: 3 },
  ),
  contacts: fc.array(fc.record({ name: text, role: text, phone: text, mail: text }), { maxLength: 2 }),
  allowedAlgorithms: fc.uniqueArray(fc.constantFrom('ec-p256' as const, 'ed25519' as const)),
  maxLifetimeDays: fc.constantFrom(undefined, 90, 398),
  allowedNames: fc.uniqueArray(text, { maxLength: 2 }),
  authorityIds: fc.uniqueArray(text, { maxLength: 2 }),
  notes: text,
  archived: fc.boolean(),
});

const sorted = (list: readonly unknown[]): readonly string[] => list.map((one) => JSON.stringify(one)).sort();
/** The same without the order of lists. */
function saying(one: PartnerFacts): unknown {
  return {
    ...one,
    maxLifetimeDays: one.maxLifetimeDays ?? null,
    ids: sorted(one.ids),
    contacts: sorted(one.contacts),
    allowedAlgorithms: sorted(one.allowedAlgorithms),
    allowedNames: sorted(one.allowedNames),
    authorityIds: sorted(one.authorityIds),
  };
}

test('there are no changes when and only when two versions say the same', () => {
  fc.assert(
    fc.property(facts, facts, fc.boolean(), (a, other, same) => {
      const b = same ? { ...a, ids: a.ids.toReversed(), allowedNames: a.allowedNames.toReversed() } : other;
      const isSame = JSON.stringify(saying(a)) === JSON.stringify(saying(b));
      expect(partnerChanges(a, b).length === 0).toBe(isSame);
    }),
    { numRuns: 300 },
  );
});

test('the way back swaps before and after', () => {
  fc.assert(
    fc.property(facts, facts, (a, b) => {
      const there = partnerChanges(a, b).map(({ field, before, after }) => JSON.stringify([field, before, after]));
      const back = partnerChanges(b, a).map(({ field, before, after }) => JSON.stringify([field, after, before]));
      expect(there.toSorted()).toEqual(back.toSorted());
    }),
    { numRuns: 100 },
  );
});
