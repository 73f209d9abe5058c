import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CheckReason, checkReasons } from '../domain/checks/check-codes.ts';
import { checkSentences } from './check-sentences.ts';
import { checkTitles } from './check-titles.ts';

const intro = `# The checks of a request

Every check runs when a request arrives, whenever it is opened, at each vote and immediately before the signature: on the
request, and on the to-be-signed certificate as soon as there is one. Always all of them run, in this order, and each
gives at least one result: its code, a verdict (\`pass\`, \`warn\`, \`fail\` or \`not-applicable\`), a reason with a sentence, and
the bytes that it judged. One \`fail\` and the request is not signed. Codes and reasons are stable: scripts may rely on them.

What is a choice is decided by the policy of the authority, narrowed by that of the partner; what is not listed there fails.
A check that finds many things tells the first twenty, the worst first; \`more\` says how many others there are.

Every check may also answer \`NOT_APPLICABLE\`: ${checkSentences.NOT_APPLICABLE}
`;

/** Names in braces are values of the result. */
function line(reason: CheckReason): string {
  return `- \`${reason}\`: ${checkSentences[reason]}`;
}

/** Written anew by `vitest run shared/texts -u`. */
test('docs/checks.md lists every check and every reason', async () => {
  const titles = new Map<string, string>(Object.entries(checkTitles));
  const chapters = Object.entries(checkReasons).map(
    ([code, reasons]) => `## ${code}\n\n${titles.get(`title_${code}`) ?? ''}.\n\n${reasons.map(line).join('\n')}\n`,
  );
  await expect([intro, ...chapters].join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/checks.md'));
});
