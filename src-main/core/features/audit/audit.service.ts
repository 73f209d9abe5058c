import type { AuditRow } from '../../../../shared/contract/audit.ts';
import { type ChainLink, exportLine, readBody } from '../../../../shared/domain/audit-chain.ts';
import { canonicalJson, type Json } from '../../../../shared/domain/canonical-json.ts';
import { type ChainVerdict, createChainVerifier } from '../../../../shared/domain/verify-chain.ts';
import { createGatherKeys } from '../../store/gather-keys.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import {
  type AuditFilter,
  entriesOf,
  findEvents,
  fittingKeys,
  lastSeq,
  listEntries,
  nextEntries,
  type StoredEntry,
} from './audit.store.ts';
import { viewWriter, type ViewFormat } from './audit-view-file.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface WalkOptions {
  /** Told after each batch; what it returns is awaited, so a slow listener slows the walk. */
  readonly progress?: (progress: Progress) => unknown;
  /** Ends the walk early when true. */
  readonly stopped?: () => boolean;
}

export interface AuditService {
  list(
    query: AuditFilter & { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly rows: AuditRow[] }>;
  events(): Promise<readonly string[]>;
  /** The texts by which an entry may name something else: its subject, its operator and the texts in its data. */
  namesIn(seq: number): Promise<readonly string[]>;
  /** Hands out the entries that fit as CSV or JSON, some hundred at a time, the newest first. Ends early when stopped. */
  exportView(
    write: (text: string) => Promise<void>,
    view: { readonly format: ViewFormat; readonly filter: AuditFilter },
    options?: WalkOptions,
  ): Promise<{ readonly entries: number }>;
  /** Walks the chain as it stands at the call; `head` is a hash noted elsewhere. Undefined when stopped. */
  verify(options: WalkOptions & { readonly head?: string | undefined }): Promise<ChainVerdict | undefined>;
  /** Hands out JSON Lines, some hundred at a time, in order. Ends early when stopped. */
  export(
    write: (lines: string) => Promise<void>,
    options?: WalkOptions,
  ): Promise<{ readonly entries: number; readonly head: string }>;
}

export interface AuditDeps {
  readonly db: Reader;
  readonly workspaceId: string;
  /** Lets other work of the core go on between two batches. */
  readonly pause: () => Promise<void>;
}

const BATCH = 500;
const MOST_NAMES = 100;

export function createAuditService({ db, workspaceId, pause }: AuditDeps): AuditService {
  const gather = createGatherKeys(db, pause);

  async function* walk({ progress, stopped }: WalkOptions): AsyncGenerator<readonly StoredEntry[]> {
    const total = await lastSeq(db);
    let done = 0;
    while (done < total) {
      const batch = (await nextEntries(db, done, BATCH)).filter((entry) => entry.seq <= total);
      const last = batch.at(-1);
      if (last === undefined || stopped?.() === true) return;
      yield batch;
      done = last.seq;
      await progress?.({ done, total });
      await pause();
    }
  }

  async function verify(
    options: WalkOptions & { readonly head?: string | undefined },
  ): Promise<ChainVerdict | undefined> {
    const verifier = createChainVerifier({ workspaceId, sha256, head: options.head });
    let position = 0;
    for await (const batch of walk(options)) for (const entry of batch) verifier.add(checkedLink(entry, ++position));
    return options.stopped?.() === true ? undefined : verifier.verdict();
  }

  async function exportLines(
    write: (lines: string) => Promise<void>,
    options: WalkOptions = {},
  ): Promise<{ readonly entries: number; readonly head: string }> {
    let entries = 0;
    let head = '';
    for await (const batch of walk(options)) {
      await write(batch.map((entry) => `${exportLine({ text: entry.entry, hash: entry.hash })}\n`).join(''));
      entries += batch.length;
      head = batch.at(-1)?.hash ?? head;
    }
    return { entries, head };
  }

  async function exportView(
    write: (text: string) => Promise<void>,
    { format, filter }: { readonly format: ViewFormat; readonly filter: AuditFilter },
    { progress, stopped }: WalkOptions = {},
  ): Promise<{ readonly entries: number }> {
    const keys = await fittingKeys(gather, filter);
    const writer = viewWriter(format);
    await write(writer.head);
    let entries = 0;
    for (let at = 0; at < keys.length && stopped?.() !== true; at += BATCH) {
      const rows = (await entriesOf(db, keys.slice(at, at + BATCH))).map(rowOf);
      await write(writer.rows(rows, entries === 0));
      entries += rows.length;
      await progress?.({ done: entries, total: keys.length });
      await pause();
    }
    await write(writer.foot);
    return { entries };
  }

  async function namesIn(seq: number): Promise<readonly string[]> {
    const [entry] = await entriesOf(db, [seq]);
    const body = entry === undefined ? undefined : readBody(entry.entry);
    if (body === undefined) return [];
    const operatorId = body.actor.kind === 'operator' ? [body.actor.operatorId] : [];
    const subject = body.subject === undefined ? [] : [body.subject];
    return [...new Set([...subject, ...textsIn(body.data), ...operatorId])].slice(0, MOST_NAMES);
  }

  return {
    exportView,
    namesIn,
    list: async ({ offset, limit, ...filter }) => {
      const { total, entries } = await listEntries(db, gather, filter, offset, limit);
      return { total, rows: entries.map(rowOf) };
    },
    events: () => findEvents(db),
    verify,
    export: exportLines,
  };
}

/**
 * The text and hash of a row as they are stored. A column that says something else than the text spoils the hash, so
 * that what a list shows cannot be edited beside the chain.
 */
function checkedLink(row: StoredEntry, position: number): ChainLink {
  const body = readBody(row.entry);
  const agrees =
    body === undefined ||
    (body.at === row.at &&
      body.event === row.event &&
      body.outcome === row.outcome &&
      body.actor.name === row.actor &&
      (body.subject ?? null) === row.subject &&
      // An entry that stands elsewhere than it says is told as such, by the chain.
      (body.seq === row.seq || body.seq !== position));
  return { text: row.entry, hash: agrees ? row.hash : `${row.hash} (columns differ)` };
}

function rowOf(row: StoredEntry): AuditRow {
  const body = readBody(row.entry);
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    ...(body === undefined ? {} : { actorKind: body.actor.kind }),
    ...(body?.actor.kind === 'operator' ? { operatorId: body.actor.operatorId } : {}),
    event: row.event,
    outcome: row.outcome === 'done' ? 'done' : 'refused',
    ...(body?.code === undefined ? {} : { code: body.code }),
    ...(row.subject === null ? {} : { subject: row.subject }),
    data: canonicalJson(body?.data ?? {}),
    hash: row.hash,
  };
}

/** All texts in the data of an entry, however deep. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one: Json | undefined) => (one === undefined ? [] : textsIn(one)));
}
