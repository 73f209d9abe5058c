import { useMemo, useState, type ReactNode } from 'react';
import type { RequestRow } from '../../../shared/contract/requests.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { IdRows } from '../decoded/index.ts';
import { BarField, FilterBar, Link } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { TYPING_MS, usePagedRows } from '../lists/use-paged-rows.ts';
import { without } from '../lists/without.ts';
import { ImportRequestsDialog } from './import-requests-dialog.tsx';
import { openRequest, requestLook, requestName, STATES } from './request-words.ts';

const SORTS = ['receivedAt', 'commonName', 'keyGroupId', 'state'] as const;

function columnsOf(t: Translate): readonly Column<RequestRow>[] {
  return [
    {
      id: 'state',
      header: t('keys.state'),
      kind: 'state',
      width: '7.5rem',
      sortable: true,
      render: (row) => <StateWord {...requestLook(t, row.state)} />,
    },
    {
      id: 'commonName',
      header: t('requests.from'),
      width: 'minmax(10rem, 1.3fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openRequest(row)}>
          <SafeText text={requestName(row)} />
        </Link>
      ),
    },
    {
      id: 'ids',
      header: t('decoded.speaksFor'),
      kind: 'ids',
      width: 'minmax(15rem, 1.1fr)',
      render: (row) => <IdRows ids={row} limit={3} none="–" />,
    },
    {
      id: 'keyGroupId',
      header: t('decoded.keyGroup'),
      kind: 'mono',
      width: 'minmax(7rem, 0.9fr)',
      sortable: true,
      render: (row) => (row.keyGroupId === undefined ? '–' : <SafeText text={row.keyGroupId} />),
    },
    {
      id: 'replaces',
      header: t('requests.replaces'),
      width: '6.5rem',
      render: (row) => (row.replaces === undefined ? t('requests.first') : t('requests.replacement')),
    },
    {
      id: 'findings',
      header: t('decoded.findings'),
      kind: 'state',
      width: '7.5rem',
      render: (row) => (
        <>
          {row.signatureValid ? null : <StateWord verdict="fail" word={t('requests.noProof')} />}{' '}
          {row.errors > 0 ? <StateWord verdict="fail" word={String(row.errors)} /> : null}{' '}
          {row.warnings > 0 ? <StateWord verdict="warn" word={String(row.warnings)} /> : null}
          {row.signatureValid && row.errors + row.warnings === 0 ? '–' : null}
        </>
      ),
    },
    {
      id: 'receivedAt',
      header: t('requests.receivedAt'),
      kind: 'date',
      width: '8.5rem',
      sortable: true,
      render: (row) => <RelativeDate date={new Date(row.receivedAt)} />,
    },
  ];
}

/** Requests of partners, newest first. */
export function RequestsList(): ReactNode {
  const t = useT();
  const [importing, setImporting] = useState(false);
  const [view, change] = useListView('requests', { column: 'receivedAt', direction: 'descending' });
  const filter = useSettled(view.text.trim(), TYPING_MS);
  const state = STATES.find((one) => one === view.filters['state']);
  const [sortKey] = view.sort;
  const sort = SORTS.find((one) => one === sortKey?.column) ?? 'receivedAt';
  const descending = sortKey?.direction === 'descending';
  const list = usePagedRows(
    'requests',
    ['requests.list', filter, state, sort, descending],
    t('requests.theRequests'),
    (core, place) =>
      core.requests.list({
        ...place,
        sort,
        descending,
        ...(filter === '' ? {} : { filter }),
        ...(state === undefined ? {} : { state }),
      }),
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'requests.import',
        title: () => t('requests.import'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        run: () => setImporting(true),
      },
    ],
    [t],
  );
  useCommands(commands);
  const button = (
    <Button kind="primary" icon="plus" keys="N" onClick={() => setImporting(true)}>
      {t('requests.import')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('requests.title')} actions={button} />
      <FilterBar>
        <div className="search">
          <SearchField label={t('requests.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        <BarField word={t('keys.state')}>
          <SelectField
            label={t('keys.state')}
            value={state ?? 'all'}
            choices={[
              { value: 'all', label: t('requests.allStates') },
              ...STATES.map((value) => ({ value, label: t(`requests.state_${value}`) })),
            ]}
            onChange={(value) => {
              const others = without(view.filters, 'state');
              change({ filters: value === 'all' ? others : { ...others, state: value }, active: -1 });
            }}
          />
        </BarField>
        {list.known ? <span className="count">{t('requests.count', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={t('requests.title')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.requestId}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openRequest}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        isQuiet={(row) => row.state === 'rejected'}
        empty={<EmptyState title={t('requests.none')} text={t('requests.noneText')} actions={button} />}
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
      />
      {importing ? <ImportRequestsDialog onClose={() => setImporting(false)} /> : null}
    </>
  );
}
