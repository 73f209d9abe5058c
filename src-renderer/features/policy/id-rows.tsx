import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { RegisteredIdOf } from '../../../shared/domain/documents.ts';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';

export const IdRows = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': {
    display: 'flex',
    flexWrap: 'wrap',
    gap: rem(10),
    padding: `${rem(3)} 0`,
    borderBottom: `1px solid ${look.line}`,
  },
});

interface IdsProps {
  readonly rows: readonly (RegisteredIdOf & { readonly name?: string })[];
  readonly word: string;
  readonly verdict: 'info' | 'warn';
}

/** Ids with whose they are: by name where it is known. */
export function Ids({ rows, word, verdict }: IdsProps): ReactNode {
  return rows.map(({ partnerId, kind, id, name }) => (
    <li key={`${partnerId} ${kind} ${id}`}>
      <StateWord verdict={verdict} word={word} />
      <Mono text={id} />
      <SafeText text={name ?? partnerId} />
    </li>
  ));
}
