import type { ReactNode } from 'react';
import { SafeText } from '../../ui/safe-text.tsx';
import { VerdictCounts } from '../../ui/verdict-chip.tsx';
import { FindingText } from '../decoded/index.ts';

interface Refused {
  readonly source: string;
  readonly code: string;
  readonly message: string;
  readonly offset: number | null;
}

interface ImportOutcomeProps {
  readonly sentence: string;
  readonly added: number;
  readonly known: number;
  readonly refused: readonly Refused[];
}

const MOST = 50;

/** What came of files that were taken: how many were new, known or refused, and why each of these was. */
export function ImportOutcome({ sentence, added, known, refused }: ImportOutcomeProps): ReactNode {
  return (
    <div role="status">
      <p>
        {sentence} <VerdictCounts counts={{ pass: added, notApplicable: known, fail: refused.length }} />
      </p>
      <ul>
        {refused.slice(0, MOST).map(({ source, code, message, offset }, index) => (
          <li key={index}>
            {source === '' ? null : (
              <>
                <SafeText text={source} />
                {': '}
              </>
            )}
            <FindingText finding={{ code, message, offset }} />
          </li>
        ))}
      </ul>
    </div>
  );
}
