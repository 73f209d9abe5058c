import { isWellFormed } from '../../../shared/util/well-formed.ts';

/** What a parser hides, and what makes two parsers see two objects (RFC 7493, RFC 8785 §3.1). */
export interface JsonDefect {
  readonly code: 'SYNTAX' | 'DUPLICATE_MEMBER' | 'LONE_SURROGATE' | 'NUMBER_NOT_EXACT' | 'TOO_DEEP';
  /** `elements[0].price`; empty for the whole. */
  readonly path: string;
  readonly offset: number;
}

interface Frame {
  readonly kind: 'object' | 'array';
  readonly names: Set<string>;
  /** Of the member at work: its name, or its place. */
  at: string | number;
}

const MOST_DEPTH = 64;
const MOST_DEFECTS = 20;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS = ['true', 'false', 'null'];

/**
 * Looks through JSON text once, without recursion, for what `JSON.parse` would pass over: names that stand twice, surrogates without
 * their partner, numbers that a double does not hold. A syntax error ends the search; there is none when the answer is empty.
 */
export function scanJson(text: string): readonly JsonDefect[] {
  const scan = new Scan(text);
  scan.run();
  return scan.defects;
}

/** The place in the text and what encloses it. */
class Scan {
  readonly defects: JsonDefect[] = [];
  private readonly text: string;
  private readonly frames: Frame[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(): void {
    if (!this.value()) return;
    for (let frame = this.frames.at(-1); frame !== undefined; frame = this.frames.at(-1)) {
      if (!this.step(frame)) return;
    }
    this.blanks();
    if (this.at < this.text.length) this.tell('SYNTAX');
  }

  /** One member, element or end of what is open. */
  private step(frame: Frame): boolean {
    this.blanks();
    const close = frame.kind === 'object' ? '}' : ']';
    const char = this.text.charAt(this.at);
    const isFirst = frame.at === (frame.kind === 'object' ? '' : -1) && frame.names.size === 0;
    if (char === close) {
      this.at += 1;
      this.frames.pop();
      return true;
    }
    if (!isFirst || frame.at === 0) {
      if (char !== ',') return this.tell('SYNTAX');
      this.at += 1;
      this.blanks();
    }
    if (frame.kind === 'array') {
      frame.at = typeof frame.at === 'number' ? frame.at + 1 : 0;
      return this.value();
    }
    const start = this.at;
    const name = this.string();
    if (name === undefined) return this.tell('SYNTAX');
    frame.at = name;
    if (frame.names.has(name)) this.tell('DUPLICATE_MEMBER', start);
    frame.names.add(name);
    this.blanks();
    if (this.text.charAt(this.at) !== ':') return this.tell('SYNTAX');
    this.at += 1;
    return this.value();
  }

  private value(): boolean {
    this.blanks();
    const char = this.text.charAt(this.at);
    if (char === '{' || char === '[') {
      if (this.frames.length >= MOST_DEPTH) return this.tell('TOO_DEEP');
      this.at += 1;
      this.frames.push({ kind: char === '{' ? 'object' : 'array', names: new Set(), at: char === '{' ? '' : -1 });
      return true;
    }
    if (char === '"') return this.string() !== undefined || this.tell('SYNTAX');
    const literal = LITERALS.find((word) => this.text.startsWith(word, this.at));
    if (literal !== undefined) {
      this.at += literal.length;
      return true;
    }
    return this.number();
  }

  private number(): boolean {
    NUMBER.lastIndex = this.at;
    const [digits] = NUMBER.exec(this.text) ?? [];
    if (digits === undefined || digits === '') return this.tell('SYNTAX');
    if (!isExact(digits)) this.tell('NUMBER_NOT_EXACT');
    this.at += digits.length;
    return true;
  }

  /** The decoded text of a string; undefined when it does not end or has what JSON forbids. */
  private string(): string | undefined {
    const start = this.at;
    if (this.text.charAt(start) !== '"') return undefined;
    let at = start + 1;
    for (; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) break;
      if (code < 0x20) return undefined;
      if (code === 0x5c) at += 1;
    }
    if (at >= this.text.length) return undefined;
    this.at = at + 1;
    try {
      const decoded: unknown = JSON.parse(this.text.slice(start, at + 1));
      if (typeof decoded !== 'string') return undefined;
      if (!isWellFormed(decoded)) this.tell('LONE_SURROGATE', start);
      return decoded;
    } catch {
      return undefined;
    }
  }

  private blanks(): void {
    while (/[ \t\n\r]/.test(this.text.charAt(this.at))) this.at += 1;
  }

  /** Always false, so that a syntax error ends the walk. */
  private tell(code: JsonDefect['code'], offset = this.at): false {
    if (this.defects.length < MOST_DEFECTS || code === 'SYNTAX') this.defects.push({ code, path: this.path(), offset });
    return false;
  }

  private path(): string {
    return this.frames
      .map(({ kind, at }) => (kind === 'array' ? `[${Math.max(0, Number(at))}]` : `.${at}`))
      .join('')
      .replace(/^\./, '')
      .slice(0, 400);
  }
}

const MOST_INTEGER = 2n ** 53n;

/** At most 17 significant digits, whole numbers up to 2^53, and nothing beyond the doubles. */
function isExact(digits: string): boolean {
  if (digits.length > 400 || !Number.isFinite(Number(digits))) return false;
  const mantissa = digits.replace(/[eE].*$/, '');
  const significant = mantissa.replace(/[-.]/g, '').replace(/^0+/, '');
  const counted = mantissa.includes('.') ? significant.replace(/0+$/, '') : significant;
  if (counted.length > 17) return false;
  const isWhole = !/[.eE]/.test(digits);
  const size = isWhole ? BigInt(digits.replace('-', '')) : 0n;
  return size <= MOST_INTEGER;
}
