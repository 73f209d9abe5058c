import { note, numberText, pathOf, type Rule, shown, type Source, get } from './source.ts';

/** As the texts ask for it, with the few digits more that do no harm. */
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const FORM = /^(\d{4})-(\d{1,2})-(\d{1,2})([T ])(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i;
/** Nobody charged before; such a time stands for an unknown one. */
const EARLIEST_YEAR = 2010;

/** A time as ISO 8601 UTC, whatever its form; null where nothing readable or plausible was said (OCPI 2.x "DateTime"). */
export function time(source: Source, key: string, rule: Rule = {}): string | null {
  const value = get(source, key, rule);
  if (value === undefined) return null;
  const path = pathOf(source, key);
  if (typeof value === 'string' && USUAL.test(value)) return plausible(source, path, value, value);
  const number = numberText(value);
  if (number !== undefined) {
    const epoch = Number(number);
    const ms = epoch > 1e11 ? epoch : epoch * 1000;
    if (!Number.isFinite(ms) || ms < 0 || ms > 4e12) return unreadable(source, path, number);
    const read = new Date(ms).toISOString();
    note(source.look, 'TIMESTAMP_EPOCH', path, { found: number, readAs: read });
    return plausible(source, path, read, number);
  }
  if (typeof value !== 'string') return unreadable(source, path, shown(value));
  const parts = FORM.exec(value.trim());
  if (parts === null) return unreadable(source, path, value);
  const [, year, month, day, separator, hour, minute, second = '00', fraction = '', zone] = parts;
  const iso = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}T${hour}:${minute}:${second}${fraction}${zone ?? 'Z'}`;
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return unreadable(source, path, value);
  const read = zone === undefined || /^z$/i.test(zone) ? iso.replace(/z$/i, 'Z') : new Date(ms).toISOString();
  const found = { found: value.slice(0, 60), readAs: read };
  if (separator === ' ') note(source.look, 'TIMESTAMP_WITH_SPACE', path, found);
  if (zone === undefined) note(source.look, 'TIMESTAMP_WITHOUT_ZONE', path, found);
  else if (!/^z$/i.test(zone)) note(source.look, 'TIMESTAMP_WITH_OFFSET', path, found);
  return plausible(source, path, read, value);
}

function plausible(source: Source, path: string, read: string, found: string): string | null {
  const year = Number(read.slice(0, 4));
  if (year >= EARLIEST_YEAR && year < 2200) {
    // A form that fits may still be the 31st of February.
    if (Number.isNaN(Date.parse(read))) return unreadable(source, path, found);
    return read;
  }
  note(source.look, 'TIMESTAMP_IMPLAUSIBLE', path, { found: found.slice(0, 60), readAs: 'unknown' });
  return null;
}

function unreadable(source: Source, path: string, found: string): null {
  note(source.look, 'TIMESTAMP_UNREADABLE', path, { found: found.slice(0, 60), wanted: 'YYYY-MM-DDThh:mm:ssZ' });
  return null;
}
