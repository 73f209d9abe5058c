/**
 * Walks the bytes of a response body once and says where each object lies, so that what is kept of it is what came, byte
 * for byte. Strict about JSON's structure; the objects themselves are parsed by whoever reads them.
 */

export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Body =
  | {
      readonly kind: 'page';
      /** How the objects were wrapped. */
      readonly form: 'envelope' | 'data-only' | 'bare-list' | 'bare-object' | 'items';
      /** Everything beside the objects, parsed: status_code, status_message, timestamp … */
      readonly envelope: Readonly<Record<string, unknown>>;
      readonly elements: readonly Range[];
      /** `data` was one object, not a list. */
      readonly single: boolean;
      readonly bom: boolean;
    }
  | { readonly kind: 'broken'; readonly reason: BrokenReason; readonly offset: number };

export type BrokenReason = 'empty' | 'not-json' | 'cut' | 'rest' | 'too-deep' | 'too-many' | 'encoding';

export interface SplitLimits {
  readonly depth: number;
  readonly elements: number;
}

const usual: SplitLimits = { depth: 64, elements: 200_000 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

interface Walk {
  readonly bytes: Uint8Array;
  readonly limits: SplitLimits;
  at: number;
}

class Broken extends Error {
  readonly reason: BrokenReason;
  readonly offset: number;
  constructor(reason: BrokenReason, offset: number) {
    super(reason);
    this.reason = reason;
    this.offset = offset;
  }
}

/** @param bytes a whole response body */
export function splitPage(bytes: Uint8Array, limits: SplitLimits = usual): Body {
  const walk: Walk = { bytes, limits, at: 0 };
  try {
    return split(walk);
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', reason: error.reason, offset: error.offset };
    throw error;
  }
}

function split(walk: Walk): Body {
  const { bytes } = walk;
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (bom) walk.at = 3;
  blanks(walk);
  const first = bytes[walk.at];
  if (first === undefined) throw new Broken('empty', walk.at);
  if (first === OPEN_BRACKET) {
    const elements = listElements(walk);
    atEnd(walk);
    return { kind: 'page', form: 'bare-list', envelope: {}, elements, single: false, bom };
  }
  if (first !== OPEN_BRACE) throw new Broken('not-json', walk.at);
  const whole = walk.at;
  const fields = objectFields(walk);
  const end = walk.at;
  atEnd(walk);
  const data = fields.find(({ name }) => name === 'data') ?? fields.find(({ name }) => name === 'items');
  const others = fields.filter((field) => field !== data);
  if (data === undefined) {
    const isEnvelope = fields.some(({ name }) => name === 'status_code');
    const elements = isEnvelope ? [] : [{ start: whole, end }];
    const form = isEnvelope ? 'envelope' : 'bare-object';
    return {
      kind: 'page',
      form,
      envelope: isEnvelope ? parsed(bytes, others) : {},
      elements,
      single: !isEnvelope,
      bom,
    };
  }
  const isEnvelope = others.some(({ name }) => name === 'status_code');
  const form = data.name === 'items' ? 'items' : isEnvelope ? 'envelope' : 'data-only';
  const inside: Walk = { bytes, limits: walk.limits, at: data.start };
  const isList = bytes[data.start] === OPEN_BRACKET;
  const isNull = bytes[data.start] === 0x6e;
  const elements = isList ? listElements(inside) : isNull ? [] : [{ start: data.start, end: data.end }];
  return { kind: 'page', form, envelope: parsed(bytes, others), elements, single: !isList && !isNull, bom };
}

interface Field extends Range {
  readonly name: string;
}

/** Most octets of a field beside the objects that are parsed: envelopes are small. */
const MOST_FIELD = 64 * 1024;

function parsed(bytes: Uint8Array, fields: readonly Field[]): Readonly<Record<string, unknown>> {
  const entries = fields.flatMap(({ name, start, end }): [string, unknown][] => {
    if (end - start > MOST_FIELD) return [];
    try {
      return [[name, JSON.parse(decode(bytes, start, end))]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(entries);
}

const decoder = new TextDecoder('utf-8');
const decode = (bytes: Uint8Array, start: number, end: number): string => decoder.decode(bytes.subarray(start, end));

function objectFields(walk: Walk): Field[] {
  const { bytes } = walk;
  const fields: Field[] = [];
  walk.at += 1;
  blanks(walk);
  if (bytes[walk.at] === CLOSE_BRACE) {
    walk.at += 1;
    return fields;
  }
  for (;;) {
    blanks(walk);
    if (bytes[walk.at] !== QUOTE) throw wrong(walk);
    const nameAt = walk.at;
    skipString(walk);
    const name = nameOf(bytes, nameAt, walk.at);
    blanks(walk);
    if (bytes[walk.at] !== COLON) throw wrong(walk);
    walk.at += 1;
    blanks(walk);
    const start = walk.at;
    skipValue(walk);
    if (fields.length < 200) fields.push({ name, start, end: walk.at });
    blanks(walk);
    const next = bytes[walk.at];
    walk.at += 1;
    if (next === CLOSE_BRACE) return fields;
    if (next !== COMMA) throw wrong(walk, -1);
  }
}

function nameOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 200) return '';
  try {
    return String(JSON.parse(decode(bytes, start, end)));
  } catch {
    return '';
  }
}

function listElements(walk: Walk): Range[] {
  const { bytes, limits } = walk;
  const elements: Range[] = [];
  walk.at += 1;
  blanks(walk);
  if (bytes[walk.at] === CLOSE_BRACKET) {
    walk.at += 1;
    return elements;
  }
  for (;;) {
    blanks(walk);
    const start = walk.at;
    skipValue(walk);
    if (elements.length >= limits.elements) throw new Broken('too-many', start);
    elements.push({ start, end: walk.at });
    blanks(walk);
    const next = bytes[walk.at];
    walk.at += 1;
    if (next === CLOSE_BRACKET) return elements;
    if (next !== COMMA) throw wrong(walk, -1);
  }
}

/** Past one value, however deep; its inside is only counted, not judged. */
function skipValue(walk: Walk): void {
  const { bytes } = walk;
  const first = bytes[walk.at];
  if (first === QUOTE) return skipString(walk);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(walk);
  const start = walk.at;
  let at = start;
  // A number or a literal: letters, digits and signs up to what ends it.
  for (let byte = bytes[at]; byte !== undefined && isPlain(byte); byte = bytes[at]) at += 1;
  if (at === start || at - start > 400) throw wrong(walk);
  walk.at = at;
}

const isPlain = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2d ||
  byte === 0x2b ||
  byte === 0x2e;

function skipNested(walk: Walk): void {
  const { bytes, limits } = walk;
  const { length } = bytes;
  let depth = 0;
  let at = walk.at;
  while (at < length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
      continue;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > limits.depth) throw new Broken('too-deep', at);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) {
        walk.at = at + 1;
        return;
      }
    }
    at += 1;
  }
  throw new Broken('cut', length);
}

function skipString(walk: Walk): void {
  walk.at = stringEnd(walk.bytes, walk.at);
}

/** Past the closing quote. `indexOf` is far faster than a loop, and backslashes are rare. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let from = start + 1;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, from);
    if (quote < 0) throw new Broken('cut', bytes.length);
    let slashes = 0;
    while (bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

function blanks(walk: Walk): void {
  const { bytes } = walk;
  let byte = bytes[walk.at];
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++walk.at];
}

function atEnd(walk: Walk): void {
  blanks(walk);
  if (walk.at < walk.bytes.length) throw new Broken('rest', walk.at);
}

function wrong(walk: Walk, shift = 0): Broken {
  const at = walk.at + shift;
  return new Broken(at >= walk.bytes.length ? 'cut' : 'not-json', at);
}
