import { describe, expect, test } from 'vitest';
import type { OcpiCdr } from '../../../shared/contract/ocpi-objects.ts';
import type { MeterFindingCode } from '../../../shared/domain/signed-meter.ts';
import type { SessionReport } from './judge/judge-session.ts';
import type { KeySource } from './meter-types.ts';
import { ocmfPayload, testMeter, type TestMeter, twoRecords } from './testing/make-ocmf.ts';
import { usualRules, verifyMeterFile } from './verify-file.ts';
import { verifyCdrMeter } from './verify-cdr.ts';

const meter = testMeter();
const key = { origin: 'typed', value: meter.publicKey } as const;
const LATER = '2026-03-01T11:00:00,000+0100 S';

function session(text: string, settings = usualRules, keys: readonly KeySource[] = [key]): SessionReport {
  const [only] = verifyMeterFile({ bytes: Buffer.from(text), keys }, settings).sessions;
  if (only === undefined) throw new Error('no session');
  return only;
}
const codesOf = ({ findings }: SessionReport): readonly MeterFindingCode[] => findings.map(({ code }) => code);

/** A session of one record whose end reading or fields differ from what is usual. */
function one(end: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>> = {}): SessionReport {
  return session(
    meter.record(
      ocmfPayload(
        [
          { TX: 'B', RV: 100 },
          { TX: 'E', RV: 110, TM: LATER, ...end },
        ],
        fields,
      ),
    ),
  );
}
/** A session of two records, the second with other fields. */
function two(fields: Readonly<Record<string, unknown>>): SessionReport {
  const [begin] = twoRecords(meter);
  return session(
    `${begin}\n${meter.record(ocmfPayload([{ TX: 'E', RV: 110.5, TM: LATER }], { PG: 'T11', ...fields }))}`,
  );
}

test('the usual session is valid and has nothing to be told', () => {
  expect(one({})).toMatchObject({ verdict: 'VALID', findings: [], billing: { energyWh: '10000' } });
  expect(two({})).toMatchObject({ verdict: 'VALID', findings: [], billing: { energyWh: '10000' } });
});

test.each<[MeterFindingCode, () => SessionReport]>([
  ['METER_DIFFERS', () => two({ MS: 'M-2' })],
  ['GATEWAY_DIFFERS', () => two({ GS: 'G-2' })],
  ['USER_DIFFERS', () => two({ ID: '04FFFFFF' })],
  ['PAGINATION', () => two({ PG: 'T12' })],
  ['PAGINATION', () => two({ PG: 'T10' })],
  ['ENERGY_DECREASES', () => one({ RV: 99 })],
  ['TIME_DECREASES', () => one({ TM: '2026-03-01T09:00:00,000+0100 S' })],
  ['METER_STATUS', () => one({ ST: 'F' })],
  ['ENERGY_FLAG', () => one({ EF: 'E' })],
  ['NUMBER_UNREADABLE', () => one({ RV: 'a lot' })],
])('%s breaks a rule', (code, make) => {
  const report = make();
  expect(codesOf(report)).toContain(code);
  expect(['RULE_VIOLATION', 'INCOMPLETE']).toContain(report.verdict);
});

test.each<[MeterFindingCode, () => SessionReport]>([
  ['TIME_INFORMATIVE', () => one({ TM: '2026-03-01T11:00:00,000+0100 I' })],
  ['TIME_RELATIVE', () => one({ TM: '2026-03-01T11:00:00,000+0100 R' })],
  ['TIME_UNSYNCHRONISED', () => one({ TM: '2026-03-01T11:00:00,000+0100 U' })],
  ['TIME_UNREADABLE', () => one({ TM: 'yesterday' })],
  ['TIME_FLAG', () => one({ EF: 't' })],
  ['ID_LEVEL', () => one({}, { IL: 'MISMATCH' })],
  ['IMPLAUSIBLE_ENERGY', () => one({ RV: 1101 })],
  ['RV_NOT_A_NUMBER', () => one({ RV: ' 110' })],
])('%s is a warning', (code, make) => {
  const report = make();
  expect(codesOf(report)).toEqual([code]);
  expect(report.verdict).toBe('VALID');
});

test('a partner whose intermediate records are dropped may be told by a warning', () => {
  const [begin] = twoRecords(meter);
  const text = `${begin}\n${meter.record(ocmfPayload([{ TX: 'E', RV: 110, TM: LATER }], { PG: 'T19' }))}`;
  expect(session(text).verdict).toBe('RULE_VIOLATION');
  expect(session(text, { pagination: 'warning' })).toMatchObject({
    verdict: 'VALID',
    findings: [{ code: 'PAGINATION', severity: 'warning' }],
  });
});

test('registers are never mixed: compensated import is billed, its end alone counts', () => {
  const compensated = { RI: '1-0:98.8.0.FF' };
  const mixed = meter.record(
    ocmfPayload([
      { TX: 'B', RV: 0, ...compensated },
      { TX: 'B', RV: 100 },
      { TX: 'E', RV: 110, TM: LATER },
    ]),
  );
  expect(session(mixed)).toMatchObject({ verdict: 'INCOMPLETE', findings: [{ code: 'END_MISSING' }] });
});

test('bars inside of strings do not cut a record, and the signed text is what stands between the bars', () => {
  const record = meter.record(
    ocmfPayload(
      [
        { TX: 'B', RV: 1 },
        { TX: 'E', RV: 2, TM: LATER },
      ],
      { TT: '0,42 EUR|kWh "fair"' },
    ),
  );
  expect(session(record).verdict).toBe('VALID');
  expect(session(record.replace('OCMF|{', 'OCMF| {')).verdict).toBe('INVALID_SIGNATURE');
});

test('the same record twice is no session of its own', () => {
  const [begin] = twoRecords(meter);
  expect(session(`${begin}\n${begin}`).verdict).toBe('INCOMPLETE');
});

describe('keys', () => {
  const record = meter.record(
    ocmfPayload([
      { TX: 'B', RV: 1 },
      { TX: 'E', RV: 2, TM: LATER },
    ]),
  );
  const cdr = (by: TestMeter | undefined, more: Partial<OcpiCdr> = {}): OcpiCdr => ({
    kind: 'cdr',
    id: 'C',
    lastUpdated: null,
    other: [],
    startedAt: '2026-03-01T09:00:00Z',
    endedAt: '2026-03-01T10:00:00Z',
    periods: [],
    tariffs: [],
    totalEnergy: '1',
    driver: { uid: '04a1b2c3' },
    signedData: {
      encodingMethod: 'OCMF',
      ...(by === undefined ? {} : { publicKey: by.publicKey }),
      values: [{ nature: 'End', plainData: '', signedData: Buffer.from(record).toString('base64') }],
    },
    ...more,
  });
  const verify = (by: TestMeter | undefined, known: readonly KeySource[], more: Partial<OcpiCdr> = {}) =>
    verifyCdrMeter(cdr(by, more), { knownKeys: known, settings: usualRules });
  const ofLocation = (by: TestMeter): KeySource => ({ origin: 'location', value: by.publicKey, where: 'L1 meter' });

  test('of the message alone prove that nothing was changed, and say so', () => {
    expect(verify(meter, [])).toMatchObject({ verdict: 'VALID', findings: [{ code: 'KEY_FROM_MESSAGE' }] });
  });

  test('of the message that the location has too came from the location', () => {
    const report = verify(meter, [ofLocation(testMeter()), ofLocation(meter)]);
    expect(report).toMatchObject({ verdict: 'VALID', findings: [], pieces: [{ key: { origin: 'location' } }] });
  });

  test('of the message that the location does not have are a mismatch, though the signature be right', () => {
    const report = verify(meter, [ofLocation(testMeter())]);
    expect(report).toMatchObject({ verdict: 'KEY_MISMATCH', findings: [{ code: 'KEY_NOT_OF_METER' }] });
  });

  test('of the location alone: the one that fits is used', () => {
    expect(verify(undefined, [ofLocation(testMeter()), ofLocation(meter)])).toMatchObject({
      verdict: 'VALID',
      findings: [],
    });
    expect(verify(undefined, [])?.verdict).toBe('NO_KEY');
    expect(verify(undefined, [{ origin: 'location', value: 'no key at all' }])?.verdict).toBe('INVALID_KEY');
  });

  test.each<[MeterFindingCode, Partial<OcpiCdr>, 'RULE_VIOLATION' | 'VALID']>([
    ['ENERGY_DIFFERS', { totalEnergy: '1.002' }, 'RULE_VIOLATION'],
    ['TOKEN_DIFFERS', { driver: { uid: '04FFFFFF' } }, 'RULE_VIOLATION'],
    ['TOKEN_REVERSED', { driver: { uid: 'C3B2A104' } }, 'VALID'],
    ['TIME_OUTSIDE_CDR', { endedAt: '2026-03-01T09:57:00Z' }, 'VALID'],
  ])('a CDR that says otherwise: %s', (code, more, verdict) => {
    const report = verify(meter, [ofLocation(meter)], more);
    expect(report === undefined ? [] : codesOf(report)).toEqual([code]);
    expect(report?.verdict).toBe(verdict);
  });

  test.each(['1', '1.0', '1.0005'])('an energy of %s kWh is the same within a watt hour', (totalEnergy) => {
    expect(verify(meter, [ofLocation(meter)], { totalEnergy })?.verdict).toBe('VALID');
  });
});

test('XML with a document type, an unknown encoding or no values is refused with its reason', () => {
  const told = (text: string): string | undefined => session(text).pieces[0]?.fault?.reason;
  expect(told('<!DOCTYPE v [<!ENTITY a "b">]><values><value><signedData>&a;</signedData></value></values>')).toBe(
    'xml',
  );
  expect(told('<values><value><signedData encoding="base64">???</signedData></value></values>')).toBe(
    'safe-encoding base64',
  );
  expect(told('<values/>')).toBe('safe-no-values');
  expect(told('hello')).toBe('unknown-format');
});
