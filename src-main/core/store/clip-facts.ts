import { canonicalJson, type Json, type JsonObject } from '../../../shared/domain/canonical-json.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import { sha256 } from './sha256.ts';

/** Characters (UTF-16 code units) of a subject. */
export const MAX_SUBJECT = 300;
/** Characters of the canonical JSON of an entry's data. An entry tells what happened; it is no place for documents. */
export const MAX_DATA = 16_384;

interface Limits {
  readonly text: number;
  readonly items: number;
}

/** Tried in turn until the data fit. */
const LIMITS: readonly Limits[] = [
  { text: 1000, items: 20 },
  { text: 200, items: 5 },
];

/**
 * A text cut to `most` characters with a marker that names its length and the SHA-256 of its UTF-8 bytes, so that who
 * holds the whole text can show that it is the one. Lone surrogates are replaced before.
 */
export function clipText(text: string, most: number): string {
  const whole = wellFormed(text);
  if (whole.length <= most) return whole;
  const marker = markerOf(`${whole.length} characters`, whole);
  // The cut may halve a pair of surrogates.
  return `${wellFormed(whole.slice(0, Math.max(0, most - marker.length)))}${marker}`;
}

/**
 * Data that an entry can hold. What comes from callers may be of any size and must not keep an entry from being
 * written: long texts and lists are cut, each with a marker of its size and SHA-256 (of a list: of its canonical JSON);
 * when that is not enough, only size and hash of the whole are kept.
 */
export function clipData(data: JsonObject): JsonObject {
  const whole = wellFormedObject(data);
  const text = canonicalJson(whole);
  if (text.length <= MAX_DATA) return whole;
  for (const limits of LIMITS) {
    const clipped = clipObject(whole, limits);
    if (canonicalJson(clipped).length <= MAX_DATA) return clipped;
  }
  return { clipped: markerOf(`${text.length} characters`, text).trim() };
}

function clipJson(value: Json | undefined, limits: Limits): Json | undefined {
  if (typeof value === 'string') return clipText(value, limits.text);
  if (value === null || value === undefined || typeof value !== 'object') return value;
  if (!isList(value)) return clipObject(value, limits);
  const kept = value.slice(0, limits.items).map((member) => clipJson(member, limits) ?? null);
  return value.length <= limits.items
    ? kept
    : [...kept, markerOf(`${value.length} items`, canonicalJson(value)).trim()];
}

function clipObject(value: JsonObject, limits: Limits): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clipJson(member, limits)]));
}

function markerOf(size: string, whole: string): string {
  return ` … (clipped of ${size}, sha256 ${sha256(whole)})`;
}

function wellFormedObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [wellFormed(name), wellFormedJson(member)]));
}

/** Text from outside may hold lone surrogates, which neither UTF-8 nor canonical JSON can carry. */
function wellFormedJson(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return wellFormed(value);
  if (value === null || value === undefined || typeof value !== 'object') return value;
  return isList(value) ? value.map((member) => wellFormedJson(member) ?? null) : wellFormedObject(value);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
