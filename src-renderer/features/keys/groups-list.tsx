import { useMemo, type ReactNode } from 'react';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import type { GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { IdChip } from '../../ui/id-chip.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { BarField, FilterBar, Link } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { useTypedText } from '../lists/use-typed-text.ts';
import { algorithmName, PURPOSES, purposeWord, stateLook } from './key-words.ts';
import { TokenWord } from './software-mark.tsx';

type Sort = 'id' | 'owner' | 'counterpart' | 'createdAt';
const SORTS: readonly Sort[] = ['id', 'owner', 'counterpart', 'createdAt'];

export function openGroup(group: Pick<GroupRow, 'groupRef' | 'id'>): void {
  navigate('keys', { ref: group.groupRef, name: group.id });
}

function newGroup(): void {
  navigate('keys', { new: 'group' });
}

function columnsOf(t: Translate): readonly Column<GroupRow>[] {
  return [
    {
      id: 'id',
      header: t('keys.groupId'),
      kind: 'mono',
      width: 'minmax(10rem, 1.6fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openGroup(row)}>
          <SafeText text={row.id} />
        </Link>
      ),
    },
    {
      id: 'owner',
      header: t('keys.owner'),
      kind: 'ids',
      width: '6rem',
      sortable: true,
      render: (row) => <IdChip kind="party" value={row.owner} />,
    },
    {
      id: 'counterpart',
      header: t('keys.counterpart'),
      width: 'minmax(7rem, 1fr)',
      sortable: true,
      render: (row) => (row.counterpart === undefined ? '–' : <SafeText text={row.counterpart} />),
    },
    {
      id: 'purpose',
      header: t('keys.purpose'),
      width: '7rem',
      render: (row) => purposeWord(t, row.purpose),
    },
    {
      id: 'state',
      header: t('keys.latest'),
      kind: 'state',
      width: 'minmax(9.5rem, 0.7fr)',
      render: ({ latest }) =>
        latest === undefined ? (
          <StateWord verdict="notApplicable" word={t('keys.noKeyYet')} />
        ) : (
          <>
            <strong>{`g${latest.number}`}</strong>
            {'\u2002'}
            <StateWord {...stateLook(t, latest.state)} />
          </>
        ),
    },
    {
      id: 'token',
      header: t('keys.token'),
      width: 'minmax(8.5rem, 0.9fr)',
      render: ({ latest }) => <TokenWord label={latest?.tokenLabel} software={latest?.software ?? false} />,
    },
    {
      id: 'algorithm',
      header: t('keys.algorithm'),
      width: '5.5rem',
      render: ({ latest }) => (latest === undefined ? '–' : algorithmName(latest.algorithm)),
    },
    {
      id: 'ends',
      header: t('keys.askedUntil'),
      kind: 'date',
      width: '9rem',
      render: ({ latest }) =>
        latest?.notAfter === undefined ? '–' : <RelativeDate date={new Date(latest.notAfter)} />,
    },
    { id: 'csrs', header: t('keys.csrs'), kind: 'number', width: '3.5rem', render: (row) => row.csrs },
  ];
}

/** All key groups, by position; Enter opens one. */
export function GroupsList(): ReactNode {
  const t = useT();
  const [view, change] = useListView('keys', { column: 'id', direction: 'ascending' });
  const filter = useTypedText(view.text.trim());
  const purpose = PURPOSES.find((one) => one === view.filters['purpose']);
  const [sortKey] = view.sort;
  const sort = SORTS.find((one) => one === sortKey?.column) ?? 'id';
  const descending = sortKey?.direction === 'descending';
  const list = usePagedRows(
    'keys',
    ['keys.groups', filter, purpose, sort, descending],
    t('keys.theGroups'),
    (core, place) =>
      core.keys.groups({
        ...place,
        sort,
        descending,
        ...(filter === '' ? {} : { filter }),
        ...(purpose === undefined ? {} : { purpose }),
      }),
  );
  const slots = useCoreQuery('tokens', ['slots'], (core) => core.tokens.list({})).data?.slots;
  const noToken = slots !== undefined && !slots.some(({ token }) => token?.initialised === true);
  const columns = useMemo(() => columnsOf(t), [t]);
  useCommands(COMMANDS);

  return (
    <>
      <PageHead
        title={t('keys.title')}
        actions={
          <Button kind="primary" icon="plus" keys="N" onClick={newGroup}>
            {t('keys.newGroup')}
          </Button>
        }
      />
      <FilterBar>
        <div className="search">
          <SearchField label={t('keys.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        <BarField word={t('keys.purpose')}>
          <SelectField<KeyPurpose | 'all'>
            label={t('keys.purpose')}
            value={purpose ?? 'all'}
            choices={[
              { value: 'all', label: t('keys.allPurposes') },
              ...PURPOSES.map((value) => ({ value, label: purposeWord(t, value) })),
            ]}
            onChange={(value) => change({ filters: value === 'all' ? {} : { purpose: value } })}
          />
        </BarField>
        {list.known ? <span className="count">{t('keys.groupCount', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={t('keys.title')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.groupRef}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openGroup}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        empty={<NoGroups noToken={noToken} />}
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
        isQuiet={(row) => row.latest?.state === 'retired' || row.latest?.state === 'destroyed'}
      />
    </>
  );
}

const COMMANDS = [
  {
    id: 'keys.new',
    title: (t: Translate) => t('keys.newGroup'),
    icon: 'plus',
    keys: 'N',
    scope: 'here',
    run: newGroup,
  },
] as const;

/** Nothing yet: the first step is a token, then a group. */
function NoGroups({ noToken }: { readonly noToken: boolean }): ReactNode {
  const t = useT();
  return (
    <EmptyState
      title={t('keys.noGroups')}
      text={noToken ? t('keys.noGroupsNoToken') : t('keys.noGroupsText')}
      actions={
        noToken ? (
          <>
            <Button kind="primary" onClick={() => navigate('tokens')}>
              {t('keys.toTokens')}
            </Button>
            <Button onClick={newGroup}>{t('keys.newGroup')}</Button>
          </>
        ) : (
          <Button kind="primary" onClick={newGroup}>
            {t('keys.newGroup')}
          </Button>
        )
      }
    />
  );
}
