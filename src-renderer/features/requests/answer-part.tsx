import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useUi } from '../../ui/ui-context.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(8), paddingTop: rem(8) });

const FORMATS = ['chain-pem', 'renewed-certificate', 'der', 'pkcs7', 'message'] as const;
type Format = (typeof FORMATS)[number];
const BINARY: ReadonlySet<Format> = new Set(['der', 'pkcs7']);

/** What goes back to the requester. */
export function AnswerPart({ requestId }: { readonly requestId: string }): ReactNode {
  const t = useT();
  const { copyText } = useUi().ports;
  const [format, setFormat] = useState<Format>('chain-pem');
  const [problem, setProblem] = useState<SaveProblem>();
  const file = useCoreQuery(['requests', 'certificates'], ['requests.answer', requestId, format, t.language], (core) =>
    core.requests.answer({ requestId, format, language: t.language === 'de' ? 'de' : 'en' }),
  );
  const { data } = file;
  return (
    <Section title={t('requests.answer')}>
      <Stack>
        <SelectField<Format>
          label={t('certificates.format')}
          value={format}
          choices={FORMATS.map((value) => ({ value, label: t(`requests.answer_${value}`) }))}
          onChange={setFormat}
        />
        <ButtonRow>
          <Button
            kind="primary"
            icon="save"
            onClick={() => {
              if (data !== undefined) void saveBytes(t, data.suggestedName, data.content).then(setProblem);
            }}
          >
            {t('certificates.save')}
          </Button>
          <Button
            icon="copy"
            disabledReason={BINARY.has(format) ? t('certificates.binary') : undefined}
            onClick={() => {
              if (data === undefined) return;
              void copyText(new TextDecoder().decode(data.content));
              showToast(t('certificates.copied'));
            }}
          >
            {t('certificates.copy')}
          </Button>
        </ButtonRow>
      </Stack>
      {file.error === null ? null : <FaultNote fault={file.error.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Section>
  );
}
