import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { look } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

const Container = styled('div')({ containerType: 'inline-size' });

const List = styled('dl')({
  '& > div': {
    display: 'grid',
    gridTemplateColumns: 'minmax(7rem, min(32%, 11rem)) minmax(0, 1fr)',
    gap: `${rem(2)} ${rem(12)}`,
    padding: `${rem(4)} 0`,
    alignItems: 'baseline',
    '@container (max-width: 18rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  '&[data-wide]': { columns: '26rem 2', columnGap: rem(32) },
  '&[data-wide] > div': { breakInside: 'avoid' },
  '&[data-lines] > div': { borderBottom: `1px solid ${look.line}` },
  dt: { color: look.ink3, hyphens: 'auto', overflowWrap: 'anywhere' },
  dd: { color: look.ink, overflowWrap: 'anywhere', minWidth: 0 },
  '.unsaid': { color: look.ink3 },
});

/** `value: null` is “not stated”; what does not exist is `–` and is passed as a value. */
export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** Labels and values; nothing is cut, long values wrap. */
export function Facts({
  facts,
  lines = false,
  wide = false,
}: {
  readonly facts: readonly Fact[];
  readonly lines?: boolean;
  /** In two columns where there is room, down the first and then the second. */
  readonly wide?: boolean;
}): ReactNode {
  const t = useT();
  return (
    <Container>
      <List data-lines={lines || undefined} data-wide={wide || undefined}>
        {facts.map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.value ?? <span className="unsaid">{t('ui.notStated')}</span>}</dd>
          </div>
        ))}
      </List>
    </Container>
  );
}
