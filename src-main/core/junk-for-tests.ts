import fc from 'fast-check';
import { z } from 'zod';

/** Inputs for a junk test of the contract: valid ones made from a schema, the same with something wrong, and anything. */

/** Values that mean something in the world of the test, such as ids of its records. */
export interface JunkPool {
  readonly texts: readonly string[];
  /** Ids that stand for a file or folder of the test. */
  readonly grants: readonly string[];
}

const numbers = [0, 1, 2, 3, 5, 30, 99, 100, 365, 480, 500, 501, 3650, 1e9, Number.MAX_SAFE_INTEGER];
const times = [
  '2026-03-01T12:00:00Z',
  '2049-12-31T23:59:59Z',
  '2050-01-01T00:00:00Z',
  '2030-06-15T01:02:03.456Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];

/** What partners, broken programs and enemies put into a text. */
const hostileTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u202egnp.exe',
  '\ud800',
  'e\u0301\u0301\u0301',
  "'; drop table audit_entries; --",
  '%s%n${7*7}{{7*7}}',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  'pkcs11:',
  'pkcs11:token=%',
  'pkcs11:token=a?pin-value=1234',
  'x'.repeat(65_536),
  '😀'.repeat(300),
  '-1',
  'NaN',
  '1e999',
];

/** An input that the schema takes. */
export function validInput(schema: unknown, pool: JunkPool, name = ''): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return fc.oneof(fc.constant(undefined), inner(schema.unwrap()));
  if (schema instanceof z.ZodNullable) return fc.oneof(fc.constant(null), inner(schema.unwrap()));
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(inner));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodArray) return fc.array(inner(schema.element), { maxLength: 4 }).filter(fits);
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([field, one]) => [field, validInput(one, pool, field)] as const);
    return fc.record(Object.fromEntries(fields)).map(withoutAbsent);
  }
  if (schema instanceof z.ZodRecord) {
    const pairs = fc.tuple(inner(schema.keyType), inner(schema.valueType));
    return fc.array(pairs, { maxLength: 3 }).map((list) => Object.fromEntries(list as [string, unknown][]));
  }
  if (!(schema instanceof z.ZodType)) throw new Error('not a schema');
  if (schema.def.type === 'number') return among(numbers);
  if (schema.def.type === 'custom') return fc.uint8Array({ maxLength: 200 });
  if (schema.def.type !== 'string') throw new Error(`no inputs for ${schema.def.type}`);
  // Paths are named by nobody here: a grant stands for each, and a path is refused for a window.
  const known = name === 'grant' ? pool.grants : name === 'path' ? ['/nowhere/at/all'] : [...pool.texts, ...times];
  // Only a text of free form may be anything; others would be looked for for ever.
  const free = fits('free text, ä😀');
  return free ? fc.oneof(among(known), fc.string({ unit: 'grapheme', maxLength: 30 }).filter(fits)) : among(known);

  function inner(one: unknown): fc.Arbitrary<unknown> {
    return validInput(one, pool, name);
  }
  function fits(value: unknown): boolean {
    return schema instanceof z.ZodType && schema.safeParse(value).success;
  }
  function among(values: readonly unknown[]): fc.Arbitrary<unknown> {
    const fitting = values.filter(fits);
    if (fitting.length === 0) throw new Error(`nothing in the pool for ${name}`);
    return fc.constantFrom(...fitting);
  }
}

function withoutAbsent(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

const hostileLeaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.constantFrom(Number.NaN, Infinity, -0, -1, 0.5, 2 ** 53, 1e308, 10n, Symbol('s'), () => 1, new Date(0), new Map()),
  fc.constantFrom(null, undefined, true, [], {}, [[]], new Uint8Array(70_000), new Array(3)),
  fc.constant(null).map(() => cyclic()),
  fc.constant(null).map(() => nested(60)),
  fc.constant(null).map(() => Object.defineProperty({}, 'id', { enumerable: true, get: () => 'read twice' })),
  fc.anything(),
);

/** A valid input with one thing wrong: a leaf exchanged, a field taken away, added or made a prototype's. */
export function nearValidInput(schema: unknown, pool: JunkPool): fc.Arbitrary<unknown> {
  return fc.tuple(validInput(schema, pool), fc.nat(), fc.nat(3), hostileLeaf).map(([value, place, how, leaf]) => {
    const copy = structuredClone(value);
    const places = placesIn(copy);
    const at = places[place % Math.max(1, places.length)];
    if (at === undefined || how === 3) return added(copy, leaf);
    if (how === 0) Reflect.deleteProperty(at.holder, at.key);
    else Reflect.set(at.holder, at.key, leaf);
    return copy;
  });
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, one]) => [{ holder: value, key }, ...placesIn(one)]);
}

function added(value: unknown, leaf: unknown): unknown {
  if (typeof value !== 'object' || value === null) return leaf;
  const own = { value: leaf, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(value, typeof leaf === 'string' ? '__proto__' : 'more', own);
  return value;
}

function cyclic(): object {
  const one: Record<string, unknown> = {};
  one['self'] = one;
  return one;
}

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : { a: nested(depth - 1) };
}
