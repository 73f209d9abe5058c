import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { look, type, visuallyHidden } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

/** What stands above a table: search, filters, the count at the right. Wraps where there is no room. */
export const FilterBar = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: rem(8),
  padding: `${rem(10)} ${rem(20)}`,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
  '& > .search': { flex: '0 1 20rem', minWidth: rem(200) },
  '& > .count': { ...type.small, marginLeft: 'auto', color: look.ink2, whiteSpace: 'nowrap' },
});

const InBar = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: rem(6),
  '& > .word': { ...type.small, color: look.ink3 },
  '& > div': { minWidth: rem(140), maxWidth: rem(200) },
  // Twice, to stand before the field's own rule.
  '&& .label': visuallyHidden,
});

/** A field in the bar: its label stands beside it in small words. */
export function BarField({ word, children }: { readonly word: string; readonly children: ReactNode }): ReactNode {
  return (
    <InBar>
      <span className="word" aria-hidden>
        {word}
      </span>
      {children}
    </InBar>
  );
}

const LinkButton = styled('button')({
  font: 'inherit',
  border: 0,
  background: 'none',
  padding: 0,
  color: look.accent,
  cursor: 'pointer',
  textAlign: 'left',
  overflowWrap: 'anywhere',
  maxWidth: '100%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'inherit',
  '&:hover': { textDecoration: 'underline' },
});

/** A word that leads to another page. In table rows it is no Tab stop of its own: Enter on the row does the same. */
export function Link(props: {
  readonly children: ReactNode;
  readonly onFollow: () => void;
  readonly inRow?: boolean;
}): ReactNode {
  return (
    <LinkButton
      type="button"
      tabIndex={props.inRow === true ? -1 : 0}
      onClick={(event) => {
        event.stopPropagation();
        props.onFollow();
      }}
    >
      {props.children}
    </LinkButton>
  );
}
