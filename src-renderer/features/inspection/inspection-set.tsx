import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { InspectionRow, ItemKind } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate, useRoute } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, LoadingState, NoMatchState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import type { Translate } from '../../locales/translate.ts';
import { Mono } from '../../ui/mono.tsx';
import { IdRows } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { BarField, FilterBar, Link } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { useTypedText } from '../lists/use-typed-text.ts';
import { without } from '../lists/without.ts';
import { forgetOpening } from './open-input.ts';
import { InspectedItem } from './inspected-item.tsx';

const KINDS: readonly ItemKind[] = ['csr', 'certificate', 'crl', 'public-key', 'unreadable'];
const SORTS = ['position', 'title', 'keyGroupId', 'errors'] as const;

const Counts = styled('span')({ display: 'inline-flex', gap: rem(12) });

interface InspectionSetProps {
  readonly inspectionId: string;
  readonly itemId: string | undefined;
}

/** What was opened: one document is shown at once, several as a list with what was found in them by kind. */
export function InspectionSet({ inspectionId, itemId }: InspectionSetProps): ReactNode {
  const t = useT();
  const first = useCoreQuery([], ['inspection.first', inspectionId], (core) =>
    core.inspection.items({ inspectionId, offset: 0, limit: 1 }),
  );
  if (first.error !== null) {
    return (
      <>
        <PageHead
          title={t('inspection.title')}
          actions={<Button onClick={openOther}>{t('inspection.openOther')}</Button>}
        />
        <PageBody>
          <FaultNote fault={first.error.fault} />
        </PageBody>
      </>
    );
  }
  if (first.data === undefined) return <LoadingState what={t('inspection.theItems')} />;
  const only = first.data.total === 1 ? first.data.rows[0]?.itemId : undefined;
  const shown = only ?? (itemId === undefined ? undefined : Number(itemId));
  if (shown !== undefined)
    return <InspectedItem key={shown} inspectionId={inspectionId} itemId={shown} alone={only !== undefined} />;
  return <SetList inspectionId={inspectionId} total={first.data.total} />;
}

function openOther(): void {
  forgetOpening();
  navigate('inspection');
}

function columnsOf(t: Translate, open: (row: InspectionRow) => void): readonly Column<InspectionRow>[] {
  return [
    {
      id: 'kind',
      header: t('inspection.kind'),
      kind: 'state',
      width: '7rem',
      render: (row) =>
        row.kind === 'unreadable' ? (
          <StateWord verdict="fail" word={t('decoded.kind_unreadable')} />
        ) : (
          t(`decoded.kind_${row.kind}`)
        ),
    },
    {
      id: 'title',
      header: t('inspection.what'),
      width: 'minmax(10rem, 1.4fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => open(row)}>
          {row.title === '' ? t('decoded.empty') : <SafeText text={row.title} />}
        </Link>
      ),
    },
    {
      id: 'ids',
      header: t('decoded.speaksFor'),
      kind: 'ids',
      width: 'minmax(17rem, 1fr)',
      render: (row) => <IdRows ids={row} limit={3} none="–" />,
    },
    {
      id: 'keyGroupId',
      header: t('decoded.keyGroup'),
      kind: 'mono',
      width: 'minmax(7rem, 0.8fr)',
      sortable: true,
      render: (row) => (row.keyGroupId === undefined ? '–' : <SafeText text={row.keyGroupId} />),
    },
    {
      id: 'signature',
      header: t('inspection.proof'),
      kind: 'state',
      width: '6.5rem',
      render: (row) =>
        row.signatureValid === undefined ? (
          '–'
        ) : (
          <StateWord
            verdict={row.signatureValid ? 'pass' : 'fail'}
            word={t(row.signatureValid ? 'decoded.signatureGood' : 'decoded.signatureBad')}
          />
        ),
    },
    {
      id: 'errors',
      header: t('decoded.findings'),
      kind: 'state',
      width: '7.5rem',
      sortable: true,
      render: (row) => (
        <Counts>
          {row.errors > 0 ? <StateWord verdict="fail" word={String(row.errors)} /> : null}
          {row.warnings > 0 ? <StateWord verdict="warn" word={String(row.warnings)} /> : null}
          {row.errors + row.warnings === 0 ? '–' : null}
        </Counts>
      ),
    },
    {
      id: 'source',
      header: t('inspection.source'),
      width: 'minmax(8rem, 1fr)',
      render: (row) => <Mono text={row.source} keepOnOneLine />,
    },
  ];
}

function SetList({ inspectionId, total }: { readonly inspectionId: string; readonly total: number }): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const [view, change] = useListView(`inspection.${inspectionId}`, { column: 'position', direction: 'ascending' });
  const [open] = useState(() => (row: InspectionRow) => {
    navigate('inspection', { id: inspectionId, item: String(row.itemId), name: row.title.slice(0, 60) });
  });
  const filter = useTypedText(view.text.trim());
  const kind = KINDS.find((one) => one === view.filters['kind']);
  const code = view.filters['code'];
  const [sortKey] = view.sort;
  const sort = SORTS.find((one) => one === sortKey?.column) ?? 'position';
  const descending = sortKey?.direction === 'descending';
  const groups = useCoreQuery([], ['inspection.findings', inspectionId], (core) =>
    core.inspection.findings({ inspectionId }),
  ).data?.groups;
  const list = usePagedRows(
    [],
    ['inspection.items', inspectionId, filter, kind, code, sort, descending],
    t('inspection.theItems'),
    (core, place) =>
      core.inspection.items({
        inspectionId,
        ...place,
        sort,
        descending,
        ...(filter === '' ? {} : { filter }),
        ...(kind === undefined ? {} : { kind }),
        ...(code === undefined ? {} : { findingCode: code }),
      }),
  );
  const columns = useMemo(() => columnsOf(t, open), [t, open]);
  const setFilter = (name: string, value: string): void => {
    const others = without(view.filters, name);
    change({ filters: value === 'all' ? others : { ...others, [name]: value }, active: -1 });
  };
  return (
    <>
      <PageHead
        title={params['name'] === undefined ? t('inspection.title') : <SafeText text={params['name']} />}
        facts={<span>{t('inspection.count', { count: total })}</span>}
        actions={<Button onClick={openOther}>{t('inspection.openOther')}</Button>}
      />
      <FilterBar>
        <div className="search">
          <SearchField label={t('inspection.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        <BarField word={t('inspection.kind')}>
          <SelectField
            label={t('inspection.kind')}
            value={kind ?? 'all'}
            choices={[
              { value: 'all', label: t('inspection.allKinds') },
              ...KINDS.map((value) => ({ value, label: t(`decoded.kind_${value}`) })),
            ]}
            onChange={(value) => setFilter('kind', value)}
          />
        </BarField>
        <BarField word={t('decoded.findings')}>
          <SelectField
            label={t('decoded.findings')}
            value={code ?? 'all'}
            choices={[
              { value: 'all', label: t('inspection.allFindings') },
              ...(groups ?? []).map((group) => ({ value: group.code, label: `${group.code} (${group.items})` })),
            ]}
            onChange={(value) => setFilter('code', value)}
          />
        </BarField>
        {list.known ? <span className="count">{t('inspection.count', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={t('inspection.theItems')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => String(row.itemId)}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={open}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        empty={<EmptyState title={t('inspection.nothing')} text={t('inspection.nothingText')} />}
        {...(isFiltered(view) ? { noMatch: <NoMatchState onDropLast={() => change(withoutLastFilter(view))} /> } : {})}
      />
    </>
  );
}
