import { afterAll, describe, expect, test } from 'vitest';
import { askOpenssl, opensslPathsMissing, removeOpensslPaths } from './testing/ask-openssl.ts';
import { judge } from './testing/ask-validator.ts';
import { openssl } from '../testing/openssl.ts';
import { type ExplainedDifference, explainedDifferences } from './testing/explained-differences.ts';
import { pathCases } from './testing/path-cases.ts';

const missing = opensslPathsMissing();
afterAll(removeOpensslPaths);

interface Difference {
  readonly chain: string;
  readonly ours: string;
  readonly words: string;
}

function differences(): readonly Difference[] {
  const cases = pathCases();
  const theirs = askOpenssl(cases);
  return cases.flatMap((one, i) => {
    const ours = judge(one).verdict;
    const { accepts = false, words = 'no answer' } = theirs[i] ?? {};
    return (ours === 'valid') === accepts ? [] : [{ chain: one.id.replace(/^\d+ /, ''), ours, words }];
  });
}

/** Words differ between versions of OpenSSL; whether it accepts is what counts. */
function explains(row: ExplainedDifference, { chain, ours, words }: Difference): boolean {
  return row.chains.test(chain) && row.ours === ours && (row.words === 'ok') === (words === 'ok');
}

describe.skipIf(missing)(
  `beside OpenSSL's strict verification${missing === false ? '' : ` (skipped: ${missing})`}`,
  () => {
    const found = missing === false ? differences() : [];

    test('every difference is explained, by one row', () => {
      const unexplained = found.filter(
        (difference) => explainedDifferences.filter((row) => explains(row, difference)).length !== 1,
      );
      expect(unexplained).toEqual([]);
    });

    // Later versions may have come to see some of it as we do.
    test.skipIf(!openssl(['version'], new Uint8Array(0)).output.includes('OpenSSL 3.0.'))(
      'no explanation is left without a difference (OpenSSL 3.0)',
      () => {
        expect(explainedDifferences.filter((row) => !found.some((one) => explains(row, one)))).toEqual([]);
      },
    );
  },
);
