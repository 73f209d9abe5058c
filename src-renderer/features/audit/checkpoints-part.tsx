import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { CheckpointRow, CheckpointState } from '../../../shared/contract/checkpoints.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { Panel } from './panel.tsx';

const SHOWN = 20;

const Table = styled('table')({
  borderCollapse: 'collapse',
  width: '100%',
  maxWidth: rem(960),
  'th, td': { textAlign: 'left', padding: `${rem(2)} ${rem(12)} ${rem(2)} 0`, borderBottom: `1px solid ${look.line}` },
  th: { ...type.small, color: look.ink2, fontWeight: 'normal' },
});

/** Signed notes of where the log stands: those made here, where they are kept, and when the next one is due. */
export function CheckpointsPart(props: { readonly onClose: () => void; readonly onCompare: () => void }): ReactNode {
  const t = useT();
  const [problem, setProblem] = useState<SaveProblem>();
  const prompt = usePromptState();
  const mayMake = useMayCall('operators.checkpoint');
  const mayKeep = useMayCall('checkpoints.keepIn');
  const read = useCoreQuery(['audit', 'settings'], ['checkpoints.list'], (core) =>
    core.checkpoints.list({ offset: 0, limit: SHOWN }),
  );
  const make = useCoreAction((core, _input: undefined, signal) => {
    prompt.reset();
    return core.operators.checkpoint({}, { signal, onItem: prompt.take });
  });
  const keep = useCoreAction((core, grant: string | undefined) =>
    core.checkpoints.keepIn(grant === undefined ? {} : { folder: { grant } }),
  );
  const again = useCoreAction((core, sha256: string) => core.checkpoints.export({ sha256 }));
  const save = async (file: { readonly suggestedName: string; readonly content: Uint8Array } | undefined) => {
    if (file !== undefined) setProblem(await saveBytes(t, file.suggestedName, file.content));
  };
  const choose = async (): Promise<void> => {
    const picked = await window.shell?.pickPlace('folder');
    if (picked !== undefined) await keep.run(picked.grant);
  };
  const busy = make.busy || keep.busy || again.busy ? t('keys.busy') : undefined;
  const fault = make.fault ?? keep.fault ?? again.fault;
  const { state, rows = [], total = 0 } = read.data ?? {};
  const without = state !== undefined && state.dueAt === undefined ? t('audit.checkpointsNobody') : undefined;
  return (
    <Panel>
      <Section title={t('audit.checkpoints')}>
        <Prose>{t('audit.checkpointsText')}</Prose>
      </Section>
      {state === undefined ? null : <State state={state} />}
      {make.busy ? <TokenWork what={t('audit.checkpointMaking')} state={prompt.state} onCancel={make.cancel} /> : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
      <ButtonRow>
        <Button
          icon="pen-line"
          disabledReason={busy ?? without ?? mayMake}
          onClick={() => void make.run(undefined).then(save)}
        >
          {t('audit.checkpointMake')}
        </Button>
        <Button icon="shield-check" onClick={props.onCompare}>
          {t('audit.compare')}
        </Button>
        <Button icon="folder" disabledReason={busy ?? mayKeep} onClick={() => void choose()}>
          {t(state?.folder === undefined ? 'audit.folderChoose' : 'audit.folderOther')}
        </Button>
        {state?.folder === undefined ? null : (
          <Button kind="text" disabledReason={busy ?? mayKeep} onClick={() => void keep.run(undefined)}>
            {t('audit.folderOff')}
          </Button>
        )}
        <Button kind="text" onClick={props.onClose}>
          {t('ui.close')}
        </Button>
      </ButtonRow>
      {rows.length === 0 ? null : (
        <Rows rows={rows} onExport={(sha256) => void again.run(sha256).then(save)} busy={busy} />
      )}
      {total > rows.length ? <Prose>{t('audit.checkpointsMore', { count: total - rows.length })}</Prose> : null}
    </Panel>
  );
}

function State({ state }: { readonly state: CheckpointState }): ReactNode {
  const t = useT();
  const { folder, folderFault, entriesSince, dueAt, isDue } = state;
  return (
    <>
      {isDue ? <Banner verdict="warn" text={t('audit.checkpointDue')} /> : null}
      {folderFault === undefined ? null : <Banner verdict="fail" text={t('audit.folderFault')} />}
      <Facts
        lines
        facts={[
          {
            label: t('audit.folder'),
            value: folder === undefined ? t('audit.folderNone') : <Mono text={folder} copy={t('audit.folder')} />,
          },
          { label: t('audit.entriesSince'), value: entriesSince },
          { label: t('audit.nextDue'), value: dueAt === undefined ? '–' : <UtcDate date={new Date(dueAt)} /> },
        ]}
      />
    </>
  );
}

function Rows(props: {
  readonly rows: readonly CheckpointRow[];
  readonly busy: string | undefined;
  readonly onExport: (sha256: string) => void;
}): ReactNode {
  const t = useT();
  return (
    <Table aria-label={t('audit.checkpoints')}>
      <thead>
        <tr>
          <th scope="col">{t('audit.toEntry')}</th>
          <th scope="col">{t('audit.at')}</th>
          <th scope="col">{t('audit.actor')}</th>
          <th scope="col">{t('audit.why')}</th>
          <th scope="col">{t('audit.file')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ sha256, seq, at, by, why }) => (
          <tr key={sha256}>
            <td>{seq}</td>
            <td>
              <UtcDate date={new Date(at)} />
            </td>
            <td>
              <SafeText text={by} />
            </td>
            <td>{t(`audit.why_${why}`)}</td>
            <td>
              <IconButton
                icon="download"
                label={t('audit.checkpointSave', { seq })}
                disabledReason={props.busy}
                onClick={() => props.onExport(sha256)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
