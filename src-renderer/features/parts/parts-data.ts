import type { ByteField } from '../../ui/byte-fields.ts';
import type { TypedId } from '../../ui/id-chip.tsx';

/** Invented data of the design system page; the bytes are three OCPI attributes of a CSR and one unknown value. */
export const SAMPLE_HEX = [
  '301c06082a03040506070801311030 0e0c0544454745460c054445474532',
  '301e06082a030405060708023112 30100c0644452a4745460c0644452a474532',
  '301c06082a0304050607060131100c0e6370 6f312d656d7370312d6b6579',
  '0c08656e763d70726f64',
].join('');

export const SAMPLE_BYTES = Uint8Array.from(SAMPLE_HEX.replace(/\s/gu, '').match(/../gu) ?? [], (pair) =>
  Number.parseInt(pair, 16),
);

export const SAMPLE_FIELDS: readonly ByteField[] = [
  { id: 'partyIds', label: 'partyIds', start: 0, end: 30 },
  { id: 'partyIds.0', label: 'partyIds, DEGEF', start: 16, end: 23 },
  { id: 'partyIds.1', label: 'partyIds, DEGE2', start: 23, end: 30 },
  { id: 'subCPOIds', label: 'subCPOIds', start: 30, end: 62 },
  { id: 'keyGroupId', label: 'keyGroupId', start: 62, end: 92 },
];

export const SAMPLE_SHA256 = '501600a3c1d94e7725b2f04c9d6a88e13f5b72c0419ad2e6b7c8f1035a6ed261';
export const SAMPLE_URI = 'pkcs11:token=GEF-CARD-07;serial=004F61A317C2;id=%04;type=private';

export const SAMPLE_IDS: readonly TypedId[] = [
  { kind: 'party', value: 'DEGEF' },
  { kind: 'subCpo', value: 'DE*GEF' },
  { kind: 'subEmsp', value: 'DE-GDF' },
];

const HOUR = 3_600_000;

/** Days (and hours) from a moment; the page's dates move with the clock. */
export function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 24 * HOUR);
}

export interface SampleKey {
  readonly id: string;
  readonly label: string;
  readonly ids: readonly TypedId[];
  readonly bits: number;
  readonly ends: Date;
  readonly state: 'active' | 'retired' | 'requested';
}

/** Row `index` of an endless list, computed and not stored. */
function sampleKey(index: number, now: Date): SampleKey {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const name = `${letters.charAt(index % 26)}${letters.charAt((index * 7 + 3) % 26)}${letters.charAt((index * 11 + 5) % 26)}`;
  return {
    id: `key-${index}`,
    label: `${name.toLowerCase()}-key-${index}`,
    ids: [
      { kind: 'party', value: `DE${name}` },
      ...(index % 3 === 0 ? [{ kind: 'subCpo', value: `DE*${name}` } as const] : []),
      ...(index % 5 === 0 ? [{ kind: 'subEmsp', value: `DE-${name}` } as const] : []),
    ],
    bits: index % 4 === 0 ? 384 : 256,
    ends: daysFrom(now, (index % 90) - 9),
    state: index % 90 < 9 ? 'retired' : index % 7 === 0 ? 'requested' : 'active',
  };
}

/** Rows by position; a row keeps its identity, as rows of a cache do, so that the table draws it once. */
export function sampleRows(now: Date): (index: number) => SampleKey {
  const made = new Map<number, SampleKey>();
  return (index) => {
    const row = made.get(index) ?? sampleKey(index, now);
    made.set(index, row);
    return row;
  };
}
