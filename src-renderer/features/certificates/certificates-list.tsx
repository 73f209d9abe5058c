import { useMemo, useState, type ReactNode } from 'react';
import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { navigate, replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Mono } from '../../ui/mono.tsx';
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
import { BundleDialog } from './bundle-dialog.tsx';
import { CertificatesBulk } from './certificates-bulk.tsx';
import { openCertificate, nameOf, SOURCES, standLook, TIMES } from './certificate-words.ts';
import { ImportDialog } from './import-dialog.tsx';

const SORTS = ['addedAt', 'commonName', 'notAfter', 'notBefore', 'keyGroupId', 'issuer'] as const;

function columnsOf(t: Translate): readonly Column<CertificateRow>[] {
  return [
    {
      id: 'commonName',
      header: t('certificates.commonName'),
      width: 'minmax(9rem, 1.3fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openCertificate(row)}>
          <SafeText text={nameOf(row)} />
        </Link>
      ),
    },
    {
      id: 'ids',
      header: t('decoded.speaksFor'),
      kind: 'ids',
      width: 'minmax(17rem, 1.1fr)',
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
      id: 'time',
      header: t('certificates.state'),
      kind: 'state',
      width: '7rem',
      render: (row) => <StateWord {...standLook(t, row)} />,
    },
    {
      id: 'notAfter',
      header: t('decoded.validUntil'),
      kind: 'date',
      width: '8.5rem',
      sortable: true,
      render: (row) => <RelativeDate date={new Date(row.notAfter)} />,
    },
    {
      id: 'source',
      header: t('certificates.source'),
      width: '6.5rem',
      render: (row) => t(`certificates.source_${row.source}`),
    },
    {
      id: 'issuer',
      header: t('decoded.issuer'),
      width: 'minmax(7rem, 1fr)',
      sortable: true,
      render: (row) => <SafeText text={row.issuer} />,
    },
  ];
}

const NONE: ReadonlySet<string> = new Set();

/** The inventory: own, issued, authorities', imported certificates, with the ids each speaks for. */
export function CertificatesList({ claims }: { readonly claims: string | undefined }): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState<'nothing' | 'import' | 'bundle'>('nothing');
  const [selected, setSelected] = useState(NONE);
  const [view, changeView] = useListView('certificates', { column: 'addedAt', direction: 'descending' });
  /** Another list: what was selected in the one before is not in sight any more. */
  const change = (part: Parameters<typeof changeView>[0]): void => {
    if (part.text !== undefined || part.filters !== undefined) setSelected(NONE);
    changeView(part);
  };
  const filter = useTypedText(view.text.trim());
  const source = SOURCES.find((one) => one === view.filters['source']);
  const time = TIMES.find((one) => one === view.filters['time']);
  const [sortKey] = view.sort;
  const sort = SORTS.find((one) => one === sortKey?.column) ?? 'addedAt';
  const descending = sortKey?.direction === 'descending';
  const list = usePagedRows(
    'certificates',
    ['certificates.list', filter, claims, source, time, sort, descending],
    t('certificates.theCertificates'),
    (core, place) =>
      core.certificates.list({
        ...place,
        sort,
        descending,
        ...(filter === '' ? {} : { filter }),
        ...(claims === undefined ? {} : { claims }),
        ...(source === undefined ? {} : { source }),
        ...(time === undefined ? {} : { time }),
      }),
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'certificates.import',
        title: () => t('certificates.import'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        run: () => setAsking('import'),
      },
      {
        id: 'certificates.anchors',
        title: () => t('certificates.anchors'),
        icon: 'shield-check',
        scope: 'here',
        run: () => navigate('certificates', { anchors: 'all', name: t('certificates.anchors') }),
      },
      {
        id: 'certificates.bundle',
        title: () => t('certificates.bundle'),
        icon: 'download',
        keys: 'E',
        scope: 'here',
        run: () => setAsking('bundle'),
      },
    ],
    [t],
  );
  useCommands(commands);
  const setFilter = (name: string, value: string): void => {
    const others = without(view.filters, name);
    change({ filters: value === 'all' ? others : { ...others, [name]: value }, active: -1 });
  };
  return (
    <>
      <PageHead
        title={t('certificates.title')}
        {...(claims === undefined
          ? {}
          : {
              facts: (
                <>
                  <span>
                    {t('certificates.claiming')} <Mono text={claims} />
                  </span>
                  <Link onFollow={() => replaceParams({})}>{t('certificates.showAll')}</Link>
                </>
              ),
            })}
        actions={
          <>
            <Button
              icon="shield-check"
              onClick={() => navigate('certificates', { anchors: 'all', name: t('certificates.anchors') })}
            >
              {t('certificates.anchors')}
            </Button>
            <Button icon="download" keys="E" onClick={() => setAsking('bundle')}>
              {t('certificates.bundle')}
            </Button>
            <Button kind="primary" icon="plus" keys="N" onClick={() => setAsking('import')}>
              {t('certificates.import')}
            </Button>
          </>
        }
      />
      <FilterBar>
        <div className="search">
          <SearchField label={t('certificates.find')} value={view.text} onChange={(text) => change({ text })} />
        </div>
        <BarField word={t('certificates.source')}>
          <SelectField
            label={t('certificates.source')}
            value={source ?? 'all'}
            choices={[
              { value: 'all', label: t('certificates.allSources') },
              ...SOURCES.map((value) => ({ value, label: t(`certificates.source_${value}`) })),
            ]}
            onChange={(value) => setFilter('source', value)}
          />
        </BarField>
        <BarField word={t('certificates.state')}>
          <SelectField
            label={t('certificates.state')}
            value={time ?? 'all'}
            choices={[
              { value: 'all', label: t('certificates.allTimes') },
              ...TIMES.map((value) => ({ value, label: t(`certificates.time_${value}`) })),
            ]}
            onChange={(value) => setFilter('time', value)}
          />
        </BarField>
        {list.known ? <span className="count">{t('certificates.count', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={t('certificates.title')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.certificateId}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openCertificate}
        selection={{ selected, onChange: setSelected }}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        state={list.state}
        isQuiet={(row) => row.time === 'expired'}
        empty={
          <EmptyState
            title={t('certificates.none')}
            text={t('certificates.noneText')}
            actions={
              <Button kind="primary" icon="plus" onClick={() => setAsking('import')}>
                {t('certificates.import')}
              </Button>
            }
          />
        }
        {...(isFiltered(view) || claims !== undefined
          ? {
              noMatch: (
                <NoMatchState
                  onDropLast={() => (isFiltered(view) ? change(withoutLastFilter(view)) : replaceParams({}))}
                />
              ),
            }
          : {})}
      />
      <CertificatesBulk
        selected={selected}
        active={list.rowAt(view.active)?.certificateId}
        onClear={() => setSelected(NONE)}
      />
      {asking === 'import' ? <ImportDialog onClose={() => setAsking('nothing')} /> : null}
      {asking === 'bundle' ? <BundleDialog onClose={() => setAsking('nothing')} /> : null}
    </>
  );
}
