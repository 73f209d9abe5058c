import type { IconName } from './icon.tsx';
import type { Verdict } from './tone.ts';

/** Retired is hollow, active filled, requested a hatched outline, planned a dashed one; `clip` is what a partner would likely cut. */
export type BarKind = 'retired' | 'active' | 'requested' | 'planned' | 'clip';

export interface TimelineBar {
  readonly from: Date;
  readonly to: Date;
  readonly kind: BarKind;
  /** Written on the bar where it fits: “31 Oct – 30 Nov”. */
  readonly label?: string;
}

export interface TimelineRow {
  readonly id: string;
  /** “g7” */
  readonly name: string;
  readonly state: { readonly verdict: Verdict; readonly word: string; readonly icon?: IconName };
  /** “ends in 7 d” */
  readonly note: string;
  readonly bars: readonly TimelineBar[];
}

/** A band across all rows: an overlap is good, a gap or an overlap that is too long is not. */
export interface TimelineBand {
  readonly from: Date;
  readonly to: Date;
  readonly verdict: Extract<Verdict, 'pass' | 'warn' | 'fail'>;
  /** With its days and the condition: “Gap 3 d if clipped to 30 d”. */
  readonly label: string;
}

export interface TimelineProps {
  /** Accessible name. */
  readonly label: string;
  readonly from: Date;
  readonly to: Date;
  readonly rows: readonly TimelineRow[];
  readonly bands?: readonly TimelineBand[];
  readonly activeId?: string;
  readonly onRow?: (id: string) => void;
}
