import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PartnerFacts } from './partner-changes.ts';
import { readPartnerCsv, writePartnerCsv } from './partner-csv.ts';
import {
  type ImportGround,
  type ImportRow,
  type KnownPartner,
  type PartnerPatch,
  planImport,
} from './partner-import.ts';
import { registeredIdKey } from './partners.ts';

const confirmed = { by: 'ada', how: 'phone', at: '2026-02-01T08:00:00.000Z', note: '' } as const;

function facts(name: string, partyIds: readonly string[], more: Partial<PartnerFacts> = {}): PartnerFacts {
  return {
    name,
    platform: '',
    ids: partyIds.map((id) => ({ kind: 'party', id })),
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [],
    authorityIds: [],
    notes: '',
    archived: false,
    ...more,
  };
}
const known = (partnerId: string, one: PartnerFacts): KnownPartner => ({ partnerId, version: 1, facts: one });

function ground(partners: readonly KnownPartner[]): ImportGround {
  return {
    known: partners,
    authorities: new Map([['issuing', 'authority-1']]),
    used: new Set(['gone']),
    now: new Date('2026-03-01T12:00:00Z'),
  };
}
const rows = (...patches: readonly PartnerPatch[]): readonly ImportRow[] =>
  patches.map((patch, index) => ({ place: index + 1, name: patch.name, patch, findings: [] }));
const party = (...ids: readonly string[]): PartnerPatch['ids'] => ({ party: ids.map((id) => ({ id })) });

function plan(partners: readonly KnownPartner[], ...patches: readonly PartnerPatch[]): readonly string[] {
  return planImport(rows(...patches), ground(partners)).map(({ action, partnerId, findings }) =>
    [action, partnerId ?? '–', ...findings.map(({ code }) => code)].join(' '),
  );
}

describe('a row', () => {
  const registry = [known('a', facts('Alpha', ['DEAAA'])), known('b', facts('Beta', ['DEBBB']))];

  test.each<[string, PartnerPatch, string]>([
    ['adds whom nobody knows', { name: 'Gamma', ids: party('DECCC') }, 'add –'],
    ['keeps the id of its file', { name: 'Gamma', partnerId: 'c', ids: party('DECCC') }, 'add c'],
    ['changes whom it finds by name in any case', { name: 'ALPHA', platform: 'Hub' }, 'change a'],
    ['changes whom it finds by id', { name: 'Alpha Energy', partnerId: 'a' }, 'change a'],
    ['leaves what says the same', { name: 'Alpha', ids: party('DEAAA') }, 'same a'],
    ['leaves what it does not speak of', { name: 'Alpha' }, 'same a'],
    ['may not take another’s id', { name: 'Alpha', ids: party('debbb') }, 'refused a PARTNER_ID_TAKEN'],
    ['may not take another’s name', { name: 'Beta', partnerId: 'a' }, 'refused a PARTNER_NAME_TAKEN'],
    [
      'may not bring back a removed partner’s id',
      { name: 'X', partnerId: 'gone' },
      'refused gone PARTNER_ID_USED PARTNER_WITHOUT_IDS',
    ],
    ['may name known authorities alone', { name: 'Alpha', authorities: ['Other'] }, 'refused a AUTHORITY_UNKNOWN'],
    ['is judged as a spec is', { name: 'Alpha', ids: party('DE') }, 'refused a PARTY_ID_FORM'],
    ['is warned of ids that look alike', { name: 'Gamma', ids: party('DE8BB', 'DEAAA0') }, 'refused – PARTY_ID_FORM'],
  ])('%s', (_what, patch, expected) => {
    expect(plan(registry, patch)).toEqual([expected]);
  });

  test('is warned of an id that can be taken for another partner’s', () => {
    expect(plan([known('a', facts('Alpha', ['DEAO1']))], { name: 'Gamma', ids: party('DEA01') })).toEqual([
      'add – PARTNER_ID_LOOK_ALIKE',
    ]);
  });

  test('that cannot be read is refused with its reason', () => {
    const finding = { level: 'fail', code: 'ROW_UNREADABLE', path: 'ids.0' } as const;
    const [row] = planImport([{ place: 1, name: '?', patch: undefined, findings: [finding] }], ground([]));
    expect(row).toEqual({ place: 1, name: '?', action: 'refused', changes: [], findings: [finding] });
  });
});

describe('the rows of a file together', () => {
  const registry = [known('a', facts('Alpha', ['DEAAA'])), known('b', facts('Beta', ['DEBBB']))];

  test('move an id from one partner to another, in either order', () => {
    expect(plan(registry, { name: 'Alpha', ids: party() }, { name: 'Beta', ids: party('DEBBB', 'DEAAA') })).toEqual([
      'change a PARTNER_WITHOUT_IDS',
      'change b',
    ]);
    expect(plan(registry, { name: 'Beta', ids: party('DEBBB', 'DEAAA') }, { name: 'Alpha', ids: party() })).toEqual([
      'change b',
      'change a PARTNER_WITHOUT_IDS',
    ]);
  });

  test('swap names', () => {
    expect(plan(registry, { name: 'Beta', partnerId: 'a' }, { name: 'Alpha', partnerId: 'b' })).toEqual([
      'change a',
      'change b',
    ]);
  });

  test('do not move an id whose owner’s row is refused', () => {
    expect(
      plan(registry, { name: 'Alpha', ids: party(), notes: 'a\u202eb' }, { name: 'Beta', ids: party('DEAAA') }),
    ).toEqual(['refused a PARTNER_TEXT_UNSAFE PARTNER_WITHOUT_IDS', 'refused b PARTNER_ID_TAKEN']);
  });

  test('name no partner twice and no new name or id twice', () => {
    expect(plan(registry, { name: 'Alpha', notes: 'x' }, { name: 'alpha', notes: 'y' })).toEqual([
      'change a',
      'refused a PARTNER_TWICE',
    ]);
    expect(plan([], { name: 'C', ids: party('DECCC') }, { name: 'c', ids: party('DEDDD') })).toEqual([
      'add –',
      'refused – PARTNER_NAME_TAKEN',
    ]);
    expect(plan([], { name: 'C', ids: party('DECCC') }, { name: 'D', ids: party('deccc') })).toEqual([
      'add –',
      'refused – PARTNER_ID_TAKEN',
    ]);
  });

  test('free the ids of those that they archive', () => {
    expect(plan(registry, { name: 'Alpha', archived: true }, { name: 'Beta', ids: party('DEAAA') })).toEqual([
      'change a',
      'change b',
    ]);
  });
});

describe('a confirmation', () => {
  const registry = [known('a', facts('Alpha', [], { ids: [{ kind: 'party', id: 'DEAAA', confirmed }] }))];
  const idsOf = (id: { readonly id: string; readonly confirmed?: null }): unknown =>
    planImport(rows({ name: 'Alpha', ids: { party: [id] } }), ground(registry))[0]?.facts?.ids;

  test('stays where the file does not speak of it', () => {
    expect(idsOf({ id: 'DEaaa' })).toEqual([{ kind: 'party', id: 'DEaaa', confirmed }]);
  });
  test('goes where the file says so, and does not pass to another id', () => {
    expect(idsOf({ id: 'DEAAA', confirmed: null })).toEqual([{ kind: 'party', id: 'DEAAA' }]);
    expect(idsOf({ id: 'DEAAB' })).toEqual([{ kind: 'party', id: 'DEAAB' }]);
  });
});

const someIds = ['DEAAA', 'DEBBB', 'DECCC', 'DEDDD'];
const someNames = ['Alpha', 'Beta', 'Gamma', 'Delta'];
const patches = fc.array(
  fc.record({
    name: fc.constantFrom(...someNames, 'alpha'),
    partnerId: fc.constantFrom(undefined, 'a', 'b', 'c'),
    ids: fc.uniqueArray(fc.constantFrom(...someIds), { maxLength: 2 }).map((ids) => party(...ids)),
    archived: fc.boolean(),
    notes: fc.constantFrom('', 'x', 'a\u202eb'),
  }),
  { maxLength: 6 },
);

test('whatever a file says, no name and no id has two partners in the end', () => {
  const registry = [known('a', facts('Alpha', ['DEAAA'])), known('b', facts('Beta', ['DEBBB', 'DECCC']))];
  fc.assert(
    fc.property(patches, (given) => {
      const planned = planImport(rows(...given), ground(registry));
      const end = new Map(registry.map(({ partnerId, facts: one }) => [partnerId, one]));
      for (const row of planned) if (row.facts !== undefined) end.set(row.partnerId ?? `new ${row.place}`, row.facts);
      const names = [...end.values()].map(({ name }) => name.toLowerCase());
      const ids = [...end.values()].flatMap((one) => (one.archived ? [] : one.ids.map(registeredIdKey)));
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 300 },
  );
});

describe('the CSV form', () => {
  const whole = facts('=Alpha, "A"', ['DEAAA', 'DEBBB'], {
    contacts: [{ name: 'B|x', role: 'sec\\urity', phone: '+49 30 1', mail: 'ops@example.org' }],
    allowedAlgorithms: ['ec-p256', 'ed25519'],
    maxLifetimeDays: 90,
    allowedNames: ['dns:*.example.org', 'uri:urn:a;b,c:'],
    authorityIds: ['authority-1'],
    notes: '-1\nline',
    archived: true,
  });

  test('carries everything but confirmations, and is undone whole', () => {
    const text = writePartnerCsv([{ partnerId: 'a', facts: whole, authorities: ['Issuing'] }]);
    const read = readPartnerCsv(text);
    const planned = planImport(read.ok ? read.value : [], ground([known('a', whole)]));
    expect(planned.map(({ action, findings }) => [action, findings])).toEqual([['same', []]]);
    expect(text).toContain(`'=Alpha`);
  });

  test.each([
    ['name,nickname\r\nA,b', { code: 'CSV_COLUMN_UNKNOWN', column: 'nickname' }],
    ['name,Name\r\nA,b', { code: 'CSV_COLUMN_TWICE', column: 'Name' }],
    ['platform\r\nHub', { code: 'CSV_NO_NAME_COLUMN' }],
    ['name\r\n"A', { code: 'CSV_QUOTE', row: 2 }],
  ])('%j is refused', (text, error) => {
    expect(readPartnerCsv(text)).toEqual({ ok: false, error });
  });

  test.each([
    ['name,algorithms\r\nA,rsa-512', 'algorithms'],
    ['name,max_lifetime_days\r\nA,1.5', 'max_lifetime_days'],
    ['name,archived\r\nA,maybe', 'archived'],
    ['name,partner_id\r\nA,../x', 'partner_id'],
    ['name,contacts\r\nA,a|b|c|d|e', 'contacts'],
  ])('in %j the row is refused for its %s', (text, path) => {
    const read = readPartnerCsv(text);
    expect(read.ok && read.value[0]).toMatchObject({ patch: undefined, findings: [{ code: 'ROW_UNREADABLE', path }] });
  });

  test('any text is read or refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (head, body) => {
        expect(() => readPartnerCsv(`name,${head}\r\n${body}`)).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});
