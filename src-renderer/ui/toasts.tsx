import { styled } from '@mui/material/styles';
import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { look } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';
import { dismissToast, useToastStore, type Toast } from './toast-store.ts';

const SHOWN_MS = 5000;

const Corner = styled('div')({
  position: 'fixed',
  // In the middle: at the left they would lie over the navigation.
  left: '50%',
  transform: 'translateX(-50%)',
  width: 'max-content',
  bottom: `calc(${rem(tokens.size.statusBar)} + ${rem(12)})`,
  zIndex: 1400,
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  maxWidth: `min(${rem(480)}, calc(100vw - ${rem(32)}))`,
});

/** One toast's look; also used by the design system page. */
export const ToastBox = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: rem(12),
  minHeight: rem(38),
  padding: `${rem(4)} ${rem(8)} ${rem(4)} ${rem(12)}`,
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.panel,
  background: look.raised,
  boxShadow: 'var(--oc-raised)',
  '& > svg': { color: look.pass.text, flex: 'none' },
  '& > .text': { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  '.MuiButton-text': { minHeight: rem(24), padding: `0 ${rem(4)}` },
});

function ToastItem({ toast }: { readonly toast: Toast }): ReactNode {
  const t = useT();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  const { action } = toast;
  return (
    <ToastBox
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
    >
      <Icon name="circle-check" />
      <span className="text">{toast.text}</span>
      {action === undefined ? null : (
        <Button
          kind="text"
          onClick={() => {
            action.onAction();
            dismissToast(toast.id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon="x" label={t('ui.close')} onClick={() => dismissToast(toast.id)} />
    </ToastBox>
  );
}

/** Where toasts appear: bottom left above the status bar, announced politely, paused under pointer or focus. */
export function Toasts(): ReactNode {
  const t = useT();
  const toasts = useToastStore((state) => state.toasts);
  return (
    <Corner role="status" aria-label={t('ui.notification')} aria-live="polite">
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </Corner>
  );
}
