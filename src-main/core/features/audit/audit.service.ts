import type { AuditRow } from '../../../../shared/contract/audit.ts';
import { type ChainLink, exportLine, readBody } from '../../../../shared/domain/audit-chain.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { type ChainVerdict, createChainVerifier } from '../../../../shared/domain/verify-chain.ts';
import { createGatherKeys } from '../../store/gather-keys.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { type AuditFilter, findEvents, lastSeq, listEntries, nextEntries, type StoredEntry } from './audit.store.ts';

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

  return {
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
    event: row.event,
    outcome: row.outcome === 'done' ? 'done' : 'refused',
    ...(body?.code === undefined ? {} : { code: body.code }),
    ...(row.subject === null ? {} : { subject: row.subject }),
    data: canonicalJson(body?.data ?? {}),
    hash: row.hash,
  };
}
