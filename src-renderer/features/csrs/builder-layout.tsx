import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, type PromptState } from '../keys/index.ts';

/** Around `Split`, so that it can tell how much room there is, whatever the size of the text. */
export const SplitRoom = styled('div')({
  containerType: 'inline-size',
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minHeight: 0,
  // Where the page scrolls as a whole, nothing in it is squeezed.
  '[data-low] &': { flex: 'none' },
});

/** Form and preview beside each other, each with its own scrolling; below each other where there is no room. */
export const Split = styled('div')({
  display: 'grid',
  gridTemplateColumns: `minmax(${rem(384)}, min(45%, ${rem(720)})) minmax(0, 1fr)`,
  gridTemplateRows: 'minmax(0, 1fr)',
  flex: '1 1 0',
  minHeight: 0,
  '& > .form': {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    minWidth: 0,
    borderRight: `1px solid ${look.line}`,
  },
  '& > .preview': { display: 'flex', minHeight: 0, minWidth: 0, padding: rem(12), background: look.canvas },
  '[data-low] &': { flex: 'none', gridTemplateRows: 'auto', '& > .preview': { minHeight: rem(480), height: rem(560) } },
  '@container (max-width: 52rem)': {
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateRows: 'auto auto',
    flex: 'none',
    '& > .form': { borderRight: 0 },
    '& > .preview': { height: rem(560) },
  },
});

export const TimelineRoom = styled('div')({
  padding: `${rem(4)} ${rem(20)} ${rem(8)}`,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
  maxHeight: '42%',
  overflow: 'auto',
  '[data-low] &': { maxHeight: 'none' },
});

const Foot = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  padding: `${rem(10)} ${rem(20)}`,
  borderTop: `1px solid ${look.line}`,
  flex: 'none',
  '.line': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: rem(12) },
  '.note': { ...type.small, color: look.ink3, flex: '1 1 10rem' },
});

interface BuilderFootProps {
  readonly keys: string;
  readonly reason: string | undefined;
  readonly token: string | undefined;
  readonly busy: boolean;
  readonly prompt: PromptState;
  readonly changed: boolean;
  readonly fault: CoreFault | undefined;
  readonly onSign: () => void;
  readonly onCancel: () => void;
}

/** The main action, and what became of it, where it is. */
export function BuilderFoot(props: BuilderFootProps): ReactNode {
  const t = useT();
  const { reason, fault } = props;
  return (
    <Foot>
      {props.changed ? <Banner verdict="warn" text={t('csrs.changed')} /> : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {props.busy ? (
        <TokenWork
          what={t('csrs.signing', { token: props.token ?? '–' })}
          state={props.prompt}
          cancelKeeps={t('csrs.signCancelKeeps')}
          onCancel={props.onCancel}
        />
      ) : null}
      <div className="line">
        <Button kind="primary" icon="signature" keys={props.keys} disabledReason={reason} onClick={props.onSign}>
          {t('csrs.sign')}
        </Button>
        <span className="note" role="status">
          {reason ?? t('csrs.asksPin', { token: props.token ?? '–' })}
        </span>
      </div>
    </Foot>
  );
}
