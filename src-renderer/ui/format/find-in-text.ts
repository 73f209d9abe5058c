/** A part of a text by its UTF-16 offsets, the end not included. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Letters that a line shows before it goes on in the next one. */
const LINE = 160;

/** The lines of a text as ranges of it; a line that is too long to be seen whole goes on in further ones. */
export function textLines(text: string): readonly TextRange[] {
  const lines: TextRange[] = [];
  for (let start = 0; start <= text.length;) {
    const mark = text.indexOf('\n', start);
    const end = mark < 0 ? text.length : mark;
    lines.push(...pieces(text, start, end));
    start = end + 1;
  }
  return lines;
}

function pieces(text: string, start: number, end: number): readonly TextRange[] {
  const parts: TextRange[] = [];
  for (let from = start; from < end || parts.length === 0;) {
    let to = Math.min(from + LINE, end);
    // Both halves of a character stay together.
    if (to < end && /[\ud800-\udbff]/.test(text[to - 1] ?? '')) to += 1;
    parts.push({ start: from, end: to });
    from = to;
  }
  return parts;
}

const MOST_MATCHES = 10_000;

/** Where a text has these words, in any letter case; nothing for no words. */
export function findInText(text: string, words: string): readonly TextRange[] {
  if (words === '') return [];
  const pattern = new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  const found: TextRange[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length === MOST_MATCHES) break;
  }
  return found;
}

/** The index of the last of these ascending ranges that begins at the offset or before it; 0 where there is none. */
export function rangeAt(ranges: readonly TextRange[], offset: number): number {
  let [low, high] = [0, ranges.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ranges[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
