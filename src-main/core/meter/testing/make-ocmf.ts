import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A meter of a test: its key and how it writes records. */
export interface TestMeter {
  /** SubjectPublicKeyInfo in hex. */
  readonly publicKey: string;
  readonly pem: string;
  /** A record signed over exactly this payload. */
  record(payload: string, section?: Readonly<Record<string, string>>): string;
}

export function testMeter(namedCurve = 'prime256v1', hash = 'sha256'): TestMeter {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve,
  });
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('hex'),
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    record: (payload, section = {}) => {
      const signature = sign(hash, Buffer.from(payload, 'utf8'), privateKey).toString('hex');
      return `OCMF|${payload}|${JSON.stringify({ ...section, SD: signature })}`;
    },
  };
}

export interface TestReading {
  readonly TX?: string;
  readonly RV?: number | string;
  readonly TM?: string;
  readonly [name: string]: unknown;
}

const usual = { TM: '2026-03-01T10:00:00,000+0100 S', RI: '1-0:1.8.0', RU: 'kWh', RT: 'AC', EF: '', ST: 'G' };

/** A payload of usual form; what a test is about is put in its place. */
export function ocmfPayload(readings: readonly TestReading[], fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    FV: '1.0',
    GI: 'TEST GATEWAY',
    GS: 'G-1',
    PG: 'T10',
    MV: 'TEST',
    MM: 'METER 1',
    MS: 'M-1',
    IS: true,
    IL: 'VERIFIED',
    IF: [],
    IT: 'ISO14443',
    ID: '04A1B2C3',
    RD: readings.map((reading) => ({ ...usual, ...reading })),
    ...fields,
  });
}

/** Beginning and end in two records, ten kilowatt hours apart. */
export function twoRecords(
  meter: TestMeter,
  fields: Readonly<Record<string, unknown>> = {},
): readonly [string, string] {
  return [
    meter.record(ocmfPayload([{ TX: 'B', RV: 100.5 }], { PG: 'T10', ...fields })),
    meter.record(ocmfPayload([{ TX: 'E', RV: 110.5, TM: '2026-03-01T11:00:00,000+0100 S' }], { PG: 'T11', ...fields })),
  ];
}
