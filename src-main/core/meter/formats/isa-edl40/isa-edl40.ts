import type { DecodedPiece, MeterData, MeterDecoder, MeterReading } from '../../meter-types.ts';
import {
  BLOCK,
  contractText,
  edlAlgorithm,
  edlReading,
  edlSignature,
  localSeconds,
  meterTime,
} from '../edl40/edl-block.ts';
import { ISA_PAGE, looksLikeSml, malformed, numberOf, smlOf } from '../edl40/edl40.ts';
import { octetsOf, type SmlEntry } from '../edl40/sml.ts';

const ACTUAL = '0100010800ff';
const START = '010001080080';
const CONTRACT = '8182815401ff';
const ESTH = '8180816101ff';
const LISTS: Readonly<Record<string, 'START' | 'UPDATE' | 'STOP'>> = {
  '8180816200ff': 'START',
  '8180816201ff': 'UPDATE',
  '8180816202ff': 'STOP',
};

/** ISA-EDL40 of Isabellenhütte: the list's name is signed and says whether it is the start; a STOP holds both values. */
export const isaEdl40: MeterDecoder = {
  format: 'ISA_EDL_40_P',
  recognises: (data) => looksLikeSml(data) && (smlOf(data)?.entries.some(({ name }) => name === ISA_PAGE) ?? false),
  decode: (data) => [decode(data)],
};

function decode(data: MeterData): DecodedPiece {
  const list = smlOf(data);
  const entry = (name: string): SmlEntry | undefined => list?.entries.find((one) => one.name === name);
  const [actual, start] = [entry(ACTUAL), entry(START)];
  const [now, then, page] = [numberOf(actual), numberOf(start), numberOf(entry(ISA_PAGE))];
  const kind = LISTS[list?.listName ?? ''];
  if (list?.signature === undefined || kind === undefined) return malformed('isa-list');
  if (actual?.time === undefined || start?.time === undefined || now === undefined || then === undefined) {
    return malformed('isa-values');
  }
  const { rs, log } = edlSignature(list.signature);
  if (page === undefined || rs.length !== 64) return malformed('isa-signature');
  const contract = octetsOf(entry(CONTRACT)?.value) ?? new Uint8Array();
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  const reading = (one: SmlEntry, at: { time: number; status: number; obis: number }, value: bigint): void => {
    view.setUint32(at.time, localSeconds(one.time ?? { unix: 0, offset: 0 }), true);
    view.setUint8(at.status, one.status?.at(-1) ?? 0);
    block.set(Buffer.from(one.name, 'hex').subarray(0, 6), at.obis);
    view.setUint8(at.obis + 6, one.unit ?? 0);
    view.setInt8(at.obis + 7, one.scaler);
    view.setBigInt64(at.obis + 8, BigInt.asIntN(64, value), true);
  };
  block.set(list.server.subarray(0, 10), 0);
  reading(actual, { time: 10, status: 14, obis: 15 }, now);
  block.set(log ?? new Uint8Array(2), 31);
  block.set((actual.signature ?? new Uint8Array()).subarray(0, 66), 33);
  block.set(contract.subarray(0, 128), 99);
  block.set((octetsOf(entry(ESTH)?.value) ?? new Uint8Array()).subarray(0, 20), 231);
  reading(start, { time: 227, status: 251, obis: 252 }, then);
  block.set(Buffer.from(list.listName, 'hex'), 268);
  view.setUint32(274, Number(BigInt.asUintN(32, page)), true);

  const user = contractText(contract);
  return {
    record: {
      format: 'ISA_EDL_40_P',
      signed: block,
      signature: rs,
      algorithm: edlAlgorithm(rs),
      keys: data.keys,
      readings: readings(kind, actual, start, now, then),
      names: { meter: Buffer.from(list.server).toString('hex'), ...(user === '' ? {} : { user }) },
      page: { context: 'page', number: Number(BigInt.asUintN(32, page)), rule: 'rises' },
      findings: [],
      isWhole: kind === 'STOP',
    },
  };
}

/** The start value is in each list; in a START list the actual value is the same reading. */
function readings(
  kind: 'START' | 'UPDATE' | 'STOP',
  actual: SmlEntry,
  start: SmlEntry,
  now: bigint,
  then: bigint,
): readonly MeterReading[] {
  const time = ({ time: at }: SmlEntry): MeterReading['time'] => meterTime(at ?? { unix: 0, offset: 0 });
  const one = (entry: SmlEntry, value: bigint, role: MeterReading['role']): MeterReading => ({
    ...edlReading(
      { obis: Buffer.from(entry.name, 'hex'), unit: entry.unit ?? 0, scaler: entry.scaler, value },
      time(entry),
      { role, roleText: kind },
    ),
    // The start value's OBIS has another storage number; it is the same register.
    register: '1.8.0',
    kind: 'import',
  });
  const begin = one(start, then, 'begin');
  if (kind === 'START') return [begin];
  return [begin, one(actual, now, kind === 'STOP' ? 'end' : 'other')];
}
