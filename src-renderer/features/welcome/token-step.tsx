import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { InitToken } from '../tokens/init-token-dialog.tsx';
import { placeIcon, type TokenPlace } from '../tokens/token-places.ts';
import { hostFaultText, placeState, placeText, placeTitle } from '../tokens/token-words.ts';
import { useTokens } from '../tokens/use-tokens.ts';
import { StepFoot, StepHead } from './welcome-frame.tsx';

/** More would be an HSM with many partitions; the page of tokens has room for all of them. */
const MOST_SLOTS = 12;

interface TokenStepProps {
  readonly moduleId: string;
  readonly skip: ReactNode;
  readonly note: ReactNode;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

type Usable = Extract<TokenPlace, { readonly kind: 'token' | 'blank' }>;

/** The token that shall hold the first key: one that is there, or a fresh one that gets label and PIN. */
export function TokenStep({ moduleId, skip, note, onBack, onDone }: TokenStepProps): ReactNode {
  const t = useT();
  const view = useTokens();
  const [picked, setPicked] = useState<string>();
  const [initialising, setInitialising] = useState(false);
  const own = view.places.filter((place) => place.module.moduleId === moduleId);
  const usable = own.filter((place): place is Usable => place.kind === 'token' || place.kind === 'blank');
  const chosen = usable.find(({ key }) => key === picked) ?? usable[0];
  const host = own[0]?.module.host;
  const blank = chosen?.kind === 'blank';
  return (
    <>
      <StepHead
        title={t('welcome.tokenTitle')}
        text={t(moduleId === 'software' ? 'welcome.tokenTextSoftware' : 'welcome.tokenText')}
      />
      {view.loading ? <LoadingState what={t('tokens.tokensWhat')} /> : null}
      {view.fault === undefined ? null : <FaultNote fault={view.fault} onRetry={view.retry} />}
      {chosen === undefined ? (
        <EmptyState
          title={t('welcome.noToken')}
          text={(host === undefined ? undefined : hostFaultText(t, host)) ?? t('welcome.noTokenText')}
        />
      ) : (
        <RadioCards
          label={t('welcome.tokenTitle')}
          value={chosen.key}
          onChange={setPicked}
          cards={usable.slice(0, MOST_SLOTS).map((place) => ({
            value: place.key,
            title: placeTitle(t, place),
            text: placeText(t, place),
            icon: placeIcon(place),
            facts: <StateWord {...placeState(t, place)} />,
          }))}
        />
      )}
      {usable.length > MOST_SLOTS ? <p>{t('welcome.moreSlots', { count: usable.length - MOST_SLOTS })}</p> : null}
      {note}
      <StepFoot>
        {skip}
        <Button icon="arrow-left" onClick={onBack}>
          {t('welcome.back')}
        </Button>
        <Button
          kind="primary"
          disabledReason={chosen === undefined ? t('welcome.noToken') : undefined}
          onClick={() => {
            if (blank) setInitialising(true);
            else onDone();
          }}
        >
          {blank ? t('tokens.initialise') : t('welcome.goOnGroup')}
        </Button>
      </StepFoot>
      {initialising && chosen !== undefined ? (
        <InitToken
          place={chosen}
          suggested={moduleId === 'software' ? t('welcome.suggestedLabel') : ''}
          onClose={() => setInitialising(false)}
          onDone={() => {
            setInitialising(false);
            onDone();
          }}
        />
      ) : null}
    </>
  );
}
