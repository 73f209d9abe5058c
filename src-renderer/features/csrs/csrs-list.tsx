import { useMemo, type ReactNode } from 'react';
import type { CsrRow } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate, replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { IdChips } from '../../ui/id-chip.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { stateLook, typedIds, useGroup } from '../keys/index.ts';
import { FilterBar, Link } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { searchWords } from './csr-search.ts';

const SORTS = ['createdAt', 'groupId', 'notAfter', 'commonName'] as const;

export function openCsr(row: Pick<CsrRow, 'csrId' | 'groupId' | 'generation'>): void {
  navigate('csrs', { id: row.csrId, name: `${row.groupId} g${row.generation}` });
}

function columnsOf(t: Translate): readonly Column<CsrRow>[] {
  return [
    {
      id: 'groupId',
      header: t('csrs.group'),
      kind: 'mono',
      width: 'minmax(8.5rem, 1.2fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openCsr(row)}>
          <SafeText text={row.groupId} />
        </Link>
      ),
    },
    { id: 'generation', header: t('keys.generationShort'), width: '2.5rem', render: (row) => `g${row.generation}` },
    {
      id: 'ids',
      header: t('csrs.speaksFor'),
      kind: 'ids',
      width: 'minmax(17rem, 1fr)',
      render: (row) => <IdChips ids={typedIds(row.ids)} limit={3} />,
    },
    {
      id: 'state',
      header: t('keys.state'),
      kind: 'state',
      width: '7rem',
      render: (row) => <StateWord {...stateLook(t, row.generationState)} />,
    },
    {
      id: 'createdAt',
      header: t('csrs.createdAt'),
      kind: 'date',
      width: '8.5rem',
      sortable: true,
      render: (row) => <RelativeDate date={new Date(row.createdAt)} />,
    },
    {
      id: 'notAfter',
      header: t('keys.askedUntil'),
      kind: 'date',
      width: '8.5rem',
      sortable: true,
      render: (row) => (row.notAfter === undefined ? '–' : <RelativeDate date={new Date(row.notAfter)} />),
    },
    {
      id: 'commonName',
      header: t('keys.subject_CN'),
      width: 'minmax(6rem, 0.9fr)',
      sortable: true,
      render: (row) => (
        <>
          {row.software ? <StateWord verdict="info" icon="hard-drive" word={t('keys.softwareShort')} /> : null}{' '}
          <SafeText text={row.commonName} />
        </>
      ),
    },
    {
      id: 'sha256',
      header: t('keys.fingerprint'),
      kind: 'mono',
      width: '8.75rem',
      render: (row) => <Fingerprint hex={row.sha256} short />,
    },
  ];
}

/** All CSRs, or those of one group; newest first. */
export function CsrsList({ groupRef }: { readonly groupRef: string | undefined }): ReactNode {
  const t = useT();
  const [view, change] = useListView(groupRef === undefined ? 'csrs' : `csrs.${groupRef}`, {
    column: 'createdAt',
    direction: 'descending',
  });
  const group = useGroup(groupRef).data?.group;
  const filter = useSettled(searchWords(view.text.trim()), 120);
  const [sortKey] = view.sort;
  const sort = SORTS.find((one) => one === sortKey?.column) ?? 'createdAt';
  const descending = sortKey?.direction === 'descending';
  const list = usePagedRows(
    ['csrs', 'keys'],
    ['csrs.list', groupRef, filter, sort, descending],
    t('csrs.theCsrs'),
    (core, place) =>
      core.csrs.list({
        ...place,
        sort,
        descending,
        ...(filter === '' ? {} : { filter }),
        ...(groupRef === undefined ? {} : { groupRef }),
      }),
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <>
      <PageHead
        title={t('csrs.title')}
        {...(group === undefined
          ? {}
          : {
              facts: (
                <>
                  <span>
                    {t('csrs.ofGroup')} <Mono text={group.id} />
                  </span>
                  <Link onFollow={() => replaceParams({})}>{t('csrs.showAll')}</Link>
                </>
              ),
            })}
      />
      <FilterBar>
        <div className="search">
          <SearchField label={t('csrs.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        {list.known ? <span className="count">{t('csrs.count', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={t('csrs.title')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.csrId}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openCsr}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        empty={<NoCsrs />}
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
      />
    </>
  );
}

/** Nothing yet: the first step is the step before that is missing. */
function NoCsrs(): ReactNode {
  const t = useT();
  const groups = useCoreQuery('keys', ['keys.any'], (core) => core.keys.groups({ offset: 0, limit: 1 })).data;
  const none = groups?.total === 0;
  return (
    <EmptyState
      title={t('csrs.none')}
      text={t(none ? 'csrs.noneNoGroup' : 'csrs.noneText')}
      actions={
        <Button kind="primary" onClick={() => navigate('keys', none ? { new: 'group' } : {})}>
          {t(none ? 'keys.newGroup' : 'csrs.toGroups')}
        </Button>
      }
    />
  );
}
