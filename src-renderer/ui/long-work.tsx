import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Button } from './button.tsx';
import { ProgressBar } from './progress.tsx';
import { look } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';
import type { Verdict } from './tone.ts';
import { useNow } from './use-now.ts';
import { VerdictCounts } from './verdict-chip.tsx';

const Box = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  padding: rem(12),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.panel,
  '.line': { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center', gap: rem(8) },
  strong: { fontWeight: 600 },
  '.aside': { color: look.ink2 },
});

export interface LongWorkProps {
  /** What is going on: “Verifying 100,000 CDRs”. */
  readonly what: string;
  readonly done: number;
  readonly total?: number;
  readonly secondsLeft?: number;
  readonly counts?: Partial<Readonly<Record<Verdict, number>>>;
  readonly onCancel?: () => void;
  /** What cancelling keeps. */
  readonly cancelKeeps?: string;
}

/** Work of more than a second: what, how far, how long (already, or still), counts by verdict, cancel. */
export function LongWork(props: LongWorkProps): ReactNode {
  const t = useT();
  const { done, total, secondsLeft } = props;
  const now = useNow(1000).getTime();
  const [began] = useState(now);
  const seconds = Math.floor((now - began) / 1000);
  const so =
    total !== undefined
      ? t('ui.progressDone', { done, total })
      : done > 0
        ? t('ui.progressSoFar', { done })
        : t('ui.underWay');
  // Nobody knows how long: how long it has been says at least that it goes on.
  const far = total !== undefined || seconds < 1 ? so : `${so}, ${t('ui.sinceSeconds', { seconds })}`;
  const left =
    secondsLeft === undefined
      ? undefined
      : secondsLeft < 90
        ? t('ui.secondsLeft', { count: Math.max(1, Math.round(secondsLeft)) })
        : t('ui.minutesLeft', { count: Math.round(secondsLeft / 60) });
  return (
    <Box>
      <div className="line">
        <strong>{props.what}</strong>
        <span className="aside">{left === undefined ? far : `${far}, ${left}`}</span>
      </div>
      <ProgressBar label={props.what} done={done} total={total} />
      <div className="line">
        {props.counts === undefined ? (
          <span className="aside">{props.cancelKeeps}</span>
        ) : (
          <VerdictCounts counts={props.counts} />
        )}
        {props.onCancel === undefined ? null : (
          <Button small onClick={props.onCancel}>
            {t('ui.cancel')}
          </Button>
        )}
      </div>
    </Box>
  );
}
