import MuiIconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './ui-context.tsx';

/** Copies the whole value, however it is shortened on screen, and says so in place. */
export function CopyButton({ what, text }: { readonly what: string; readonly text: string }): ReactNode {
  const t = useT();
  const { copyText } = useUi().ports;
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (outcome === 'idle') return undefined;
    const timer = setTimeout(() => setOutcome('idle'), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const label = t('ui.copyWhat', { what });
  const told = outcome === 'idle' ? label : t(outcome === 'copied' ? 'ui.copied' : 'ui.copyFailed');
  const copy = (): void => {
    void copyText(text).then((done) => setOutcome(done ? 'copied' : 'failed'));
  };
  return (
    <Tooltip title={told}>
      <MuiIconButton aria-label={told} aria-live="polite" onClick={copy}>
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} size={14} />
      </MuiIconButton>
    </Tooltip>
  );
}
