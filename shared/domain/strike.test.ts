import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyStrike, type Claims, claimsNoMore } from './strike.ts';

const claims: Claims = {
  ids: { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF', 'de-gdf'] },
  names: [
    { kind: 'dns', value: 'cpo.example.org' },
    { kind: 'ip', value: '192.0.2.1' },
  ],
};
const nothing: Claims = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

test('an id is struck in every letter case, within its own list', () => {
  const end = applyStrike(claims, { ...nothing, ids: { ...nothing.ids, partyIds: ['degef'], subEmspIds: ['DE-GDF'] } });
  expect(end).toMatchObject({
    ok: true,
    value: { ids: { partyIds: ['DEGE2'], subCpoIds: ['DE*GEF'], subEmspIds: [] }, names: claims.names },
  });
});

test('a name is struck by its kind and value', () => {
  const end = applyStrike(claims, { ...nothing, names: [{ kind: 'dns', value: 'CPO.example.org' }] });
  expect(end).toMatchObject({ ok: true, value: { names: [{ kind: 'ip', value: '192.0.2.1' }] } });
});

test('striking what is not there is refused: another list, another kind, another id', () => {
  const strike = {
    ids: { ...nothing.ids, partyIds: ['DE*GEF'] },
    names: [{ kind: 'mail', value: '192.0.2.1' }],
  } as const;
  expect(applyStrike(claims, strike)).toEqual({
    ok: false,
    error: { code: 'STRIKE_UNKNOWN', values: ['DE*GEF', 'mail:192.0.2.1'] },
  });
});

test('an id that is claimed twice stays once', () => {
  const end = applyStrike(claims, nothing);
  expect(end).toMatchObject({ ok: true, value: { ids: { subEmspIds: ['DE-GDF'] } } });
});

const id = fc.constantFrom('DEGEF', 'degef', 'DEABC', 'FRXYZ', 'DE*GEF', 'DE-GDF');
const ids = fc.record({ partyIds: fc.array(id), subCpoIds: fc.array(id), subEmspIds: fc.array(id) });
const names = fc.array(
  fc.record({ kind: fc.constantFrom('dns', 'mail'), value: fc.constantFrom('a.example', 'B.example', 'b.example') }),
);
const anyClaims = fc.record({ ids, names });

test('what is left is always claimed by the request and never struck', () => {
  fc.assert(
    fc.property(anyClaims, anyClaims, (request, strike) => {
      const end = applyStrike(request, strike);
      if (!end.ok) return;
      expect(claimsNoMore(end.value, request)).toBe(true);
      const left = [...end.value.ids.partyIds].map((text) => text.toLowerCase());
      expect(strike.ids.partyIds.some((text) => left.includes(text.toLowerCase()))).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('claiming one id or name more is noticed', () => {
  expect(claimsNoMore({ ...claims, ids: { ...claims.ids, partyIds: ['DEGEF', 'FRXYZ'] } }, claims)).toBe(false);
  expect(claimsNoMore({ ...claims, names: [{ kind: 'dns', value: 'other.example' }] }, claims)).toBe(false);
  expect(claimsNoMore({ ...claims, ids: { ...claims.ids, subCpoIds: ['DE-GDF'] } }, claims)).toBe(false);
  expect(claimsNoMore(nothing, claims)).toBe(true);
});
