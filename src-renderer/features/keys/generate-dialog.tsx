import { useState, type ReactNode } from 'react';
import type { KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import type { GenerationView } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { ALGORITHMS, algorithmName } from './key-words.ts';
import { TokenWork, usePromptState } from './prompt-state.tsx';
import { TokenChoice } from './token-choice.tsx';
import { useOffers, usePresentTokens } from './use-tokens.ts';

interface GenerateDialogProps {
  readonly groupRef: string;
  readonly groupId: string;
  readonly number: number;
  readonly wanted: KeyAlgorithmName;
  /** The token of the generation before, offered first. */
  readonly lastToken: string | undefined;
  readonly onClose: () => void;
  readonly onMade: (generation: GenerationView) => void;
}

/** The key of the next generation: on which token, by which algorithm. Made inside the token, never to leave it. */
export function GenerateDialog(props: GenerateDialogProps): ReactNode {
  const t = useT();
  const tokens = usePresentTokens();
  const [chosen, setChosen] = useState<string>();
  const [algorithm, setAlgorithm] = useState<KeyAlgorithmName>();
  const last = tokens?.find(({ uri }) => uri === props.lastToken);
  const token = tokens?.find(({ uri }) => uri === chosen) ?? last ?? tokens?.[0];
  const offers = useOffers(token?.uri);
  const offered = ALGORITHMS.filter((name) =>
    offers.data?.some((offer) => offer.algorithm === name && offer.canGenerate && offer.canSign),
  );
  const making = offered.find((name) => name === (algorithm ?? props.wanted)) ?? offered[0];
  const prompt = usePromptState();
  const action = useCoreAction(
    (client, input: { readonly tokenUri: string; readonly algorithm: KeyAlgorithmName }, signal) =>
      client.keys.generate({ groupRef: props.groupRef, ...input }, { signal, onItem: prompt.take }),
  );
  const { busy, fault } = action;
  const mayGenerate = useMayCall('keys.generate');
  const reason =
    mayGenerate ??
    (token === undefined
      ? t('keys.noToken')
      : offers.data === undefined
        ? t('keys.readingOffers')
        : making === undefined
          ? t('keys.cannotGenerate')
          : undefined);

  const generate = (): void => {
    if (token === undefined || making === undefined || busy || mayGenerate !== undefined) return;
    prompt.reset();
    void action.run({ tokenUri: token.uri, algorithm: making }).then((made) => {
      if (made !== undefined) props.onMade(made.generation);
    });
  };
  const close = (): void => {
    action.cancel();
    props.onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('keys.generateTitle', { number: props.number, id: props.groupId })}
      onClose={close}
      onSubmit={generate}
      actions={
        <>
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={busy ? t('keys.busy') : reason}>
            {t('keys.generate')}
          </Button>
        </>
      }
    >
      <Prose>{t('keys.generateText')}</Prose>
      <TokenChoice tokens={tokens} value={token?.uri ?? ''} onChange={setChosen} disabled={busy} />
      {token === undefined ? null : offers.error !== null ? (
        <FaultNote fault={offers.error.fault} onRetry={() => void offers.refetch()} />
      ) : (
        <SelectField
          label={t('keys.algorithm')}
          value={making ?? props.wanted}
          disabled={busy || offered.length === 0}
          choices={(offered.length === 0 ? [props.wanted] : offered).map((name) => ({
            value: name,
            label: algorithmName(name),
          }))}
          hint={
            offers.data === undefined
              ? t('keys.readingOffers')
              : offered.length === 0
                ? t('keys.cannotGenerate')
                : offered.includes(props.wanted)
                  ? t('keys.offered', { count: offered.length })
                  : t('keys.notOffered', { algorithm: algorithmName(props.wanted) })
          }
          onChange={setAlgorithm}
        />
      )}
      {busy && token !== undefined ? (
        <TokenWork
          what={t('keys.generating', { token: token.label })}
          state={prompt.state}
          cancelKeeps={t('keys.generateCancelKeeps')}
          onCancel={action.cancel}
        />
      ) : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
