import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const Notes = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { padding: `${rem(6)} 0`, borderBottom: `1px solid ${look.line}`, whiteSpace: 'pre-wrap' },
  '.by': { ...type.small, color: look.ink3, display: 'block' },
});

const Adding = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: rem(8),
  paddingTop: rem(8),
  '& > div:first-of-type': { width: '100%', maxWidth: '92ch' },
});

/** Notes for colleagues, the newest last. They never leave with an answer. */
export function NotesPart({ requestId }: { readonly requestId: string }): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const notes = useCoreQuery('requests', ['requests.notes', requestId], (core) => core.requests.notes({ requestId }))
    .data?.notes;
  const mayNot = useMayCall('requests.addNote');
  const add = useCoreAction((core, said: string) => core.requests.addNote({ requestId, text: said }));
  const submit = async (): Promise<void> => {
    if (text.trim() !== '' && (await add.run(text.trim())) !== undefined) setText('');
  };
  const missing = text.trim() === '' ? t('requests.noteFirst') : add.busy ? t('keys.busy') : undefined;
  return (
    <Section title={t('requests.notes')} level={3} bare>
      {notes === undefined || notes.length > 0 ? null : <Prose>{t('requests.noNotes')}</Prose>}
      <Notes>
        {(notes ?? []).map((note) => (
          <li key={note.noteId}>
            <span className="by">
              <SafeText text={note.by} />, <UtcDate date={new Date(note.at)} />
            </span>
            <SafeText text={note.text} />
          </li>
        ))}
      </Notes>
      <Adding>
        <TextField label={t('requests.noteText')} value={text} lines={2} maxLength={4000} onChange={setText} />
        <Button small disabledReason={mayNot ?? missing} onClick={() => void submit()}>
          {t('requests.addNote')}
        </Button>
      </Adding>
      {add.fault === undefined ? null : <FaultNote fault={add.fault} />}
    </Section>
  );
}
