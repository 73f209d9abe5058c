import { useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { type CoreFault, useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { sourceOfText, sourcesOfFiles } from '../inspection/index.ts';
import type { ConnectionForm } from './connection-form.ts';

/** A credentials object that the partner sent, pasted or as a file: core takes URL, token and parties out of it. */
export function CredentialsObject(props: { readonly onRead: (part: Partial<ConnectionForm>) => void }): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [parties, setParties] = useState<readonly string[]>();
  const [tooMuch, setTooMuch] = useState<CoreFault>();
  const read = useCoreAction((core, source: InputSource) => core.platforms.readCredentials({ source }));
  const take = async (source: InputSource | undefined): Promise<void> => {
    if (source === undefined) return;
    const end = await read.run(source);
    if (end === undefined) return;
    const [first] = end.parties;
    setText('');
    setOpen(false);
    setParties(end.parties.map(({ party, role, name }) => `${party} ${role} ${name}`));
    props.onRead({
      versionsUrl: end.versionsUrl,
      token: end.token,
      withToken: end.token !== '',
      ...(first === undefined || first.name === '' ? {} : { name: first.name.slice(0, 200) }),
    });
  };
  const takeFiles = async (files: readonly File[]): Promise<void> => {
    const sources = await sourcesOfFiles(files);
    setTooMuch('code' in sources ? sources : undefined);
    if (!('code' in sources)) await take(sources[0]);
  };
  return (
    <>
      {parties === undefined ? null : (
        <Banner
          verdict="info"
          text={<SafeText text={t('platforms.objectRead', { parties: parties.join(', ') || '–' })} />}
        />
      )}
      <ButtonRow>
        <Button icon="clipboard" expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('platforms.fromObject')}
        </Button>
      </ButtonRow>
      {isOpen ? (
        <>
          <TextField
            label={t('platforms.object')}
            hint={t('platforms.objectHint')}
            lines={4}
            mono
            maxLength={100_000}
            value={text}
            onChange={setText}
          />
          <ButtonRow>
            <Button
              disabled={read.busy || text.trim() === ''}
              onClick={() => void take(sourceOfText('credentials.json', text))}
            >
              {t('platforms.takeObject')}
            </Button>
          </ButtonRow>
          <DropZone text={t('platforms.objectDrop')} onFiles={(files) => void takeFiles(files)} />
          {tooMuch === undefined ? null : <FaultNote fault={tooMuch} />}
          {read.fault === undefined ? null : <FaultNote fault={read.fault} />}
        </>
      ) : null}
    </>
  );
}
