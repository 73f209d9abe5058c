import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
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
import { FaultNote } from '../faults/fault-note.tsx';
import { FORMAT_TITLES, type Format, type HandOverState } from './use-hand-over.ts';

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
export function HandOver({ state }: { readonly state: HandOverState }): ReactNode {
  const t = useT();
  const { format, language, file, text, problem } = state;
  const { data } = file;
  const content = data?.content;
  return (
    <Section title={t('csrs.handOver')}>
      <Stack>
        <Bar>
          <SegmentedField<Format>
            label={t('csrs.format')}
            value={format}
            choices={state.formats.map((value) => ({ value, label: t(FORMAT_TITLES[value]) }))}
            onChange={state.setFormat}
          />
          {format === 'message' ? (
            <SegmentedField
              label={t('csrs.messageLanguage')}
              value={language}
              choices={[
                { value: 'en', label: t('csrs.english') },
                { value: 'de', label: t('csrs.german') },
              ]}
              onChange={state.setLanguage}
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
          <Content role="textbox" aria-readonly aria-multiline aria-label={state.formatName} tabIndex={0}>
            {text.split('\n').map((line, at) => (
              <div key={at}>{line === '' ? '\u00a0' : <SafeText text={line} />}</div>
            ))}
          </Content>
        )}
        <ButtonRow>
          <Button icon="save" onClick={state.save}>
            {t('csrs.save')}
          </Button>
          {text === undefined ? null : <CopyButton what={state.formatName} text={text} />}
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
