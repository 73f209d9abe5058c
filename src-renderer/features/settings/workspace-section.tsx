import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { isTextKey, formatText, type Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Findings } from '../../ui/finding.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody, Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { RunningWork } from '../work/running-work.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { useBackup } from './use-backup.ts';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(8), paddingTop: rem(8) });

/** Where everything lies, copies of it, and whether it is sound. */
export function WorkspaceSection(): ReactNode {
  const t = useT();
  return (
    <>
      <PageHead title={t('settings.workspace')} />
      <PageBody>
        <WorkspaceFacts />
        <Backup />
        <Check />
      </PageBody>
    </>
  );
}

function WorkspaceFacts(): ReactNode {
  const t = useT();
  const query = useCoreQuery('workspace', ['workspace'], (core) => core.workspace.show({}));
  const workspace = query.data?.workspace;
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (workspace === undefined) return <LoadingState what={t('settings.workspaceWhat')} />;
  return (
    <Section title={workspace.name}>
      <Facts
        facts={[
          { label: t('tokens.path'), value: <Mono text={workspace.path} copy={t('tokens.path')} /> },
          {
            label: t('settings.workspaceId'),
            value: <Mono text={workspace.workspaceId} copy={t('settings.workspaceId')} />,
          },
          { label: t('settings.kind'), value: t(`app.${workspace.kind}`) },
          { label: t('settings.createdAt'), value: <UtcDate date={new Date(workspace.createdAt)} /> },
          {
            label: t('settings.provenance'),
            value:
              workspace.provenance === 'original' ? (
                t('settings.provenance_original')
              ) : (
                <StateWord verdict="warn" word={t(`settings.provenance_${workspace.provenance}`)} />
              ),
          },
        ]}
      />
    </Section>
  );
}

function Backup(): ReactNode {
  const t = useT();
  const backup = useBackup();
  const [restoring, setRestoring] = useState(false);
  return (
    <Section title={t('settings.backupTitle')}>
      <Stack>
        <Prose>{t('settings.backupText')}</Prose>
        <ButtonRow>
          <Button icon="save" disabled={backup.busy} onClick={backup.start}>
            {t('settings.backup')}
          </Button>
          <Button icon="history" onClick={() => setRestoring(true)}>
            {t('settings.restore')}
          </Button>
        </ButtonRow>
        {backup.busy ? (
          <RunningWork
            what={t('settings.backingUp')}
            done={backup.progress.done}
            {...(backup.progress.total === 0 ? {} : { total: backup.progress.total })}
            cancelKeeps={t('settings.backupCancel')}
            onCancel={backup.cancel}
          />
        ) : null}
        {backup.fault === undefined ? null : <FaultNote fault={backup.fault} />}
        {backup.done === undefined ? null : (
          <Facts
            facts={[
              { label: t('settings.backupAt'), value: <Mono text={backup.done.path} copy={t('tokens.path')} /> },
              {
                label: t('settings.auditHead'),
                value: <Fingerprint hex={backup.done.auditHead} copy={t('settings.auditHead')} />,
              },
              { label: t('settings.auditEntries'), value: backup.done.entries.toLocaleString(t.locale) },
            ]}
          />
        )}
        {restoring ? <RestoreDialog onClose={() => setRestoring(false)} /> : null}
      </Stack>
    </Section>
  );
}

function Check(): ReactNode {
  const t = useT();
  const check = useCoreAction((client, _: undefined, signal) => client.workspace.check({}, { signal }));
  const [findings, setFindings] =
    useState<readonly { readonly level: 'pass' | 'warn' | 'fail'; readonly code: string; readonly detail: string }[]>();
  return (
    <Section title={t('settings.checkTitle')}>
      <Stack>
        <Prose>{t('settings.checkText')}</Prose>
        <ButtonRow>
          <Button
            icon="shield-check"
            disabled={check.busy}
            onClick={() => {
              void check.run(undefined).then((done) => {
                if (done !== undefined) setFindings(done.findings);
              });
            }}
          >
            {t('settings.check')}
          </Button>
        </ButtonRow>
        {check.busy ? <LoadingState what={t('settings.workspaceWhat')} /> : null}
        {check.fault === undefined ? null : <FaultNote fault={check.fault} />}
        {findings === undefined ? null : (
          <div role="status">
            <Findings
              findings={findings.map(({ level, code, detail }) => ({
                verdict: level,
                sentence: checkSentence(t, code),
                reason: detail,
                code,
              }))}
            />
          </div>
        )}
      </Stack>
    </Section>
  );
}

/** What was found, in the window's language; what exactly is core's detail. */
function checkSentence(t: Translate, code: string): string {
  const key = `settings.check_${code}`;
  return isTextKey(key) ? formatText(t.language, key) : code;
}
