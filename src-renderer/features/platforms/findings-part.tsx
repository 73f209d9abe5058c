import { useState, type ReactNode } from 'react';
import type { FindingGroup } from '../../../shared/contract/platform-data.ts';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Finding } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { findingSentence } from '../platform-data/finding-sentence.ts';

const PAGES = {
  locations: 'locations',
  sessions: 'sessions',
  cdrs: 'cdrs',
  tariffs: 'tariffs',
  tokens: 'driver-tokens',
  tariffassociations: undefined,
  evsestatuses: undefined,
} as const;

type Format = 'json' | 'csv';

/** Where its objects are listed; what was odd about a read has none. */
const pageOf = ({ module, objects }: FindingGroup) => (objects === 0 ? undefined : PAGES[module]);

function columnsOf(t: Translate, follow: (group: FindingGroup) => void): readonly Column<FindingGroup>[] {
  return [
    {
      id: 'severity',
      header: t('platforms.severity'),
      kind: 'state',
      width: '8rem',
      render: ({ severity }) => (
        <StateWord verdict={severity === 'note' ? 'info' : severity} word={t(`platforms.severity_${severity}`)} />
      ),
    },
    {
      id: 'code',
      header: t('platforms.finding'),
      width: 'minmax(13rem, 1fr)',
      render: (group) =>
        pageOf(group) === undefined ? (
          group.code
        ) : (
          <Link inRow onFollow={() => follow(group)}>
            {group.code}
          </Link>
        ),
    },
    {
      id: 'meaning',
      header: t('platforms.meaning'),
      width: 'minmax(14rem, 3fr)',
      render: ({ code }) => {
        const sentence = findingSentence(t, code) ?? '–';
        return <span title={sentence}>{sentence}</span>;
      },
    },
    {
      id: 'module',
      header: t('platforms.module'),
      width: '8rem',
      render: ({ module }) => t(`platforms.module_${module}`),
    },
    {
      id: 'objects',
      header: t('platforms.count_objects'),
      kind: 'number',
      width: '7rem',
      render: ({ objects }) => t('platforms.number', { number: objects }),
    },
    {
      id: 'times',
      header: t('platforms.times'),
      kind: 'number',
      width: '7rem',
      render: ({ times }) => t('platforms.number', { number: times }),
    },
    {
      id: 'example',
      header: t('platforms.example'),
      width: 'minmax(8rem, 1fr)',
      render: ({ example, ofRead }) =>
        example === undefined ? (
          <SafeText text={ofReadText(t, ofRead)} />
        ) : (
          <SafeText text={[example.id, example.path, example.found].filter((text) => (text ?? '') !== '').join('  ')} />
        ),
    },
  ];
}

/** Core tells counts as text. */
const counted = (text: string): string | number => (/^\d{1,12}$/.test(text) ? Number(text) : text);

function ofReadText(t: Translate, { found, wanted }: FindingGroup['ofRead'] = {}): string {
  if (found === undefined) return '–';
  return wanted === undefined
    ? found
    : t('platforms.foundAnnounced', { found: counted(found), wanted: counted(wanted) });
}

/** What deviates from OCPI's text, by kind with counts; each kind leads to its objects, all of it to a report. */
export function FindingsPart({ connection }: { readonly connection: Connection }): ReactNode {
  const t = useT();
  const { connectionId, settings } = connection;
  const [noShell, setNoShell] = useState(false);
  const [active, setActive] = useState(-1);
  const query = useCoreQuery('platforms', ['platformData.findings', connectionId], (core) =>
    core.platformData.findings({ connectionId }),
  );
  const report = useCoreAction((core, { format, grant }: { readonly format: Format; readonly grant: string }, signal) =>
    core.platformData.exportFindings({ connectionId, format, target: { grant } }, { signal }),
  );
  const save = async (format: Format): Promise<void> => {
    setNoShell(window.shell === undefined);
    const name = `${settings.name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}-findings.${format}`;
    const place = await window.shell?.pickPlace('new-file', name);
    if (place === undefined) return;
    const done = await report.run({ format, grant: place.grant });
    if (done !== undefined) showToast(t('platforms.reported', { count: done.findings }));
  };
  const groups = query.data?.groups ?? [];
  const chosen = groups[active];
  const follow = (group: FindingGroup): void => {
    const page = pageOf(group);
    if (page !== undefined) navigate(page, { connection: connectionId, name: settings.name, code: group.code });
  };
  return (
    <Section
      title={t('platforms.findings')}
      bare
      aside={
        <>
          <Button icon="save" disabled={report.busy || groups.length === 0} onClick={() => void save('csv')}>
            {t('platforms.reportCsv')}
          </Button>
          <Button icon="save" disabled={report.busy || groups.length === 0} onClick={() => void save('json')}>
            {t('platforms.reportJson')}
          </Button>
        </>
      }
    >
      {report.fault === undefined ? null : <FaultNote fault={report.fault} />}
      {noShell ? <Banner verdict="fail" text={t('csrs.saveFailed_no-shell')} /> : null}
      <DataTable
        label={t('platforms.findings')}
        columns={columnsOf(t, follow)}
        rowCount={groups.length}
        rowAt={(index) => groups[index]}
        rowKey={({ module, code }) => `${module} ${code}`}
        onOpen={follow}
        {...(active < 0 ? {} : { activeIndex: active })}
        onActiveChange={setActive}
        maxRows={20}
        state={
          query.error !== null
            ? { kind: 'error', problem: { code: query.error.fault.code }, onRetry: () => void query.refetch() }
            : query.data === undefined
              ? { kind: 'loading', what: t('platforms.theFindings') }
              : { kind: 'ready' }
        }
        empty={<EmptyState title={t('platforms.noFindings')} text={t('platforms.noFindingsText')} />}
      />
      {chosen === undefined ? null : (
        <Finding
          finding={{
            verdict: chosen.severity === 'note' ? 'info' : chosen.severity,
            code: chosen.code,
            sentence: findingSentence(t, chosen.code) ?? '–',
          }}
        />
      )}
    </Section>
  );
}
