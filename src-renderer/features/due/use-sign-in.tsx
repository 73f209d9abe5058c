import { useState, type ReactNode } from 'react';
import type { DueTask } from '../../../shared/contract/due.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';

export interface SignIn {
  readonly start: (task: DueTask) => void;
  readonly disabledReason: string | undefined;
  /** What goes on, or what went wrong; for a place above the tasks. */
  readonly note: ReactNode;
}

/** Signs the token in that a task waits for, where the task stands. It stays signed in, so that `then` can go on. */
export function useSignIn(then: () => void): SignIn {
  const t = useT();
  const prompt = usePromptState();
  const [label, setLabel] = useState('');
  const signIn = useCoreAction((core, tokenUri: string, signal) => {
    prompt.reset();
    return core.tokens.signIn({ tokenUri, reason: t('due.signInReason') }, { signal, onItem: prompt.take });
  });
  const start = async ({ tokenUri, tokenLabel }: DueTask): Promise<void> => {
    setLabel(tokenLabel ?? '');
    if (tokenUri !== undefined && (await signIn.run(tokenUri)) !== undefined) then();
  };
  const what = t('tokens.signInTo', { token: label });
  return {
    start: (task) => void start(task),
    disabledReason: signIn.busy ? t('keys.busy') : undefined,
    note: (
      <>
        {signIn.busy ? <TokenWork what={what} state={prompt.state} onCancel={signIn.cancel} /> : null}
        {signIn.fault === undefined ? null : <FaultNote fault={signIn.fault} />}
      </>
    ),
  };
}
