import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CheckField } from '../../ui/choice-fields.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { savePdf } from './save-pdf.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(8), paddingTop: rem(8) });

/** What proves a decision elsewhere, and what tells of it. */
export function EvidencePart(props: { readonly requestId: string; readonly rejected: boolean }): ReactNode {
  const t = useT();
  const { requestId, rejected } = props;
  const enrolled = useOperators().data?.roster.state === 'good';
  const maySign = useMayCall('operators.checkpoint');
  const mayReject = useMayCall('evidence.signRejections');
  const [wanted, setWanted] = useState(true);
  const [problem, setProblem] = useState<SaveProblem>();
  const prompt = usePromptState();
  const signs = enrolled && wanted && maySign === undefined;

  const evidence = useCoreAction(async (core, sign: boolean, signal) => {
    prompt.reset();
    const made = sign ? await core.operators.checkpoint({}, { signal, onItem: prompt.take }) : undefined;
    if (made?.ok === false) return made;
    return core.evidence.export({ requestId, ...(made === undefined ? {} : { checkpoint: made.value.content }) });
  });
  const report = useCoreAction((core, format: 'html' | 'json') => core.evidence.report({ requestId, format }));
  const rejection = useCoreAction((core, input: string) => core.evidence.rejection({ requestId: input }));
  const signing = useCoreAction((core, input: string, signal) => {
    prompt.reset();
    return core.evidence.signRejections({ requestIds: [input] }, { signal, onItem: prompt.take });
  });
  const busy = [evidence, report, rejection, signing].some((one) => one.busy) ? t('keys.busy') : undefined;

  const keep = async (made: { readonly suggestedName: string; readonly content: Uint8Array } | undefined) => {
    if (made !== undefined) setProblem(await saveBytes(t, made.suggestedName, made.content));
  };
  const pdf = async (): Promise<void> => {
    const made = await report.run('html');
    if (made !== undefined) setProblem(await savePdf(t, made.suggestedName, made.content));
  };
  const sign = async (): Promise<void> => {
    if ((await signing.run(requestId)) !== undefined) showToast(t('evidence.signed'));
  };
  return (
    <Section title={t('evidence.title')}>
      <Prose>{t('evidence.about')}</Prose>
      <Stack>
        {enrolled ? (
          <div>
            <CheckField label={t('evidence.checkpoint')} checked={signs} onChange={setWanted} />
            <Prose>{maySign ?? t('evidence.checkpointHint')}</Prose>
          </div>
        ) : null}
        <ButtonRow>
          <Button icon="save" disabledReason={busy} onClick={() => void evidence.run(signs).then(keep)}>
            {t('evidence.save')}
          </Button>
          <Button icon="printer" disabledReason={busy} onClick={() => void pdf()}>
            {t('evidence.pdf')}
          </Button>
          <Button disabledReason={busy} onClick={() => void report.run('html').then(keep)}>
            {t('evidence.page')}
          </Button>
        </ButtonRow>
        {rejected ? (
          <ButtonRow>
            {enrolled ? (
              <Button icon="badge-check" disabledReason={busy ?? mayReject} onClick={() => void sign()}>
                {t('evidence.signRejection')}
              </Button>
            ) : null}
            <Button disabledReason={busy} onClick={() => void rejection.run(requestId).then(keep)}>
              {t('evidence.saveRejection')}
            </Button>
          </ButtonRow>
        ) : null}
      </Stack>
      {evidence.busy && signs ? (
        <TokenWork what={t('evidence.saving')} state={prompt.state} onCancel={evidence.cancel} />
      ) : null}
      {signing.busy ? <TokenWork what={t('evidence.signing')} state={prompt.state} onCancel={signing.cancel} /> : null}
      {[evidence, report, rejection, signing].map(({ fault }, i) =>
        fault === undefined ? null : <FaultNote key={i} fault={fault} />,
      )}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Section>
  );
}
