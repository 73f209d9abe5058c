import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { look, MONO, type } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

const Head = styled('header')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'flex-start',
  gap: `${rem(8)} ${rem(16)}`,
  padding: `${rem(12)} ${rem(20)}`,
  minHeight: rem(56),
  borderBottom: `1px solid ${look.line}`,
  background: look.surface,
  flex: 'none',
  '.names': { flex: '1 1 20rem', minWidth: 0, paddingTop: rem(2) },
  h1: { ...type.title, overflowWrap: 'anywhere', '&:focus': { outline: 'none' } },
  '&[data-mono] h1': { fontFamily: MONO, fontWeight: 500 },
  '.facts': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${rem(4)} ${rem(16)}`,
    marginTop: rem(4),
    color: look.ink2,
    '& > span': { display: 'inline-flex', alignItems: 'center', gap: rem(6) },
  },
  '.actions': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: rem(8), marginLeft: 'auto' },
});

interface PageHeadProps {
  readonly title: ReactNode;
  /** Ids as titles are set in mono. */
  readonly mono?: boolean;
  /** One line: each fact in a `<span>`. Whom it speaks for first, then validity, then the rest. */
  readonly facts?: ReactNode;
  /** At most one filled button, then plain, danger last, “…” for the rest. */
  readonly actions?: ReactNode;
}

/** Name, one line of facts, actions at the right. */
export function PageHead({ title, mono = false, facts, actions }: PageHeadProps): ReactNode {
  return (
    <Head data-mono={mono || undefined}>
      <div className="names">
        <h1 tabIndex={-1}>{title}</h1>
        {facts === undefined ? null : <div className="facts">{facts}</div>}
      </div>
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </Head>
  );
}
