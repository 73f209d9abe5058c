import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import type { PagedModule } from './data-columns.tsx';

interface RevealProps {
  readonly module: PagedModule;
  readonly rowId: number;
  readonly onClose: () => void;
  readonly onRevealed: (facts: readonly Fact[]) => void;
}

/** As the contract has it: shorter says nothing. */
const LEAST = 3;

/** Asks why somebody wants to see whose object it is; the answer goes into the audit. */
export function RevealDialog({ module, rowId, onClose, onRevealed }: RevealProps): ReactNode {
  const t = useT();
  const [reason, setReason] = useState('');
  const isReady = reason.trim().length >= LEAST;
  const asked = useCoreAction((core, why: string) =>
    core.platformData.reveal({ module, rowIds: [rowId], reason: why }),
  );
  const reveal = async (): Promise<void> => {
    if (!isReady) return;
    const end = await asked.run(reason.trim());
    const fields = end?.objects[0]?.fields;
    if (fields === undefined) return;
    onRevealed(fields.map(({ path, value }) => ({ label: path, value: <SafeText text={value} /> })));
  };
  return (
    <Dialog
      open
      title={t('platformData.reveal').replace(/…$/, '')}
      onClose={onClose}
      onSubmit={() => void reveal()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="eye" disabled={!isReady || asked.busy} onClick={() => void reveal()}>
            {t('platformData.reveal').replace(/…$/, '')}
          </Button>
        </>
      }
    >
      <p>{t('platformData.revealText')}</p>
      <TextField label={t('platformData.reason')} value={reason} onChange={setReason} />
      {asked.fault === undefined ? null : <FaultNote fault={asked.fault} />}
    </Dialog>
  );
}
