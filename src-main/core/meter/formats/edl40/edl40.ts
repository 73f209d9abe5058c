import { looseHex } from '../../text-data.ts';
import type { DecodedPiece, MeterData, MeterDecoder } from '../../meter-types.ts';
import {
  contractText,
  edlAlgorithm,
  edlBlock,
  edlReading,
  edlSignature,
  type EmocFields,
  meterTime,
} from './edl-block.ts';
import { findSmlList, numberIn, octetsOf, readSml, type SmlEntry, type SmlList } from './sml.ts';

const CONTRACT = '8182815401ff';
const VALUES = ['0100011100ff', '0100010800ff', '0100010801ff'];
const PAGE = '8180817101ff';
const SECONDS = '810060080001';
const HISTORIC = '010001110064';
const HISTORIC_COMPENSATED = '0100011100c8';
const RESISTANCE = '00af6c6c72ff';
const STOPWATCH = '00af647572ff';
const PRICE = '00af707263ff';
/** ISA's page: lists of that kind belong to its own decoder. */
export const ISA_PAGE = '8180c7f040ff';

/** SML bytes of text in hex, or of the data as they are. */
export function smlOf({ bytes, text }: MeterData): SmlList | undefined {
  const isHex = /^1b\s*1b\s*1b\s*1b/i.test(text);
  const plain = isHex ? looseHex(text) : bytes;
  const messages = plain === undefined ? undefined : readSml(plain);
  return messages === undefined ? undefined : findSmlList(messages);
}

export function looksLikeSml({ bytes, text }: MeterData): boolean {
  return /^1b\s*1b\s*1b\s*1b/i.test(text) || [0, 1, 2, 3].every((at) => bytes[at] === 0x1b);
}

/** EDL40 in SML: eHZ meters of the S.A.F.E. kind with P-192, and the newer ones (EMOC) with P-256. */
export const edl40: MeterDecoder = {
  format: 'EDL_40_P',
  recognises: (data) => looksLikeSml(data),
  decode: (data) => [decode(data)],
};

function decode(data: MeterData): DecodedPiece {
  const list = smlOf(data);
  if (list === undefined) return malformed('sml');
  const entry = (name: string): SmlEntry | undefined => list.entries.find((one) => one.name === name);
  const value = VALUES.map(entry).find((one) => one !== undefined);
  const contract = entry(CONTRACT);
  const [page, seconds, energy] = [numberOf(entry(PAGE)), numberOf(entry(SECONDS)), numberOf(value)];
  if (list.signature === undefined) return malformed('sml-signature');
  if (value?.time === undefined || page === undefined || seconds === undefined || energy === undefined) {
    return malformed('sml-entries');
  }
  const { rs, log } = edlSignature(list.signature);
  if (rs.length !== 48 && rs.length !== 64) return malformed('sml-signature-length');
  const isEmoc = rs.length === 64;
  const contractId = octetsOf(contract?.value) ?? new Uint8Array();
  const fields = {
    server: list.server,
    time: value.time,
    status: statusByte(value.status, isEmoc),
    seconds: Number(BigInt.asUintN(32, seconds)),
    page: Number(BigInt.asUintN(32, page)),
    obis: Buffer.from(value.name, 'hex'),
    unit: value.unit ?? 0,
    scaler: value.scaler,
    value: BigInt.asIntN(64, energy),
    log: log ?? new Uint8Array(2),
    contract: contractId,
    contractTime: contract?.time ?? { unix: 0, offset: 0 },
  };
  const more: EmocFields = {
    historic: numberOf(entry(HISTORIC)) ?? 0n,
    historicCompensated: numberOf(entry(HISTORIC_COMPENSATED)) ?? 0n,
    resistance: Number(BigInt.asUintN(16, numberOf(entry(RESISTANCE)) ?? 0n)),
    stopwatch: Number(BigInt.asUintN(32, numberOf(entry(STOPWATCH)) ?? 0n)),
    price: Number(BigInt.asUintN(16, numberOf(entry(PRICE)) ?? 0n)),
  };
  const user = contractText(isEmoc ? withoutMark(contractId) : contractId);
  return {
    record: {
      format: 'EDL_40_P',
      signed: edlBlock(isEmoc ? { ...fields, more } : fields),
      signature: rs,
      algorithm: edlAlgorithm(rs),
      keys: data.keys,
      readings: [edlReading(fields, meterTime(fields.time))],
      names: { meter: Buffer.from(list.server).toString('hex'), ...(user === '' ? {} : { user }) },
      page: { context: 'page', number: fields.page, rule: 'rises' },
      seconds: fields.seconds,
      fixed: `log ${Buffer.from(fields.log).toString('hex')}`,
      findings: [],
    },
  };
}

/** Real records of the newer meters count 01, 02 before the id itself: begin and end name the same user. */
function withoutMark(contract: Uint8Array): Uint8Array {
  const [first = 0] = contract;
  return first > 0 && first < 0x20 ? contract.subarray(1) : contract;
}

export function malformed(reason: string): DecodedPiece {
  return { fault: { code: 'MALFORMED', reason } };
}

export function numberOf(entry: SmlEntry | undefined): bigint | undefined {
  return entry === undefined ? undefined : numberIn(entry.value);
}

/** Where the newer meters' 32 bits of status stand in the one octet that is signed. */
const EMOC_BITS = [
  [0, 17],
  [3, 31],
  [4, 16],
  [5, 11],
  [6, 9],
  [7, 8],
] as const;

function statusByte(status: Uint8Array | undefined, isEmoc: boolean): number {
  if (status === undefined) return 0;
  if (!isEmoc) return status.at(-1) ?? 0;
  const bits = BigInt(`0x${Buffer.from(status).toString('hex') || '0'}`);
  return EMOC_BITS.reduce((sum, [to, from]) => sum | (((bits >> BigInt(from)) & 1n) === 1n ? 1 << to : 0), 0);
}
