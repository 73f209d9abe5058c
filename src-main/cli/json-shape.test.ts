import { expect, test } from 'vitest';
import { z } from 'zod';
import { withNulls } from './json-shape.ts';
import { toJson } from './print.ts';

const Inner = z.strictObject({ a: z.string(), b: z.number().optional() });

test.each([
  ['an absent field', z.strictObject({ x: z.string().optional() }), {}, { x: null }],
  ['a nested one', z.strictObject({ x: Inner.optional() }), { x: { a: '1' } }, { x: { a: '1', b: null } }],
  ['an absent object', z.strictObject({ x: Inner.optional() }), {}, { x: null }],
  ['one in a list', z.strictObject({ x: z.array(Inner) }), { x: [{ a: '1' }] }, { x: [{ a: '1', b: null }] }],
  ['a null', z.strictObject({ x: z.string().nullable() }), { x: null }, { x: null }],
  ['one of two forms', z.union([z.strictObject({ y: z.string() }), Inner]), { a: '1' }, { a: '1', b: null }],
  ['what the schema does not look into', z.strictObject({ x: z.unknown() }), { x: { q: 1 } }, { x: { q: 1 } }],
])('%s', (_name, schema, value, expected) => {
  expect(withNulls(schema, value)).toEqual(expected);
});

test('bytes stay bytes and are printed as base64', () => {
  const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
  const shown = withNulls(z.strictObject({ x: Bytes.optional() }), { x: Uint8Array.of(1, 2, 255) });
  expect(JSON.parse(toJson(shown))).toEqual({ x: 'AQL/' });
});
