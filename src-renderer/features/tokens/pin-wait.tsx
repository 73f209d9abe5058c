import { styled } from '@mui/material/styles';
import { useEffect, useState, type ReactNode } from 'react';
import { errorText, useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import type { PinAction } from './use-pin-action.ts';

const Box = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  padding: `${rem(8)} ${rem(12)}`,
  border: `1px solid ${look.info.line}`,
  borderRadius: tokens.radius.panel,
  background: look.info.tint,
  '&[data-work]': { borderColor: look.line, background: look.surface },
  '.line': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: rem(8) },
  '.line > svg': { flex: 'none', color: look.info.text },
  '.line > .words': { flex: '1 1 14rem', minWidth: 0 },
  strong: { fontWeight: 600 },
  '.more': { ...type.small, display: 'block', color: look.ink2 },
  '.wrong': { color: look.fail.text, display: 'flex', gap: rem(6), alignItems: 'center' },
});

interface PinWaitProps<I, T> {
  readonly action: PinAction<I, T>;
  /** What goes on once the PIN was right: “Making the key”. */
  readonly what: string;
  /** What cancelling does and does not undo. */
  readonly cancelMeans: string;
  /** The token is signed in: the PIN window has closed, the rest is the token's work. */
  readonly past?: boolean;
}

/** While an action waits: look at the PIN window, or what the token is doing and for how long. Cancel in both cases. */
export function PinWait<I, T>({ action, what, cancelMeans, past = false }: PinWaitProps<I, T>): ReactNode {
  if (!action.busy) return null;
  if (action.pinOpen && !past) return <LookAtPinWindow wrong={action.wrong} onCancel={action.cancel} />;
  return <Working what={what} cancelMeans={cancelMeans} onCancel={action.cancel} />;
}

function LookAtPinWindow(props: { readonly wrong: string | undefined; readonly onCancel: () => void }): ReactNode {
  const t = useT();
  return (
    <Box role="status">
      <div className="line">
        <Icon name="lock" />
        <span className="words">
          <strong>{t('tokens.lookAtPinWindow')}</strong>
          <span className="more">{t('tokens.lookAtPinWindowText')}</span>
        </span>
        <Button small onClick={props.onCancel}>
          {t('ui.cancel')}
        </Button>
      </div>
      {props.wrong === undefined ? null : (
        <span className="wrong">
          <Icon name="octagon-x" size={14} />
          {errorText(t, props.wrong)}
        </span>
      )}
    </Box>
  );
}

/** From the second second on: what, how long, what cancelling means. A token tells no progress, so none is shown. */
function Working(props: {
  readonly what: string;
  readonly cancelMeans: string;
  readonly onCancel: () => void;
}): ReactNode {
  const t = useT();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const tick = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(tick);
  }, []);
  if (seconds === 0) return <div role="status" aria-busy="true" aria-label={props.what} />;
  return (
    <Box role="status" data-work>
      <div className="line">
        <span className="words">
          <strong>{props.what}</strong>
        </span>
        <span>{t('tokens.sinceSeconds', { seconds })}</span>
      </div>
      <ProgressBar label={props.what} done={0} total={undefined} />
      <div className="line">
        <span className="words more">{props.cancelMeans}</span>
        <Button small onClick={props.onCancel}>
          {t('ui.cancel')}
        </Button>
      </div>
    </Box>
  );
}
