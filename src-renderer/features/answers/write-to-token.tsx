import { styled } from '@mui/material/styles';
import { useCallback, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/prompt-state.tsx';

const Room = styled('div')({ padding: `${rem(12)} ${rem(20)}`, '&[data-inset]': { padding: 0 } });

/** Writing a certificate beside its key: what to press, and what stands where it was begun while the token works. */
export function useWriteToToken(certificateId: string | undefined, inset: boolean) {
  const t = useT();
  const prompt = usePromptState();
  const action = useCoreAction((core, id: string, signal) =>
    core.answers.writeToToken({ certificateId: id }, { signal, onItem: prompt.take }),
  );
  const { busy, run } = action;
  const { reset } = prompt;
  const write = useCallback((): void => {
    if (certificateId === undefined || busy) return;
    reset();
    void run(certificateId).then((done) => {
      if (done === undefined) return;
      showToast(t(done.written === 'new' ? 'answers.written' : 'answers.writtenBefore'));
    });
  }, [certificateId, busy, run, reset, t]);
  const work: ReactNode =
    !busy && action.fault === undefined ? null : (
      <Room data-inset={inset || undefined}>
        {busy ? (
          <TokenWork what={t('answers.writing')} state={prompt.state} onCancel={action.cancel} />
        ) : action.fault === undefined ? null : (
          <FaultNote fault={action.fault} onRetry={write} />
        )}
      </Room>
    );
  return { write, work };
}
