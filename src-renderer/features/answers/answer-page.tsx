import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { goBack, useRoute } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Prose } from '../../ui/section.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TakeInput, useInputWays, usePastedText } from '../inspection/index.ts';
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
  const [checked, setChecked] = useState<Checked>();
  const check = useCoreAction((core, sources: readonly InputSource[], signal) =>
    core.answers.check({ sources: [...sources], ...(generationId === undefined ? {} : { generationId }) }, { signal }),
  );
  const look = async (sources: readonly InputSource[]): Promise<void> => {
    const answer = await check.run(sources);
    if (answer !== undefined) setChecked({ sources, answer });
  };
  const { tooMuch, ...input } = useInputWays(look);
  usePastedText(input.onText, checked === undefined);

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
          <TakeInput
            {...input}
            main
            drop={t('answers.drop')}
            dropHint={t('answers.dropHint')}
            placeholder={t('decoded.pemCertificate')}
            lines={10}
            action={t('answers.check')}
          />
        )}
      </PageBody>
    </>
  );
}
