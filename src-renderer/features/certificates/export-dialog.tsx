import { useState, type ReactNode } from 'react';
import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useUi } from '../../ui/ui-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { plain } from './certificate-words.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const FORMATS = ['pem', 'chain-pem', 'der', 'pkcs7', 'renewed-certificate', 'json'] as const;
type Format = (typeof FORMATS)[number];
const BINARY: ReadonlySet<Format> = new Set(['der', 'pkcs7']);

/** Saves or copies a certificate, alone or with its chain. */
export function ExportDialog({
  row,
  onClose,
}: {
  readonly row: CertificateRow;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { copyText } = useUi().ports;
  const [format, setFormat] = useState<Format>('chain-pem');
  const [problem, setProblem] = useState<SaveProblem>();
  const file = useCoreQuery('certificates', ['certificates.export', row.certificateId, format], (core) =>
    core.certificates.export({ certificateId: row.certificateId, format }),
  );
  const save = async (): Promise<void> => {
    if (file.data === undefined) return;
    const failed = await saveBytes(t, file.data.suggestedName, file.data.content);
    setProblem(failed);
    if (failed === undefined) onClose();
  };
  const copy = (): void => {
    if (file.data === undefined) return;
    void copyText(new TextDecoder().decode(file.data.content));
    showToast(t('certificates.copied'));
  };
  return (
    <Dialog
      open
      title={plain(t('certificates.export'))}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button icon="copy" disabledReason={BINARY.has(format) ? t('certificates.binary') : undefined} onClick={copy}>
            {t('certificates.copy')}
          </Button>
          <Button kind="primary" icon="save" onClick={() => void save()}>
            {t('certificates.save')}
          </Button>
        </>
      }
    >
      <SelectField<Format>
        label={t('certificates.format')}
        value={format}
        choices={FORMATS.map((value) => ({ value, label: t(`certificates.format_${value}`) }))}
        onChange={setFormat}
      />
      {file.error === null ? null : <FaultNote fault={file.error.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Dialog>
  );
}
