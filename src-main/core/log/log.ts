import type { Clock } from '../clock.ts';
import { type LogFields, permittedFields } from './log-fields.ts';

/**
 * Every line in the code has its own code, so that a line in a file leads to one place: area and four digits, never
 * used twice (a test looks).
 */
export type LogCode = `${LogArea}-${number}`;
export type LogArea =
  'APP' | 'AUD' | 'CLI' | 'CLK' | 'COR' | 'CSR' | 'HST' | 'KEY' | 'LOG' | 'SET' | 'STO' | 'TOK' | 'VLT' | 'WIN' | 'WIR';

export interface Log {
  info(code: LogCode, fields?: LogFields): void;
  warn(code: LogCode, fields?: LogFields): void;
  error(code: LogCode, fields?: LogFields): void;
}

/** Where lines go. `write` says whether the line was kept; it never throws. */
export interface LogSink {
  write(line: string): boolean;
}

export interface LogDeps {
  readonly clock: Clock;
  readonly sink: LogSink;
  /** Number of the last line written before, so that numbers go on over restarts. */
  readonly lastNumber?: number;
}

/**
 * One JSON object per line: `n` (1, 2, 3 …: a gap means lost lines), `at`, `level`, `code`, then permitted fields.
 * Logging never fails its caller: lines that a full disk swallows are counted and told when there is room again.
 */
export function createLog({ clock, sink, lastNumber = 0 }: LogDeps): Log {
  let n = lastNumber;
  let dropped = 0;

  function line(level: string, code: LogCode, fields: LogFields): string {
    n++;
    const known = /^[A-Z]{3}-\d{4}$/.test(code) ? code : 'LOG-0002';
    return JSON.stringify({ n, at: clock.now().toISOString(), level, code: known, ...permittedFields(fields) });
  }

  function write(level: string, code: LogCode, fields: LogFields = {}): void {
    if (dropped > 0 && sink.write(line('warn', 'LOG-0001', { dropped }))) dropped = 0;
    if (!sink.write(line(level, code, fields))) dropped++;
  }

  return {
    info: (code, fields) => write('info', code, fields),
    warn: (code, fields) => write('warn', code, fields),
    error: (code, fields) => write('error', code, fields),
  };
}
