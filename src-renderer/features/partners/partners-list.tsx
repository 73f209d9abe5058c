import { useMemo, useState, type ReactNode } from 'react';
import type { PartnerRow } from '../../../shared/contract/partners.ts';
import { useT } from '../../locales/language.tsx';
import { useMayCall } from '../../platform/operators.ts';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { IdRows } from '../decoded/index.ts';
import { BarField, FilterBar, Link } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { useTypedText } from '../lists/use-typed-text.ts';
import { without } from '../lists/without.ts';
import { AnchoredBar } from '../policy/index.ts';
import { ClaimsDialog } from './claims-dialog.tsx';
import { ExportPartnersDialog } from './export-dialog.tsx';
import { ImportPartnersDialog } from './import-dialog.tsx';
import { PartnerDialog } from './partner-dialog.tsx';
import { confirmedLook, openPartner } from './partner-words.ts';

const SORTS = ['name', 'platform', 'changedAt'] as const;
const SHOWN = ['no', 'yes', 'all'] as const;

function columnsOf(t: Translate): readonly Column<PartnerRow>[] {
  return [
    {
      id: 'ids',
      header: t('decoded.speaksFor'),
      kind: 'ids',
      width: 'minmax(17rem, 1.2fr)',
      render: (row) => <IdRows ids={row} limit={3} none="–" />,
    },
    {
      id: 'name',
      header: t('partners.name'),
      width: 'minmax(9rem, 1.3fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openPartner(row)}>
          <SafeText text={row.name} />
        </Link>
      ),
    },
    {
      id: 'confirmed',
      header: t('partners.confirmed'),
      kind: 'state',
      width: '9rem',
      render: (row) =>
        row.archived ? (
          <StateWord verdict="notApplicable" word={t('partners.archived')} />
        ) : (
          <StateWord {...confirmedLook(t, row)} />
        ),
    },
    {
      id: 'platform',
      header: t('partners.platform'),
      width: 'minmax(7rem, 1fr)',
      sortable: true,
      render: (row) => (row.platform === '' ? '–' : <SafeText text={row.platform} />),
    },
    {
      id: 'changedAt',
      header: t('partners.changed'),
      kind: 'date',
      width: '9rem',
      sortable: true,
      render: (row) => <RelativeDate date={new Date(row.changedAt)} />,
    },
  ];
}

type Asking = 'nothing' | 'add' | 'import' | 'export' | 'claims';

/** The registry: whom each partner may speak for first, and how far that is confirmed. */
export function PartnersList({ ask }: { readonly ask: string | undefined }): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState<Asking>('nothing');
  // A command from another page opens the dialog with the list behind it.
  const asking: Asking = ask === 'add' ? 'add' : chosen;
  const close = (): void => {
    setChosen('nothing');
    if (ask !== undefined) replaceParams({});
  };
  const [view, change] = useListView('partners', { column: 'name', direction: 'ascending' });
  const filter = useTypedText(view.text.trim());
  const archived = SHOWN.find((one) => one === view.filters['archived']) ?? 'no';
  const unconfirmed = view.filters['ids'] === 'unconfirmed';
  const [sortKey] = view.sort;
  const sort = SORTS.find((one) => one === sortKey?.column) ?? 'name';
  const descending = sortKey?.direction === 'descending';
  const list = usePagedRows(
    'partners',
    ['partners.list', filter, archived, unconfirmed, sort, descending],
    t('partners.thePartners'),
    (core, place) =>
      core.partners.list({
        ...place,
        archived,
        unconfirmed,
        sort,
        descending,
        ...(filter === '' ? {} : { filter }),
      }),
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'partners.add',
        title: () => t('partners.add'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        run: () => setChosen('add'),
      },
      {
        id: 'partners.import',
        title: () => t('partners.import'),
        icon: 'upload',
        keys: 'I',
        scope: 'here',
        run: () => setChosen('import'),
      },
      {
        id: 'partners.export',
        title: () => t('partners.export'),
        icon: 'download',
        keys: 'E',
        scope: 'here',
        run: () => setChosen('export'),
      },
      {
        id: 'partners.claims',
        title: () => t('partners.claims'),
        icon: 'search',
        keys: 'W',
        scope: 'here',
        run: () => setChosen('claims'),
      },
    ],
    [t],
  );
  useCommands(commands);
  const mayAdd = useMayCall('partners.add');
  const setFilter = (name: string, value: string, none: string): void => {
    const others = without(view.filters, name);
    change({ filters: value === none ? others : { ...others, [name]: value }, active: -1 });
  };
  const add = (
    <Button kind="primary" icon="plus" keys="N" disabledReason={mayAdd} onClick={() => setChosen('add')}>
      {t('partners.add')}
    </Button>
  );
  const bring = (
    <Button icon="upload" keys="I" onClick={() => setChosen('import')}>
      {t('partners.import')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('partners.title')}
        actions={
          <>
            <Button icon="search" keys="W" onClick={() => setChosen('claims')}>
              {t('partners.claims')}
            </Button>
            <Button icon="download" keys="E" onClick={() => setChosen('export')}>
              {t('partners.export')}
            </Button>
            {bring}
            {add}
          </>
        }
      />
      <AnchoredBar />
      <FilterBar>
        <div className="search">
          <SearchField label={t('partners.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        <BarField word={t('partners.show')}>
          <SelectField
            label={t('partners.show')}
            value={archived}
            choices={SHOWN.map((value) => ({ value, label: t(`partners.show_${value}`) }))}
            onChange={(value) => setFilter('archived', value, 'no')}
          />
        </BarField>
        <BarField word={t('partners.ids')}>
          <SelectField
            label={t('partners.ids')}
            value={unconfirmed ? 'unconfirmed' : 'all'}
            choices={(['all', 'unconfirmed'] as const).map((value) => ({ value, label: t(`partners.ids_${value}`) }))}
            onChange={(value) => setFilter('ids', value, 'all')}
          />
        </BarField>
        {list.known ? <span className="count">{t('partners.count', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={t('partners.title')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.partnerId}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openPartner}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        isQuiet={(row) => row.archived}
        empty={
          <EmptyState
            title={t('partners.none')}
            text={t('partners.noneText')}
            actions={
              <>
                {add}
                {bring}
              </>
            }
          />
        }
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
      />
      {asking === 'add' ? <PartnerDialog onClose={close} onSaved={openPartner} /> : null}
      {asking === 'import' ? <ImportPartnersDialog onClose={close} /> : null}
      {asking === 'claims' ? <ClaimsDialog id="" onClose={close} /> : null}
      {asking === 'export' ? <ExportPartnersDialog onClose={close} /> : null}
    </>
  );
}
