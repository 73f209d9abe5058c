import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { maySignElsewhere } from '../../platform/may-sign-elsewhere.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Facts } from '../../ui/facts.tsx';
import { shortHex } from '../../ui/format/fingerprint.ts';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { EntryLines } from './entry-lines.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(10) });

type Answer = Awaited<ReturnType<AppClient['operators']['readProposal']>>;
interface Opened {
  readonly content: Uint8Array;
  readonly shown: Extract<Answer, { readonly ok: true }>['value'];
}
type Decision = 'approve' | 'reject';
interface VotedFile {
  readonly content: Uint8Array;
  readonly suggestedName: string;
}

/** Votes on a proposal of another workspace, which came as a file, with an identity or recovery key that is here. */
export function VoteElsewhereDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [opened, setOpened] = useState<Opened>();
  const [chosen, setChosen] = useState('');
  /** Kept until the dialog closes: whoever cancelled the saving has voted all the same. */
  const [voted, setVoted] = useState<VotedFile>();
  const [problem, setProblem] = useState<SaveProblem>();
  const prompt = usePromptState();
  const noSign = useMayCall('operators.signVote');
  const query = useCoreQuery(['operators', 'certificates', 'keys'], ['operators.candidates'], (core) =>
    core.operators.candidates({}),
  );
  // Whether its certificate still stands for anybody is for that workspace to say.
  const keys = (query.data?.candidates ?? []).filter(maySignElsewhere);
  const read = useCoreAction((core, content: Uint8Array) => core.operators.readProposal({ content }));
  const sign = useCoreAction((core, wish: { readonly decision: Decision; readonly file: Opened }, signal) => {
    prompt.reset();
    const { decision, file } = wish;
    const { content, shown } = file;
    return core.operators.signVote(
      // Over exactly what is shown: core refuses when the file says something else.
      { content, certificateId: chosen, entry: shown.entry.entry, decision },
      { signal, onItem: prompt.take },
    );
  });
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = new Uint8Array(await file.arrayBuffer());
    const shown = await read.run(content);
    if (shown !== undefined) setOpened({ content, shown });
  };
  const vote = async (decision: Decision): Promise<void> => {
    if (opened === undefined || missing !== undefined) return;
    const signed = await sign.run({ decision, file: opened });
    if (signed === undefined) return;
    setVoted(signed);
    await save(signed);
  };
  const save = async ({ suggestedName, content }: VotedFile): Promise<void> => {
    setProblem(await saveBytes(t, suggestedName, content));
  };
  const missing =
    noSign ??
    (sign.busy ? t('keys.busy') : keys.length === 0 ? t('operators.elsewhereNoKey') : undefined) ??
    (chosen === '' ? t('operators.elsewhereChoose') : undefined);
  const fault = read.fault ?? sign.fault ?? query.error?.fault;
  return (
    <Dialog
      open
      width="wide"
      title={t('operators.elsewhereTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t(voted === undefined ? 'ui.cancel' : 'ui.close')}</Button>
          {voted !== undefined ? (
            <Button kind="primary" icon="save" onClick={() => void save(voted)}>
              {t('operators.elsewhereSave')}
            </Button>
          ) : opened === undefined ? null : (
            <>
              <Button disabledReason={missing} onClick={() => void vote('reject')}>
                {t('operators.reject')}
              </Button>
              <Button kind="primary" icon="signature" disabledReason={missing} onClick={() => void vote('approve')}>
                {t('operators.approve')}
              </Button>
            </>
          )}
        </>
      }
    >
      <Prose>{t('operators.elsewhereAbout')}</Prose>
      {opened === undefined ? (
        <DropZone text={t('operators.elsewhereDrop')} accept=".json" onFiles={([file]) => void take(file)} />
      ) : (
        <Stack>
          <Section title={t('operators.elsewhereProposes')} level={3}>
            <EntryLines withVotes={false} entry={opened.shown.entry} />
          </Section>
          <Facts
            lines
            facts={[
              { label: t('operators.elsewhereWorkspace'), value: <Mono text={opened.shown.workspace} /> },
              {
                label: t('operators.entryHash'),
                value: <Fingerprint hex={opened.shown.entry.entry} copy={t('operators.entryHash')} />,
              },
            ]}
          />
          {opened.shown.documentText === undefined ? null : (
            <TextField
              label={t('operators.elsewhereDocument')}
              value={revealUnsafeCharacters(opened.shown.documentText)}
              lines={8}
              mono
              readOnly
              onChange={() => undefined}
            />
          )}
          {voted !== undefined ? (
            <Banner verdict="pass" text={t('operators.elsewhereSaved')} />
          ) : query.data !== undefined && keys.length === 0 ? (
            <Banner verdict="warn" text={t('operators.elsewhereNoKey')} />
          ) : (
            <SelectField
              label={t('operators.elsewhereKey')}
              value={chosen}
              autoFocus
              choices={[
                { value: '', label: t('operators.elsewhereChoose'), disabled: true },
                ...keys.map(({ certificateId, subject, sha256 }) => ({
                  value: certificateId,
                  label: `${revealUnsafeCharacters(subject)} (${shortHex(sha256)})`,
                })),
              ]}
              onChange={setChosen}
            />
          )}
        </Stack>
      )}
      {sign.busy ? (
        <TokenWork
          what={t('operators.voteWork')}
          state={prompt.state}
          onCancel={sign.cancel}
          cancelKeeps={t('operators.voteCancelKeeps')}
        />
      ) : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Dialog>
  );
}
