import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultCheckPolicy } from '../domain/default-policy.ts';
import { CheckPolicy } from './policy.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Paths of rules, each with what it says about itself. */
function rulesOf({ properties }: Schema, path = ''): readonly (readonly [string, string | undefined])[] {
  return Object.entries(properties ?? {}).flatMap(([name, schema]) => [
    [`${path}${name}`, schema.description] as const,
    ...rulesOf(schema, `${path}${name}.`),
  ]);
}

// The JSON Schema is data of the library; only the members above are read.
const rules = rulesOf(z.toJSONSchema(CheckPolicy, { io: 'input', unrepresentable: 'any' }) as Schema);

describe('the policy', () => {
  test('of the console itself keeps to the form', () => {
    expect(CheckPolicy.parse(defaultCheckPolicy)).toEqual(defaultCheckPolicy);
  });

  test('has many rules', () => {
    expect(rules.length).toBeGreaterThan(60);
  });

  test.each(rules)('explains the rule %s', (_, description) => {
    expect(description).toMatch(/^[A-Z].*[.]$/u);
  });

  test.each([
    ['a rule that does not exist', { ...defaultCheckPolicy, extra: 1 }],
    ['another version', { ...defaultCheckPolicy, v: 2 }],
    ['a verdict that does not exist', { ...defaultCheckPolicy, usages: { beyondPurpose: 'ignore' } }],
    ['no votes', { ...defaultCheckPolicy, votes: { ...defaultCheckPolicy.votes, needed: 0 } }],
    ['half a day', { ...defaultCheckPolicy, validity: { ...defaultCheckPolicy.validity, maxDays: 0.5 } }],
    [
      'a pattern over everything',
      { ...defaultCheckPolicy, names: { ...defaultCheckPolicy.names, patterns: ['dns:*'] } },
    ],
    [
      'an OID that is none',
      { ...defaultCheckPolicy, encoding: { ...defaultCheckPolicy.encoding, extensions: ['9.1'] } },
    ],
    ['a missing rule', { ...defaultCheckPolicy, ids: {} }],
  ])('is refused with %s', (_, policy) => {
    expect(CheckPolicy.safeParse(policy).success).toBe(false);
  });
});
