import { useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { DropZone } from '../../ui/drop-zone.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { sourceOfText, sourcesOfFiles } from './input-sources.ts';

interface OneCertificate {
  /** What was given last, a file or a text; the other is gone then. */
  readonly chosen: InputSource | undefined;
  readonly fields: ReactNode;
}

/** One certificate, from a file or as text. */
export function useOneCertificate(): OneCertificate {
  const t = useT();
  const [file, setFile] = useState<InputSource>();
  const [text, setText] = useState('');
  const [tooMuch, setTooMuch] = useState<CoreFault>();
  const take = async (files: readonly File[]): Promise<void> => {
    const sources = await sourcesOfFiles(files);
    setTooMuch('code' in sources ? sources : undefined);
    setFile('code' in sources ? undefined : sources[0]);
    setText('');
  };
  return {
    chosen: file ?? (text.trim() === '' ? undefined : sourceOfText(t('inspection.pasted'), text)),
    fields: (
      <>
        {tooMuch === undefined ? null : <FaultNote fault={tooMuch} />}
        <DropZone text={file === undefined ? t('inspection.drop') : file.name} onFiles={(files) => void take(files)} />
        <TextField
          label={t('inspection.orPaste')}
          value={text}
          onChange={(typed) => {
            setText(typed);
            setFile(undefined);
          }}
          lines={5}
          mono
          placeholder={t('decoded.pemCertificate')}
        />
      </>
    ),
  };
}
