import { isWellFormed } from '../util/well-formed.ts';

/** Data that JSON can carry. An absent member is left out, so optional fields need no care. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/**
 * Canonical JSON after RFC 8785: members sorted by UTF-16 code units (§3.2.3), numbers and strings as ECMAScript
 * writes them (§3.2.2), no blanks. Two people who hash the same data get the same bytes.
 *
 * Throws a RangeError for what the RFC forbids (lone surrogates, NaN, infinities): data are checked where they come in.
 *
 * @example canonicalJson({ b: 1.50, a: 'x' }) // '{"a":"x","b":1.5}'
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('RFC 8785 has no NaN or infinity');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;

  const members: string[] = [];
  // The default order of sort() is by UTF-16 code units, which is what the RFC asks for.
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members.push(`${quoted(name)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** The object that a text in canonical form stands for; undefined for any other text, so that each object has one text. */
export function parseCanonicalObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) && isObject(value) && canonicalJson(value) === text ? value : undefined;
  } catch {
    // No JSON, or what has no canonical form: lone surrogates, endless nesting.
    return undefined;
  }
}

/** Everything that JSON.parse gives is Json; this says so to the compiler without a cast. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(text: string): string {
  if (!isWellFormed(text)) throw new RangeError('RFC 8785 has no lone surrogates');
  return JSON.stringify(text);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * Plain data as JSON data: interfaces are no index types to the compiler, so they are taken apart once. Absent members and
 * what is no data are left out.
 */
export function plainJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map(plainJson);
  const members: Record<string, Json> = {};
  if (typeof value !== 'object') return members;
  for (const [name, member] of Object.entries(value)) if (member !== undefined) members[name] = plainJson(member);
  return members;
}
