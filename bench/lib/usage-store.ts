import { performance } from 'node:perf_hooks';
import { openPlatformWriter } from '../../src-main/core/platform-store/platform-db.ts';
import { createPlatformWriter } from '../../src-main/core/platform-store/platform-writer.ts';
import { value } from './token-core.ts';
import { usageReading } from './usage-readings.ts';

const PUT = 1000;

/** How a feed was put: rates in rows a second, times in milliseconds. */
export interface FillFigures {
  /** Of each page. */
  readonly pageRates: readonly number[];
  /** Of everything, with the batches that make orders, links and full text. */
  readonly rate: number;
  readonly longestPage: number;
}

export interface UsageStore {
  /** Puts so many rows, as a full read does. */
  fill(module: 'sessions' | 'cdrs', rows: number, step: (text: string) => void): FillFigures;
  /** Everything in its place in the one file. */
  settle(): void;
  close(): void;
}

/** platform.db filled from ready readings of one connection, in pages of 1000. */
export function openUsageStore(file: string, connection: number): UsageStore {
  const db = value(openPlatformWriter(file));
  const writer = createPlatformWriter(db, { now: () => new Date(), blankPersonal: (_module, bytes) => bytes });
  return {
    fill(module, rows, step) {
      const { run } = value(writer.beginRun({ connection, module, kind: 'full' }));
      const pageRates: number[] = [];
      let spent = 0;
      let longestPage = 0;
      for (let first = 0; first < rows; first += PUT) {
        const end = Math.min(rows, first + PUT);
        const objects = Array.from({ length: end - first }, (_unused, at) => usageReading(module, first + at));
        const url = 'https://example.com/ocpi/cdrs';
        const page = { objects, url, receivedAt: new Date(), cursor: String(end), findings: [] };
        const began = performance.now();
        value(writer.putPage(run, page));
        const took = performance.now() - began;
        spent += took;
        longestPage = Math.max(longestPage, took);
        pageRates.push((objects.length / took) * 1000);
        if (end % 200_000 === 0) step(`${module}: ${end}, ${Math.round((end / spent) * 1000)} rows/s`);
      }
      const began = performance.now();
      value(writer.finishRun(run, { complete: true, reason: 'end' }));
      return { pageRates, rate: (rows * 1000) / (spent + performance.now() - began), longestPage };
    },
    settle() {
      value(writer.settle());
      db.pragma('wal_checkpoint(truncate)');
    },
    close: () => void db.close(),
  };
}
