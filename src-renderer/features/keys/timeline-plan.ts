import type { GenerationState, GenerationView } from '../../../shared/contract/keys.ts';
import type { BarKind } from '../../ui/timeline.tsx';

const DAY = 86_400_000;

/** Validity that a CSR which is being written would ask for; it replaces what the generation asked for before. */
export interface DraftWindow {
  readonly generationId: string;
  readonly notBefore: string | undefined;
  readonly notAfter: string | undefined;
}

export interface PlannedRow {
  readonly id: string;
  readonly number: number;
  /** Undefined: a generation that is not there yet, as the group's defaults would make it. */
  readonly generation: GenerationView | undefined;
  readonly bar: { readonly from: Date; readonly to: Date; readonly kind: BarKind } | undefined;
  readonly draft: boolean;
}

export interface PlannedBand {
  readonly kind: 'overlap' | 'long' | 'gap';
  readonly from: Date;
  readonly to: Date;
  readonly days: number;
  readonly before: number;
  readonly after: number;
}

const BAR: Readonly<Record<GenerationState, BarKind>> = {
  planned: 'planned',
  unclear: 'planned',
  'key-made': 'requested',
  requested: 'requested',
  certified: 'active',
  retired: 'retired',
  destroyed: 'retired',
  rejected: 'retired',
  compromised: 'retired',
  'key-missing': 'retired',
};
const OVER: ReadonlySet<GenerationState> = new Set(['retired', 'destroyed', 'rejected', 'compromised', 'key-missing']);

export interface TimelinePlan {
  readonly rows: readonly PlannedRow[];
  readonly bands: readonly PlannedBand[];
}

/**
 * What the timeline of a group draws: a row per generation with the validity its latest CSR asks for (or the draft's),
 * the next generation as the defaults would make it, and how each window follows the one before. Shows only; what is
 * asked for is decided in the CSR.
 */
export function timelinePlan(
  generations: readonly GenerationView[],
  defaults: { readonly validityDays: number; readonly overlapDays: number },
  draft?: DraftWindow,
): TimelinePlan {
  const rows = generations.map((generation): PlannedRow => {
    const isDraft = draft?.generationId === generation.generationId;
    const from = isDraft ? draft.notBefore : generation.notBefore;
    const to = isDraft ? draft.notAfter : generation.notAfter;
    const kind = BAR[generation.state];
    const bar =
      from === undefined || to === undefined || from >= to
        ? undefined
        : { from: new Date(from), to: new Date(to), kind: isDraft && kind === 'planned' ? 'requested' : kind };
    return { id: generation.generationId, number: generation.number, generation, bar, draft: isDraft };
  });
  const next = draft === undefined ? nextRow(rows, defaults) : undefined;
  return { rows: next === undefined ? rows : [...rows, next], bands: bandsOf(rows, defaults.overlapDays) };
}

function nextRow(
  rows: readonly PlannedRow[],
  defaults: { readonly validityDays: number; readonly overlapDays: number },
): PlannedRow | undefined {
  const last = rows.at(-1);
  if (last?.bar === undefined || last.generation === undefined || OVER.has(last.generation.state)) return undefined;
  const from = new Date(last.bar.to.getTime() - defaults.overlapDays * DAY);
  const to = new Date(from.getTime() + defaults.validityDays * DAY);
  return {
    id: 'next',
    number: last.number + 1,
    generation: undefined,
    bar: { from, to, kind: 'planned' },
    draft: false,
  };
}

/** How each window follows the one before it: overlap, an overlap much longer than the group wants, or a gap. */
function bandsOf(rows: readonly PlannedRow[], overlapDays: number): readonly PlannedBand[] {
  const inUse = rows.filter(
    (row) => row.bar !== undefined && (row.draft || !OVER.has(row.generation?.state ?? 'planned')),
  );
  return inUse.slice(1).flatMap((row, index): PlannedBand[] => {
    const before = inUse[index];
    if (before?.bar === undefined || row.bar === undefined) return [];
    const [end, start] = [before.bar.to.getTime(), row.bar.from.getTime()];
    const days = Math.abs(end - start) / DAY;
    const place = { days, before: before.number, after: row.number };
    if (start > end) return [{ kind: 'gap', from: before.bar.to, to: row.bar.from, ...place }];
    const to = row.bar.to < before.bar.to ? row.bar.to : before.bar.to;
    return start === end
      ? []
      : [{ kind: days > overlapDays + 1 ? 'long' : 'overlap', from: row.bar.from, to, ...place }];
  });
}
