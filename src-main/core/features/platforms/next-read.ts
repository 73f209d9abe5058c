import type { ConnectionRecord } from './connection-record.ts';

const MINUTE_MS = 60_000;

/** When a connection is to be read next: its interval after the oldest of the last reads of what it reads. */
export function nextRead(
  { settings, found, createdAt }: Pick<ConnectionRecord, 'settings' | 'found' | 'createdAt'>,
  feeds: readonly { readonly module: string; readonly lastRun?: { readonly began: string } | undefined }[],
): Date | undefined {
  const { modules, everyMinutes } = settings.schedule;
  if (everyMinutes === 0) return undefined;
  const wanted = new Set<string>(modules);
  const began = feeds
    .filter(({ module }) => wanted.size === 0 || wanted.has(module))
    .flatMap(({ lastRun }) => (lastRun === undefined ? [] : [lastRun.began]))
    .toSorted();
  const [oldest] = began;
  // A feed that was never read, maybe because it is not offered, does not make the others due all the time.
  if (oldest === undefined) return new Date(found?.at ?? createdAt);
  return new Date(Date.parse(oldest) + everyMinutes * MINUTE_MS);
}
