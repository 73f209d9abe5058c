import { type JsonRecord, recordAt, textAt, wholeAt } from '../../exact-json.ts';

/** One signed value: a 32-bit number with scale and unit, or a text. */
export type BsmValue =
  | { readonly kind: 'number'; readonly value: number; readonly scale: number; readonly unit: number }
  | { readonly kind: 'text'; readonly text: string };

/** The signed values in the order of their bytes; of numbers the unit that is signed with them. */
const ORDER: readonly (readonly [string, number | 'text'])[] = [
  ['Typ', 255],
  ['RCR', 30],
  ['TotWhImp', 30],
  ['W', 27],
  ['MA1', 'text'],
  ['RCnt', 255],
  ['OS', 7],
  ['Epoch', 7],
  ['TZO', 6],
  ['EpochSetCnt', 255],
  ['EpochSetOS', 7],
  ['DI', 255],
  ['DO', 255],
  ['Meta1', 'text'],
  ['Meta2', 'text'],
  ['Meta3', 'text'],
  ['Evt', 255],
];

/** Undefined when one of them is missing, twice there or beyond 32 bits. */
export function readBsmValues(list: readonly JsonRecord[]): ReadonlyMap<string, BsmValue> | undefined {
  const found = new Map<string, BsmValue>();
  for (const entry of list) {
    const name = textAt(recordAt(entry, 'measurand'), 'name') ?? '';
    const value = readValue(recordAt(entry, 'measuredValue'));
    if (value === undefined || found.has(name)) return undefined;
    found.set(name, value);
  }
  const isWhole = ORDER.every(([name, unit]) => found.get(name)?.kind === (unit === 'text' ? 'text' : 'number'));
  return isWhole ? found : undefined;
}

function readValue(measured: JsonRecord | undefined): BsmValue | undefined {
  if (textAt(measured, 'valueType') === 'String') {
    const text = textAt(measured, 'value');
    return text === undefined || text.length > 10_000 ? undefined : { kind: 'text', text };
  }
  const [value, scale, unit] = [
    wholeAt(measured, 'value'),
    wholeAt(measured, 'scale'),
    wholeAt(measured, 'unitEncoded'),
  ];
  if (value === undefined || value < -(2 ** 31) || value >= 2 ** 32) return undefined;
  if (scale === undefined || Math.abs(scale) > 127 || unit === undefined || unit < 0 || unit > 255) return undefined;
  return { kind: 'number', value, scale, unit };
}

/** Number: u32 BE ‖ i8 scale ‖ u8 unit. Text: u32 BE length ‖ UTF-8. */
export function bsmBytes(values: ReadonlyMap<string, BsmValue>): Uint8Array {
  const parts = ORDER.map(([name]) => {
    const value = values.get(name);
    if (value?.kind === 'text') {
      const text = Buffer.from(value.text, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      return Buffer.concat([length, text]);
    }
    const bytes = Buffer.alloc(6);
    bytes.writeUInt32BE((value?.value ?? 0) >>> 0);
    bytes.writeInt8(value?.scale ?? 0, 4);
    bytes.writeUInt8(value?.unit ?? 0, 5);
    return bytes;
  });
  return Buffer.concat(parts);
}
