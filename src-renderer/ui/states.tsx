import { styled } from '@mui/material/styles';
import { useEffect, useState, type ReactNode } from 'react';
import { errorText, useT } from '../locales/language.tsx';
import { Button, ButtonRow } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';
import { Mono } from './mono.tsx';
import { look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

const Box = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: rem(2),
  padding: rem(12),
  margin: rem(12),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.panel,
  '&[data-fail]': { borderColor: look.fail.line },
  '.title': { ...type.bodyStrong, display: 'inline-flex', alignItems: 'center', gap: rem(6) },
  '&[data-fail] .title': { color: look.fail.text },
  '.text': { color: look.ink2, maxWidth: '92ch' },
  '.actions': { marginTop: rem(8) },
});

interface EmptyStateProps {
  readonly title: string;
  /** What the thing is, in one sentence. */
  readonly text: ReactNode;
  /** The first step: one primary button, maybe a second plain one. */
  readonly actions?: ReactNode;
}

/** Nothing there yet: says what the thing is and offers the first step. */
export function EmptyState({ title, text, actions }: EmptyStateProps): ReactNode {
  return (
    <Box>
      <span className="title">{title}</span>
      <span className="text">{text}</span>
      {actions === undefined ? null : <ButtonRow className="actions">{actions}</ButtonRow>}
    </Box>
  );
}

/** Filters leave nothing: offers to drop the last one. */
export function NoMatchState({ onDropLast }: { readonly onDropLast?: (() => void) | undefined }): ReactNode {
  const t = useT();
  return (
    <EmptyState
      title={t('ui.noMatch')}
      text={t('ui.noMatchText')}
      actions={onDropLast === undefined ? undefined : <Button onClick={onDropLast}>{t('ui.dropLastFilter')}</Button>}
    />
  );
}

const Bars = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: rem(16),
  minHeight: rem(tokens.size.row),
  padding: `0 ${rem(12)}`,
  borderBottom: `1px solid ${look.line}`,
  i: { height: rem(8), minWidth: rem(24), flex: '0 1 8rem', background: look.line, borderRadius: 2 },
  '& > i:nth-of-type(2)': { flexBasis: '14rem' },
  span: { ...type.small, color: look.ink3, marginLeft: 'auto', whiteSpace: 'nowrap' },
});

/** Reading: three skeleton rows without shimmer after 150 ms, then what is being read and for how long. */
export function LoadingState({ what }: { readonly what: string }): ReactNode {
  const t = useT();
  const [seconds, setSeconds] = useState<number>();
  useEffect(() => {
    let tick: ReturnType<typeof setInterval> | undefined;
    const wait = setTimeout(() => {
      setSeconds(0);
      tick = setInterval(() => setSeconds((before) => (before ?? 0) + 1), 1000);
    }, 150);
    return () => {
      clearTimeout(wait);
      clearInterval(tick);
    };
  }, []);
  if (seconds === undefined) return <div aria-busy="true" />;
  return (
    <div role="status" aria-busy="true">
      {[0, 1, 2].map((row) => (
        <Bars key={row}>
          <i />
          <i />
          <i />
          {row === 0 ? (
            <span>{seconds < 2 ? t('ui.reading', { what }) : t('ui.readingSeconds', { what, seconds })}</span>
          ) : null}
        </Bars>
      ))}
    </div>
  );
}

/** A failure as the window knows it: a stable code and the data of its sentence. */
export interface Problem {
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

interface ErrorStateProps {
  readonly problem: Problem;
  /** What did not work; “The list could not be read” if absent. */
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** What did not work, why, the stable code, try again. */
export function ErrorState({ problem, title, onRetry }: ErrorStateProps): ReactNode {
  const t = useT();
  const heading = title ?? t('ui.readFailed');
  const sentence = errorText(t, problem.code, problem.data);
  return (
    <Box data-fail role="alert">
      <span className="title">
        <Icon name="octagon-x" size={14} />
        {heading}
      </span>
      <span className="text">{sentence}</span>
      <span className="text">
        <Mono text={problem.code} />{' '}
        <CopyButton what={t('ui.details')} text={`${heading}\n${sentence}\n${problem.code}`} />
      </span>
      {onRetry === undefined ? null : (
        <ButtonRow className="actions">
          <Button onClick={onRetry}>{t('ui.tryAgain')}</Button>
        </ButtonRow>
      )}
    </Box>
  );
}
