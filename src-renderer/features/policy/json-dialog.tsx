import { useState, type ReactNode } from 'react';
import type { CheckPolicy } from '../../../shared/domain/checks/check-policy.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { saveBytes } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';

interface JsonDialogProps {
  readonly text: string;
  readonly onTake: (policy: CheckPolicy) => void;
  readonly onClose: () => void;
}

/** The policy as the text that it is: to copy, paste, import and save. Core says whether a text is one. */
export function JsonDialog({ text: given, onTake, onClose }: JsonDialogProps): ReactNode {
  const t = useT();
  const [text, setText] = useState(given);
  const read = useCoreAction((core, wanted: string) => core.policy.read({ text: wanted }));
  const take = async (): Promise<void> => {
    const end = await read.run(text);
    if (end === undefined) return;
    onTake(end.policy);
    onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('policies.jsonTitle')}
      onClose={onClose}
      actionsAside={
        <Button onClick={() => void saveBytes(t, 'policy.json', encodeUtf8(`${text}\n`))}>
          {t('policies.jsonSave')}
        </Button>
      }
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" disabled={read.busy} onClick={() => void take()}>
            {t('policies.jsonTake')}
          </Button>
        </>
      }
    >
      <Prose>{t('policies.jsonText')}</Prose>
      <DropZone
        text={t('policies.jsonDrop')}
        accept=".json"
        onFiles={([file]) => void file?.text().then((content) => setText(content))}
      />
      <TextField mono autoFocus lines={16} label={t('policies.jsonLabel')} value={text} onChange={setText} />
      {read.fault === undefined ? null : <FaultNote fault={read.fault} />}
    </Dialog>
  );
}
