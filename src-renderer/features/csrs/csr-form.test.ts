import { expect, test } from 'vitest';
import type { CsrSpec } from '../../../shared/contract/csrs.ts';
import { daysOf, formOfSpec, specOfForm } from './csr-form.ts';
import { searchWords } from './csr-search.ts';

const spec: CsrSpec = {
  subject: [
    { type: 'CN', value: 'cpo1.example' },
    { type: 'OU', value: 'Keys' },
  ],
  san: [{ kind: 'dns', value: 'cpo1.example' }],
  keyGroupId: 'cpo1-emsp1-key',
  keySerial: '01941f29-7c00-7000-8000-000000000008',
  notBefore: '2026-11-25T00:00:00Z',
  notAfter: '2026-12-25T00:00:30Z',
  ids: { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
  encoding: 'set',
  padding: 'pss',
};

test('a spec goes through the form unchanged', () => {
  expect(specOfForm(formOfSpec(spec))).toEqual(spec);
});

test('ends that are left open stay open', () => {
  const open = Object.fromEntries(
    Object.entries(spec).filter(([name]) => !name.startsWith('not')),
  ) as unknown as CsrSpec; // both ends may be absent
  expect(specOfForm(formOfSpec(open))).toEqual(open);
});

test('empty parts and names are not sent, and nothing is sent while a time cannot be read', () => {
  const form = formOfSpec(spec);
  const emptied = {
    ...form,
    claims: { ...form.claims, subject: { ...form.claims.subject, OU: '' }, san: [{ kind: 'ip' as const, value: '' }] },
  };
  expect(specOfForm(emptied)).toMatchObject({ subject: [{ type: 'CN', value: 'cpo1.example' }], san: [] });
  expect(specOfForm({ ...form, notAfter: '2026-02-30' })).toBeUndefined();
});

test('the length of the window is told in days, and not at all where it makes no sense', () => {
  const form = formOfSpec(spec);
  expect(daysOf({ ...form, notAfter: '2026-12-25' })).toBe(30);
  expect(daysOf({ ...form, notAfter: '2026-11-01' })).toBeUndefined();
  expect(daysOf({ ...form, notAfter: '' })).toBeUndefined();
});

test.each([
  ['5016 00a3 d261', '501600a3d261'],
  ['50:16:00:A3', '501600a3'],
  ['DE*GEF', 'DE*GEF'],
  ['cafe', 'cafe'],
  ['face the facts', 'face the facts'],
])('%j is searched as %j: fingerprints in any spacing, words as typed', (typed, sought) => {
  expect(searchWords(typed)).toBe(sought);
});
