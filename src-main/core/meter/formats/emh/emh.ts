import { type JsonRecord, parseExactObject, recordAt, textAt, wholeAt } from '../../exact-json.ts';
import type { DecodedPiece, MeterData, MeterDecoder } from '../../meter-types.ts';
import { looseHex } from '../../text-data.ts';
import { edlAlgorithm, edlBlock, edlReading, edlSignature, type LocalTime, meterTime } from '../edl40/edl-block.ts';
import { malformed } from '../edl40/edl40.ts';

/** EMH meters in chargeIT's first JSON: the fields of the EDL40 block, and the contract id as text. */
export const emh: MeterDecoder = {
  format: 'EMH',
  recognises: ({ text }) =>
    text.startsWith('{') && text.includes('"measuredValue"') && text.includes('"additionalInfo"'),
  decode: (data) => [decode(data)],
};

function decode({ text, keys }: MeterData): DecodedPiece {
  const value = parseExactObject(text);
  const measured = recordAt(value, 'measuredValue');
  const info = recordAt(value, 'additionalInfo');
  const indexes = recordAt(info, 'indexes');
  const contract = recordAt(value, 'contract');
  const meter = recordAt(value, 'meterInfo');
  const meterId = textAt(meter, 'meterId') ?? '';
  const server = looseHex(meterId);
  const page = looseHex(textAt(value, 'measurementId') ?? '');
  const status = looseHex(textAt(info, 'status') ?? '');
  const log = looseHex(textAt(indexes, 'logBook') ?? '');
  const obis = looseHex(textAt(recordAt(value, 'measurand'), 'id') ?? '');
  const signature = looseHex(textAt(value, 'signature') ?? '');
  const [time, contractTime] = [localTime(measured), localTime(contract)];
  const [seconds, unit, scaler] = [
    wholeAt(indexes, 'timer'),
    wholeAt(measured, 'unitEncoded'),
    wholeAt(measured, 'scale'),
  ];
  const digits = textAt(measured, 'value') ?? '';
  if (
    server === undefined ||
    page?.length !== 4 ||
    obis?.length !== 6 ||
    signature === undefined ||
    time === undefined
  ) {
    return malformed('emh-fields');
  }
  if (seconds === undefined || unit === undefined || scaler === undefined || !/^-?\d{1,18}$/.test(digits)) {
    return malformed('emh-values');
  }
  const cut = edlSignature(signature);
  if (cut.rs.length !== 48 && cut.rs.length !== 64) return malformed('emh-signature');
  const user = textAt(contract, 'id') ?? '';
  const number = Buffer.from(page).readUInt32BE();
  const fields = {
    server,
    time,
    status: status?.at(-1) ?? 0,
    seconds,
    page: number,
    obis,
    unit: unit & 255,
    scaler: Math.max(-128, Math.min(127, scaler)),
    value: BigInt(digits),
    log: cut.log ?? log ?? new Uint8Array(2),
    contract: Buffer.from(user, 'utf8'),
    contractTime: contractTime ?? { unix: 0, offset: 0 },
  };
  const key = textAt(meter, 'publicKey');
  return {
    record: {
      format: 'EMH',
      signed: edlBlock(fields),
      signature: cut.rs,
      algorithm: edlAlgorithm(cut.rs),
      keys: [...(key === undefined ? [] : [{ origin: 'message', value: key } as const]), ...keys],
      readings: [edlReading(fields, meterTime(time))],
      names: { meter: meterId.toLowerCase(), ...(user === '' ? {} : { user: user.slice(0, 300) }) },
      page: { context: 'page', number, rule: 'rises' },
      seconds,
      fixed: `log ${Buffer.from(fields.log).toString('hex')}`,
      findings: [],
    },
  };
}

function localTime(from: JsonRecord | undefined): LocalTime | undefined {
  const local = recordAt(from, 'timestampLocal');
  const [unix, offset, season] = [
    wholeAt(local, 'timestamp'),
    wholeAt(local, 'localOffset'),
    wholeAt(local, 'seasonOffset'),
  ];
  return unix === undefined || unix < 0 || unix >= 2 ** 32
    ? undefined
    : { unix, offset: (offset ?? 0) + (season ?? 0) };
}
