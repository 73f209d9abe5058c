import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { Button } from './button.tsx';
import { rem, tokens } from './theme/tokens.ts';
import { toneOf, type Verdict } from './tone.ts';

export type BannerVerdict = Extract<Verdict, 'fail' | 'warn' | 'info' | 'unknown' | 'pass'>;

interface BannerProps {
  readonly verdict: BannerVerdict;
  readonly text: ReactNode;
  /** One action. */
  readonly action?: { readonly label: string; readonly onAction: () => void } | undefined;
  readonly onClose?: (() => void) | undefined;
}

const Box = styled('div', { shouldForwardProp: (prop) => prop !== 'verdict' })<{ verdict: Verdict }>(({ verdict }) => {
  const { color, dashed } = toneOf[verdict];
  return {
    display: 'flex',
    alignItems: 'center',
    gap: rem(12),
    minHeight: rem(34),
    padding: `${rem(4)} ${rem(12)}`,
    border: `1px ${dashed ? 'dashed' : 'solid'} ${color.line}`,
    borderRadius: tokens.radius.control,
    background: color.tint,
    '& > svg': { color: color.text, flex: 'none' },
    '& > .text': { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
    '.MuiButton-text': { minHeight: rem(24), padding: `0 ${rem(4)}`, background: 'none' },
  };
});

/** A state that lasts: one line, one action. Also the frame for an error where an action was. */
export function Banner({ verdict, text, action, onClose }: BannerProps): ReactNode {
  const t = useT();
  return (
    <Box verdict={verdict} role={verdict === 'fail' ? 'alert' : 'status'}>
      <Icon name={toneOf[verdict].icon} />
      <span className="text">{text}</span>
      {action === undefined ? null : (
        <Button kind="text" onClick={action.onAction}>
          {action.label}
        </Button>
      )}
      {onClose === undefined ? null : <IconButton icon="x" label={t('ui.close')} onClick={onClose} />}
    </Box>
  );
}
