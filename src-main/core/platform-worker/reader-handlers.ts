import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ObjectFinding, ObjectLink } from '../../../shared/contract/platform-data.ts';
import type { ListedModule } from '../../../shared/contract/platform-rows.ts';
import type { Handlers } from '../../../shared/contract/wire/serve.ts';
import { feedModules } from '../../../shared/domain/ocpi-version.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { parseExactly, readObject } from '../ocpi/read/read-object.ts';
import { maskPersonal, personalSpots, replaceSpots } from '../ocpi/read/personal-spots.ts';
import type { KeptFinding } from '../platform-store/finding-keeper.ts';
import { openPlatformReader } from '../platform-store/platform-db.ts';
import { createPlatformReader, type PlatformReader } from '../platform-store/platform-reader.ts';
import type { ListQuery } from '../platform-store/list-query.ts';
import { maskObject } from './mask-object.ts';
import type { ReaderContract, StoreQuery, StoreRow } from './reader-contract.ts';
import { sourceOf } from './object-source.ts';
import { versionDifference } from './version-difference.ts';
import { statusHistory } from './status-history.ts';
import { storeCode } from './store-code.ts';

const PART = 200;
const MOST_FINDINGS = 2000;
const MOST_CHANGES = 1000;

/** The thread that lists and searches; it can change nothing. */
export function readerHandlers(file: string): Handlers<ReaderContract> {
  let opened: PlatformReader | undefined;

  /** Undefined: nothing was ever synced. */
  function open(): Result<PlatformReader | undefined, Failed> {
    if (opened !== undefined) return ok(opened);
    if (!existsSync(file)) return ok(undefined);
    const db = openPlatformReader(file);
    if (!db.ok) return failed(storeCode(db.error.code));
    opened = createPlatformReader(db.value);
    return ok(opened);
  }

  const handlers: Handlers<ReaderContract> = {
    read: {
      rows: ({ offset, limit, ...query }) => {
        const reader = open();
        if (!reader.ok) return reader;
        if (reader.value === undefined) return ok({ rows: [], total: 0, all: 0 });
        return ok(reader.value.list(listQuery(query), offset, limit));
      },
      sums: async (query) => {
        const reader = open();
        if (!reader.ok) return reader;
        const { module } = query;
        if (reader.value === undefined || (module !== 'sessions' && module !== 'cdrs')) {
          return ok({ rows: 0, kwh: '0', withoutKwh: 0, costs: [], withoutCost: 0 });
        }
        const sums = reader.value.sums(listQuery(query));
        for (;;) {
          const step = sums.next();
          if (step.done === true) return ok(step.value);
          // Lists and objects that are asked for meanwhile do not wait for all of it.
          await setImmediate();
        }
      },
      object: ({ module, rowId }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const found = reader.value?.get(module, rowId);
        if (found === undefined) return failed('OBJECT_NOT_FOUND');
        const { row, original, versions, links } = found;
        const { version, url } = sourceOf(original.url);
        const text = Buffer.from(original.bytes).toString('utf8');
        const json = parsedExactly(text);
        const read = readObject({ version, module, party: row.party }, json);
        // Newest first as they are kept; their history is told from the oldest on.
        const older = () =>
          versions.toReversed().map(({ bytes, receivedAt }) => ({
            ...readObject({ version, module, party: row.party }, parsedExactly(Buffer.from(bytes).toString('utf8'))),
            receivedAt,
          }));
        const told = withKept(read.reading.findings, found.findings);
        const findings = told.slice(0, MOST_FINDINGS);
        return ok({
          row,
          object: read.object === undefined ? undefined : maskObject(read.object),
          namesParty: readObject({ version, module }, json).reading.party !== undefined,
          findings,
          moreFindings: told.length - findings.length,
          links: links.map((link): ObjectLink => {
            const { kind, id, row: other, module: of, certainty } = link;
            return {
              kind,
              path: '',
              id,
              module: of,
              certainty,
              ...(other === undefined ? {} : { rowId: other }),
            };
          }),
          versions: versions.map(({ version: versionId, receivedAt, bytes, url: source }) => ({
            versionId,
            receivedAt: receivedAt.toISOString(),
            sha256: sha256(bytes),
            bytes: bytes.length,
            url: sourceOf(source).url,
          })),
          statusHistory:
            module === 'locations' ? statusHistory([...older(), { ...read, receivedAt: original.receivedAt }]) : [],
          version,
          url,
          receivedAt: original.receivedAt.toISOString(),
        });
      },
      original: ({ module, rowId, versionId, open: isOpen }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const found = reader.value?.get(module, rowId);
        const one =
          versionId === undefined ? found?.original : found?.versions.find((each) => each.version === versionId);
        if (one === undefined) return failed('OBJECT_NOT_FOUND');
        const text = Buffer.from(one.bytes).toString('utf8');
        const spots = isOpen ? [] : personalSpots(module, text);
        return ok({
          text: replaceSpots(text, spots, maskPersonal),
          sha256: sha256(one.bytes),
          masked: spots.length,
          receivedAt: one.receivedAt.toISOString(),
        });
      },
      difference: ({ module, rowId, older, newer }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const found = reader.value?.get(module, rowId);
        const versionOf = (wanted: number) => found?.versions.find(({ version }) => version === wanted);
        const before = versionOf(older);
        const after = newer === undefined ? found?.original : versionOf(newer);
        if (before === undefined || after === undefined) return failed('OBJECT_NOT_FOUND');
        const changes = versionDifference(module, before.bytes, after.bytes);
        // Only JSON was ever put in.
        if (changes === undefined) return failed('PLATFORM_STORE_DAMAGED');
        return ok({
          changes: changes.slice(0, MOST_CHANGES),
          more: Math.max(changes.length - MOST_CHANGES, 0),
          olderReceivedAt: before.receivedAt.toISOString(),
          newerReceivedAt: after.receivedAt.toISOString(),
        });
      },
      reveal: ({ module, rowIds }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const objects = rowIds.flatMap((rowId) => {
          const original = reader.value?.original(module, rowId);
          if (original === undefined) return [];
          const text = Buffer.from(original.bytes).toString('utf8');
          const fields = personalSpots(module, text).slice(0, 200);
          return [{ rowId, fields: fields.map(({ path, value }) => ({ path, value: value.slice(0, 4000) })) }];
        });
        return ok({ objects });
      },
      findings: ({ connection, module }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const groups = reader.value?.findings(connection, module) ?? [];
        return ok({
          groups: groups.map(({ module: of, code, severity, objects, times, example, ofRead }) => ({
            module: of,
            code,
            severity: known(severity),
            objects,
            times,
            ...(ofRead === undefined ? {} : { ofRead: statedOf(ofRead) }),
            ...(example === undefined
              ? {}
              : {
                  example: {
                    rowId: example.row,
                    // An id of a driver token is personal.
                    id: of === 'tokens' ? maskPersonal(example.id) : example.id,
                    path: example.finding.path,
                    ...(example.finding.found === undefined ? {} : { found: example.finding.found }),
                  },
                }),
          })),
        });
      },
      exportFindings: async ({ connection }, { emit, stop }) => {
        const reader = open();
        if (!reader.ok) return reader;
        let count = 0;
        for (const module of feedModules) {
          const pages = reader.value?.pageFindings(connection, module) ?? [];
          const ofPages = pages.map(({ code, severity, ...more }) => ({
            ...{ code, severity: known(severity), path: '', module, id: '' },
            ...statedOf(more),
          }));
          count += ofPages.length;
          if (ofPages.length > 0 && !(await emit({ findings: ofPages }))) return ok({ findings: count });
          for (let after = 0; stop.reason === undefined;) {
            const objects = reader.value?.findingObjects(connection, module, after, PART) ?? [];
            const last = objects.at(-1);
            if (last === undefined) break;
            after = last.row;
            const findings = objects.flatMap(({ row, id, findings: kept }) => {
              const original = reader.value?.original(module, row);
              if (original === undefined) return [];
              const { version } = sourceOf(original.url);
              const json = parsedExactly(Buffer.from(original.bytes).toString('utf8'));
              const shown = module === 'tokens' ? maskPersonal(id) : id;
              return withKept(readObject({ version, module }, json).reading.findings, kept).map((one) => ({
                ...one,
                module,
                id: shown,
              }));
            });
            count += findings.length;
            if (!(await emit({ findings }))) return ok({ findings: count });
          }
        }
        return ok({ findings: count });
      },
      export: async ({ rowIds, originals, open: isOpen, ...query }, { emit, stop }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const { module } = query;
        const numbers = rowIds ?? reader.value?.rowNumbers(listQuery(query)) ?? [];
        for (let at = 0; at < numbers.length && stop.reason === undefined; at += PART) {
          const rows = (reader.value?.rows(module, numbers.slice(at, at + PART)) ?? []).map((row) => {
            const known = isOpen ? openRow(reader.value, module, row) : row;
            const original = originals ? originalText(reader.value, module, row.rowId, isOpen) : undefined;
            return { row: known, ...(original === undefined ? {} : { original }) };
          });
          if (!(await emit({ rows, total: numbers.length }))) break;
        }
        return ok({ rows: numbers.length });
      },
      person: ({ text }) => {
        const reader = open();
        if (!reader.ok) return reader;
        const modules = ['sessions', 'cdrs', 'tokens'] as const;
        const rows = modules.flatMap((module) =>
          (reader.value?.personRows(module, text) ?? []).map((rowId) => ({ module, rowId })),
        );
        return ok({ rows });
      },
    },
  };
  return handlers;
}

type Failed = { readonly code: 'FAILED'; readonly data: { readonly code: string; readonly data: object } };

function failed(code: string): Result<never, Failed> {
  return fail({ code: 'FAILED', data: { code, data: {} } });
}

function listQuery({ connections, filter, ...query }: StoreQuery): ListQuery {
  return { ...query, filter: { ...filter, ...(connections === undefined ? {} : { connections }) } };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function parsedExactly(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** A row with its personal data in the open, for an export that was asked for with a reason. */
function openRow(reader: PlatformReader | undefined, module: ListedModule, row: StoreRow): StoreRow {
  if (row.module !== 'sessions' && row.module !== 'cdrs' && row.module !== 'tokens') return row;
  const person = module === 'locations' ? undefined : reader?.reveal(row.module, row.rowId);
  if (person === undefined) return row;
  const { tokenUid, contractId, visualNumber } = person;
  return row.module === 'tokens'
    ? { ...row, id: tokenUid, uid: tokenUid, contractId, visualNumber }
    : { ...row, tokenUid, contractId };
}

function originalText(
  reader: PlatformReader | undefined,
  module: ListedModule,
  rowId: number,
  isOpen: boolean,
): string | undefined {
  const original = reader?.original(module, rowId);
  if (original === undefined) return undefined;
  const text = Buffer.from(original.bytes).toString('utf8');
  return isOpen ? text : replaceSpots(text, personalSpots(module, text), maskPersonal);
}

/** What the text itself shows, and what only the store knows: that a CDR came with other content before. */
function withKept(read: readonly ObjectFinding[], kept: readonly KeptFinding[]): readonly ObjectFinding[] {
  const codes = new Set(read.map(({ code }) => code));
  const beyond = kept
    .filter(({ code }) => !codes.has(code))
    .map(({ code, severity, path, found, wanted, readAs }) => ({
      ...{ code, severity: known(severity), path },
      ...(found === undefined ? {} : { found }),
      ...(wanted === undefined ? {} : { wanted }),
      ...(readAs === undefined ? {} : { readAs }),
    }));
  return [...beyond, ...read];
}

/** As the store has it, which knows no enum. */
function known(severity: string): ObjectFinding['severity'] {
  return severity === 'fail' || severity === 'warn' ? severity : 'note';
}

function statedOf({ found, wanted }: { readonly found: string | null; readonly wanted: string | null }) {
  return { ...(found === null ? {} : { found }), ...(wanted === null ? {} : { wanted }) };
}
