import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { useAppStatus, type AppStatus, type RunningJob } from '../platform/app-status.ts';
import { Button } from '../ui/button.tsx';
import { shortHex } from '../ui/format/fingerprint.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { look, type } from '../ui/theme/look.ts';
import { rem, tokens } from '../ui/theme/tokens.ts';
import { toneOf, type Verdict } from '../ui/tone.ts';
import { useNow } from '../ui/use-now.ts';

const Bar = styled('footer')({
  ...type.label,
  fontWeight: 400,
  gridArea: 'status',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: `0 ${rem(18)}`,
  minHeight: rem(tokens.size.statusBar),
  padding: `${rem(2)} ${rem(14)}`,
  background: look.sunken,
  borderTop: `1px solid ${look.line}`,
  color: look.ink2,
  '.part': { display: 'inline-flex', alignItems: 'center', gap: rem(6) },
  code: type.monoSmall,
  time: { ...type.monoSmall },
  '.local': { color: look.ink3 },
  '.job': { '[role=progressbar]': { width: rem(70) } },
  '.MuiButton-root': { ...type.label, minHeight: rem(20), padding: `0 ${rem(4)}` },
  '.end': { marginLeft: 'auto' },
});

const CORE: Readonly<Record<AppStatus['core'], Verdict>> = { ready: 'pass', starting: 'unknown', lost: 'fail' };
const CORE_WORD = { ready: 'app.coreReady', starting: 'app.coreStarting', lost: 'app.coreLost' } as const;

/** Core, token hosts, end of the audit chain, running job, clocks. No toast repeats what stands here. */
export function StatusBar(): ReactNode {
  const t = useT();
  const { core, hosts, job, work, version } = useAppStatus();
  const jobs: readonly RunningJob[] = job === undefined ? work : [...work, job];
  const trouble = hosts.up < hosts.total;
  return (
    <Bar aria-label={t('app.statusBar')}>
      <span className="part">
        <Mark verdict={CORE[core]} />
        {t(CORE_WORD[core])}
      </span>
      <span className="part">
        {trouble ? <Mark verdict="warn" /> : <Icon name="cpu" size={14} />}
        {hosts.total === 0 ? t('app.noHosts') : t('app.hosts', hosts)}
      </span>
      <AuditHead />
      <Jobs jobs={jobs} />
      <Clocks />
      {version === '' ? null : <span>{version}</span>}
    </Bar>
  );
}

/** The work that began first, and how much else goes on. */
function Jobs({ jobs }: { readonly jobs: readonly RunningJob[] }): ReactNode {
  const t = useT();
  const [job] = jobs;
  if (job === undefined) return null;
  const { done, total, onCancel } = job;
  const what = job.what(t);
  return (
    <span className="part job">
      <Icon name="refresh-cw" size={14} />
      {what}
      <ProgressBar label={what} done={done} total={total} />
      {total !== undefined && total > 0
        ? t('app.percent', { percent: Math.floor((100 * Math.min(done, total)) / total) })
        : done > 0
          ? t('ui.progressSoFar', { done })
          : null}
      {jobs.length === 1 ? null : <span>{t('app.moreWork', { count: jobs.length - 1 })}</span>}
      {onCancel === undefined ? null : (
        <Button kind="text" onClick={onCancel}>
          {t('ui.cancel')}
        </Button>
      )}
    </span>
  );
}

const Tinted = styled('span', { shouldForwardProp: (prop) => prop !== 'verdict' })<{ verdict: Verdict }>(
  ({ verdict }) => ({ display: 'inline-flex', color: toneOf[verdict].color.text }),
);

function Mark({ verdict }: { readonly verdict: Verdict }): ReactNode {
  return (
    <Tinted verdict={verdict}>
      <Icon name={toneOf[verdict].icon} size={14} />
    </Tinted>
  );
}

function AuditHead(): ReactNode {
  const t = useT();
  const audit = useAppStatus((status) => status.audit);
  if (audit.kind === 'unchecked') {
    return (
      <span className="part">
        <Mark verdict="unknown" />
        {t('app.auditUnchecked')}
      </span>
    );
  }
  if (audit.kind === 'broken') {
    return (
      <span className="part">
        <Mark verdict="fail" />
        {t('app.auditBroken', { entry: audit.entry })}
      </span>
    );
  }
  return (
    <span className="part">
      <Icon name="link-2" size={14} />
      {t('app.auditIntact', { count: audit.entries })} <code>{shortHex(audit.head).slice(0, 9)}</code>
    </span>
  );
}

const two = (value: number): string => String(value).padStart(2, '0');

function Clocks(): ReactNode {
  const t = useT();
  const now = useNow(1000);
  const local = new Intl.DateTimeFormat(t.locale, { timeStyle: 'medium' }).format(now);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.split('/').at(-1)?.replace(/_/gu, ' ') ?? '';
  const utc = `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`;
  return (
    <span className="part end" role="timer" aria-live="off">
      <Icon name="clock" size={14} />
      <time>{`${utc} ${t('ui.utc')}`}</time>
      {zone === 'UTC' ? null : <time className="local">{`${local} ${zone}`}</time>}
    </span>
  );
}
