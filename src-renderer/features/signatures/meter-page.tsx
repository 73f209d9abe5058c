import { useState, type ReactNode } from 'react';
import type { MeterFileView } from '../../../shared/contract/signed-meter.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TakeInput, useInputWays } from '../inspection/index.ts';
import { forgetMeterFiles, useMeterFiles, verifyMeterSources } from './meter-files.ts';
import { MeterSession } from './meter-session.tsx';
import { toneOfMeter } from './meter-words.ts';

/** Signed meter data without OCPI around it: drop a file, see whether the meter signed it. Nothing is stored. */
export function MeterPage(): ReactNode {
  const t = useT();
  const { busy, fault, files } = useMeterFiles();
  const [key, setKey] = useState('');
  const ways = useInputWays((sources) => verifyMeterSources(sources, key.trim() === '' ? [] : [key.trim()]));
  return (
    <>
      <PageHead
        title={t('signatures.meterTitle')}
        actions={
          files.length === 0 ? undefined : (
            <Button icon="x" onClick={forgetMeterFiles}>
              {t('signatures.another')}
            </Button>
          )
        }
      />
      <PageBody>
        {fault === undefined ? null : <FaultNote fault={fault} />}
        {ways.tooMuch === undefined ? null : <FaultNote fault={ways.tooMuch} />}
        {busy ? <LoadingState what={t('signatures.theMeterData')} /> : null}
        {files.length > 0 ? (
          files.map((file, index) => <FileResult key={index} file={file} />)
        ) : (
          <>
            <Prose>{t('signatures.meterAbout')}</Prose>
            <TextField
              label={t('signatures.knownKey')}
              hint={t('signatures.knownKeyHelp')}
              value={key}
              onChange={setKey}
              lines={3}
              mono
            />
            <TakeInput
              main
              {...ways}
              drop={t('signatures.drop')}
              dropHint={t('signatures.dropHint')}
              placeholder={t('signatures.placeholder')}
              lines={8}
              action={t('signatures.verify')}
            />
          </>
        )}
      </PageBody>
    </>
  );
}

function FileResult({ file }: { readonly file: MeterFileView }): ReactNode {
  const t = useT();
  const { sessions, verdict, moreSessions } = file;
  const [only] = sessions.length === 1 ? sessions : [];
  return (
    <>
      <PageTitle name={file.file} />
      {only === undefined ? (
        <>
          <p>
            <VerdictChip verdict={toneOfMeter[verdict]} word={t(`signatures.verdict_${verdict}`)} />{' '}
            {t('signatures.sessions', { count: sessions.length + moreSessions })}
          </p>
          {sessions.map((session, index) => (
            <Section key={index} title={t('signatures.session', { number: index + 1 })}>
              <MeterSession session={session} />
            </Section>
          ))}
          {moreSessions === 0 ? null : <p>{t('signatures.moreSessions', { count: moreSessions })}</p>}
        </>
      ) : (
        <MeterSession session={only} />
      )}
    </>
  );
}

function PageTitle({ name }: { readonly name: string }): ReactNode {
  return (
    <h2>
      <SafeText text={name} />
    </h2>
  );
}
