import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecodedFinding, DecodedItem } from '../../../../shared/contract/pki-facts.ts';
import type {
  DocumentRef as DocumentRefSchema,
  inspectionContract,
  InspectionRow,
  ItemKind,
} from '../../../../shared/contract/inspection.ts';
import { MAX_INPUT_BYTES, MAX_INPUT_ITEMS } from '../../../../shared/domain/input-limits.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { InputOf, OutputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { z } from 'zod';
import { type ComparedRow, compareDocuments } from '../../workers/compare-documents.ts';
import type { DecodedInput } from '../../workers/decode-messages.ts';
import { decodeItem } from '../../workers/decoded-item.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';

type Contract = (typeof inspectionContract)['inspection'];
type DocumentRef = z.infer<typeof DocumentRefSchema>;

export interface InspectionFault {
  readonly code: 'INSPECTION_NOT_FOUND' | 'ITEM_NOT_FOUND';
  readonly data: Record<string, never>;
}
interface NoDocument {
  readonly code: 'DOCUMENT_NOT_FOUND';
  readonly data: Record<string, never>;
}

/** Bytes of a stored document with the profile they are read under. */
export interface StoredDocument {
  readonly kind: ItemKind;
  readonly der: Uint8Array;
  readonly profile: OidProfile;
}

export interface InspectionDeps {
  /** Most octets of memory for all that is open, about; a test takes fewer. */
  readonly mostBytes?: number;
  readonly pool: DecodePool;
  readonly newId: () => string;
  readonly oidProfile: () => OidProfile;
  /** A stored CSR, request or certificate; core.ts knows where they lie. */
  readonly findDocument: (ref: Exclude<DocumentRef, { kind: 'item' }>) => Promise<StoredDocument | undefined>;
}

interface OpenSet {
  readonly items: readonly DecodedInput[];
  readonly rows: readonly InspectionRow[];
  /** Lower case, as rows are filtered. */
  readonly texts: readonly string[];
  readonly profile: OidProfile;
  /** About how many octets of memory it takes. */
  readonly bytes: number;
}

/**
 * So many sets are kept, with so many octets in all; those that were used longest ago are forgotten. One alone takes half
 * of the octets at most, so that there is room for it while it is read.
 */
const MOST_SETS = 5;
const MOST_BYTES = 256 * 1024 * 1024;
const TOLD_EVERY = 50;
const ROWS_A_TURN = 500;
const MAX_GROUPS = 1000;

export type InspectionService = ReturnType<typeof createInspectionService>;

/** Foreign input, decoded and looked at: in memory alone, and forgotten with the core. */
export function createInspectionService(deps: InspectionDeps) {
  const { mostBytes = MOST_BYTES } = deps;
  const sets = new Map<string, OpenSet>();
  /** One is decoded at a time: those under way are held in memory as well. */
  let lastTurn: Promise<unknown> = Promise.resolve();
  const missing = (code: InspectionFault['code']): Result<never, InspectionFault> => fail({ code, data: {} });

  function find(inspectionId: string): OpenSet | undefined {
    const set = sets.get(inspectionId);
    if (set === undefined) return undefined;
    sets.delete(inspectionId);
    sets.set(inspectionId, set);
    return set;
  }

  async function open(
    { sources }: InputOf<Contract['open']>,
    stop: Stop,
    emit: (progress: { done: number; total: number }) => Promise<boolean>,
  ): Promise<
    Result<
      OutputOf<Contract['open']>,
      | { readonly code: 'INPUT_EMPTY'; readonly data: Record<string, never> }
      | { readonly code: 'INPUT_TOO_LARGE'; readonly data: { readonly limit: number } }
      | { readonly code: 'CANCELLED' }
    >
  > {
    const bytes = sources.reduce((sum, { content }) => sum + content.length, 0);
    if (bytes === 0) return fail({ code: 'INPUT_EMPTY', data: {} });
    if (bytes > MAX_INPUT_BYTES) return fail({ code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } });
    const profile = deps.oidProfile();
    let told = 0;
    const options = {
      profile,
      most: MAX_INPUT_ITEMS,
      mostBytes: Math.floor(mostBytes / 2),
      stop,
      onProgress: (progress: { done: number; total: number }) => {
        if (progress.done < told + TOLD_EVERY && progress.done < progress.total) return;
        told = progress.done;
        void emit(progress);
      },
    };
    const turn = lastTurn.then(() => deps.pool.decode(sources, options));
    lastTurn = turn;
    const decoded = await turn;
    if (decoded === undefined) return fail({ code: 'CANCELLED' });
    const { items, leftOut } = decoded;
    if (items.length === 0 && leftOut === 0) return fail({ code: 'INPUT_EMPTY', data: {} });
    const inspectionId = deps.newId();
    const { rows, texts } = await rowsOf(items);
    sets.set(inspectionId, { items, rows, texts, profile, bytes: decoded.bytes });
    forgetOldest();
    return ok({ inspectionId, total: items.length, counts: countsOf(items), leftOut });
  }

  /** From the one that was used longest ago, until what is left is within the limits. */
  function forgetOldest(): void {
    let bytes = [...sets.values()].reduce((sum, set) => sum + set.bytes, 0);
    for (const [id, set] of sets) {
      if (sets.size <= MOST_SETS && bytes <= mostBytes) return;
      sets.delete(id);
      bytes -= set.bytes;
    }
  }

  function list(query: InputOf<Contract['items']>): Result<{ total: number; rows: InspectionRow[] }, InspectionFault> {
    const set = find(query.inspectionId);
    if (set === undefined) return missing('INSPECTION_NOT_FOUND');
    const wanted = query.filter?.trim().toLowerCase() ?? '';
    const { findingCode } = query;
    const fitting = set.rows.filter(
      (row, at) =>
        (query.kind === undefined || row.kind === query.kind) &&
        (wanted === '' || set.texts[at]?.includes(wanted) === true) &&
        (findingCode === undefined || set.items[at]?.findings.some(({ code }) => code === findingCode) === true),
    );
    const sorted = sortRows(fitting, query.sort ?? 'position', query.descending === true);
    return ok({ total: sorted.length, rows: sorted.slice(query.offset, query.offset + query.limit) });
  }

  function findings(inspectionId: string): Result<OutputOf<Contract['findings']>, InspectionFault> {
    const set = find(inspectionId);
    return set === undefined ? missing('INSPECTION_NOT_FOUND') : ok({ groups: groupsOf(set.items) });
  }

  function itemOf(
    inspectionId: string,
    itemId: number,
  ): Result<{ row: InspectionRow; item: DecodedItem }, InspectionFault> {
    const set = find(inspectionId);
    if (set === undefined) return missing('INSPECTION_NOT_FOUND');
    const [row, input] = [set.rows[itemId], set.items[itemId]];
    if (row === undefined || input === undefined) return missing('ITEM_NOT_FOUND');
    // What the document says of itself comes from reading it again; the worker's own list holds it too.
    const wrapping = input.kind === 'public-key' || input.kind === 'unreadable' ? input.findings : input.wrapping;
    return ok({ row, item: decodeItem(input.kind, input.der, set.profile, wrapping) });
  }

  async function documentOf(ref: DocumentRef): Promise<Result<DecodedItem, InspectionFault | NoDocument>> {
    if (ref.kind === 'item') {
      const found = itemOf(ref.inspectionId, ref.itemId);
      return found.ok ? ok(found.value.item) : found;
    }
    const stored = await deps.findDocument(ref);
    return stored === undefined
      ? fail({ code: 'DOCUMENT_NOT_FOUND', data: {} })
      : ok(decodeItem(stored.kind, stored.der, stored.profile));
  }

  async function compare(wish: {
    readonly left: DocumentRef;
    readonly right: DocumentRef;
  }): Promise<Result<{ rows: ComparedRow[] }, InspectionFault | NoDocument>> {
    const left = await documentOf(wish.left);
    if (!left.ok) return left;
    const right = await documentOf(wish.right);
    return right.ok ? ok({ rows: compareDocuments(left.value, right.value) }) : right;
  }

  return { open, items: list, findings, show: itemOf, compare, close: (id: string) => void sets.delete(id) };
}

/** Rows as they are listed and texts as they are filtered, with a turn of the event loop now and then. */
async function rowsOf(items: readonly DecodedInput[]): Promise<Pick<OpenSet, 'rows' | 'texts'>> {
  const copies = new Map<string, number>();
  for (const { sha256 } of items) copies.set(sha256, (copies.get(sha256) ?? 0) + 1);
  const rows: InspectionRow[] = [];
  const texts: string[] = [];
  for (const [itemId, item] of items.entries()) {
    if (itemId % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    const row = rowOf(item, itemId, (copies.get(item.sha256) ?? 1) - 1);
    rows.push(row);
    texts.push(textOf(row));
  }
  return { rows, texts };
}

function rowOf(item: DecodedInput, itemId: number, duplicates: number): InspectionRow {
  return {
    itemId,
    kind: item.kind,
    source: item.source,
    title: item.title,
    sha256: item.sha256,
    ...(item.keyGroupId === undefined ? {} : { keyGroupId: item.keyGroupId }),
    partyIds: [...item.partyIds],
    subCpoIds: [...item.subCpoIds],
    subEmspIds: [...item.subEmspIds],
    ...(item.algorithm === undefined ? {} : { algorithm: item.algorithm }),
    ...(item.signatureValid === undefined ? {} : { signatureValid: item.signatureValid }),
    errors: item.findings.filter(({ severity }) => severity === 'error').length,
    warnings: item.findings.filter(({ severity }) => severity === 'warning').length,
    duplicates,
  };
}

function textOf(row: InspectionRow): string {
  const { title, source, keyGroupId = '', partyIds, subCpoIds, subEmspIds, sha256 } = row;
  return [title, source, keyGroupId, ...partyIds, ...subCpoIds, ...subEmspIds, sha256].join('\n').toLowerCase();
}

function countsOf(items: readonly DecodedInput[]): { kind: ItemKind; count: number }[] {
  const counts = new Map<ItemKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

type Sort = NonNullable<InputOf<Contract['items']>['sort']>;

function sortRows(rows: readonly InspectionRow[], sort: Sort, descending: boolean): readonly InspectionRow[] {
  const sign = descending ? -1 : 1;
  switch (sort) {
    case 'position':
      return descending ? rows.toReversed() : rows;
    case 'errors':
      return rows.toSorted((a, b) => sign * (a.errors - b.errors || a.warnings - b.warnings) || a.itemId - b.itemId);
    case 'title':
    case 'keyGroupId': {
      const key = (row: InspectionRow): string => (row[sort] ?? '').toLowerCase();
      return rows.toSorted((a, b) => sign * compareTexts(key(a), key(b)) || a.itemId - b.itemId);
    }
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Each code once, the worst first, then the most frequent. */
function groupsOf(items: readonly DecodedInput[]): OutputOf<Contract['findings']>['groups'] {
  const groups = new Map<string, { finding: DecodedFinding; items: number }>();
  for (const item of items) {
    for (const finding of new Map(item.findings.map((one) => [one.code, one])).values()) {
      const group = groups.get(finding.code);
      if (group === undefined) groups.set(finding.code, { finding, items: 1 });
      else group.items += 1;
    }
  }
  return [...groups.values()]
    .sort((a, b) => RANK[a.finding.severity] - RANK[b.finding.severity] || b.items - a.items)
    .slice(0, MAX_GROUPS)
    .map(({ finding, items: count }) => ({
      code: finding.code,
      severity: finding.severity,
      items: count,
      example: finding.message,
    }));
}
