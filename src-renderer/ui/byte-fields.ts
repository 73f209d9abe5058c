/** A named range of bytes; `depth` grows inside its parent. */
export interface ByteField {
  readonly id: string;
  readonly label: string;
  /** First byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
}

/** The innermost field that holds this byte: the shortest range, the later one of equals. */
export function fieldAt(fields: readonly ByteField[], position: number): ByteField | undefined {
  let best: ByteField | undefined;
  for (const field of fields) {
    if (position < field.start || position >= field.end) continue;
    if (best === undefined || field.end - field.start <= best.end - best.start) best = field;
  }
  return best;
}

/** The next (or previous) field in reading order from this byte, for Tab; undefined past the ends. */
export function fieldBeside(fields: readonly ByteField[], position: number, direction: 1 | -1): ByteField | undefined {
  const starts = [...fields].sort((a, b) => a.start - b.start || b.end - a.end);
  return direction === 1
    ? starts.find((field) => field.start > position)
    : starts.findLast((field) => field.start < position);
}

/** What the text column shows for a byte: itself if printable ASCII, else a middle dot. */
export function byteText(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

export function byteHex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
