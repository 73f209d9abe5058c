import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { ImportOutcome, TakeInput, useInputWays } from '../inspection/index.ts';
import { openRequest } from './request-words.ts';

type ImportEnd = OutputOf<AppContract['requests']['import']>;

/** Takes CSRs of partners from files or text; says what was new, known, refused and why. */
export function ImportRequestsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [end, setEnd] = useState<ImportEnd>();
  const take = useCoreAction((core, sources: readonly InputSource[], signal) =>
    core.requests.import({ sources: [...sources] }, { signal, onItem: setProgress }),
  );
  const run = async (sources: readonly InputSource[]): Promise<void> => {
    const done = await take.run(sources);
    const [only] = done?.requests ?? [];
    if (only !== undefined && done?.requests.length === 1 && done.refused.length === 0) openRequest(only);
    else setEnd(done);
  };
  const { tooMuch, ...input } = useInputWays(run);
  const fault = tooMuch ?? take.fault;
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.importTitle')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t(end === undefined ? 'ui.cancel' : 'ui.close')}</Button>}
    >
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {take.busy ? (
        <LongWork
          what={t('requests.importing')}
          done={progress.done}
          {...(progress.total > 0 ? { total: progress.total } : {})}
          onCancel={take.cancel}
        />
      ) : (
        <TakeInput
          {...input}
          drop={t('requests.drop')}
          dropHint={t('inspection.dropHint')}
          placeholder={t('decoded.pemRequest')}
          lines={6}
          action={t('requests.importText')}
        />
      )}
      {end === undefined ? null : (
        <ImportOutcome
          sentence={t('requests.importEnd', { added: end.added, known: end.known, refused: end.refused.length })}
          {...end}
        />
      )}
    </Dialog>
  );
}
