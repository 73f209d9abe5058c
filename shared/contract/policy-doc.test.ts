import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defaultCheckPolicy } from '../domain/default-policy.ts';
import { CheckPolicy } from './policy.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const intro = `# The policy

What may be issued is data: one JSON document for the workspace, and one for each authority or partner that shall have less.
Theirs can only take away: of two limits the tighter counts, of two verdicts the worse, lists of what is allowed are cut. Every
rule must be there, and no other; the version of the form is \`v\`. A rule with a verdict says what becomes of a request that
breaks it: \`pass\` says nothing, \`warn\` tells the voters, \`fail\` keeps it from being signed ([all checks](checks.md)). Who has
no policy of its own, or \`null\`, leaves it to what stands above.

From the first operator on a policy is in force once operators have voted on it; the roster then fixes its SHA-256 over canonical
JSON (RFC 8785). A stored policy with another SHA-256 counts as missing, and nothing is signed until it is proposed anew.

Not everything is a choice. Under every policy these fail: a wrong signature, a defective or revoked key, one of an authority
or of another partner, an id that is registered for another or has a wrong form, an id of others hidden in a name or in the
subject, a request for the rights of an authority, a name in a wrong form, a certificate that says more than its request.

Behind each rule stands what the console begins with: the strictest policy under which honest requests are served.
`;

/** Written anew by `vitest run shared/contract/policy-doc -u`. */
test('docs/policy.md explains every rule and its usual value', async () => {
  // The JSON Schema is data of the library; only the members above are read.
  const { properties = {} } = z.toJSONSchema(CheckPolicy, { io: 'input', unrepresentable: 'any' }) as Schema;
  const usual = new Map<string, unknown>(Object.entries(defaultCheckPolicy));
  const chapters = Object.entries(properties).map(([group, schema]) => {
    const values = usual.get(group);
    const members = new Map<string, unknown>(
      typeof values === 'object' && values !== null && !Array.isArray(values) ? Object.entries(values) : [],
    );
    const lines = Object.entries(schema.properties ?? {}).map(
      ([rule, { description = '' }]) =>
        `- \`${rule}\`: ${description} Usual: \`${JSON.stringify(members.get(rule))}\`.`,
    );
    const own = lines.length === 0 ? ` Usual: \`${JSON.stringify(values)}\`.` : '';
    return `## ${group}\n\n${schema.description ?? ''}${own}\n${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}`;
  });
  await expect([intro, ...chapters].join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/policy.md'));
});
