import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { RosterEntryView } from '../../../shared/contract/operators.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { lineText } from './operator-words.ts';

const Lines = styled('ul')({ margin: 0, paddingLeft: rem(18), overflowWrap: 'anywhere' });
const Votes = styled('div')({
  ...type.small,
  display: 'flex',
  flexWrap: 'wrap',
  gap: `${rem(2)} ${rem(14)}`,
  color: look.ink2,
  paddingTop: rem(4),
});

/** What an entry changes, and who voted. */
export function EntryLines({
  entry,
  withVotes = true,
}: {
  readonly entry: RosterEntryView;
  /** Without the roster nobody can say whose votes count and how many it takes. */
  readonly withVotes?: boolean;
}): ReactNode {
  const t = useT();
  const have = entry.votes.filter(({ decision }) => decision === 'approve').length;
  return (
    <>
      <Lines>
        {entry.lines.map((line, index) => (
          <li key={index}>{lineText(t, line)}</li>
        ))}
      </Lines>
      {withVotes ? (
        <Votes>
          <span>{t('operators.votesOf', { have, needed: entry.needed })}</span>
          {entry.votes.map(({ name, decision }, index) => (
            <StateWord
              key={index}
              verdict={decision === 'approve' ? 'pass' : 'fail'}
              word={t(`operators.vote_${decision}`, { name: revealUnsafeCharacters(name) })}
            />
          ))}
        </Votes>
      ) : null}
    </>
  );
}

/** Entries one below the other, each with a head. */
export const EntryList = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { padding: `${rem(8)} 0`, borderBottom: `1px solid ${look.line}` },
  '.head': { display: 'flex', flexWrap: 'wrap', gap: rem(10), alignItems: 'baseline' },
  '.number': { ...type.bodyStrong },
  '.aside': { ...type.small, color: look.ink3, marginLeft: 'auto' },
  '.deeds': { paddingTop: rem(8) },
});
