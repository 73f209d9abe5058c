import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';
import { look, type } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

const Root = styled('section')({
  '& > .head': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: `${rem(4)} ${rem(16)}`,
    minHeight: rem(36),
    paddingBottom: rem(4),
    borderBottom: `1px solid ${look.line}`,
  },
  '&[data-bare] > .head': { borderBottom: 0 },
  'h2, h3': { ...type.bodyStrong },
  '.aside': { ...type.small, color: look.ink3, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: rem(8) },
});

interface SectionProps {
  readonly title: string;
  /** Small words or buttons at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Without the hairline, when a table with its own head follows. */
  readonly bare?: boolean;
  readonly level?: 2 | 3;
}

/** A titled part of a page, split by a hairline from what stands above. */
export function Section({ title, aside, children, bare = false, level = 2 }: SectionProps): ReactNode {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <Root aria-labelledby={id} data-bare={bare || undefined}>
      <div className="head">
        <Heading id={id}>{title}</Heading>
        {aside === undefined ? null : <div className="aside">{aside}</div>}
      </div>
      {children}
    </Root>
  );
}

/** Padding of a page's body, a scroll container, columns that stack when the container is narrow. */
export const PageBody = styled('div')({
  flex: '1 1 auto',
  minHeight: 0,
  overflow: 'auto',
  padding: `${rem(12)} ${rem(20)} ${rem(24)}`,
  display: 'flex',
  flexDirection: 'column',
  gap: rem(16),
  containerType: 'inline-size',
  '[data-low] &': { flex: '1 0 auto', overflow: 'visible' },
});

/** Two columns from 760 px of container width on, one below. */
export const Columns = styled('div')({
  display: 'grid',
  gap: `${rem(16)} ${rem(32)}`,
  gridTemplateColumns: 'minmax(0, 1fr)',
  alignItems: 'start',
  '@container (min-width: 47.5rem)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
});

/** Forms stop at 720 px; text lines at 92 characters. */
export const Form = styled('form')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(12),
  maxWidth: rem(720),
  paddingTop: rem(4),
  containerType: 'inline-size',
});

/** Fields side by side where there is room. */
export const FieldRow = styled('div')({
  display: 'grid',
  gap: rem(12),
  gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${rem(220)}), 1fr))`,
  alignItems: 'start',
});

export const Prose = styled('p')({ maxWidth: '92ch', color: look.ink2 });
