import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import type { Verdict } from '../../ui/tone.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';

const Line = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'baseline',
  gap: `${rem(4)} ${rem(12)}`,
  padding: `${rem(8)} 0`,
  '.fact': { ...type.bodyStrong },
  '.sentence': { flex: '1 1 20rem', color: look.ink2 },
});

/** A verdict as a sentence: chip, the fact that matters most, what it means. */
export function VerdictLine(props: {
  readonly verdict: Verdict;
  readonly word: string;
  readonly fact?: string | undefined;
  readonly sentence?: string;
}): ReactNode {
  const { verdict, word, fact, sentence } = props;
  return (
    <Line>
      <VerdictChip verdict={verdict} word={word} />
      {fact === undefined ? null : <span className="fact">{fact}</span>}
      {sentence === undefined ? null : <span className="sentence">{sentence}</span>}
    </Line>
  );
}
