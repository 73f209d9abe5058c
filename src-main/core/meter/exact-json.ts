import { parseExactly } from '../ocpi/read/read-object.ts';
import { SourceNumber } from '../ocpi/read/source.ts';

/** JSON objects whose numbers keep their digits; undefined for what is no JSON object. */
export function parseExactObject(text: string): JsonRecord | undefined {
  try {
    const value: unknown = parseExactly(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SourceNumber);
}

export function recordsOf(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Text, or the digits of a number; undefined for anything else. */
export function textAt(record: JsonRecord | undefined, name: string): string | undefined {
  const value = record?.[name];
  if (typeof value === 'string') return value;
  return value instanceof SourceNumber ? value.source : undefined;
}

/** A whole number that a double holds. */
export function wholeAt(record: JsonRecord | undefined, name: string): number | undefined {
  const text = textAt(record, name);
  if (text === undefined || !/^-?\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}

export function recordAt(record: JsonRecord | undefined, name: string): JsonRecord | undefined {
  const value = record?.[name];
  return isRecord(value) ? value : undefined;
}
