import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { HandoverNote } from '../../../shared/contract/answers.ts';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { useT } from '../../locales/language.tsx';
import { formatText, type TextKey, type Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';

type Target = InputOf<AppContract['answers']['handover']>['target'];
type Side = 'client' | 'server';
/** Names of programs: the same in every language. */
const TARGETS: readonly { readonly value: Target; readonly label: string }[] = [
  { value: 'nginx', label: 'nginx' },
  { value: 'haproxy', label: 'HAProxy' },
  { value: 'stunnel', label: 'stunnel' },
  { value: 'openssl', label: 'OpenSSL' },
  { value: 'java', label: 'Java' },
];

const Choices = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: `${rem(8)} ${rem(16)}` });

const Snippet = styled('pre')({
  ...type.monoSmall,
  margin: 0,
  maxHeight: rem(280),
  overflow: 'auto',
  padding: rem(8),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.canvas,
});

const Notes = styled('ul')({
  margin: 0,
  paddingLeft: rem(16),
  listStyle: 'disc',
  color: look.ink2,
  overflowWrap: 'anywhere',
  'li + li': { marginTop: rem(4) },
});

interface HandoverDialogProps {
  readonly generationId: string;
  /** `cpo1-emsp1-key g8`; also the name of the saved chain. */
  readonly name: string;
  readonly side: Side;
  readonly onClose: () => void;
}

/** How the platform's own software uses key and chain: text to copy, the chain to save, what else to know. */
export function HandoverDialog({ generationId, name, side: firstSide, onClose }: HandoverDialogProps): ReactNode {
  const t = useT();
  const [target, setTarget] = useState<Target>('nginx');
  const [side, setSide] = useState<Side>(firstSide);
  const [problem, setProblem] = useState<SaveProblem>();
  const query = useCoreQuery(['keys', 'certificates'], ['answers.handover', generationId, target, side], (core) =>
    core.answers.handover({ generationId, target, side }),
  );
  const chain = useCoreAction((core, id: string) => core.answers.chain({ generationId: id }));
  const save = async (): Promise<void> => {
    const found = await chain.run(generationId);
    if (found === undefined) return;
    setProblem(await saveBytes(t, `${name.replaceAll(/[^\w.-]+/gu, '-')}.chain.pem`, encodeUtf8(found.pem)));
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('answers.handoverOf', { name })}
      onClose={onClose}
      actions={
        <>
          <Button icon="save" onClick={() => void save()}>
            {t('answers.saveChain')}
          </Button>
          <Button kind="primary" autoFocus onClick={onClose}>
            {t('ui.close')}
          </Button>
        </>
      }
    >
      <Choices>
        <SegmentedField<Target> label={t('answers.target')} value={target} choices={TARGETS} onChange={setTarget} />
        <SegmentedField<Side>
          label={t('answers.side')}
          value={side}
          choices={[
            { value: 'client', label: t('answers.side_client') },
            { value: 'server', label: t('answers.side_server') },
          ]}
          onChange={setSide}
        />
      </Choices>
      {chain.fault === undefined ? null : <FaultNote fault={chain.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
      {query.error !== null ? (
        <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <LoadingState what={t('answers.snippet')} />
      ) : (
        <>
          <Section
            level={3}
            title={t('answers.snippet')}
            bare
            aside={<CopyButton what={t('answers.snippet')} text={query.data.text} />}
          >
            <Snippet tabIndex={0} aria-label={t('answers.snippet')}>
              {query.data.text}
            </Snippet>
          </Section>
          <Notes>
            {query.data.notes.map((note) => (
              <li key={note.code}>
                <SafeText text={noteText(t, note)} />
              </li>
            ))}
            {query.data.validUntil === undefined ? null : (
              <li>
                {t('answers.validUntil')} <UtcDate date={new Date(query.data.validUntil)} />
              </li>
            )}
          </Notes>
        </>
      )}
    </Dialog>
  );
}

function noteText(t: Translate, { code, values }: HandoverNote): string {
  const key: TextKey = `answers.note_${code}`;
  return formatText(t.language, key, values);
}
