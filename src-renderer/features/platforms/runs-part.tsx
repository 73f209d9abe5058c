import { useState, type ReactNode } from 'react';
import type { SyncRun } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate, UtcDate } from '../../ui/dates.tsx';
import { Finding } from '../../ui/finding.tsx';
import { Facts } from '../../ui/facts.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { Section } from '../../ui/section.tsx';
import { codeText, runLook } from './connection-words.ts';
import { RunFault } from './run-fault.tsx';

const columnsOf = (t: Translate): readonly Column<SyncRun>[] => [
  {
    id: 'module',
    header: t('platforms.module'),
    width: 'minmax(6.5rem, 1fr)',
    render: ({ module }) => t(`platforms.module_${module}`),
  },
  {
    id: 'began',
    header: t('platforms.began'),
    kind: 'date',
    width: '9rem',
    render: ({ began }) => <RelativeDate date={new Date(began)} />,
  },
  {
    id: 'kind',
    header: t('platforms.kind'),
    width: '6rem',
    render: ({ kind }) => t(`platforms.kind_${kind}`),
  },
  {
    id: 'end',
    header: t('platforms.end'),
    kind: 'state',
    width: 'minmax(7rem, 1fr)',
    render: ({ end, fault }) => (
      <StateWord {...runLook(t, end)} {...(fault === undefined ? {} : { word: codeText(t, 'reason', fault.code) })} />
    ),
  },
  ...(['objects', 'added', 'changed', 'unlisted', 'notUnderstood', 'findings'] as const).map(
    (name): Column<SyncRun> => ({
      id: name,
      header: t(`platforms.count_${name}`),
      kind: 'number',
      width: name === 'notUnderstood' ? '7rem' : '5.2rem',
      render: ({ counts }) => t('platforms.number', { number: counts[name] }),
    }),
  ),
];

/** Reads of the feeds, newest first: what came, what changed since the one before. */
export function RunsPart({ connectionId }: { readonly connectionId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery('platforms', ['platforms.runs', connectionId], (core) =>
    core.platforms.runs({ connectionId }),
  );
  const rows = query.data?.runs ?? [];
  const [active, setActive] = useState(-1);
  const chosen = rows[active];
  return (
    <Section title={t('platforms.runs')} bare>
      <DataTable
        label={t('platforms.runs')}
        columns={columnsOf(t)}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={({ runId }) => String(runId)}
        maxRows={12}
        activeIndex={active}
        onActiveChange={setActive}
        state={
          query.error !== null
            ? { kind: 'error', problem: { code: query.error.fault.code }, onRetry: () => void query.refetch() }
            : query.data === undefined
              ? { kind: 'loading', what: t('platforms.theRuns') }
              : { kind: 'ready' }
        }
        empty={<EmptyState title={t('platforms.noRuns')} text={t('platforms.noRunsText')} />}
      />
      {chosen === undefined ? null : <RunDetail run={chosen} />}
    </Section>
  );
}

/** What the row has no room for: both times, pages, what the platform said that there is, and how it failed. */
function RunDetail({ run }: { readonly run: SyncRun }): ReactNode {
  const t = useT();
  const { module, kind, began, ended, counts } = run;
  const number = (count: number): string => t('platforms.number', { number: count });
  return (
    <Section title={`${t(`platforms.module_${module}`)}, ${t(`platforms.kind_${kind}`)}`} level={3}>
      <RunFault run={run} />
      {counts.missed === 0 ? null : (
        <Finding
          finding={{
            verdict: 'warn',
            code: 'CHANGES_MISSED',
            sentence: t('platforms.missedChanges', { count: counts.missed }),
          }}
        />
      )}
      <Facts
        lines
        facts={[
          { label: t('platforms.began'), value: <UtcDate date={new Date(began)} /> },
          { label: t('platforms.ended'), value: ended === undefined ? '–' : <UtcDate date={new Date(ended)} /> },
          { label: t('platforms.pages'), value: number(counts.pages) },
          { label: t('platforms.stated'), value: counts.total === undefined ? null : statedText(t, run, counts.total) },
          { label: t('platforms.same'), value: number(counts.same) },
        ]}
      />
    </Section>
  );
}

/** Both numbers where a whole read brought fewer than the platform had announced. */
function statedText(t: Translate, { end, counts }: SyncRun, stated: number): string {
  if (end !== 'done' || counts.objects >= stated) return t('platforms.number', { number: stated });
  return t('platforms.readOfStated', { read: counts.objects, stated });
}
