import { loadavg } from 'node:os';

/** What several runs of one measurement gave. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly runs: number;
}

export interface Goal {
  readonly what: string;
  readonly value: number;
  /** The bound, `>=` or `<=` it. */
  readonly bound: number;
  readonly better: 'more' | 'less';
}

/** One line of a table: what, in which unit, how it came out over the runs. */
export interface Line {
  readonly what: string;
  readonly unit: string;
  readonly spread: Spread;
}

/** The whole of a measurement, as `run-all.mjs` gathers it. */
export interface Outcome {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
  readonly load: readonly [number, number];
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  const middle = sorted.length % 2 === 0 ? (at(0.4999) + at(0.5001)) / 2 : at(0.5);
  return { min: at(0), median: sorted.length === 2 ? (at(0) + at(1)) / 2 : middle, max: at(1), runs: sorted.length };
}

/** Value at a share of the sorted values, such as 0.99. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle of the ratios of each run to the peer's run beside it: what a machine does meanwhile falls out of it. */
export function ratios(ours: readonly number[], peers: readonly number[]): readonly number[] {
  return ours.map((value, at) => value / (peers[at] ?? Number.NaN));
}

export function isMet({ value, bound, better }: Goal): boolean {
  return better === 'more' ? value >= bound : value <= bound;
}

/** Up to four digits, however large or small. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, digits === 0 ? ' ' : '');
}

export function goalText(goal: Goal): string {
  const sign = goal.better === 'more' ? '≥' : '≤';
  const verdict = isMet(goal) ? 'met' : 'NOT MET';
  return `${goal.what}: ${figure(goal.value)} (goal ${sign} ${goal.bound}): ${verdict}`;
}

/** A table for the terminal, which is Markdown too. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [
    ['what', 'unit', 'min', 'median', 'max', 'runs'],
    ['---', '---', '---:', '---:', '---:', '---:'],
    ...lines.map(({ what, unit, spread }) => [
      what,
      unit,
      ...[spread.min, spread.median, spread.max].map(figure),
      String(spread.runs),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`).join('\n');
}

/** Load of the machine over the last minute, as the system tells it. */
export function loadNow(): number {
  return loadavg()[0] ?? Number.NaN;
}
