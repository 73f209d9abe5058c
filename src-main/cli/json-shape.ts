import { z } from 'zod';

/**
 * A value as `--json` shows it: every field that its schema knows is there, absent ones as null, so that a script finds
 * the same names in every answer.
 * @example withNulls(z.strictObject({ a: z.string().optional() }), {}) // { a: null }
 */
export function withNulls(schema: unknown, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return withNulls(schema.unwrap(), value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map((one) => withNulls(schema.element, one));
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.find((one) => z.safeParse(one, value).success);
    return fitting === undefined ? value : withNulls(fitting, value);
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object') return value;
  const fields: Readonly<Record<string, unknown>> = schema.shape;
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, withNulls(field, Reflect.get(value, name))]),
  );
}
