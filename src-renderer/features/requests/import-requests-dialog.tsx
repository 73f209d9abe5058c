import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VerdictCounts } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { sourceOfText, sourcesOfFiles } from '../inspection/index.ts';
import { openRequest } from './request-words.ts';

type ImportEnd = OutputOf<AppContract['requests']['import']>;

/** Takes CSRs of partners from files or text; says what was new, known, refused and why. */
export function ImportRequestsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [tooMuch, setTooMuch] = useState<CoreFault>();
  const [end, setEnd] = useState<ImportEnd>();
  const take = useCoreAction((core, sources: readonly InputSource[], signal) =>
    core.requests.import({ sources: [...sources] }, { signal, onItem: setProgress }),
  );
  const run = async (sources: readonly InputSource[]): Promise<void> => {
    setTooMuch(undefined);
    const done = await take.run(sources);
    const [only] = done?.requests ?? [];
    if (only !== undefined && done?.requests.length === 1 && done.refused.length === 0) openRequest(only);
    else setEnd(done);
  };
  const onFiles = async (files: readonly File[]): Promise<void> => {
    const sources = await sourcesOfFiles(files);
    if ('code' in sources) setTooMuch(sources);
    else await run(sources);
  };
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
        <>
          <DropZone
            text={t('requests.drop')}
            hint={t('inspection.dropHint')}
            multiple
            onFiles={(files) => void onFiles(files)}
          />
          <TextField
            label={t('inspection.orPaste')}
            value={text}
            onChange={setText}
            lines={6}
            mono
            placeholder={t('decoded.pemRequest')}
          />
          <ButtonRow>
            <Button
              disabledReason={text.trim() === '' ? t('inspection.pasteFirst') : undefined}
              onClick={() => void run([sourceOfText(t('inspection.pasted'), text)])}
            >
              {t('requests.importText')}
            </Button>
          </ButtonRow>
        </>
      )}
      {end === undefined ? null : (
        <div role="status">
          <p>
            {t('requests.importEnd', { added: end.added, known: end.known, refused: end.refused.length })}{' '}
            <VerdictCounts counts={{ pass: end.added, notApplicable: end.known, fail: end.refused.length }} />
          </p>
          <ul>
            {end.refused.slice(0, 50).map(({ source, message }, index) => (
              <li key={index}>
                <SafeText text={`${source}: ${message}`} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  );
}
