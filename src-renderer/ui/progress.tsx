import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { look } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

const Track = styled('div')({
  height: rem(4),
  borderRadius: 2,
  background: look.line,
  overflow: 'hidden',
  '& > i': { display: 'block', height: '100%', background: look.accent, borderRadius: 2 },
  '&[data-open] > i': { width: '25%' },
  '@media (forced-colors: active)': { border: '1px solid CanvasText', '& > i': { background: 'Highlight' } },
});

/** How far; without a total it only says that work goes on. No sliding: steps as numbers arrive. */
export function ProgressBar(props: {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
}): ReactNode {
  const { done, total } = props;
  if (total === undefined || total <= 0) {
    return (
      <Track role="progressbar" aria-label={props.label} data-open>
        <i />
      </Track>
    );
  }
  const share = Math.min(1, done / total);
  return (
    <Track role="progressbar" aria-label={props.label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
      <i style={{ width: `${share * 100}%` }} />
    </Track>
  );
}
