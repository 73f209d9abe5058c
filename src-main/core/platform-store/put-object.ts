import { hash } from 'node:crypto';
import { canonicalJson, type Json, type JsonObject } from '../../../shared/domain/canonical-json.ts';
import { createFindingKeeper, findingsOf, findingsText, gatherFindings, worstOf } from './finding-keeper.ts';
import type { Interned } from './interned.ts';
import type { HeldRow, ModuleTable } from './module-table.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';
import type { StorableReading, StoredFinding } from './reading.ts';
import { ownValues, time } from './row-values.ts';

export interface PutObject {
  readonly reading: StorableReading;
  /** As they came. */
  readonly bytes: Uint8Array;
}

export interface PutContext {
  readonly run: number;
  readonly connection: number;
  readonly received: number;
  readonly url: number;
  /** Older versions kept of one object. */
  readonly versions: number;
  /** A read of changes alone. */
  readonly isDelta: boolean;
}

/** What became of one object of a page. `duplicate`: this run brought it already, and no older one. */
export type PutOutcome = 'added' | 'changed' | 'same' | 'duplicate';

export interface ChangeDeeds {
  settleFirst(): void;
  replaceWords(row: number, text: string): void;
}

export interface ObjectPutter {
  /**
   * @param next number for the row of a new object
   * @param deeds puts all rows into the orders before one of them changes, and words in place of a row's
   * @returns the outcome with the row's number
   */
  put(
    table: ModuleTable,
    context: PutContext,
    object: PutObject,
    next: number,
    deeds: ChangeDeeds,
  ): { readonly outcome: PutOutcome; readonly row: number };
}

/** 128 bits of SHA-256 in base64. */
const HASH_LENGTH = 22;

export function createObjectPutter(db: PlatformDb, interned: Interned): ObjectPutter {
  const keeper = createFindingKeeper(db, interned);
  const heldEvses = db.prepare<[number], number | null>('select evses from locations where row = ?').pluck();
  return {
    put(table, context, { reading, bytes }, next, deeds) {
      const { shape } = table;
      const { connection, run, received } = context;
      const sha = hash('sha256', bytes, 'base64').slice(0, HASH_LENGTH);
      const key = storedKey(reading, sha);
      const findings = reading.findings.length === 0 ? null : findingsText(gatherFindings(reading.findings));
      const worst = reading.findings.length === 0 ? '' : worstOf(reading.findings);
      const facet = interned.facet(shape, connection, stateOf(reading), worst, reading);
      const own = ownValues(shape, connection, reading, interned);
      const updated = time(reading.lastUpdated);
      const version = reading.version ?? null;
      const id = shape.module === 'tokens' ? '' : reading.id;
      const rest: SqlValue[] = [facet, id, version, updated, received, run, received, sha, findings, ...own];
      const held = insertUnlessHeld();
      if (held === undefined) {
        table.addOriginal(next, received, context.url, bytes);
        if (findings !== null) keeper.replace(shape.code, connection, next, null, findings);
        return { outcome: 'added', row: next };
      }
      return { outcome: again(held, sha, updated, version), row: held.row };

      /** Keys that share a hash stand one behind the other. */
      function insertUnlessHeld(): HeldRow | undefined {
        for (let place = keyPlace(connection, key); ; place++) {
          if (table.insert([next, place, connection, key, ...rest])) return undefined;
          const there = table.held(place);
          if (there?.key === key && there.connection === connection) return there;
        }
      }

      function again(known: HeldRow, nowSha: string, nowUpdated: number | null, nowVersion: string | null): PutOutcome {
        const twice = known.seen_run === run;
        if (known.sha === nowSha) {
          if (!twice) table.seen(known.row, run);
          // A whole read says that there are no more of them.
          if (!context.isDelta && has(known, FEWER_EVSES) && known.unlisted_at === null) {
            deeds.settleFirst();
            change(known, nowSha);
            return 'same';
          }
          if (known.unlisted_at === null) return twice ? 'duplicate' : 'same';
        }
        if (twice && isOlder(known, nowUpdated, nowVersion)) {
          if (shape.module === 'cdrs') table.keepBeside(known.row, received, context.url, bytes, context.versions);
          return 'duplicate';
        }
        deeds.settleFirst();
        change(known, nowSha);
        return 'changed';
      }

      /** Some platforms send only the changed EVSEs of a location with its changes. */
      function fewerEvses({ row }: HeldRow): readonly StoredFinding[] {
        if (!context.isDelta || shape.module !== 'locations') return [];
        const [now, before] = [reading.row.evses ?? 0, heldEvses.get(row) ?? 0];
        if (now >= before) return [];
        return [{ code: FEWER_EVSES, severity: 'warn', path: 'evses', found: String(now), wanted: String(before) }];
      }

      function change(known: HeldRow, nowSha: string): void {
        const otherContent = known.sha !== nowSha && shape.module === 'cdrs' && contentDiffers(table, known.row, bytes);
        const flagged = otherContent || has(known, CHANGED_CDR.code);
        const all = [...reading.findings, ...(flagged ? [CHANGED_CDR] : []), ...fewerEvses(known)];
        const text = findingsText(gatherFindings(all));
        const nowFacet = interned.facet(shape, connection, stateOf(reading), worstOf(all), reading);
        table.leave(known.row);
        // As `rest`, with the facet and the findings that came of it.
        const changedRest = [
          nowFacet,
          ...rest.slice(1, 4),
          known.first_seen,
          run,
          received,
          nowSha,
          text,
          ...own,
          null,
        ];
        table.update(known.row, changedRest);
        table.enter(known.row, known.row);
        keeper.replace(shape.code, connection, known.row, known.findings, text);
        if (known.sha === nowSha) return;
        table.replaceOriginal(known.row, received, context.url, bytes, context.versions);
        deeds.replaceWords(known.row, reading.search);
      }
    },
  };
}

/** A CDR must never change: whoever sends another one under its id has to explain it. */
const CHANGED_CDR = { code: 'CHANGED_CDR', severity: 'fail', path: '' } as const;
const FEWER_EVSES = 'FEWER_EVSES';

const has = ({ findings }: HeldRow, code: string): boolean => findingsOf(findings).some((one) => one.code === code);

/** 52 bits: an index of numbers is a quarter of one of keys, which each page would touch everywhere. */
function keyPlace(connection: number, key: string): number {
  return Number.parseInt(hash('sha256', `${connection}|${key}`, 'hex').slice(0, 13), 16);
}

/** What was not understood is known by its bytes; a driver token's key, which holds its uid, by its hash. */
function storedKey({ key, module }: StorableReading, sha: string): string {
  if (key === undefined) return `!${sha}`;
  return module === 'tokens' ? `#${hash('sha256', key, 'base64').slice(0, HASH_LENGTH)}` : key;
}

const stateOf = ({ key }: StorableReading): string => (key === undefined ? 'not-understood' : 'present');

/** Whether the held one is newer, by version (OCPI 3.0) or else by `last_updated`. */
function isOlder(held: HeldRow, updated: number | null, version: string | null): boolean {
  if (held.version !== null && version !== null && held.version !== version) {
    const [known, now] = [Number(held.version), Number(version)];
    if (Number.isFinite(known) && Number.isFinite(now)) return now < known;
  }
  return held.updated !== null && updated !== null && updated < held.updated;
}

/** Whether two CDRs say different things: blanks, the order of members and `last_updated` alone do not count. */
function contentDiffers(table: ModuleTable, row: number, bytes: Uint8Array): boolean {
  const before = table.original(row);
  if (before === undefined) return false;
  try {
    return canonical(before) !== canonical(bytes);
  } catch {
    return true;
  }
}

function canonical(bytes: Uint8Array): string {
  // What JSON.parse gives is Json.
  const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
  return isObject(value) ? canonicalJson({ ...value, last_updated: undefined }) : canonicalJson(value);
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
