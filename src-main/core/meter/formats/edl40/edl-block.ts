import { decimalText, shifted } from '../../energy.ts';
import type { MeterReading, MeterRecord, MeterTime } from '../../meter-types.ts';
import { readObis } from '../../obis.ts';

/** What an EDL40 meter, its Mennekes and EMH relatives sign: 320 octets, little endian, what is not used is zero. */
export interface EdlFields {
  readonly server: Uint8Array;
  readonly time: LocalTime;
  readonly status: number;
  readonly seconds: number;
  readonly page: number;
  readonly obis: Uint8Array;
  readonly unit: number;
  readonly scaler: number;
  readonly value: bigint;
  readonly log: Uint8Array;
  readonly contract: Uint8Array;
  readonly contractTime: LocalTime;
  /** Fields of the newer meters (EMOC), which the older ones leave zero. */
  readonly more?: EmocFields;
}

export interface EmocFields {
  readonly historic: bigint;
  readonly historicCompensated: bigint;
  readonly resistance: number;
  readonly stopwatch: number;
  readonly price: number;
}

/** Unix seconds and the minutes that local time is ahead; the meter signs local seconds. */
export interface LocalTime {
  readonly unix: number;
  readonly offset: number;
}

export const BLOCK = 320;
const WATT_HOURS = 30;

export function edlBlock(fields: EdlFields): Uint8Array {
  const { server, time, status, seconds, page, obis, unit, scaler, value, log, contract, contractTime, more } = fields;
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  block.set(server.subarray(0, 10), 0);
  view.setUint32(10, localSeconds(time), true);
  view.setUint8(14, status & 255);
  view.setUint32(15, seconds, true);
  view.setUint32(19, page, true);
  block.set(obis.subarray(0, 6), 23);
  view.setUint8(29, unit);
  view.setInt8(30, scaler);
  view.setBigInt64(31, value, true);
  block.set(log.subarray(0, 2), 39);
  block.set(contract.subarray(0, 128), 41);
  view.setUint32(169, localSeconds(contractTime), true);
  if (more !== undefined) {
    view.setBigInt64(173, more.historic, true);
    view.setBigInt64(181, more.historicCompensated, true);
    view.setUint16(189, more.resistance, true);
    view.setUint32(191, more.stopwatch, true);
    view.setUint16(195, more.price, true);
  }
  return block;
}

export function localSeconds({ unix, offset }: LocalTime): number {
  return (unix + offset * 60) >>> 0;
}

/** Local seconds as they stand in a block, when the record does not say its offset. */
export function localTimeText(seconds: number): MeterTime {
  return { text: new Date(seconds * 1000).toISOString().slice(0, 19), quality: 'unstated' };
}

export function meterTime({ unix, offset }: LocalTime): MeterTime {
  const at = unix * 1000;
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const sign = offset < 0 ? '-' : '+';
  const text = `${local}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return { text, at, quality: 'unstated' };
}

/** A reading from number, scaler and unit; the scaled digits are exact. */
export function edlReading(
  from: { readonly obis: Uint8Array; readonly unit: number; readonly scaler: number; readonly value: bigint },
  time: MeterTime,
  role: Pick<MeterReading, 'role' | 'roleText'> = { role: 'unstated', roleText: '' },
): MeterReading {
  const obis = Buffer.from(from.obis).toString('hex');
  const value = decimalText(shifted({ digits: from.value, exponent: 0 }, from.scaler));
  const isEnergy = from.unit === WATT_HOURS;
  // Historic and transaction registers (1.17.x) count import as 1.8.x does.
  const { register, kind } = readObis(obis);
  return {
    ...role,
    time,
    obis,
    register,
    kind: kind === 'other' && register.startsWith('1.11.') ? 'import' : kind,
    value,
    unit: isEnergy ? 'Wh' : `unit ${from.unit}`,
    ...(isEnergy ? { wh: value, resolution: from.scaler } : {}),
  };
}

/** Curve and form by the length of the signature, its two log octets cut off: r‖s of 48 or 64. */
export function edlSignature(signature: Uint8Array): { readonly rs: Uint8Array; readonly log: Uint8Array | undefined } {
  const isLong = signature.length === 50 || signature.length === 66;
  return isLong ? { rs: signature.subarray(0, -2), log: signature.subarray(-2) } : { rs: signature, log: undefined };
}

export function edlAlgorithm(rs: Uint8Array): MeterRecord['algorithm'] {
  const curve = rs.length === 64 ? 'secp256r1' : 'secp192r1';
  return { curve, hash: 'sha256', form: 'raw', isExtension: false };
}

/** Contract ids are text where they are printable, else hex. */
export function contractText(contract: Uint8Array): string {
  const end = contract.findLastIndex((octet) => octet !== 0) + 1;
  const used = contract.subarray(0, end);
  const isText = used.length > 0 && used.every((octet) => octet >= 0x20 && octet < 0x7f);
  return Buffer.from(used).toString(isText ? 'latin1' : 'hex');
}
