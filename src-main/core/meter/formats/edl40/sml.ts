/** A value of the Smart Message Language (BSI TR-03109-1 annex IV, DLMS-like TLV): octets, a number, a list, or nothing. */
export type SmlValue =
  | { readonly kind: 'octets'; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly value: bigint; readonly bytes: Uint8Array }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'list'; readonly items: readonly SmlValue[] }
  | { readonly kind: 'absent' };

class SmlFault extends Error {}

interface Walk {
  readonly bytes: Uint8Array;
  at: number;
  values: number;
}

const MOST_DEPTH = 16;
const MOST_VALUES = 5000;
const START = '1b1b1b1b01010101';
const END = '1b1b1b1b1a';

/** The messages between the escape sequences; undefined when the bytes are no SML file. */
export function readSml(bytes: Uint8Array): readonly SmlValue[] | undefined {
  const hex = Buffer.from(bytes).toString('hex');
  if (!hex.startsWith(START)) return undefined;
  const end = hex.lastIndexOf(END);
  if (end < START.length || end % 2 !== 0) return undefined;
  const walk: Walk = { bytes: bytes.subarray(0, end / 2), at: START.length / 2, values: 0 };
  const messages: SmlValue[] = [];
  try {
    while (walk.at < walk.bytes.length) {
      // Fill octets stand before the end.
      if (walk.bytes[walk.at] === 0) walk.at += 1;
      else messages.push(readValue(walk, 0));
    }
  } catch (error) {
    if (error instanceof SmlFault) return undefined;
    throw error;
  }
  return messages;
}

function readValue(walk: Walk, depth: number): SmlValue {
  walk.values += 1;
  if (depth > MOST_DEPTH || walk.values > MOST_VALUES) throw new SmlFault();
  const begin = walk.at;
  let octet = take(walk);
  if (octet === 0) return { kind: 'absent' };
  const type = (octet >> 4) & 7;
  let length = octet & 15;
  while ((octet & 0x80) !== 0) {
    octet = take(walk);
    length = length * 16 + (octet & 15);
    if (length > walk.bytes.length) throw new SmlFault();
  }
  if (type === 7) {
    const items: SmlValue[] = [];
    for (let i = 0; i < length; i++) items.push(readValue(walk, depth + 1));
    return { kind: 'list', items };
  }
  const content = length - (walk.at - begin);
  if (content < 0 || walk.at + content > walk.bytes.length) throw new SmlFault();
  const bytes = walk.bytes.subarray(walk.at, walk.at + content);
  walk.at += content;
  switch (type) {
    case 0:
      return content === 0 ? { kind: 'absent' } : { kind: 'octets', bytes };
    case 4:
      return { kind: 'boolean', value: bytes.some((one) => one !== 0) };
    case 5:
    case 6:
      return number(bytes, type === 5);
    default:
      throw new SmlFault();
  }
}

function take(walk: Walk): number {
  const octet = walk.bytes[walk.at];
  if (octet === undefined) throw new SmlFault();
  walk.at += 1;
  return octet;
}

function number(bytes: Uint8Array, isSigned: boolean): SmlValue {
  if (bytes.length === 0 || bytes.length > 8) throw new SmlFault();
  const plain = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return { kind: 'number', value: isSigned ? BigInt.asIntN(8 * bytes.length, plain) : plain, bytes };
}

/** One entry of a list of values. */
export interface SmlEntry {
  /** Object name in hex: an OBIS code. */
  readonly name: string;
  readonly status: Uint8Array | undefined;
  readonly time: SmlTime | undefined;
  readonly unit: number | undefined;
  readonly scaler: number;
  readonly value: SmlValue;
  readonly signature: Uint8Array | undefined;
}

/** Local time with the offsets that the record itself has, in minutes. */
export interface SmlTime {
  readonly unix: number;
  readonly offset: number;
}

export interface SmlList {
  readonly server: Uint8Array;
  readonly listName: string;
  readonly entries: readonly SmlEntry[];
  readonly signature: Uint8Array | undefined;
}

const GET_LIST_RESPONSE = 0x0701n;

/** The list of values (GetListRes) in an SML file; undefined without exactly one. */
export function findSmlList(messages: readonly SmlValue[]): SmlList | undefined {
  const bodies = messages.flatMap((message) => {
    const body = itemsOf(message)[3];
    const [tag, content] = itemsOf(body);
    return tag?.kind === 'number' && tag.value === GET_LIST_RESPONSE ? [itemsOf(content)] : [];
  });
  const [only, another] = bodies;
  if (only === undefined || another !== undefined) return undefined;
  const [, server, listName, , values, signature] = only;
  const serverId = octetsOf(server);
  if (serverId === undefined || values?.kind !== 'list') return undefined;
  return {
    server: serverId,
    listName: Buffer.from(octetsOf(listName) ?? []).toString('hex'),
    entries: values.items.map(readEntry),
    signature: octetsOf(signature),
  };
}

function readEntry(entry: SmlValue): SmlEntry {
  const [name, status, time, unit, scaler, value, signature] = itemsOf(entry);
  return {
    name: Buffer.from(octetsOf(name) ?? []).toString('hex'),
    status: status?.kind === 'number' ? status.bytes : undefined,
    time: readTime(time),
    unit: unit?.kind === 'number' ? Number(unit.value) : undefined,
    scaler: scaler?.kind === 'number' ? Number(scaler.value) : 0,
    value: value ?? { kind: 'absent' },
    signature: octetsOf(signature),
  };
}

/** Choice 3 is local time with its offsets, choice 2 is plain UTC. */
function readTime(value: SmlValue | undefined): SmlTime | undefined {
  const [choice, content] = itemsOf(value);
  if (choice?.kind !== 'number') return undefined;
  if (choice.value === 2n && content?.kind === 'number') return { unix: Number(content.value), offset: 0 };
  const [unix, local, season] = itemsOf(content);
  if (unix?.kind !== 'number' || local?.kind !== 'number' || season?.kind !== 'number') return undefined;
  return { unix: Number(unix.value), offset: Number(local.value + season.value) };
}

/** The number in a value, however deep it is wrapped in choices (a second index is a time in a list type). */
export function numberIn(value: SmlValue): bigint | undefined {
  if (value.kind === 'number') return value.value;
  const last = itemsOf(value).at(-1);
  return last === undefined ? undefined : numberIn(last);
}

export function octetsOf(value: SmlValue | undefined): Uint8Array | undefined {
  return value?.kind === 'octets' ? value.bytes : undefined;
}

function itemsOf(value: SmlValue | undefined): readonly SmlValue[] {
  return value?.kind === 'list' ? value.items : [];
}
