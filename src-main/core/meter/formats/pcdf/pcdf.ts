import { energyOf } from '../../energy.ts';
import type { DecodedPiece, MeterDecoder, MeterFinding, MeterReading, MeterTime } from '../../meter-types.ts';
import { looseHex } from '../../text-data.ts';

const START = '128.8.0(';
const FIELDS = ['ST', 'CT', 'CD', 'TV', 'BV', 'CSC', 'SP', 'RV', 'SI', 'CS', 'HW', 'DT', 'PK', 'SG'];

/** Porsche Charging Data Format: one line a session; the energy is the session's own, so there is no beginning and end. */
export const pcdf: MeterDecoder = {
  format: 'PCDF',
  recognises: ({ text }) => bare(text).startsWith(START),
  decode: ({ text, keys }) =>
    bare(text)
      .split(/(?=128\.8\.0\()/)
      .map((line) => decodeLine(line.trim(), keys)),
};

/** Without STX, ETX and quotes around. */
function bare(text: string): string {
  return text
    .replaceAll('\u0002', '')
    .replaceAll('\u0003', '')
    .replace(/^["'\s]+|["'\s]+$/g, '');
}

function decodeLine(line: string, others: Parameters<MeterDecoder['decode']>[0]['keys']): DecodedPiece {
  const groups = [...line.slice('128.8.0'.length).matchAll(/\(([A-Z]{2,3}):([^()]*)\)/g)];
  const order = groups.map(([, name]) => name);
  const signedEnd = line.indexOf('(SG:');
  if (order.join() !== FIELDS.join() || signedEnd < 0) return malformed('pcdf-fields');
  const field = new Map(groups.map(([, name = '', value = '']) => [name, value]));
  const signature = looseHex(field.get('SG') ?? '');
  const match = /^(\d{1,12}\.\d{1,6})\*(kWh)$/.exec(field.get('RV') ?? '');
  if (signature === undefined || match === null) return malformed(match === null ? 'pcdf-energy' : 'pcdf-signature');
  const [, value = '', unit = ''] = match;
  const [begin, end] = [timeOf(field.get('ST') ?? ''), timeOf(field.get('CT') ?? '')];
  const energy = energyOf(value, unit);
  const base = { obis: '128.8.0', register: '128.8.0', kind: 'import', unit } as const;
  const readings: MeterReading[] = [
    { ...base, role: 'begin', roleText: 'ST', time: begin, value: '0', wh: '0', resolution: energy?.resolution ?? 0 },
    { ...base, role: 'end', roleText: 'CT', time: end, value, ...energy },
  ];
  return {
    record: {
      format: 'PCDF',
      ...(field.get('TV') === undefined ? {} : { version: field.get('TV') ?? '' }),
      signed: Buffer.from(line.slice(0, signedEnd), 'latin1'),
      signature,
      algorithm: { curve: 'secp256r1', hash: 'sha256', form: 'der', isExtension: false },
      keys: [{ origin: 'record', value: field.get('PK') ?? '' }, ...others],
      readings,
      names: { meter: field.get('HW') ?? '', session: field.get('SI') ?? '', firmware: field.get('CS') ?? '' },
      findings: billing(field),
      isWhole: true,
    },
  };
}

function malformed(reason: string): DecodedPiece {
  return { fault: { code: 'MALFORMED', reason } };
}

/** BV and SP say whether the record may be billed at all. */
function billing(field: ReadonlyMap<string, string>): readonly MeterFinding[] {
  return ['BV', 'SP'].flatMap((name) => {
    const found = field.get(name) ?? '';
    return found === '1'
      ? []
      : [
          {
            code: 'BILLING_NOT_VALID',
            severity: 'violation',
            found: `${name}:${found}`.slice(0, 40),
            wanted: `${name}:1`,
          } as const,
        ];
  });
}

/** `200501162017` is yyMMddHHmmss in the station's local time; no offset is signed, so that there is no moment in UTC. */
function timeOf(text: string): MeterTime {
  const match = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (match === null) return { text: text.slice(0, 40), quality: 'unstated' };
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  return { text: `20${year}-${month}-${day}T${hour}:${minute}:${second}`, quality: 'unstated' };
}
