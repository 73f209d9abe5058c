/** A character that can hide or reorder text on screen. `index` counts UTF-16 units. */
export interface UnsafeCharacter {
  readonly index: number;
  readonly codePoint: number;
  readonly kind: 'control' | 'bidi' | 'invisible' | 'surrogate';
}

/**
 * Controls, bidirectional marks, invisible and private-use characters and lone surrogates of a text, in order; the
 * search may end after the first few.
 * `findUnsafeCharacters('a\u202Eb')` → one bidi character at 1.
 */
export function findUnsafeCharacters(text: string, atMost = Infinity): readonly UnsafeCharacter[] {
  const found: UnsafeCharacter[] = [];
  let index = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const kind = kindOf(codePoint);
    if (kind !== undefined) found.push({ index, codePoint, kind });
    if (found.length >= atMost) break;
    index += character.length;
  }
  return found;
}

/** The text with each unsafe character spelled out, so that nothing hides: `a‹U+202E›b`. */
export function revealUnsafeCharacters(text: string): string {
  let shown = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    shown += kindOf(codePoint) === undefined ? character : `‹${codePointName(codePoint)}›`;
  }
  return shown;
}

/** `U+202E`. */
export function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

type Range = readonly [first: number, last: number];

const BIDI: readonly Range[] = [
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];

/** Format, filler, tag, variation and private-use characters and blanks other than the plain space. */
const INVISIBLE: readonly Range[] = [
  [0x00a0, 0x00a0],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200d],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x2065],
  [0x206a, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xe000, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xffff],
  [0xe0000, 0xe0fff],
  [0xf0000, 0x10ffff],
];

function kindOf(codePoint: number): UnsafeCharacter['kind'] | undefined {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return 'control';
  if (codePoint < 0xa0) return undefined;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return 'surrogate';
  if (within(BIDI, codePoint)) return 'bidi';
  return within(INVISIBLE, codePoint) ? 'invisible' : undefined;
}

function within(ranges: readonly Range[], codePoint: number): boolean {
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}
