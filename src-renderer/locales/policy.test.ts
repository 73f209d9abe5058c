import { expect, test } from 'vitest';
import { z } from 'zod';
import { CheckPolicy } from '../../shared/contract/policy.ts';
import { policy as german } from './de/policy.ts';
import { policy as english } from './en/policy.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What the schema says of its groups and rules, under the keys of the texts. */
function described(): Readonly<Record<string, string | undefined>> {
  // The JSON Schema is data of the library; only the members above are read.
  const { properties = {} } = z.toJSONSchema(CheckPolicy, { io: 'input', unrepresentable: 'any' }) as Schema;
  const pairs = Object.entries(properties).flatMap(([group, schema]): (readonly [string, string | undefined])[] => [
    [`group_${group}`, schema.description],
    ...Object.entries(schema.properties ?? {}).map(
      ([rule, member]) => [`rule_${group}_${rule}`, member.description] as const,
    ),
  ]);
  return Object.fromEntries(pairs);
}

test('the English texts of the rules are those of the schema', () => {
  expect(english).toEqual(described());
});

test('every rule has a German text', () => {
  expect(Object.keys(german).toSorted()).toEqual(Object.keys(english).toSorted());
});
