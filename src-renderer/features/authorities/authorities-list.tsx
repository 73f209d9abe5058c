import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { CrlStatus } from '../../../shared/contract/revocations.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import type { TableState } from '../../ui/table-types.ts';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { algorithmName, SoftwareMark } from '../keys/index.ts';
import { FilterBar, Link } from '../lists/filter-bar.tsx';
import { crlLook } from '../revocations/index.ts';
import { authorityLook, kindsText, openAuthority, treeOf, type TreeRow } from './authority-words.ts';

const Branch = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  verticalAlign: 'middle',
  gap: rem(6),
  minWidth: 0,
  '& > svg': { color: look.ink3, flex: 'none' },
});

function columnsOf(t: Translate, lists: readonly CrlStatus[]): readonly Column<TreeRow>[] {
  return [
    {
      id: 'name',
      header: t('authorities.name'),
      width: 'minmax(14rem, 2fr)',
      render: ({ row, depth }) => (
        <Branch style={{ paddingLeft: rem(depth * 20) }}>
          <Icon name={depth === 0 ? 'landmark' : 'chevron-right'} size={14} />
          <Link inRow onFollow={() => openAuthority(row)}>
            <SafeText text={row.name} />
          </Link>
        </Branch>
      ),
    },
    { id: 'kinds', header: t('authorities.kinds'), width: 'minmax(8rem, 1fr)', render: ({ row }) => kindsText(t, row) },
    {
      id: 'state',
      header: t('keys.state'),
      kind: 'state',
      width: '7.5rem',
      render: ({ row }) => <StateWord {...authorityLook(t, row)} />,
    },
    {
      id: 'notAfter',
      header: t('decoded.validUntil'),
      kind: 'date',
      width: '9rem',
      render: ({ row }) => (row.notAfter === undefined ? '–' : <RelativeDate date={new Date(row.notAfter)} />),
    },
    {
      id: 'list',
      header: t('revocations.list'),
      kind: 'state',
      width: '9rem',
      render: ({ row }) => {
        const status = lists.find(({ authorityId }) => authorityId === row.authorityId);
        return status === undefined ? '–' : <StateWord {...crlLook(t, status)} />;
      },
    },
    {
      id: 'key',
      header: t('authorities.key'),
      width: 'minmax(9rem, 1fr)',
      render: ({ row }) => (
        <>
          {row.software ? <SoftwareMark /> : <SafeText text={row.tokenLabel} />} {algorithmName(row.algorithm)}
        </>
      ),
    },
    { id: 'issued', header: t('authorities.issued'), kind: 'number', width: '6rem', render: ({ row }) => row.issued },
  ];
}

/** The authorities of this workspace as a tree: where each key lives, what it issued, when it ends. */
export function AuthoritiesList(): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const query = useCoreQuery(['authorities', 'certificates'], ['authorities.list'], (core) =>
    core.authorities.list({}),
  );
  const tree = useMemo(() => treeOf(query.data?.authorities ?? []), [query.data]);
  const wanted = typed.trim().toLowerCase();
  const rows =
    wanted === '' ? tree : tree.filter(({ row }) => `${row.name}\n${row.subject}`.toLowerCase().includes(wanted));
  const status = useCoreQuery(['authorities', 'certificates', 'workspace'], ['crl.status'], (core) =>
    core.crl.status({}),
  );
  const lists = status.data?.authorities;
  const columns = useMemo(() => columnsOf(t, lists ?? []), [t, lists]);
  const mayCreate = useMayCall('authorities.create');
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'authorities.new',
        title: () => t('authorities.newRoot'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => mayCreate,
        run: () => navigate('authorities', { new: 'root' }),
      },
      {
        id: 'authorities.link',
        title: () => t('authorities.link'),
        icon: 'link-2',
        keys: 'L',
        scope: 'here',
        run: () => navigate('authorities', { link: 'new' }),
      },
    ],
    [t, mayCreate],
  );
  useCommands(commands);
  const state: TableState =
    query.error !== null
      ? { kind: 'error', problem: { code: query.error.fault.code }, onRetry: () => void query.refetch() }
      : query.data === undefined
        ? { kind: 'loading', what: t('authorities.theAuthorities') }
        : { kind: 'ready' };
  const create = (
    <Button
      kind="primary"
      icon="plus"
      keys="N"
      disabledReason={mayCreate}
      onClick={() => navigate('authorities', { new: 'root' })}
    >
      {t('authorities.newRoot')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('authorities.title')}
        actions={
          <>
            <Button icon="link-2" keys="L" onClick={() => navigate('authorities', { link: 'new' })}>
              {t('authorities.link')}
            </Button>
            {create}
          </>
        }
      />
      <FilterBar>
        <div className="search">
          <SearchField label={t('authorities.find')} value={typed} onChange={setTyped} />
        </div>
        <span className="count">{t('authorities.count', { count: rows.length })}</span>
      </FilterBar>
      <DataTable
        label={t('authorities.title')}
        columns={columns}
        rowCount={rows.length}
        rowAt={(index) => rows[index]}
        rowKey={({ row }) => row.authorityId}
        onOpen={({ row }) => openAuthority(row)}
        isQuiet={({ row }) => row.state === 'retired'}
        state={state}
        empty={<EmptyState title={t('authorities.none')} text={t('authorities.noneText')} actions={create} />}
        {...(wanted === '' ? {} : { noMatch: <NoMatchState onDropLast={() => setTyped('')} /> })}
      />
    </>
  );
}
