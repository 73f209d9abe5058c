import type { PlatformDb } from './platform-db.ts';
import { openPlatformWriter } from './platform-db.ts';
import {
  createPlatformWriter,
  type PlatformWriter,
  type PlatformWriterOptions,
  type PutPage,
} from './platform-writer.ts';
import type { PutObject } from './put-object.ts';
import type { ListRow } from '../ocpi/read/reading.ts';
import type { StorableReading } from './reading.ts';

/** A store for tests: in memory or in a file, with a clock that tests set. */
export interface TestStore {
  readonly db: PlatformDb;
  readonly writer: PlatformWriter;
  readonly clock: { ms: number };
}

export function openTestStore(file = ':memory:', options: Partial<PlatformWriterOptions> = {}): TestStore {
  const opened = openPlatformWriter(file);
  if (!opened.ok) throw new Error(opened.error.code);
  const clock = { ms: Date.parse('2026-11-23T10:00:00Z') };
  const writer = createPlatformWriter(opened.value, {
    now: () => new Date(clock.ms),
    blankPersonal: (_module, bytes) =>
      Buffer.from(
        Buffer.from(bytes)
          .toString('utf8')
          .replace(/UID\w+/g, 'gone'),
      ),
    ...options,
  });
  return { db: opened.value, writer, clock };
}

/** The value of a result that must be one. */
export function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export interface CdrWish {
  readonly id: string;
  readonly party?: string;
  readonly lastUpdated?: string;
  readonly row?: ListRow;
  readonly findings?: StorableReading['findings'];
  readonly search?: string;
  /** What makes its bytes differ. */
  readonly content?: string;
  readonly version?: number;
}

export function cdr(wish: CdrWish): PutObject {
  return object('cdrs', wish);
}

export function object(module: StorableReading['module'], wish: CdrWish): PutObject {
  const party = wish.party ?? 'DEGEF';
  const lastUpdated = wish.lastUpdated ?? '2026-11-20T12:00:00Z';
  return {
    reading: {
      module,
      key: `${party}|${wish.id.toUpperCase()}`,
      party,
      id: wish.id,
      version: wish.version === undefined ? undefined : String(wish.version),
      lastUpdated,
      row: wish.row ?? {},
      findings: wish.findings ?? [],
      search: wish.search ?? wish.id,
    },
    bytes: Buffer.from(
      JSON.stringify({
        id: wish.id,
        content: wish.content ?? '',
        uid: wish.row?.tokenUid ?? null,
        last_updated: lastUpdated,
      }),
    ),
  };
}

/** What was not understood. */
export function broken(text: string): PutObject {
  return {
    reading: {
      module: 'cdrs',
      key: undefined,
      party: undefined,
      id: '',
      version: undefined,
      lastUpdated: undefined,
      row: {},
      findings: [{ code: 'NOT_AN_OBJECT', severity: 'fail', path: '' }],
      search: '',
    },
    bytes: Buffer.from(text),
  };
}

export function page(objects: readonly PutObject[], cursor?: string): PutPage {
  const url = 'https://example.com/ocpi/cdrs';
  return { objects, url, receivedAt: new Date('2026-11-23T10:00:00Z'), cursor, findings: [] };
}

/** A whole run of one page. */
export function syncOnce(
  { writer }: TestStore,
  objects: readonly PutObject[],
  how: { readonly connection?: number; readonly kind?: 'full' | 'incremental'; readonly complete?: boolean } = {},
) {
  const module = objects[0]?.reading.module ?? 'cdrs';
  const { run } = value(writer.beginRun({ connection: how.connection ?? 1, module, kind: how.kind ?? 'full' }));
  value(writer.putPage(run, page(objects)));
  return value(writer.finishRun(run, { complete: how.complete ?? true, reason: 'end' }));
}
