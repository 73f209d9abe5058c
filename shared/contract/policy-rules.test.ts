import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defaultCheckPolicy } from '../domain/default-policy.ts';
import { effectivePolicy } from '../domain/documents.ts';
import { policyOfValues, policyRules, type RuleKind, ruleValues } from '../domain/policy-rules.ts';
import { CheckPolicy } from './policy.ts';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** How the schema says that a rule is edited. */
function kindOf(schema: Schema): RuleKind | undefined {
  const { type, items, anyOf, minimum, maximum } = schema;
  if (anyOf !== undefined) return { kind: 'texts', nullable: true };
  if (schema.enum !== undefined) return { kind: 'verdict' };
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'integer') return { kind: 'number', min: minimum ?? 0, max: maximum ?? 0 };
  if (type === 'array') {
    return items?.enum === undefined ? { kind: 'texts', nullable: false } : { kind: 'choices', choices: items.enum };
  }
  return type === 'object' ? { kind: 'verdicts' } : undefined;
}

// The JSON Schema is data of the library; only the members above are read.
const { properties = {} } = z.toJSONSchema(CheckPolicy, { io: 'input', unrepresentable: 'any' }) as Schema;

test('every rule of the schema is edited as its type wants it, in the order of the schema', () => {
  const expected = Object.entries(properties).flatMap(([group, schema]) => {
    if (group === 'v') return [];
    if (schema.properties === undefined) return [[group, kindOf(schema)]];
    return Object.entries(schema.properties).map(([name, member]) => [`${group}.${name}`, kindOf(member)]);
  });
  expect(policyRules.map(({ rule, edit }) => [rule, edit])).toEqual(expected);
});

test('a policy taken apart into rules is put together again as it was', () => {
  expect(policyOfValues(ruleValues(defaultCheckPolicy))).toEqual(defaultCheckPolicy);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3650 }), (maxDays) => {
      const policy = { ...defaultCheckPolicy, validity: { ...defaultCheckPolicy.validity, maxDays } };
      expect(CheckPolicy.parse(policyOfValues(ruleValues(policy)))).toEqual(policy);
    }),
    { numRuns: 20 },
  );
});

test('what comes of two policies keeps to the form', () => {
  const tight = {
    ...defaultCheckPolicy,
    purposes: [],
    names: { ...defaultCheckPolicy.names, patterns: ['dns:a.example'] },
  };
  expect(CheckPolicy.parse(effectivePolicy(defaultCheckPolicy, [tight]))).toEqual(effectivePolicy(null, [tight]));
});
