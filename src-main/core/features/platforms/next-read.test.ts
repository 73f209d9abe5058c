import { expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import type { FeedModule } from '../../../../shared/domain/ocpi-version.ts';
import { nextRead } from './next-read.ts';

const FOUND = '2026-01-01T00:00:00.000Z';
const NOON = '2026-01-01T12:00:00.000Z';
const LATER = '2026-01-01T13:00:00.000Z';

const record = (everyMinutes: number, modules: readonly FeedModule[] = []) => {
  const blank: ConnectionSettings = { ...blankConnection, name: 'Example' };
  const schedule = { ...blank.schedule, everyMinutes, modules: [...modules] };
  return { settings: { ...blank, schedule }, found: undefined, createdAt: FOUND };
};
const feed = (module: FeedModule, began?: string) => ({ module, lastRun: began === undefined ? undefined : { began } });

test('without a schedule nothing is read', () => {
  expect(nextRead(record(0), [feed('cdrs', NOON)])).toBeUndefined();
});

test('what was never read is due since the connection is there', () => {
  expect(nextRead(record(60), [feed('cdrs')])?.toISOString()).toBe(FOUND);
});

test('the oldest of the last reads counts, of those feeds that the schedule names', () => {
  const feeds = [feed('cdrs', LATER), feed('locations', NOON), feed('tariffs')];
  expect(nextRead(record(60), feeds)?.toISOString()).toBe(LATER);
  expect(nextRead(record(60, ['cdrs', 'tariffs']), feeds)?.toISOString()).toBe('2026-01-01T14:00:00.000Z');
});
