import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { focusRingInset, look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useUi } from '../../ui/ui-context.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { saveBytes, type SaveProblem } from './save-bytes.ts';
import type { CsrDetail } from './use-csr.ts';

type Format = 'pem' | 'der' | 'renewal-request' | 'message' | 'proof';
const TITLES: Readonly<Record<Format, PlainKey>> = {
  pem: 'csrs.format_pem',
  der: 'csrs.format_der',
  'renewal-request': 'csrs.format_renewal-request',
  message: 'csrs.format_message',
  proof: 'csrs.format_proof',
};

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(10), paddingTop: rem(8) });
const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: rem(10) });
const Content = styled('div')({
  ...type.mono,
  margin: 0,
  padding: rem(10),
  maxHeight: rem(260),
  overflow: 'auto',
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  outline: 'none',
  '&:focus-visible': focusRingInset,
});
const Drag = styled('span')({
  ...type.small,
  display: 'inline-flex',
  alignItems: 'center',
  gap: rem(6),
  minHeight: rem(30),
  padding: `0 ${rem(8)}`,
  color: look.ink2,
  border: `1px dashed ${look.lineStrong}`,
  borderRadius: tokens.radius.control,
  cursor: 'grab',
});

/** The CSR in every form in which a partner may want it: read, copy, save, drag out. */
export function HandOver({ detail }: { readonly detail: CsrDetail }): ReactNode {
  const t = useT();
  const { copyText } = useUi().ports;
  const { csr, proofJws } = detail;
  const [format, setFormat] = useState<Format>('pem');
  const [language, setLanguage] = useState<'en' | 'de'>(t.language === 'de' ? 'de' : 'en');
  const [problem, setProblem] = useState<SaveProblem>();
  const file = useCoreQuery(
    ['csrs', 'keys'],
    ['csrs.export', csr.csrId, format, language],
    (core) => core.csrs.export({ csrId: csr.csrId, format, language }),
    { keepPrevious: false },
  );
  const { data } = file;
  const content = data?.content;
  const text = useMemo(
    () => (content === undefined || format === 'der' ? undefined : new TextDecoder().decode(content)),
    [content, format],
  );

  const commands = useMemo((): readonly Command[] => {
    const save = (): void => {
      if (data === undefined) return;
      void saveBytes(t, data.suggestedName, data.content).then(setProblem);
    };
    const copy = (): void => {
      if (text === undefined) return;
      void copyText(text).then((done) => showToast(t(done ? 'csrs.copied' : 'ui.copyFailed')));
    };
    return [
      {
        id: 'csrs.save',
        title: () => t('csrs.saveAs', { format: t(TITLES[format]) }),
        icon: 'save',
        keys: 'Ctrl+Enter',
        scope: 'here',
        run: save,
      },
      {
        id: 'csrs.copy',
        title: () => t('csrs.copyAs', { format: t(TITLES[format]) }),
        icon: 'clipboard',
        keys: 'Y',
        scope: 'here',
        disabledReason: () => (format === 'der' ? t('csrs.derNoCopy') : undefined),
        run: copy,
      },
    ];
  }, [data, format, text, copyText, setProblem, t]);
  useCommands(commands);
  const [save] = commands;

  return (
    <Section title={t('csrs.handOver')}>
      <Stack>
        <Bar>
          <SegmentedField<Format>
            label={t('csrs.format')}
            value={format}
            choices={(Object.keys(TITLES) as Format[]) // its keys are the formats
              .filter((one) => one !== 'proof' || proofJws !== undefined)
              .map((value) => ({ value, label: t(TITLES[value]) }))}
            onChange={setFormat}
          />
          {format === 'message' ? (
            <SegmentedField
              label={t('csrs.messageLanguage')}
              value={language}
              choices={[
                { value: 'en', label: t('csrs.english') },
                { value: 'de', label: t('csrs.german') },
              ]}
              onChange={setLanguage}
            />
          ) : null}
        </Bar>
        {file.error !== null ? (
          <FaultNote fault={file.error.fault} onRetry={() => void file.refetch()} />
        ) : content === undefined ? (
          <LoadingState what={t('csrs.theFile')} />
        ) : text === undefined ? (
          <Prose>{t('csrs.derText', { bytes: content.length })}</Prose>
        ) : (
          <Content role="textbox" aria-readonly aria-multiline aria-label={t(TITLES[format])} tabIndex={0}>
            {text.split('\n').map((line, at) => (
              <div key={at}>{line === '' ? '\u00a0' : <SafeText text={line} />}</div>
            ))}
          </Content>
        )}
        <ButtonRow>
          <Button kind="primary" icon="save" keys="Ctrl+Enter" onClick={save?.run ?? (() => undefined)}>
            {t('csrs.save')}
          </Button>
          {text === undefined ? null : <CopyButton what={t(TITLES[format])} text={text} />}
          {data === undefined ? null : (
            <Drag
              draggable
              title={t('csrs.dragHint')}
              onDragStart={(event) => {
                event.preventDefault();
                window.shell?.dragOut(data.suggestedName, new Uint8Array(data.content));
              }}
            >
              <Icon name="file-text" size={14} />
              <SafeText text={data.suggestedName} />
            </Drag>
          )}
        </ButtonRow>
        {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
      </Stack>
    </Section>
  );
}
