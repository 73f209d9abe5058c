import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { saveBytes } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const Ways = styled(ButtonRow)({ paddingTop: rem(8) });

/** The way to approvers who sit elsewhere and back: a package goes out, a vote file comes in. */
export function ElsewherePart({ issuanceId }: { readonly issuanceId: string }): ReactNode {
  const t = useT();
  const [taking, setTaking] = useState(false);
  const mayTake = useMayCall('decisions.importVotes');
  const save = useCoreAction((core, id: string) => core.decisions.exportPackage({ issuanceId: id }));
  const send = async (): Promise<void> => {
    const file = await save.run(issuanceId);
    if (file !== undefined) await saveBytes(t, file.suggestedName, file.content);
  };
  return (
    <Section title={t('decisions.elsewhere')}>
      <Ways>
        <Button small icon="download" disabled={save.busy} onClick={() => void send()}>
          {t('decisions.send')}
        </Button>
        <Button small icon="upload" disabledReason={mayTake} onClick={() => setTaking(true)}>
          {t('decisions.take')}
        </Button>
      </Ways>
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
      {taking ? <TakeVotesDialog onClose={() => setTaking(false)} /> : null}
    </Section>
  );
}

/** Votes that were cast elsewhere: each counts by its signature alone. */
function TakeVotesDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const take = useCoreAction((core, content: Uint8Array) => core.decisions.importVotes({ content }));
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const end = await take.run(new Uint8Array(await file.arrayBuffer()));
    if (end === undefined) return;
    showToast(t('decisions.taken', { count: end.taken }));
    onClose();
  };
  return (
    <Dialog
      open
      title={t('decisions.takeTitle')}
      onClose={onClose}
      actions={
        <Button autoFocus onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <Prose>{t('decisions.takeAbout')}</Prose>
      <DropZone text={t('decisions.takeDrop')} accept=".json" onFiles={([file]) => void takeFile(file)} />
      {take.fault === undefined ? null : <FaultNote fault={take.fault} />}
    </Dialog>
  );
}
