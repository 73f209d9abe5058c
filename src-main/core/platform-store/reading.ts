import type { Reading } from '../ocpi/read/reading.ts';

/** A finding as the store keeps it: the client's about pages have codes of their own. */
export interface StoredFinding {
  readonly code: string;
  readonly severity: 'note' | 'warn' | 'fail';
  readonly path: string;
  readonly found?: string | undefined;
  readonly wanted?: string | undefined;
  readonly readAs?: string | undefined;
}

/** What the store takes of a reading. */
export interface StorableReading extends Omit<Reading, 'findings'> {
  readonly findings: readonly StoredFinding[];
}
