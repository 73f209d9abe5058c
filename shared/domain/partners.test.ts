import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkPartner,
  partnerNameKey,
  type PartnerSpec,
  registeredIdKey,
  registeredIdShape,
  usualPartner,
} from './partners.ts';

const now = new Date('2026-03-01T12:00:00Z');
const confirmed = { by: 'ada', how: 'phone', at: '2026-02-01T08:00:00.000Z', note: '' } as const;
const example: PartnerSpec = {
  name: 'Example CPO',
  platform: 'Example Hub',
  ids: [
    { kind: 'party', id: 'DEGEF', confirmed },
    { kind: 'sub-cpo', id: 'DE*GEF' },
  ],
  contacts: [{ name: 'B. Example', role: 'security', phone: '+49 30 1234', mail: 'ops@example.org' }],
  allowedAlgorithms: ['ec-p256'],
  maxLifetimeDays: 398,
  allowedNames: ['dns:*.example.org'],
  authorityIds: [],
  notes: 'First line.\nSecond line.',
};

function findings(change: Partial<PartnerSpec>): readonly string[] {
  return checkPartner({ ...example, ...change }, now).map(({ level, code, path }) => `${level} ${code} ${path}`);
}

test('a whole and tidy partner has no findings', () => {
  expect(findings({})).toEqual([]);
});

test.each<[string, Partial<PartnerSpec>, string]>([
  ['an empty name', { name: '' }, 'fail PARTNER_NAME_EMPTY name'],
  ['a name that turns around', { name: 'Exa\u202emple' }, 'fail PARTNER_TEXT_UNSAFE name'],
  ['a hidden character in a note', { notes: 'a\u200bb' }, 'fail PARTNER_TEXT_UNSAFE notes'],
  ['no ids', { ids: [] }, 'warn PARTNER_WITHOUT_IDS ids'],
  ['an id of no form', { ids: [{ kind: 'party', id: 'DE' }] }, 'fail PARTY_ID_FORM ids.0'],
  ['an id of another kind', { ids: [{ kind: 'party', id: 'DE*GEF' }] }, 'fail PARTY_ID_OTHER_KIND ids.0'],
  ['a foreign letter', { ids: [{ kind: 'party', id: 'D\u0415GEF' }] }, 'fail PARTY_ID_FOREIGN_LETTER ids.0'],
  ['the reference’s separator', { ids: [{ kind: 'sub-emsp', id: 'DE*GDF' }] }, 'warn PARTY_ID_SEPARATOR ids.0'],
  [
    'an id twice in two cases',
    {
      ids: [
        { kind: 'sub-cpo', id: 'DE*GEF' },
        { kind: 'party', id: 'DEGEF' },
        { kind: 'sub-cpo', id: 'de*gef' },
      ],
    },
    'fail PARTY_ID_DUPLICATE ids.2',
  ],
  [
    'a confirmation from the future',
    { ids: [{ kind: 'party', id: 'DEGEF', confirmed: { ...confirmed, at: '2026-03-01T12:11:00.000Z' } }] },
    'fail CONFIRMATION_FUTURE ids.0.confirmed',
  ],
  [
    'a confirmation by nobody',
    { ids: [{ kind: 'party', id: 'DEGEF', confirmed: { ...confirmed, by: '' } }] },
    'fail CONFIRMATION_NOBODY ids.0.confirmed',
  ],
  [
    'a mail address that is none',
    { contacts: [{ name: 'B', role: '', phone: '', mail: 'ops at example' }] },
    'fail CONTACT_MAIL contacts.0',
  ],
  [
    'a phone number that is none',
    { contacts: [{ name: 'B', role: '', phone: 'call me', mail: '' }] },
    'fail CONTACT_PHONE contacts.0',
  ],
  [
    'a contact without a name',
    { contacts: [{ name: '', role: 'security', phone: '', mail: '' }] },
    'warn CONTACT_NAMELESS contacts.0',
  ],
  ['a name pattern that is none', { allowedNames: ['example.org'] }, 'fail NAME_PATTERN_KIND allowedNames.0'],
])('%s is told', (_what, change, expected) => {
  expect(findings(change)).toEqual([expected]);
});

describe('the usual form', () => {
  test('trims texts, drops empty contacts and doubles, and spells patterns the usual way', () => {
    const spec = usualPartner({
      ...example,
      name: '  Example \t CPO ',
      ids: [{ kind: 'party', id: ' DEgef ' }],
      contacts: [{ name: ' ', role: '', phone: '', mail: '' }, ...example.contacts],
      allowedAlgorithms: ['ed25519', 'ec-p256', 'ed25519'],
      allowedNames: ['dns:*.Example.org', 'dns:*.example.org', ' ', 'no pattern'],
      authorityIds: ['a', 'b', 'a'],
      notes: ' one\r\ntwo ',
    });
    expect(spec).toMatchObject({
      name: 'Example CPO',
      ids: [{ kind: 'party', id: 'DEgef' }],
      contacts: example.contacts,
      allowedAlgorithms: ['ec-p256', 'ed25519'],
      allowedNames: ['dns:*.example.org', 'no pattern'],
      authorityIds: ['a', 'b'],
      notes: 'one\ntwo',
    });
  });

  test('is its own usual form', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(' a  b', 'dns:*.EX.org', '\t', 'x\r\ny'));
    fc.assert(
      fc.property(text, text, text, fc.array(text), (name, id, note, allowedNames) => {
        const ids = [{ kind: 'party' as const, id, confirmed: { ...confirmed, note } }];
        const once = usualPartner({ ...example, name, ids, allowedNames, notes: note });
        expect(usualPartner(once)).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
});

describe('keys', () => {
  test('of names ignore case and blanks', () => {
    expect(partnerNameKey(' Example  CPO ')).toBe(partnerNameKey('example cpo'));
    expect(partnerNameKey('Example CPO')).not.toBe(partnerNameKey('ExampleCPO'));
  });

  test('of ids are equal when kind and spelling but for case are', () => {
    const id = fc.stringMatching(/^[A-Za-z]{2}[*-]?[A-Za-z0-9]{3}$/);
    fc.assert(
      fc.property(id, (text) => {
        const key = registeredIdKey({ kind: 'sub-cpo', id: text });
        expect(registeredIdKey({ kind: 'sub-cpo', id: text.toLowerCase() })).toBe(key);
        expect(registeredIdKey({ kind: 'sub-emsp', id: text })).not.toBe(key);
        expect(registeredIdKey({ kind: 'sub-cpo', id: `${text}X` })).not.toBe(key);
      }),
      { numRuns: 100 },
    );
  });

  test('of shapes are equal for ids that look alike', () => {
    expect(registeredIdShape('DE*G0F')).toBe(registeredIdShape('de-gof'));
    expect(registeredIdShape('DEGEF')).toBe(registeredIdShape('D\u0415*GEF'));
    expect(registeredIdShape('DEGEF')).not.toBe(registeredIdShape('DEGFF'));
  });
});
