import { styled } from '@mui/material/styles';
import { useCallback, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/prompt-state.tsx';

const Room = styled('div')({
  padding: `${rem(12)} ${rem(20)}`,
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: rem(8),
  '> *': { alignSelf: 'stretch' },
  '> button': { alignSelf: 'flex-start' },
  '&[data-inset]': { padding: 0 },
});

const TOASTS: Readonly<Record<'new' | 'there-already' | 'replaced', PlainKey>> = {
  new: 'answers.written',
  'there-already': 'answers.writtenBefore',
  replaced: 'answers.writtenReplaced',
};

/** SHA-256 of the certificate that is in the way, where the token told of one that can be replaced. */
function inTheWay(fault: CoreFault | undefined): string | undefined {
  if (fault?.code !== 'CERTIFICATE_CLASH') return undefined;
  // Not by the contract's schema: the window runs no zod, which tries to compile code and is refused (Trusted Types).
  const { data } = fault;
  const detail = typeof data === 'object' && data !== null && 'detail' in data ? data.detail : undefined;
  return typeof detail === 'string' && /^[0-9a-f]{64}$/u.test(detail) ? detail : undefined;
}

/**
 * Writing a certificate beside its key: what to press, and what stands where it was begun while the token works. Another
 * one that lies there is named, and goes only after a question.
 */
export function useWriteToToken(certificateId: string | undefined, inset: boolean) {
  const t = useT();
  const prompt = usePromptState();
  const [asking, setAsking] = useState(false);
  const action = useCoreAction((core, wish: { readonly certificateId: string; readonly replaces?: string }, signal) =>
    core.answers.writeToToken(wish, { signal, onItem: prompt.take }),
  );
  const { busy, run } = action;
  const { reset } = prompt;
  const begin = useCallback(
    (replaces?: string): void => {
      if (certificateId === undefined || busy) return;
      reset();
      void run(replaces === undefined ? { certificateId } : { certificateId, replaces }).then((done) => {
        if (done !== undefined) showToast(t(TOASTS[done.written]));
      });
    },
    [certificateId, busy, run, reset, t],
  );
  const write = useCallback((): void => begin(), [begin]);
  const there = inTheWay(action.fault);
  const work: ReactNode =
    !busy && action.fault === undefined ? null : (
      <Room data-inset={inset || undefined}>
        {busy ? (
          <TokenWork what={t('answers.writing')} state={prompt.state} onCancel={action.cancel} />
        ) : action.fault === undefined ? null : (
          <FaultNote fault={action.fault} onRetry={write} />
        )}
        {busy || there === undefined ? null : <Button onClick={() => setAsking(true)}>{t('answers.replaceIt')}</Button>}
        {busy || there === undefined ? null : (
          <ConfirmDialog
            open={asking}
            danger
            question={t('answers.replaceQuestion')}
            consequence={t('answers.replaceConsequence')}
            facts={[{ label: t('answers.replaceThere'), value: <Fingerprint hex={there} /> }]}
            confirm={t('answers.replace')}
            onClose={() => setAsking(false)}
            onConfirm={() => {
              setAsking(false);
              begin(there);
            }}
          />
        )}
      </Room>
    );
  return { write, work };
}
