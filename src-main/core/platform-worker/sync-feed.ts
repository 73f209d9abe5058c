import type { RunCounts, SyncNews, SyncRun } from '../../../shared/contract/platforms.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock } from '../clock.ts';
import { type CrawlCursor, type CrawlPage, createCrawl, firstPage } from '../ocpi/client/crawl.ts';
import { isUsage, WITHOUT_AUTHENTICATION } from '../ocpi/client/mark-open.ts';
import type { AskFault, PlatformClient } from '../ocpi/client/platform-client.ts';
import { readObject } from '../ocpi/read/read-object.ts';
import type { PlatformReader } from '../platform-store/platform-reader.ts';
import type { RunRecord } from '../platform-store/platform-runs.ts';
import type { PlatformWriter, PutPage } from '../platform-store/platform-writer.ts';
import { sourceText } from './object-source.ts';
import { runView } from './run-view.ts';
import { storeCode } from './store-code.ts';
import type { PlatformFault, SyncWish } from './worker-views.ts';

interface SyncDeps {
  readonly clock: Clock;
  readonly writer: PlatformWriter;
  readonly reader: Pick<PlatformReader, 'runs'>;
  readonly client: PlatformClient;
}

const DAY_MS = 86_400_000;
/** Windows overlap by so much: platforms set `last_updated` late, or filter by another time. */
const OVERLAP_MS = 5 * 60_000;
const LOOKED_BACK = 50;
/** Nothing is marked as gone after it: what else there is was never seen. */
const BROKEN = 'The platform gives the same page again and again, so that not all of the feed could be read.';
/** What is told between two pages, at most. */
const TELL_MS = 200;

/**
 * Reads one feed to its end or until it is stopped, and goes on where an earlier read was cut. Each page is stored in one
 * transaction with the place where to go on, so that a crash loses no page and stores none twice.
 */
export async function syncFeed(
  { clock, writer, reader, client }: SyncDeps,
  wish: SyncWish,
  stop: Stop,
  tell: (news: SyncNews) => Promise<unknown>,
): Promise<Result<SyncRun, { readonly code: 'FAILED'; readonly data: PlatformFault }>> {
  const { module } = wish;
  const opened = openRun({ clock, writer, reader }, wish);
  if (!opened.ok) return stored(opened.error);
  let run = opened.value;
  const crawl = createCrawl(client, {
    url: wish.url,
    module,
    pageSize: wish.spec.settings.limits.pageSize,
    from: run.windowFrom,
    to: run.windowTo,
  });
  const knownUntil = run.kind === 'full' ? afterChanges(reader, wish) : undefined;
  let cursor: CrawlCursor | undefined;
  cursor = run.cursor === undefined ? firstOf(wish, run) : cursorOf(run.cursor);
  // The next page comes in while this one is read.
  let coming: ReturnType<typeof crawl.page> | undefined = crawl.page(cursor, stop);
  let fault: AskFault | undefined;
  let findings = 0;
  const speed = createSpeed(clock);
  let told = 0;
  let isWhole = false;
  /** Different objects of this read, and the lowest total that was announced. */
  let listed = run.received - run.duplicates;
  let announced: number | undefined;
  while (coming !== undefined) {
    const page: Result<CrawlPage, AskFault> = await coming;
    if (!page.ok) {
      fault = page.error;
      break;
    }
    cursor = page.value.next;
    coming = cursor === undefined || stop.reason !== undefined ? undefined : crawl.page(cursor, stop);
    const put = { ...putOf(page.value, wish, clock.now(), pageFindings(page.value)), knownUntil };
    const done = writer.putPage(run.run, put);
    if (!done.ok) {
      await coming;
      return stored(done.error);
    }
    findings += put.objects.reduce((sum, { reading }) => sum + reading.findings.length, put.findings.length);
    listed += put.objects.length - done.value.duplicates;
    if (put.stated !== undefined) announced = Math.min(announced ?? put.stated, put.stated);
    isWhole = page.value.end === 'whole';
    if (page.value.end === 'broken') {
      fault = { code: 'PLATFORM_ANSWER', data: { reason: 'PAGES_REPEAT', message: BROKEN, httpStatus: 200 } };
      break;
    }
    speed.add(put.objects.length);
    const now = clock.monotonicMs();
    if (now - told >= TELL_MS) {
      told = now;
      run = currentOf(reader, run);
      await tell(newsOf(wish, run, findings, speed.rate()));
    }
    if (stop.reason !== undefined && coming === undefined) break;
  }
  return ended();

  /** A total above what was listed counts objects that are never shown; what came late shows a filter that leaves out. */
  function wholeFindings(): PutPage['findings'] {
    const told = { severity: 'warn', path: '' } as const;
    const { missed } = currentOf(reader, run);
    const isShort = announced !== undefined && announced > listed;
    return [
      ...(isShort ? [{ ...told, code: 'TOTAL_NOT_LISTED', found: String(listed), wanted: String(announced) }] : []),
      ...(missed > 0 ? [{ ...told, code: 'CHANGES_MISSED', found: String(missed) }] : []),
    ];
  }

  function pageFindings({ notes, elements, redirectedTo }: CrawlPage): PutPage['findings'] {
    const odd = notes.map((code) => {
      const found = code === 'REDIRECTED' ? redirectedTo?.replace(/\?.*$/s, '').slice(0, 400) : undefined;
      return { code, severity: 'warn' as const, path: '', found };
    });
    if (elements.length === 0 || client.identifies() !== 'not-at-all') return odd;
    // Locations and tariffs may be open data.
    const severity = isUsage(module) ? 'warn' : 'note';
    return [...odd, { code: WITHOUT_AUTHENTICATION, severity, path: '' }];
  }

  async function ended(): ReturnType<typeof syncFeed> {
    const stopped = stop.reason !== undefined || fault?.code === 'CANCELLED';
    if (!isWhole && (stopped || fault !== undefined)) {
      // It stays open: the next read goes on from here.
      const end = stopped ? ('stopped' as const) : ('failed' as const);
      const told = fault === undefined || stopped ? undefined : { code: reasonOf(fault), message: messageOf(fault) };
      const kept = writer.pause(run.run, told === undefined ? undefined : JSON.stringify(told));
      if (!kept.ok) return stored(kept.error);
      run = currentOf(reader, run);
      const view = runView(run, findings, end, told);
      await tell({ ...newsOf(wish, run, findings, speed.rate()), end, ...(told === undefined ? {} : { fault: told }) });
      return fault !== undefined && !stopped && run.received === 0 ? fail({ code: 'FAILED', data: fault }) : ok(view);
    }
    const ofWhole = wholeFindings();
    const finished = writer.finishRun(run.run, { complete: true, reason: 'done', findings: ofWhole });
    findings += ofWhole.length;
    if (!finished.ok) return stored(finished.error);
    await tell({ ...newsOf(wish, finished.value, findings, speed.rate()), end: 'done' });
    return ok(runView(finished.value, findings, 'done', undefined));
  }

  function stored(error: { readonly code: string }) {
    return fail({ code: 'FAILED' as const, data: { code: storeCode(error.code), data: {} } });
  }
}

/** The run that was cut, else a new one: whole when none is known or the last whole one is too long ago. */
function openRun(
  { clock, writer, reader }: Pick<SyncDeps, 'clock' | 'writer' | 'reader'>,
  { connection, module, kind, fullEveryDays }: SyncWish,
) {
  const open = writer.resume(connection, module);
  const isAsWished = open !== undefined && (kind === 'auto' || open.kind === kind);
  if (isAsWished && open.cursor !== undefined) return ok(open);
  const now = clock.now();
  const done = reader.runs(connection, module, LOOKED_BACK).filter(({ complete }) => complete);
  const whole = done.find((run) => run.kind === 'full');
  const isDue = whole === undefined || now.getTime() - whole.beganAt > fullEveryDays * DAY_MS;
  const isFull = kind === 'full' || whole === undefined || (kind === 'auto' && isDue);
  const windowTo = now.toISOString();
  if (isFull) return writer.beginRun({ connection, module, kind: 'full' });
  const since = done[0]?.beganAt ?? whole.beganAt;
  return writer.beginRun({
    connection,
    module,
    kind: 'incremental',
    windowFrom: new Date(since - OVERLAP_MS).toISOString(),
    windowTo,
  });
}

/** Until when a whole read after one of changes should bring nothing that is not held; undefined after another whole one. */
function afterChanges(reader: SyncDeps['reader'], { connection, module }: SyncWish): number | undefined {
  const last = reader.runs(connection, module, LOOKED_BACK).find(({ complete }) => complete);
  return last?.kind === 'incremental' ? last.beganAt - OVERLAP_MS : undefined;
}

function firstOf({ url, module, spec }: SyncWish, { windowFrom, windowTo }: RunRecord): CrawlCursor {
  return firstPage({ url, module, pageSize: spec.settings.limits.pageSize, from: windowFrom, to: windowTo });
}

function cursorOf(text: string): CrawlCursor {
  return JSON.parse(text) as CrawlCursor; // written below alone
}

function putOf(
  page: CrawlPage,
  { version, module, party, url }: SyncWish,
  receivedAt: Date,
  findings: PutPage['findings'],
): PutPage {
  const context = { version, module, party };
  return {
    objects: page.elements.map(({ start, end }) => {
      const bytes = page.body.subarray(start, end);
      return { bytes, reading: readObject(context, parsed(bytes)).reading };
    }),
    url: sourceText(version, url),
    receivedAt,
    cursor: page.next === undefined ? undefined : JSON.stringify(page.next),
    findings,
    ...(page.total === undefined ? {} : { stated: page.total }),
  };
}

/** What is no JSON inside stays a row that could not be understood. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function currentOf(reader: Pick<PlatformReader, 'runs'>, run: RunRecord): RunRecord {
  return reader.runs(run.connection, run.module, LOOKED_BACK).find((one) => one.run === run.run) ?? run;
}

function newsOf({ module }: SyncWish, run: RunRecord, findings: number, rowsPerSecond: number): SyncNews {
  const counts: RunCounts = runView(run, findings, 'running', undefined).counts;
  return { kind: 'sync', module, counts, rowsPerSecond, end: 'running' };
}

/** Objects a second over the last pages. */
function createSpeed(clock: Clock) {
  const began = clock.monotonicMs();
  let objects = 0;
  return {
    add: (count: number) => (objects += count),
    rate: () => Math.round((objects * 1000) / Math.max(clock.monotonicMs() - began, 1)),
  };
}

function reasonOf({ code, data }: AskFault): string {
  const reason = (data as { readonly reason?: unknown }).reason;
  return typeof reason === 'string' ? reason.slice(0, 60) : code.slice(0, 60);
}

function messageOf({ code, data }: AskFault): string {
  const { message } = data as { readonly message?: unknown };
  return typeof message === 'string' ? message.slice(0, 1000) : code;
}
