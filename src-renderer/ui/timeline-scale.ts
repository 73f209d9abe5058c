export interface Tick {
  readonly at: Date;
  readonly kind: 'day' | 'month';
}

const DAY = 86_400_000;

/** Share of the plot that a band's label may take, generously: two labels closer than this go below each other. */
const LABEL_SHARE = 0.36;

export interface LabelPlace {
  /** The label stands left of its band, because the right edge is near. */
  readonly before: boolean;
  /** Line below the rows, from 0. */
  readonly lane: number;
}

/** Where labels of bands stand so that none covers another; bands as shares from 0 to 1. */
export function labelPlaces(bands: readonly { readonly start: number; readonly end: number }[]): readonly LabelPlace[] {
  const taken: { readonly from: number; readonly to: number; readonly lane: number }[] = [];
  return bands.map(({ start, end }) => {
    const before = end > 1 - LABEL_SHARE && start >= LABEL_SHARE;
    const from = before ? start - LABEL_SHARE : end;
    const to = from + LABEL_SHARE;
    let lane = 0;
    while (taken.some((place) => place.lane === lane && place.from < to && from < place.to)) lane += 1;
    taken.push({ from, to, lane });
    return { before, lane };
  });
}

/** Where a time stands between the ends, as a share from 0 to 1, kept inside. */
export function shareOf(time: Date, from: Date, to: Date): number {
  const span = to.getTime() - from.getTime();
  if (span <= 0) return 0;
  return Math.max(0, Math.min(1, (time.getTime() - from.getTime()) / span));
}

/** Firsts of months (UTC) inside the range, thinned to at most twelve; days every week if the range is below 70 days. */
export function ticksOf(from: Date, to: Date): readonly Tick[] {
  const days = (to.getTime() - from.getTime()) / DAY;
  if (days <= 0) return [];
  if (days < 70) return weeks(from, to, days <= 16 ? 2 : 7);
  const months: Tick[] = [];
  let month = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + (isFirst(from) ? 0 : 1), 1);
  while (month <= to.getTime()) {
    const at = new Date(month);
    months.push({ at, kind: 'month' });
    month = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  }
  const step = Math.ceil(months.length / 12);
  return months.filter((_, index) => index % step === 0);
}

function weeks(from: Date, to: Date, everyDays: number): readonly Tick[] {
  const ticks: Tick[] = [];
  const first = Math.ceil(from.getTime() / DAY) * DAY;
  for (let day = first; day <= to.getTime(); day += everyDays * DAY) ticks.push({ at: new Date(day), kind: 'day' });
  return ticks;
}

function isFirst(date: Date): boolean {
  return date.getUTCDate() === 1 && date.getTime() % DAY === 0;
}
