import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { SoftwareMark } from './software-mark.tsx';
import type { PresentToken } from './use-tokens.ts';

interface TokenChoiceProps {
  readonly tokens: readonly PresentToken[] | undefined;
  readonly value: string;
  readonly onChange: (tokenUri: string) => void;
  readonly disabled?: boolean;
}

/** One of the tokens that are there; without any, the way to them. */
export function TokenChoice({ tokens, value, onChange, disabled = false }: TokenChoiceProps): ReactNode {
  const t = useT();
  if (tokens === undefined) return <LoadingState what={t('keys.theTokens')} />;
  if (tokens.length === 0) {
    return (
      <EmptyState
        title={t('keys.noToken')}
        text={t('keys.noTokenText')}
        actions={
          <Button kind="primary" onClick={() => navigate('tokens')}>
            {t('keys.toTokens')}
          </Button>
        }
      />
    );
  }
  return (
    <RadioCards
      label={t('keys.token')}
      value={value === '' ? undefined : value}
      cards={tokens.map((token) => ({
        value: token.uri,
        title: token.label,
        icon: token.software ? 'hard-drive' : 'credit-card',
        disabled,
        text: (
          <>
            <SafeText text={token.moduleName} />
            {token.serial === '' ? null : (
              <>
                {' · '}
                <SafeText text={token.serial} />
              </>
            )}
          </>
        ),
        facts: (
          <>
            {token.software ? <SoftwareMark /> : null}
            <span>{t(token.signedIn === 'user' ? 'keys.signedIn' : 'keys.asksPin')}</span>
          </>
        ),
      }))}
      onChange={onChange}
    />
  );
}
