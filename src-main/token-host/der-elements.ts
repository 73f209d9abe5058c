/** An element as it stands in the bytes; nothing is copied. */
export interface Element {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Reads the elements that fill `bytes` exactly. Definite, shortest lengths and one-byte tags only (X.690 §10.1). */
export function readElements(bytes: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const element = readElement(bytes, at);
    if (element === undefined) return undefined;
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/** The one element that `bytes` is. */
export function readWhole(bytes: Uint8Array): Element | undefined {
  const element = readElement(bytes, 0);
  return element?.whole.length === bytes.length ? element : undefined;
}

function readElement(bytes: Uint8Array, at: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let length = first;
  let header = 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) return undefined;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    header += count;
    // The shortest form, without a leading zero: one spelling for each length.
    if (length < 0x80 || length < 256 ** (count - 1)) return undefined;
  }
  const end = at + header + length;
  if (end > bytes.length) return undefined;
  return { tag, whole: bytes.subarray(at, end), content: bytes.subarray(at + header, end) };
}

/** Constructed elements hold elements again, down to the leaves. */
export function isDerTree(bytes: Uint8Array, depth = 0): boolean {
  const elements = readElements(bytes);
  if (elements === undefined || depth > 20) return false;
  return elements.every(({ tag, content }) => (tag & 0x20) === 0 || isDerTree(content, depth + 1));
}
