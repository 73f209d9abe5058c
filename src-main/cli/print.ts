import { revealUnsafeCharacters } from '../../shared/domain/unsafe-characters.ts';

/** Aligned columns for people; hidden and control characters of foreign text are made visible first. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows.map((row) => row.map(visible))];
  const widths = heads.map((_head, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  return all
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column === heads.length - 1)).join('  '))
    .join('\n');
}

function pad(text: string, width: number, last: boolean): string {
  return last ? text : text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function widthOf(text: string): number {
  return Array.from(characters.segment(text)).length;
}

/** Label and value, a line each. */
export function facts(pairs: readonly (readonly [string, string | undefined])[]): string {
  const width = Math.max(...pairs.map(([label]) => label.length));
  return pairs
    .map(([label, value]) => `${label.padEnd(width)}  ${value === undefined ? '–' : visible(value)}`)
    .join('\n');
}

/** Text from elsewhere must not move the cursor, hide itself or turn the line around. */
export function visible(text: string): string {
  return revealUnsafeCharacters(text);
}

/** JSON for scripts: bytes as base64, absent values as null. */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    function (this: Record<string, unknown>, key, plain: unknown) {
      const held = this[key];
      if (held instanceof Uint8Array) return Buffer.from(held).toString('base64');
      return plain === undefined ? null : plain;
    },
    2,
  );
}
