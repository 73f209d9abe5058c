import type { DecodedPiece, MeterData, MeterDecoder } from '../../meter-types.ts';
import { looseHex } from '../../text-data.ts';
import { childNamed, childText, descendantsNamed, readXml, type XmlElement } from '../../xml-tree.ts';
import {
  contractText,
  edlAlgorithm,
  edlBlock,
  edlReading,
  edlSignature,
  type LocalTime,
  meterTime,
} from '../edl40/edl-block.ts';
import { malformed } from '../edl40/edl40.ts';

const OBIS = Buffer.from('0100011100ff', 'hex');
const WATT_HOURS = 30;
const MOST = 5000;

/** XML of Mennekes (`Billing` or `ChargingProcess`, with or without its namespace): start and end of each process are signed. */
export const mennekes: MeterDecoder = {
  format: 'EDL_40_MENNEKES',
  recognises: ({ text }) => text.startsWith('<') && /<(?:\w+:)?(?:Billing|ChargingProcess)[\s>]/.test(text),
  decode: (data) => {
    const root = readXml(data.text);
    const processes = root === undefined ? [] : descendantsNamed(root, 'ChargingProcess').slice(0, MOST);
    if (processes.length === 0) return [malformed('mennekes-xml')];
    return processes.flatMap((process) => [
      decodeMeasurement(process, 'MeasurementStart', data),
      decodeMeasurement(process, 'MeasurementEnd', data),
    ]);
  },
};

function decodeMeasurement(
  process: XmlElement,
  name: 'MeasurementStart' | 'MeasurementEnd',
  { keys }: MeterData,
): DecodedPiece {
  const measured = childNamed(process, name);
  const [server, contract] = [childText(process, 'ServerId'), childText(process, 'CustomerIdent')].map((text) =>
    looseHex(text ?? ''),
  );
  const key = childText(process, 'PublicKey');
  const signature = looseHex(childText(measured, 'Signature') ?? '');
  const contractTime = timeOf(
    childText(process, 'TimestampCustomerIdent') ?? childText(process, 'CustomerIdentTimestamp'),
  );
  const time = timeOf(childText(measured, 'Timestamp'));
  const whole = (field: string): bigint | undefined => wholeOf(childText(measured, field));
  const [status, value, scaler, page, seconds, events] = [
    whole('MeterStatus'),
    whole('Value'),
    whole('Scaler'),
    whole('Pagination'),
    whole('SecondIndex'),
    whole('EventCounter'),
  ];
  if (server === undefined || signature === undefined || time === undefined) return malformed('mennekes-fields');
  if (value === undefined || scaler === undefined || page === undefined || seconds === undefined) {
    return malformed('mennekes-values');
  }
  const { rs, log } = edlSignature(signature);
  if (rs.length !== 48 && rs.length !== 64) return malformed('mennekes-signature');
  const eventLog = Uint8Array.of(Number(((events ?? 0n) >> 8n) & 255n), Number((events ?? 0n) & 255n));
  const fields = {
    server,
    time,
    status: Number((status ?? 0n) & 255n),
    seconds: Number(BigInt.asUintN(32, seconds)),
    page: Number(BigInt.asUintN(32, page)),
    obis: OBIS,
    unit: WATT_HOURS,
    scaler: Number(BigInt.asIntN(8, scaler)),
    value: BigInt.asIntN(64, value),
    log: log ?? eventLog,
    contract: contract ?? new Uint8Array(),
    contractTime: contractTime ?? { unix: 0, offset: 0 },
  };
  const user = contractText(fields.contract);
  return {
    record: {
      format: 'EDL_40_MENNEKES',
      signed: edlBlock(fields),
      signature: rs,
      algorithm: edlAlgorithm(rs),
      keys: [...(key === undefined || key === '' ? [] : [{ origin: 'message', value: key } as const]), ...keys],
      readings: [edlReading(fields, meterTime(time), { role: 'unstated', roleText: name })],
      names: { meter: Buffer.from(server).toString('hex'), ...(user === '' ? {} : { user }) },
      page: { context: 'page', number: fields.page, rule: 'rises' },
      seconds: fields.seconds,
      fixed: `log ${Buffer.from(fields.log).toString('hex')}`,
      findings: [],
    },
  };
}

function wholeOf(text: string | undefined): bigint | undefined {
  return text !== undefined && /^-?\d{1,18}$/.test(text) ? BigInt(text) : undefined;
}

/** RFC 3339 with its offset: the meter signs local seconds. */
export function timeOf(text: string | undefined): LocalTime | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:([+-])(\d\d):(\d\d)|Z)$/.exec(text ?? '');
  if (match === null) return undefined;
  const at = Date.parse(text ?? '');
  if (Number.isNaN(at)) return undefined;
  const offset = match[2] === undefined ? 0 : (match[2] === '-' ? -1 : 1) * (Number(match[3]) * 60 + Number(match[4]));
  return { unix: Math.floor(at / 1000), offset };
}
