import type { Interned } from './interned.ts';
import type { ModuleShape } from './module-shapes.ts';
import type { SqlValue } from './platform-db.ts';
import type { StorableReading } from './reading.ts';
import { folded, hashOf } from './search-words.ts';

/** Values of a module's own columns, in the order of its shape. */
export function ownValues(
  shape: ModuleShape,
  connection: number,
  reading: StorableReading,
  interned: Interned,
): SqlValue[] {
  const { row } = reading;
  switch (shape.module) {
    case 'locations':
      return [
        cut(row.name),
        cut(row.address),
        cut(row.city),
        cut(row.postalCode),
        row.evses ?? 0,
        row.connectors ?? 0,
        row.statuses === undefined ? null : JSON.stringify(row.statuses),
        cut(row.lat),
        cut(row.lon),
        cut(row.operator),
      ];
    case 'tariffs':
      return [row.elements ?? 0, cut(row.summary), time(row.validFrom), time(row.validTo)];
    case 'sessions':
      return usage(connection, reading, interned);
    case 'cdrs': {
      const values = usage(connection, reading, interned);
      const session = cut(row.sessionId);
      values.push(
        session,
        session === null ? null : hashOf(folded(session)),
        cut(row.hours),
        cut(row.invoiceReference),
      );
      return values;
    }
    case 'tokens':
      return [interned.person(connection, reading), cut(row.issuer), cut(row.whitelist)];
    case 'tariffassociations':
      return [
        interned.tariffs(row.tariffId === undefined || row.tariffId === null ? [] : [row.tariffId]),
        cut(row.tariffId),
        cut(row.audience),
        time(row.startsAt),
        row.connectors ?? 0,
      ];
    case 'evsestatuses':
      return [];
  }
}

/** Milliseconds of an ISO UTC time; null for none and for what is none. */
export function time(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

function usage(connection: number, reading: StorableReading, interned: Interned): SqlValue[] {
  const { row } = reading;
  return [
    time(row.startedAt),
    time(row.endedAt),
    cut(row.kwh),
    cut(row.cost),
    interned.place(connection, reading),
    interned.tariffs(row.tariffIds ?? []),
    interned.person(connection, reading),
    cut(row.authMethod),
    cut(row.authReference),
  ];
}

/** Lists show no more; the original has it whole. */
const LONGEST = 1000;

function cut(text: string | null | undefined): string | null {
  if (text === undefined || text === null) return null;
  return text.length > LONGEST ? text.slice(0, LONGEST) : text;
}
