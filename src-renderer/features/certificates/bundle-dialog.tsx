import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { plain } from './certificate-words.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const FORMATS = ['ca-bundle', 'party-map-json', 'party-map-nginx'] as const;
type Format = (typeof FORMATS)[number];

/** What the verifying side needs: the authorities it trusts, and which certificate speaks for whom. */
export function BundleDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [format, setFormat] = useState<Format>('ca-bundle');
  const [problem, setProblem] = useState<SaveProblem>();
  const read = useCoreAction((core, wanted: Format) => core.certificates.bundle({ format: wanted }));
  const save = async (): Promise<void> => {
    const file = await read.run(format);
    if (file === undefined) return;
    const failed = await saveBytes(t, file.suggestedName, file.content);
    setProblem(failed);
    if (failed === undefined) onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={plain(t('certificates.bundle'))}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="save" onClick={() => void save()}>
            {t('certificates.save')}
          </Button>
        </>
      }
    >
      <RadioCards<Format>
        label={t('certificates.bundleWhat')}
        value={format}
        cards={FORMATS.map((value) => ({
          value,
          title: t(`certificates.bundle_${value}`),
          text: t(`certificates.bundleText_${value}`),
        }))}
        onChange={setFormat}
      />
      {read.fault === undefined ? null : <FaultNote fault={read.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Dialog>
  );
}
