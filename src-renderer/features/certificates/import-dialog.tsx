import { useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { plain } from './certificate-words.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { ImportOutcome, TakeInput, useInputWays } from '../inspection/index.ts';

/** Keeps foreign certificates in the inventory; says how many were new, known, unreadable. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [end, setEnd] = useState<ImportEnd>();
  const take = useCoreAction((core, sources: readonly InputSource[], signal) =>
    core.certificates.import({ sources: [...sources] }, { signal, onItem: setProgress }),
  );
  const run = async (sources: readonly InputSource[]): Promise<void> => {
    setEnd(await take.run(sources));
  };
  const { tooMuch, ...input } = useInputWays(run);
  const fault = tooMuch ?? take.fault;
  return (
    <Dialog
      open
      width="wide"
      title={plain(t('certificates.import'))}
      onClose={onClose}
      actions={
        <Button autoFocus onClick={onClose}>
          {t(end === undefined ? 'ui.cancel' : 'ui.close')}
        </Button>
      }
    >
      <p>{t('certificates.importAbout')}</p>
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {take.busy ? (
        <LongWork
          what={t('certificates.importing')}
          done={progress.done}
          {...(progress.total > 0 ? { total: progress.total } : {})}
          onCancel={take.cancel}
        />
      ) : (
        <TakeInput
          {...input}
          drop={t('inspection.drop')}
          placeholder={t('decoded.pemCertificate')}
          lines={5}
          action={t('certificates.importText')}
        />
      )}
      {end === undefined ? null : (
        <ImportOutcome
          sentence={t('certificates.importEnd', { added: end.added, known: end.known })}
          added={end.added}
          known={end.known}
          refused={end.unreadable}
        />
      )}
    </Dialog>
  );
}

interface ImportEnd {
  readonly added: number;
  readonly known: number;
  readonly unreadable: readonly {
    readonly source: string;
    readonly code: string;
    readonly message: string;
    readonly offset: number | null;
  }[];
}
