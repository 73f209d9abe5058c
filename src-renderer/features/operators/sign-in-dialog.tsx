import { useState, type ReactNode } from 'react';
import type { OperatorView } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Prose } from '../../ui/section.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { rolesText } from './operator-words.ts';

interface SignInDialogProps {
  readonly operators: readonly OperatorView[];
  /** Whom to offer first: the one whose session has ended. */
  readonly last: string | undefined;
  readonly onClose: () => void;
}

/** Who signs in; the PIN is asked by its own window. */
export function SignInDialog({ operators, last, onClose }: SignInDialogProps): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState(last ?? (operators.length === 1 ? operators[0]?.operatorId : undefined));
  const prompt = usePromptState();
  const signIn = useCoreAction((core, operatorId: string, signal) =>
    core.operators.signIn({ operatorId }, { signal, onItem: prompt.take }),
  );
  const submit = async (): Promise<void> => {
    if (chosen === undefined || signIn.busy) return;
    prompt.reset();
    if ((await signIn.run(chosen)) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      title={t('operators.signInTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabled={chosen === undefined || signIn.busy}>
            {t('operators.signIn')}
          </Button>
        </>
      }
    >
      <Prose>{t('operators.signInAbout')}</Prose>
      <RadioCards
        label={t('operators.whoSignsIn')}
        value={chosen}
        cards={operators.map(({ operatorId, name, roles }) => ({
          value: operatorId,
          title: name,
          text: rolesText(t, roles),
        }))}
        onChange={setChosen}
      />
      {signIn.fault === undefined ? null : <FaultNote fault={signIn.fault} />}
      {signIn.busy ? (
        <TokenWork
          what={t('operators.signInWork')}
          state={prompt.state}
          onCancel={signIn.cancel}
          cancelKeeps={t('operators.cancelKeeps')}
        />
      ) : null}
    </Dialog>
  );
}
