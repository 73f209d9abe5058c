import { styled } from '@mui/material/styles';
import { useEffect, type ReactNode } from 'react';
import { rich, useT } from '../locales/language.tsx';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SafeText } from '../ui/safe-text.tsx';
import { look, type } from '../ui/theme/look.ts';
import { rem } from '../ui/theme/tokens.ts';
import { VerdictChip } from '../ui/verdict-chip.tsx';
import type { PinClient } from './pin-app.tsx';
import { PromptForm } from './prompt-form.tsx';
import { faultText, titleOf } from './prompt-texts.ts';
import { usePrompt } from './use-prompt.ts';

const Page = styled('main')({
  '& > .strip': {
    ...type.small,
    display: 'flex',
    alignItems: 'center',
    gap: rem(8),
    padding: `${rem(10)} ${rem(16)}`,
    color: look.ink2,
    background: look.canvas,
    borderBottom: `1px solid ${look.line}`,
  },
  '& > .body': { display: 'flex', flexDirection: 'column', gap: rem(12), padding: rem(16) },
  h1: { ...type.section, overflowWrap: 'anywhere' },
  '.reason': { color: look.ink2, overflowWrap: 'anywhere' },
  '.token': { ...type.small, color: look.ink3, display: 'flex', flexWrap: 'wrap', gap: rem(8), alignItems: 'center' },
  '.serial': { ...type.monoSmall, color: look.ink2 },
});

interface PromptPageProps {
  readonly client: PinClient;
  readonly onDone: () => void;
}

/** One prompt from its question to its end: what is asked, of which token, why, and the fields or the reader. */
export function PromptPage({ client, onDone }: PromptPageProps): ReactNode {
  const t = useT();
  const prompt = usePrompt(client, onDone);
  const { phase } = prompt;

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') prompt.cancel();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  if (phase.kind === 'loading') return null;
  if (phase.kind === 'over') {
    return (
      <Page>
        <div className="body" role="alert">
          <h1>{t('pin.over')}</h1>
          <p className="reason">{faultText(t, phase.fault)}</p>
          <ButtonRow data-end>
            <Button onClick={onDone} keys="Escape" autoFocus>
              {t('ui.close')}
            </Button>
          </ButtonRow>
        </div>
      </Page>
    );
  }
  const { view } = phase;
  const reason = <SafeText text={view.reason} />;
  // A vault belongs to the workspace, which its reason names; the token's host only derives the key.
  const ofVault = view.action.startsWith('vault-');
  const label = view.tokenLabel === '' ? t('pin.namelessToken') : <SafeText text={view.tokenLabel} />;
  const named = ofVault ? reason : label;
  return (
    <Page>
      <div className="strip">
        <Icon name="lock" size={14} />
        {t('pin.ownWindow')}
      </div>
      <div className="body">
        <h1>{rich(t, titleOf(view.action), { token: named })}</h1>
        {view.reason === '' || ofVault ? null : (
          <p className="reason">{view.action === 'init-token' ? rich(t, 'pin.newLabel', { label: reason }) : reason}</p>
        )}
        <div className="token" hidden={ofVault}>
          {view.software ? <VerdictChip verdict="info" word={t('pin.software')} /> : null}
          {view.tokenSerial === '' ? null : (
            <span>
              {t('pin.serial')}{' '}
              <span className="serial">
                <SafeText text={view.tokenSerial} />
              </span>
            </span>
          )}
          {view.library === undefined || view.software ? null : <SafeText text={view.library} />}
        </div>
        <PromptForm
          view={view}
          fault={phase.kind === 'asking' ? phase.fault : undefined}
          sending={phase.kind === 'sending'}
          onSubmit={prompt.submit}
          onCancel={prompt.cancel}
        />
      </div>
    </Page>
  );
}
