import type { ReactNode } from 'react';
import type { GroupSeries } from '../../../shared/contract/plans.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { Section } from '../../ui/section.tsx';
import { Timeline, type TimelineRow } from '../../ui/timeline.tsx';
import { useNow } from '../../ui/use-now.ts';

const DAY = 86_400_000;
/** A long series shows its latest certificates. */
const MOST_ROWS = 8;

/** Certificates of a key group in time, with gaps, overlaps and planned ends; nothing for a group of one. */
export function SeriesPart(props: { readonly keyGroupId: string; readonly certificateId: string }): ReactNode {
  const { keyGroupId, certificateId } = props;
  const { data } = useCoreQuery(['requests', 'certificates'], ['plans.timeline', keyGroupId, certificateId], (core) =>
    core.plans.timeline({ keyGroupId, certificateId }),
  );
  const series = data?.series.find(isSeries);
  return series === undefined ? null : <Series series={series} activeId={certificateId} />;
}

/** The same of a key group of our own, of the party that owns it. */
export function OwnSeriesPart(props: { readonly keyGroupId: string; readonly owner: string }): ReactNode {
  const { keyGroupId, owner } = props;
  const { data } = useCoreQuery(['requests', 'certificates', 'keys'], ['plans.timeline', keyGroupId], (core) =>
    core.plans.timeline({ keyGroupId }),
  );
  const party = owner.toUpperCase();
  const series = data?.series.find((one) => one.side === 'own' && one.partyIds.includes(party) && isSeries(one));
  return series === undefined ? null : <Series series={series} activeId={undefined} />;
}

const isSeries = ({ certificates }: GroupSeries): boolean => certificates.length > 1;

function Series({
  series,
  activeId,
}: {
  readonly series: GroupSeries;
  readonly activeId: string | undefined;
}): ReactNode {
  const t = useT();
  const now = useNow();
  const shown = series.certificates.slice(-MOST_ROWS);
  const starts = shown.map(({ notBefore }) => Date.parse(notBefore));
  const ends = shown.map(({ notAfter }) => Date.parse(notAfter));
  const from = new Date(Math.min(...starts, now.getTime()) - DAY);
  const to = new Date(Math.max(...ends, now.getTime()) + DAY);
  const verdicts = { gap: 'fail', overlap: 'pass', 'long-overlap': 'warn' } as const;
  return (
    <Section title={t('due.timeline')} aside={<span>{t('due.timelineAside')}</span>}>
      <Timeline
        label={t('due.timeline')}
        from={from}
        to={to}
        rows={shown.map((one) => rowOf(t, one, now))}
        bands={series.stretches
          .map((one) => ({ kind: one.kind, from: new Date(one.from), to: new Date(one.to) }))
          .filter((one) => one.to > from && one.from < to)
          .map((one) => ({
            from: one.from,
            to: one.to,
            verdict: verdicts[one.kind],
            label: t(`due.stretch_${one.kind}`, {
              days: Math.round(((one.to.getTime() - one.from.getTime()) / DAY) * 10) / 10,
            }),
          }))}
        {...(activeId === undefined ? {} : { activeId })}
      />
    </Section>
  );
}

function rowOf(t: Translate, one: GroupSeries['certificates'][number], now: Date): TimelineRow {
  const end = [one.notAfter, one.revokedAt, one.plannedEnd].filter((at) => at !== undefined).toSorted()[0];
  const until = end ?? one.notAfter;
  const day = new Intl.DateTimeFormat(t.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const isOver = new Date(until) <= now;
  const isActive = !isOver && new Date(one.notBefore) <= now;
  return {
    id: one.certificateId,
    name: `g${one.number}`,
    state: isActive
      ? { verdict: 'pass', word: t('ui.now') }
      : { verdict: isOver ? 'notApplicable' : 'info', word: one.notBefore.slice(0, 10) },
    note: until === one.notAfter ? t('due.until', { date: until.slice(0, 10) }) : t('due.endsEarly'),
    bars:
      one.notBefore < until
        ? [
            {
              from: new Date(one.notBefore),
              to: new Date(until),
              kind: isOver ? 'retired' : isActive ? 'active' : 'requested',
              label: `${day.format(new Date(one.notBefore))} – ${day.format(new Date(until))}`,
            },
            ...(until < one.notAfter
              ? [{ from: new Date(until), to: new Date(one.notAfter), kind: 'clip' as const }]
              : []),
          ]
        : [],
  };
}
