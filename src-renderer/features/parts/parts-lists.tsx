import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { BulkBar } from '../../ui/bulk-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { ByteView, type ByteRange } from '../../ui/byte-view.tsx';
import { DataTable, type Column, type SortKey } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IdChips } from '../../ui/id-chip.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { ListTools, MasterDetail } from '../../ui/master-detail.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { Timeline } from '../../ui/timeline.tsx';
import { useNow } from '../../ui/use-now.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { daysFrom, SAMPLE_BYTES, SAMPLE_FIELDS, sampleRows, type SampleKey } from './parts-data.ts';

export const ROWS = 100_000;

export function TableParts(): ReactNode {
  const t = useT();
  const now = useNow(3_600_000);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [sort, setSort] = useState<readonly SortKey[]>([{ column: 'ends', direction: 'ascending' }]);
  const rowAt = useMemo(() => sampleRows(now), [now]);
  const columns = useMemo(
    (): readonly Column<SampleKey>[] => [
      {
        id: 'label',
        header: t('parts.label'),
        kind: 'mono',
        width: 'minmax(9rem, 1fr)',
        sortable: true,
        render: (row) => row.label,
      },
      {
        id: 'ids',
        header: t('parts.speaksFor'),
        kind: 'ids',
        width: 'minmax(17rem, 1.4fr)',
        render: (row) => <IdChips ids={row.ids} limit={3} />,
      },
      {
        id: 'state',
        header: t('parts.state'),
        kind: 'state',
        width: '8rem',
        render: (row) =>
          row.state === 'active' ? (
            <StateWord verdict="pass" word={t('parts.active')} />
          ) : row.state === 'retired' ? (
            <StateWord verdict="notApplicable" word={t('parts.retired')} />
          ) : (
            <StateWord verdict="info" icon="hourglass" word={t('parts.requested')} />
          ),
      },
      { id: 'bits', header: t('parts.size'), kind: 'number', width: '5rem', sortable: true, render: (row) => row.bits },
      {
        id: 'ends',
        header: t('parts.ends'),
        kind: 'date',
        width: '13rem',
        sortable: true,
        render: (row) => <RelativeDate date={row.ends} />,
      },
    ],
    [t],
  );
  return (
    <Section title={t('parts.table')} aside={t('parts.tableAside', { count: ROWS })} bare>
      <DataTable
        label={t('parts.table')}
        columns={columns}
        rowCount={ROWS}
        rowAt={rowAt}
        rowKey={(row) => row.id}
        selection={{ selected, onChange: setSelected }}
        sort={sort}
        onSortChange={setSort}
        isQuiet={(row) => row.state === 'retired'}
        empty={<EmptyState title={t('parts.noRows')} text={t('parts.noRowsText')} />}
        maxRows={8}
      />
      <BulkBar
        count={selected.size}
        note={t('parts.needsRole')}
        actions={<Button icon="download">{t('parts.export')}</Button>}
        onClear={() => setSelected(new Set())}
      />
    </Section>
  );
}

const Framed = styled('div')({ display: 'flex', height: rem(360), border: '1px solid var(--oc-palette-divider)' });

export function MasterDetailParts(): ReactNode {
  const t = useT();
  const [active, setActive] = useState('fra-1');
  const [query, setQuery] = useState('');
  const luna = {
    key: 'luna',
    title: 'Luna 10.7',
    icon: 'cpu',
    aside: <StateWord verdict="pass" word={t('parts.answers', { count: 4 })} />,
  } as const;
  const soft = {
    key: 'soft',
    title: 'SoftHSM 2.6.1',
    icon: 'cpu',
    aside: <StateWord verdict="pass" word={t('parts.answers', { count: 1 })} />,
  } as const;
  const all: readonly ListItem[] = [
    {
      key: 'fra-1',
      title: 'HSM-FRA-1',
      text: t('parts.keysOf', { name: 'gef-prod' }),
      icon: 'memory-stick',
      group: luna,
      aside: <StateWord verdict="pass" word={t('parts.signedIn')} />,
    },
    {
      key: 'fra-2',
      title: 'HSM-FRA-2',
      text: t('parts.keysOf', { name: 'gef-standby' }),
      icon: 'memory-stick',
      group: luna,
      aside: <StateWord verdict="notApplicable" icon="lock" word={t('parts.signedOut')} />,
    },
    {
      key: 'rehearsal',
      title: 'rehearsal-2026',
      text: 'SoftHSM',
      icon: 'cpu',
      group: soft,
      aside: <StateWord verdict="warn" word={t('parts.triesLow')} />,
    },
    {
      key: 'slot-1',
      title: 'Slot 1',
      text: t('parts.slotNew'),
      icon: 'cpu',
      group: soft,
      quiet: true,
      aside: <StateWord verdict="info" word={t('parts.notInitialised')} />,
    },
  ];
  const items = all.filter((item) => item.key.toLowerCase().includes(query.toLowerCase()));
  const shown = all.find((item) => item.key === active);
  return (
    <Section title={t('parts.masterDetail')} aside={t('parts.masterDetailAside')} bare>
      <Framed>
        <MasterDetail
          memoryKey="parts"
          detailLabel={t('parts.details')}
          list={
            <>
              <ListTools>
                <SearchField label={t('parts.findToken')} value={query} onChange={setQuery} />
                <Button icon="plus">{t('parts.add')}</Button>
              </ListTools>
              <ItemList
                label={t('parts.masterDetail')}
                items={items}
                activeKey={active}
                onActive={setActive}
                empty={<EmptyState title={t('parts.noRows')} text={t('parts.noRowsText')} />}
              />
            </>
          }
          detail={
            <>
              <PageHead title={shown?.title} facts={<span>{shown?.text}</span>} actions={shown?.aside} />
              <PageBody>
                <Facts
                  facts={[
                    { label: t('parts.tokenKind'), value: t('parts.hsm') },
                    { label: t('parts.manufacturer'), value: null },
                  ]}
                />
              </PageBody>
            </>
          }
        />
      </Framed>
    </Section>
  );
}

interface BytePartsProps {
  readonly lit: ByteRange | undefined;
  readonly onLit: (lit: ByteRange | undefined) => void;
}

export function ByteParts({ lit, onLit }: BytePartsProps): ReactNode {
  const t = useT();
  return (
    <Section title={t('parts.bytes')} aside={t('parts.bytesAside')} bare>
      <ByteView
        label={t('parts.attributes')}
        bytes={SAMPLE_BYTES}
        fields={SAMPLE_FIELDS}
        lit={lit}
        onField={onLit}
        rows={7}
      />
    </Section>
  );
}

export function TimelineParts(): ReactNode {
  const t = useT();
  const now = useNow(3_600_000);
  const day = (days: number): Date => daysFrom(now, days);
  return (
    <Section title={t('parts.timeline')} aside={t('parts.timelineAside')}>
      <Timeline
        label={t('parts.timeline')}
        from={day(-53)}
        to={day(66)}
        activeId="g7"
        rows={[
          {
            id: 'g6',
            name: 'g6',
            state: { verdict: 'notApplicable', word: t('parts.retired'), icon: 'minus' },
            note: t('parts.endedOn'),
            bars: [{ from: day(-48), to: day(-18), kind: 'retired', label: '30 d' }],
          },
          {
            id: 'g7',
            name: 'g7',
            state: { verdict: 'pass', word: t('parts.active') },
            note: t('parts.endsIn'),
            bars: [{ from: day(-23), to: day(7), kind: 'active', label: '31 Oct – 30 Nov' }],
          },
          {
            id: 'g8',
            name: 'g8',
            state: { verdict: 'info', word: t('parts.requested'), icon: 'hourglass' },
            note: t('parts.notSent'),
            bars: [
              { from: day(2), to: day(32), kind: 'requested', label: '25 Nov – 25 Dec' },
              { from: day(32), to: day(37), kind: 'clip' },
            ],
          },
          {
            id: 'g9',
            name: 'g9',
            state: { verdict: 'unknown', word: t('parts.planned'), icon: 'circle-dashed' },
            note: t('parts.fromDec'),
            bars: [{ from: day(35), to: day(65), kind: 'planned', label: '28 Dec – 27 Jan' }],
          },
        ]}
        bands={[
          { from: day(2), to: day(7), verdict: 'pass', label: t('parts.overlap') },
          { from: day(32), to: day(35), verdict: 'fail', label: t('parts.gap') },
        ]}
      />
    </Section>
  );
}
