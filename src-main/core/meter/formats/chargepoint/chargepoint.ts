import { energyOf } from '../../energy.ts';
import { type JsonRecord, parseExactObject, recordAt, recordsOf, textAt } from '../../exact-json.ts';
import type { DecodedPiece, MeterData, MeterDecoder, MeterReading } from '../../meter-types.ts';

/**
 * ChargePoint: the file `secrrct` (JSON) whose exact bytes are signed, and `secrrct.sign` (DER) beside it. Whoever has both files
 * joins them with `chargepointPair`; the JSON alone is told as a record without a signature.
 */
export const chargepoint: MeterDecoder = {
  format: 'CHARGEPOINT',
  recognises: ({ text }) => text.startsWith('{') && text.includes('"meter_startreading"'),
  decode: (data) => [decodeChargepoint(data, new Uint8Array())],
};

/** @param signature bytes of `secrrct.sign` */
export function decodeChargepoint({ bytes, text, keys }: MeterData, signature: Uint8Array): DecodedPiece {
  const receipt = parseExactObject(text);
  const info = recordAt(receipt, 'additional_info') ?? receipt;
  const unit = textAt(info, 'energy_units') ?? '';
  const [begin, end] = [textAt(info, 'meter_startreading'), textAt(info, 'meter_endreading')];
  if (begin === undefined || end === undefined) return { fault: { code: 'MALFORMED', reason: 'chargepoint-readings' } };
  if (signature.length === 0) return { fault: { code: 'MALFORMED', reason: 'chargepoint-signature-file' } };
  const [stay] = recordsOf(receipt?.['parking']);
  const reading = (role: 'begin' | 'end', value: string): MeterReading => ({
    role,
    roleText: role === 'begin' ? 'meter_startreading' : 'meter_endreading',
    time: unixTime(stay, role === 'begin' ? 'start_time_utc' : 'end_time_utc'),
    obis: '',
    register: 'meter',
    kind: 'import',
    value,
    unit,
    ...energyOf(value, unit),
  });
  const meter = textAt(info, 'meter_serial');
  return {
    record: {
      format: 'CHARGEPOINT',
      signed: bytes,
      signature,
      algorithm: { hash: 'by-curve', form: 'der', isExtension: false },
      keys,
      readings: [reading('begin', begin), reading('end', end)],
      names: {
        ...(meter === undefined ? {} : { meter: meter.slice(0, 100) }),
        session: textAt(info, 'session_id') ?? '',
        gateway: textAt(info, 'station_mac') ?? '',
      },
      findings: [],
      isWhole: true,
    },
  };
}

function unixTime(from: JsonRecord | undefined, name: string): MeterReading['time'] {
  const text = textAt(from, name);
  const seconds = text !== undefined && /^\d{1,11}$/.test(text) ? Number(text) : undefined;
  if (seconds === undefined) return { text: text ?? '', quality: 'unstated' };
  const at = seconds * 1000;
  return { text: new Date(at).toISOString(), at, quality: 'unstated' };
}
