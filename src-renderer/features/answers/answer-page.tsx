import { useEffect, useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { goBack, useRoute } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { sourceOfText, sourcesOfFiles } from '../inspection/index.ts';
import { CheckedAnswer } from './checked-answer.tsx';

export interface Checked {
  readonly sources: readonly InputSource[];
  readonly answer: OutputOf<AppContract['answers']['check']>;
}

/** An issued chain comes back: it is read and checked, and only then accepted for the key that asked for it. */
export function AnswerPage(): ReactNode {
  const { params } = useRoute();
  const { generation, of } = params;
  return <Answer key={generation ?? 'any'} generationId={generation} of={of} />;
}

function Answer(props: { readonly generationId: string | undefined; readonly of: string | undefined }): ReactNode {
  const t = useT();
  const { generationId } = props;
  const [text, setText] = useState('');
  const [tooMuch, setTooMuch] = useState<CoreFault>();
  const [checked, setChecked] = useState<Checked>();
  const check = useCoreAction((core, sources: readonly InputSource[], signal) =>
    core.answers.check({ sources: [...sources], ...(generationId === undefined ? {} : { generationId }) }, { signal }),
  );
  const { run } = check;
  const [look] = useState(() => async (sources: readonly InputSource[]): Promise<void> => {
    setTooMuch(undefined);
    const answer = await run(sources);
    if (answer !== undefined) setChecked({ sources, answer });
  });
  const onFiles = async (files: readonly File[]): Promise<void> => {
    const sources = await sourcesOfFiles(files);
    if ('code' in sources) setTooMuch(sources);
    else await look(sources);
  };
  const onText = (pasted: string): void => void look([sourceOfText(t('inspection.pasted'), pasted)]);
  usePaste(checked === undefined, onText);

  if (checked !== undefined)
    return (
      <CheckedAnswer
        key={checked.answer.leafSha256}
        checked={checked}
        onOther={() => setChecked(undefined)}
        onAgain={() => void look(checked.sources)}
      />
    );
  const fault = tooMuch ?? check.fault;
  return (
    <>
      <PageHead
        title={t('answers.title')}
        facts={
          props.of === undefined ? undefined : (
            <span>
              {t('answers.forKey')} <SafeText text={props.of} />
            </span>
          )
        }
        actions={<Button onClick={goBack}>{t('inspection.back')}</Button>}
      />
      <PageBody>
        <Prose>{t('answers.about')}</Prose>
        {fault === undefined ? null : <FaultNote fault={fault} />}
        {check.busy ? (
          <LongWork what={t('answers.checking')} done={0} onCancel={check.cancel} />
        ) : (
          <>
            <DropZone
              text={t('answers.drop')}
              hint={t('answers.dropHint')}
              multiple
              onFiles={(files) => void onFiles(files)}
            />
            <TextField
              label={t('inspection.orPaste')}
              value={text}
              onChange={setText}
              lines={10}
              mono
              placeholder={t('decoded.pemCertificate')}
            />
            <ButtonRow>
              <Button
                kind="primary"
                icon="file-search"
                disabledReason={text.trim() === '' ? t('inspection.pasteFirst') : undefined}
                onClick={() => onText(text)}
              >
                {t('answers.check')}
              </Button>
            </ButtonRow>
          </>
        )}
      </PageBody>
    </>
  );
}

/** Ctrl+V anywhere but in a field, while nothing is looked at yet. */
function usePaste(enabled: boolean, onText: (text: string) => void): void {
  useEffect(() => {
    if (!enabled) return undefined;
    const onPaste = (event: ClipboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const pasted = event.clipboardData?.getData('text/plain') ?? '';
      if (pasted.trim() !== '') onText(pasted);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [enabled, onText]);
}
