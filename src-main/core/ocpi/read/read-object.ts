import type { OcpiObject } from '../../../../shared/contract/ocpi-objects.ts';
import type { FeedModule } from '../../../../shared/domain/ocpi-version.ts';
import { listRow, searchText } from './list-row.ts';
import { readLocation } from './read-location.ts';
import { readDriverToken, readEvseStatus, readTariffAssociation } from './read-small.ts';
import { readTariff } from './read-tariff.ts';
import { readCdr, readSession } from './read-usage.ts';
import type { ReadContext, Reading } from './reading.ts';
import { isRaw, type Look, note, shown, type Source, SourceNumber } from './source.ts';

const readers: Readonly<Record<FeedModule, (source: Source) => OcpiObject>> = {
  locations: readLocation,
  tariffs: readTariff,
  sessions: readSession,
  cdrs: readCdr,
  tokens: readDriverToken,
  tariffassociations: readTariffAssociation,
  evsestatuses: readEvseStatus,
};

export interface ReadObject {
  readonly reading: Reading;
  /** Absent where no object could be made of it; the bytes are kept all the same. */
  readonly object: OcpiObject | undefined;
}

/**
 * Reads one object of a feed, of whatever version and dialect, into the normalised model. Never throws and never drops:
 * what was odd is in the findings, what is unknown in `other`.
 *
 * @param json the parsed object; numbers keep their digits where it comes from `parseExactly`
 */
export function readObject(context: ReadContext, json: unknown): ReadObject {
  const { version, module } = context;
  const look: Look = { version, findings: [], other: [] };
  const raw = unwrapped(json, look);
  if (!isRaw(raw)) {
    note(look, 'NOT_AN_OBJECT', '', { found: shown(raw) });
    return { reading: misread(context, '', look), object: undefined };
  }
  const object = readers[module]({ look, raw, path: '' });
  if (object.id === '') return { reading: misread(context, '', look), object: undefined };
  const party = object.party ?? context.party;
  const type = object.kind === 'driver-token' ? `|${object.type ?? ''}` : '';
  return {
    reading: {
      module,
      key: `${party ?? ''}|${object.id}${type}`.toUpperCase(),
      party,
      id: object.id,
      version: object.version,
      lastUpdated: object.lastUpdated ?? undefined,
      row: listRow(object),
      findings: look.findings,
      search: searchText(object),
    },
    object: party === undefined || object.party !== undefined ? object : { ...object, party },
  };
}

/** An update envelope of 3.0 carries the object in `payload` (facts §4.3). */
function unwrapped(json: unknown, look: Look): unknown {
  if (look.version !== '3.0' || !isRaw(json) || !isRaw(json['payload']) || json['issuer_party'] === undefined)
    return json;
  const { payload, issuer_party, version, id } = json;
  return { id, party_id: issuer_party, ...(version === undefined ? {} : { version }), ...payload };
}

function misread({ module, party }: ReadContext, id: string, look: Look): Reading {
  return {
    module,
    key: undefined,
    party,
    id,
    version: undefined,
    lastUpdated: undefined,
    row: {},
    findings: look.findings,
    search: '',
  };
}

/** How engines with `JSON.parse` source text access hand a number's digits to a reviver. */
type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** JSON whose numbers keep their digits (`SourceNumber`), for one object that is shown; slower than plain parsing. */
export function parseExactly(text: string): unknown {
  const reviver: Reviver = (_key, value, context) =>
    typeof value === 'number' ? new SourceNumber(context?.source ?? String(value)) : value;
  return JSON.parse(text, reviver);
}
