import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { ExpiryRow } from '../../../shared/contract/due.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate, useRoute } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField } from '../../ui/choice-fields.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { BarField, FilterBar } from '../lists/filter-bar.tsx';
import { usePagedRows } from '../lists/use-paged-rows.ts';

const WITHIN = ['7', '30', '90', '365', '4000'] as const;
const KINDS = ['own', 'issued', 'authority', 'operator'] as const;
const COUNTS = ['ended', 'week', 'month', 'later'] as const;
const verdicts = { ended: 'fail', week: 'warn', month: 'info', later: 'pass' } as const;

const Counts = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: rem(16), padding: `${rem(8)} ${rem(20)}` });
const Bar = styled('span')({
  display: 'grid',
  gridTemplateColumns: `${rem(52)} minmax(0, 1fr)`,
  alignItems: 'center',
  gap: rem(8),
  width: '100%',
  '.number': { ...type.body, textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  '.track': { height: rem(8), borderRadius: rem(2), background: look.sunken, border: `1px solid ${look.line}` },
  '.fill': { display: 'block', height: '100%', background: look.accent },
  '&[data-near] .fill': { background: look.warn.line },
  '&[data-over] .fill': { background: look.fail.line },
});

interface Filter {
  readonly within: (typeof WITHIN)[number];
  readonly kind: (typeof KINDS)[number] | 'all';
  readonly partnerId: string;
  readonly authorityId: string;
  readonly replaced: boolean;
}

/** What ends and in how many days. */
export function ExpiryPage(): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const [filter, setFilter] = useState<Filter>({
    within: WITHIN.find((one) => one === params['within']) ?? '90',
    kind: 'all',
    partnerId: '',
    authorityId: '',
    replaced: false,
  });
  const wish = useMemo(() => wishOf(filter), [filter]);
  const facts = useCoreQuery(['certificates', 'operators', 'authorities'], ['expiry.facts', wish], (core) =>
    core.expiry.list({ ...wish, offset: 0, limit: 1 }),
  );
  const list = usePagedRows('certificates', ['expiry.list', wish], t('due.theExpiry'), (core, place) =>
    core.expiry.list({ ...place, ...wish }),
  );
  const exporting = useCoreAction((core, format: 'ics' | 'csv') => core.expiry.export({ ...wish, format }));
  const [problem, setProblem] = useState<SaveProblem>();
  const save = async (format: 'ics' | 'csv'): Promise<void> => {
    const file = await exporting.run(format);
    if (file !== undefined) setProblem(await saveBytes(t, file.suggestedName, file.content));
  };
  const columns = useMemo(() => columnsOf(t, Number(filter.within)), [t, filter.within]);
  const change = (more: Partial<Filter>): void => setFilter((before) => ({ ...before, ...more }));
  const { counts, partners = [], authorities = [] } = facts.data ?? {};
  return (
    <>
      <PageHead
        title={t('due.expiry')}
        actions={
          <>
            <Button icon="download" onClick={() => void save('csv')}>
              {t('due.csv')}
            </Button>
            <Button icon="calendar" onClick={() => void save('ics')}>
              {t('due.calendar')}
            </Button>
          </>
        }
      />
      <FilterBar>
        <BarField word={t('due.within')}>
          <SelectField
            label={t('due.within')}
            value={filter.within}
            choices={WITHIN.map((value) => ({ value, label: t('due.withinDays', { count: Number(value) }) }))}
            onChange={(within) => change({ within })}
          />
        </BarField>
        <BarField word={t('due.show')}>
          <SelectField
            label={t('due.show')}
            value={filter.kind}
            choices={[
              { value: 'all' as const, label: t('due.kindAll') },
              ...KINDS.map((value) => ({ value, label: t(`due.kind_${value}`) })),
            ]}
            onChange={(kind) => change({ kind })}
          />
        </BarField>
        <BarField word={t('due.partner')}>
          <SelectField
            label={t('due.partner')}
            value={filter.partnerId}
            choices={[
              { value: '', label: t('due.partnerAll') },
              ...partners.map(({ partnerId, name }) => ({ value: partnerId, label: name })),
            ]}
            onChange={(partnerId) => change({ partnerId })}
          />
        </BarField>
        <BarField word={t('due.authority')}>
          <SelectField
            label={t('due.authority')}
            value={filter.authorityId}
            choices={[
              { value: '', label: t('due.authorityAll') },
              ...authorities.map(({ authorityId, name }) => ({ value: authorityId, label: name })),
            ]}
            onChange={(authorityId) => change({ authorityId })}
          />
        </BarField>
        <CheckField
          label={t('due.withReplaced')}
          checked={filter.replaced}
          onChange={(replaced) => change({ replaced })}
        />
      </FilterBar>
      {exporting.fault === undefined ? null : <FaultNote fault={exporting.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
      {counts === undefined ? null : (
        <Counts>
          {COUNTS.map((name) => (
            <StateWord
              key={name}
              verdict={counts[name] === 0 ? 'notApplicable' : verdicts[name]}
              word={t('due.countOf', { word: t(`due.count_${name}`), count: counts[name] })}
            />
          ))}
        </Counts>
      )}
      <DataTable
        label={t('due.expiry')}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => row.certificateId ?? row.operatorId ?? row.name}
        onRangeChange={list.onRangeChange}
        onOpen={openRow}
        state={list.state}
        isQuiet={(row) => row.replaced}
        empty={<EmptyState title={t('due.expiryNone')} text={t('due.expiryNoneText')} />}
      />
    </>
  );
}

function wishOf({ within, kind, partnerId, authorityId, replaced }: Filter) {
  return {
    within: Number(within),
    replaced,
    ...(kind === 'all' ? {} : { kind }),
    ...(partnerId === '' ? {} : { partnerId }),
    ...(authorityId === '' ? {} : { authorityId }),
  };
}

function openRow({ certificateId, name }: ExpiryRow): void {
  if (certificateId === undefined) navigate('operators');
  else navigate('certificates', { id: certificateId, name });
}

function columnsOf(t: Translate, within: number): readonly Column<ExpiryRow>[] {
  // The longest bar is what the filter lets through, at most a year.
  const most = Math.min(within, 365);
  return [
    {
      id: 'days',
      header: t('due.daysLeft'),
      width: 'minmax(9rem, 1fr)',
      render: ({ days }) => (
        <Bar data-over={days < 0 || undefined} data-near={(days >= 0 && days < 7) || undefined}>
          <span className="number">{days}</span>
          <span className="track" aria-hidden>
            <span className="fill" style={{ width: `${Math.min(100, Math.max(2, (Math.abs(days) / most) * 100))}%` }} />
          </span>
        </Bar>
      ),
    },
    {
      id: 'name',
      header: t('due.name'),
      width: 'minmax(10rem, 1.4fr)',
      render: ({ name, keyGroupId }) => <SafeText text={keyGroupId === undefined ? name : `${name} · ${keyGroupId}`} />,
    },
    {
      id: 'kind',
      header: t('due.kind'),
      width: '8rem',
      render: ({ kind, replaced }) =>
        replaced ? `${t(`due.one_${kind}`)}, ${t('due.replaced')}` : t(`due.one_${kind}`),
    },
    {
      id: 'partner',
      header: t('due.partner'),
      width: 'minmax(7rem, 1fr)',
      render: ({ partnerName }) => (partnerName === undefined ? '–' : <SafeText text={partnerName} />),
    },
    {
      id: 'authority',
      header: t('due.authority'),
      width: 'minmax(7rem, 1fr)',
      render: ({ authorityName }) => (authorityName === undefined ? '–' : <SafeText text={authorityName} />),
    },
    {
      id: 'ends',
      header: t('due.ends'),
      kind: 'date',
      width: '11rem',
      render: ({ notAfter }) => <UtcDate date={new Date(notAfter)} relative={false} />,
    },
  ];
}
