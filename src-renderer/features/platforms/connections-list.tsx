import { useMemo, useState, type ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import type { TableState } from '../../ui/table-types.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { BarField, FilterBar, Link } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { without } from '../lists/without.ts';
import { ConnectionDialog } from './connection-dialog.tsx';
import { RetentionDialog } from './retention-dialog.tsx';
import { codeText, credentialsLook, hostOf, openConnection } from './connection-words.ts';
import { sortedConnections } from './sorted-connections.ts';

const STATES = ['trouble', 'running', 'open'] as const;

function columnsOf(t: Translate): readonly Column<ConnectionRow>[] {
  return [
    {
      id: 'name',
      header: t('platforms.name'),
      width: 'minmax(10rem, 1.4fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openConnection(row)}>
          <SafeText text={row.name} />
        </Link>
      ),
    },
    {
      id: 'partner',
      header: t('platforms.partner'),
      width: 'minmax(7rem, 1fr)',
      sortable: true,
      render: (row) => (row.partner === undefined ? '–' : <SafeText text={row.partner} />),
    },
    {
      id: 'host',
      header: t('platforms.host'),
      width: 'minmax(8rem, 1fr)',
      sortable: true,
      render: (row) => <SafeText text={hostOf(row.versionsUrl)} />,
    },
    { id: 'version', header: 'OCPI', width: '4.5rem', sortable: true, render: (row) => row.version ?? '–' },
    {
      id: 'credentials',
      header: t('platforms.access'),
      kind: 'state',
      width: 'minmax(10rem, 1fr)',
      render: (row) =>
        row.authorization === 'none' && !row.clientCertificate ? (
          <StateWord verdict="notApplicable" word={t('platforms.openData')} />
        ) : (
          <StateWord {...credentialsLook(t, row.credentials)} />
        ),
    },
    {
      id: 'objects',
      header: t('platforms.objects'),
      kind: 'number',
      width: '7rem',
      sortable: true,
      render: (row) => t('platforms.number', { number: row.objects }),
    },
    {
      id: 'findings',
      header: t('platforms.findings'),
      kind: 'number',
      width: '7rem',
      sortable: true,
      render: (row) => t('platforms.number', { number: row.findings }),
    },
    {
      id: 'lastSync',
      header: t('platforms.lastRead'),
      width: 'minmax(9rem, 1fr)',
      sortable: true,
      render: (row) =>
        row.running ? (
          <StateWord verdict="info" word={t('platforms.reading')} />
        ) : row.lastFault !== undefined ? (
          <StateWord verdict="fail" word={codeText(t, 'reason', row.lastFault)} />
        ) : row.lastSync === undefined ? (
          t('platforms.never')
        ) : (
          <RelativeDate date={new Date(row.lastSync)} />
        ),
    },
  ];
}

/** Platforms of partners and how they are reached: what is spoken, how far the credentials are, what was read. */
export function ConnectionsList({ ask }: { readonly ask: string | undefined }): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState(false);
  const [retains, setRetains] = useState(false);
  const isAdding = chosen || ask === 'add';
  const [view, change] = useListView('platforms', { column: 'name', direction: 'ascending' });
  const query = useCoreQuery(['platforms', 'partners'], ['platforms.list'], (core) => core.platforms.list({}));
  const state = STATES.find((one) => one === view.filters['state']);
  const rows = useMemo(
    () => sortedConnections(query.data?.connections ?? [], { text: view.text, state, sort: view.sort[0] }),
    [query.data, view.text, state, view.sort],
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const mayAdd = useMayCall('platforms.add');
  const mayRetain = useMayCall('platformData.retain');
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'platforms.add',
        title: () => t('platforms.add'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => mayAdd,
        run: () => setChosen(true),
      },
      {
        id: 'platforms.retain',
        title: () => t('platforms.retain'),
        icon: 'trash-2',
        scope: 'here',
        disabledReason: () => mayRetain,
        run: () => setRetains(true),
      },
    ],
    [t, mayAdd, mayRetain],
  );
  useCommands(commands);
  const close = (): void => {
    setChosen(false);
    if (ask !== undefined) replaceParams({});
  };
  const table: TableState =
    query.error !== null
      ? { kind: 'error', problem: query.error.fault as { readonly code: string }, onRetry: () => void query.refetch() }
      : query.data === undefined
        ? { kind: 'loading', what: t('platforms.theConnections') }
        : { kind: 'ready' };
  const add = (
    <Button kind="primary" icon="plus" keys="N" disabledReason={mayAdd} onClick={() => setChosen(true)}>
      {t('platforms.add')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('platforms.title')}
        actions={
          <>
            {query.data === undefined || query.data.connections.length === 0 ? null : (
              <Button icon="trash-2" disabledReason={mayRetain} onClick={() => setRetains(true)}>
                {t('platforms.retain')}
              </Button>
            )}
            {add}
          </>
        }
      />
      <FilterBar>
        <div className="search">
          <SearchField label={t('platforms.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        <BarField word={t('platforms.show')}>
          <SelectField
            label={t('platforms.show')}
            value={state ?? 'all'}
            choices={(['all', ...STATES] as const).map((value) => ({ value, label: t(`platforms.show_${value}`) }))}
            onChange={(value) => {
              const others = without(view.filters, 'state');
              change({ filters: value === 'all' ? others : { ...others, state: value }, active: -1 });
            }}
          />
        </BarField>
        {query.data === undefined ? null : (
          <span className="count">{t('platforms.count', { count: rows.length })}</span>
        )}
      </FilterBar>
      <DataTable
        label={t('platforms.title')}
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={(row) => row.connectionId}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openConnection}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={table}
        empty={<EmptyState title={t('platforms.none')} text={t('platforms.noneText')} actions={add} />}
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
      />
      {retains ? <RetentionDialog onClose={() => setRetains(false)} /> : null}
      {isAdding ? (
        <ConnectionDialog
          onClose={close}
          onSaved={(connectionId, name) => {
            close();
            openConnection({ connectionId, name });
          }}
        />
      ) : null}
    </>
  );
}
