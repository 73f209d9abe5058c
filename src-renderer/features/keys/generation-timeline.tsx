import { useState, type ReactNode } from 'react';
import type { GenerationView, GroupDefaults } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { relativeText } from '../../ui/format/date-text.ts';
import { Section } from '../../ui/section.tsx';
import { Timeline, type TimelineBand, type TimelineRow } from '../../ui/timeline.tsx';
import { useNow } from '../../ui/use-now.ts';
import { stateLook } from './key-words.ts';
import { timelinePlan, type DraftWindow, type PlannedBand, type PlannedRow } from './timeline-plan.ts';

const DAY = 86_400_000;
const SPANS = {
  month: { before: 10, after: 24 },
  months: { before: 53, after: 97 },
  year: { before: 120, after: 245 },
};
type Span = keyof typeof SPANS;
/** A long series shows its latest generations; the table below has them all. */
const MOST_ROWS = 8;

interface GenerationTimelineProps {
  readonly generations: readonly GenerationView[];
  readonly defaults: GroupDefaults;
  readonly draft?: DraftWindow;
  readonly activeId?: string | undefined;
  readonly onRow?: (generationId: string) => void;
}

/** Who speaks when: the windows that the generations of a group ask for, how they overlap, where a gap opens. */
export function GenerationTimeline({
  generations,
  defaults,
  draft,
  activeId,
  onRow,
}: GenerationTimelineProps): ReactNode {
  const t = useT();
  const now = useNow();
  const [span, setSpan] = useState<Span>('months');
  const plan = timelinePlan(generations, defaults, draft);
  const from = new Date(now.getTime() - SPANS[span].before * DAY);
  const to = new Date(now.getTime() + SPANS[span].after * DAY);
  const visible = plan.bands.filter((band) => band.to > from && band.from < to);
  return (
    <Section
      title={t('keys.generations')}
      aside={
        <>
          <span>{t('keys.timelineAside')}</span>
          <SegmentedField<Span>
            label={t('keys.span')}
            hideLabel
            value={span}
            choices={[
              { value: 'month', label: t('keys.spanMonth') },
              { value: 'months', label: t('keys.spanMonths') },
              { value: 'year', label: t('keys.spanYear') },
            ]}
            onChange={setSpan}
          />
        </>
      }
    >
      <Timeline
        label={t('keys.generations')}
        from={from}
        to={to}
        rows={plan.rows.slice(-MOST_ROWS).map((row) => rowOf(row, t, now, from, to))}
        bands={visible.map((band) => bandOf(band, t))}
        {...(activeId === undefined ? {} : { activeId })}
        {...(onRow === undefined
          ? {}
          : {
              onRow: (id: string) => (plan.rows.some((row) => row.id === id && row.generation) ? onRow(id) : undefined),
            })}
      />
    </Section>
  );
}

function rowOf(row: PlannedRow, t: Translate, now: Date, from: Date, to: Date): TimelineRow {
  const { generation, bar } = row;
  const state = generation === undefined ? stateLook(t, 'planned') : stateLook(t, generation.state);
  const note =
    bar === undefined
      ? t('keys.noWindow')
      : row.draft
        ? t('keys.draftWindow')
        : bar.from > now
          ? t('keys.startsNote', { time: relativeText(t, bar.from, now) })
          : bar.to > now
            ? t('keys.endsNote', { time: relativeText(t, bar.to, now) })
            : t('keys.endedNote', { time: relativeText(t, bar.to, now) });
  const drawn = bar !== undefined && bar.to > from && bar.from < to;
  return {
    id: row.id,
    name: `g${row.number}`,
    state,
    note,
    bars: drawn ? [{ ...bar, label: barLabel(bar, t) }] : [],
  };
}

function barLabel(bar: { readonly from: Date; readonly to: Date }, t: Translate): string {
  const format = new Intl.DateTimeFormat(t.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return `${format.format(bar.from)} – ${format.format(bar.to)}`;
}

function bandOf(band: PlannedBand, t: Translate): TimelineBand {
  const days = Math.round(band.days * 10) / 10;
  const values = { days, before: band.before, after: band.after };
  const look = {
    overlap: { verdict: 'pass', label: t('keys.bandOverlap', values) },
    long: { verdict: 'warn', label: t('keys.bandLong', values) },
    gap: { verdict: 'fail', label: t('keys.bandGap', values) },
  } as const;
  return { from: band.from, to: band.to, ...look[band.kind] };
}
