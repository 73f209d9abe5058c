import { useState, type ReactNode } from 'react';
import type { CrlStatus } from '../../../shared/contract/revocations.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { CatchUpDialog } from './catch-up-dialog.tsx';
import { CrlEntriesPart } from './crl-entries-part.tsx';
import { IssueCrlDialog } from './issue-crl-dialog.tsx';
import { crlLook } from './revocation-words.ts';
import { SerialDialog } from './revoke-dialog.tsx';

const USUAL_DAYS = 7;
const DAY_MS = 86_400_000;

/** The revocation list of an authority: number, updates, entries; issue, save, catch up. */
export function CrlPart({ authorityId }: { readonly authorityId: string }): ReactNode {
  const query = useCoreQuery(['authorities', 'certificates', 'workspace'], ['crl.status'], (core) =>
    core.crl.status({}),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  const status = query.data?.authorities.find((one) => one.authorityId === authorityId);
  return status === undefined ? null : <Loaded status={status} />;
}

function Loaded({ status }: { readonly status: CrlStatus }): ReactNode {
  const t = useT();
  const { authorityId, authorityName: name, current } = status;
  const [asking, setAsking] = useState<'nothing' | 'issue' | 'catch-up' | 'serial'>('nothing');
  const [problem, setProblem] = useState<SaveProblem>();
  const exporting = useCoreAction((core, format: 'pem' | 'der') => core.crl.export({ authorityId, format }));
  const save = async (format: 'pem' | 'der'): Promise<void> => {
    const file = await exporting.run(format);
    if (file !== undefined) setProblem(await saveBytes(t, file.suggestedName, file.content));
  };
  const behind = status.catchUp ? t('revocations.crl_behind') : undefined;
  const noIssue = useMayCall('crl.issue') ?? behind ?? (status.canSign ? undefined : t('revocations.cannotSign'));
  const noRevoke = useMayCall('revocations.revoke') ?? behind;
  const noCatchUp = useMayCall('crl.catchUp');
  const noList = current === undefined ? t('revocations.crl_none') : undefined;
  const close = (): void => setAsking('nothing');
  return (
    <>
      <Section
        title={t('revocations.list')}
        aside={
          <ButtonRow>
            <MenuButton
              label={t('revocations.list')}
              items={[
                ...(['der', 'pem'] as const).map((format) => ({
                  label: t(`revocations.export_${format}`),
                  icon: 'download' as const,
                  disabledReason: noList,
                  onSelect: () => void save(format),
                })),
                {
                  label: t('revocations.bySerial'),
                  danger: true,
                  disabledReason: noRevoke,
                  onSelect: () => setAsking('serial'),
                },
                {
                  label: t('revocations.readNewest'),
                  disabledReason: noCatchUp,
                  onSelect: () => setAsking('catch-up'),
                },
              ]}
            />
            <Button small icon="pen-line" disabledReason={noIssue} onClick={() => setAsking('issue')}>
              {t('revocations.issueNow')}
            </Button>
          </ButtonRow>
        }
      >
        <Notes status={status} onCatchUp={() => setAsking('catch-up')} />
        {exporting.fault === undefined ? null : <FaultNote fault={exporting.fault} />}
        {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
        <Facts lines facts={factsOf(t, status)} />
      </Section>
      {current === undefined ? null : <CrlEntriesPart authorityId={authorityId} crl={current} />}
      {asking === 'issue' ? (
        <IssueCrlDialog authorityId={authorityId} name={name} days={daysOf(status)} onClose={close} />
      ) : null}
      {asking === 'catch-up' ? <CatchUpDialog authorityId={authorityId} name={name} onClose={close} /> : null}
      {asking === 'serial' ? <SerialDialog authorityId={authorityId} onClose={close} /> : null}
    </>
  );
}

/** What a person has to know before anything else; each once, the gravest first. */
function Notes({ status, onCatchUp }: { readonly status: CrlStatus; readonly onCatchUp: () => void }): ReactNode {
  const t = useT();
  const { standing, pending, catchUp } = status;
  return (
    <>
      {catchUp ? (
        <Banner
          verdict="warn"
          text={t('revocations.behindText')}
          action={{ label: t('revocations.readNewest'), onAction: onCatchUp }}
        />
      ) : null}
      {status.needsCheckpoint === true ? (
        <Banner
          verdict="warn"
          text={t('revocations.checkpointText')}
          action={{ label: t('audit.readCheckpoint'), onAction: () => navigate('audit', { catchUp: 'yes' }) }}
        />
      ) : null}
      {standing === 'overdue' ? <Banner verdict="fail" text={t('revocations.overdueText')} /> : null}
      {standing === 'due' ? <Banner verdict="warn" text={t('revocations.dueText')} /> : null}
      {pending > 0 ? <Banner verdict="warn" text={t('revocations.pendingText', { count: pending })} /> : null}
    </>
  );
}

function factsOf(t: ReturnType<typeof useT>, status: CrlStatus) {
  const { current, pending, unclear } = status;
  const chip = <VerdictChip {...crlLook(t, status)} />;
  if (current === undefined) {
    return [
      { label: t('keys.state'), value: chip },
      { label: t('revocations.notListed'), value: pending },
    ];
  }
  return [
    { label: t('keys.state'), value: chip },
    { label: t('revocations.number'), value: current.number },
    { label: t('revocations.thisUpdate'), value: <UtcDate date={new Date(current.thisUpdate)} /> },
    { label: t('revocations.nextUpdate'), value: <UtcDate date={new Date(current.nextUpdate)} /> },
    { label: t('revocations.entries'), value: current.entries },
    { label: t('revocations.notListed'), value: pending },
    ...(unclear === 0
      ? []
      : [{ label: t('revocations.unclear'), value: t('revocations.unclearText', { count: unclear }) }]),
    {
      label: 'SHA-256',
      value: current.sha256 === undefined ? '–' : <Fingerprint hex={current.sha256} copy="SHA-256" />,
    },
  ];
}

function daysOf({ current }: CrlStatus): number {
  if (current === undefined) return USUAL_DAYS;
  const days = Math.round((Date.parse(current.nextUpdate) - Date.parse(current.thisUpdate)) / DAY_MS);
  return Math.min(397, Math.max(1, days));
}
