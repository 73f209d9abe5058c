const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[ T]+(\d{2}):(\d{2})(?::(\d{2}))?)?\s*(?:Z|UTC)?$/iu;

/** `2026-11-25 00:00`: how a time is typed, always UTC; seconds only where there are any. */
export function utcInput(iso: string | undefined): string {
  if (iso === undefined) return '';
  const seconds = iso.slice(17, 19);
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}${seconds === '00' || seconds === '' ? '' : `:${seconds}`}`;
}

/** Reads a typed UTC time into ISO text with whole seconds; `empty` leaves the end to the issuer. */
export function readUtcInput(
  text: string,
): { readonly kind: 'empty' } | { readonly kind: 'wrong' } | { readonly kind: 'time'; readonly iso: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const parts = FORM.exec(trimmed);
  if (parts === null) return { kind: 'wrong' };
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const time = new Date(iso);
  // The 31st of April is read as the 1st of May by Date: only what reads back the same is a date.
  if (Number.isNaN(time.getTime()) || time.toISOString().replace('.000Z', 'Z') !== iso) return { kind: 'wrong' };
  return { kind: 'time', iso };
}

/** The same time some days later or earlier, for the arrow keys; undefined while the text is no time. */
export function stepUtcInput(text: string, milliseconds: number): string | undefined {
  const read = readUtcInput(text);
  if (read.kind !== 'time') return undefined;
  const next = new Date(new Date(read.iso).getTime() + milliseconds);
  return next.getUTCFullYear() > 9999 ? undefined : utcInput(next.toISOString());
}
