import type { ServerResponse } from 'node:http';
import type { FeedModule, OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import type { Json } from '../json.ts';

/** One call, as the platform sees it. */
export interface Ask {
  readonly kind: 'versions' | 'details' | 'credentials' | 'list' | 'object' | 'other';
  readonly method: string;
  readonly url: URL;
  readonly version: OcpiVersion | undefined;
  readonly module: FeedModule | undefined;
  /** Scheme, host and port under which the platform was reached. */
  readonly base: string;
  /** Scheme, host and port of somebody else. */
  readonly elsewhere: string;
  /** Counts of this switch since it was put on, by any name; each call adds one and tells how many there were before. */
  readonly count: (name?: string) => number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined: no body at all; a string as it stands. */
  readonly body: unknown;
}

/** What a list is going to answer with, by index, before its objects are made. */
export interface Page {
  readonly indexes: readonly number[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Filter {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Ways in which the server's end of TLS can be wrong. */
export type TlsTrouble =
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'self-signed'
  | 'missing-intermediate'
  | 'refuses-client-1.2'
  | 'refuses-client-1.3';

/** How tokens are taken, where it is not as the version's text has it. */
export type TokenTrouble =
  | 'raw-only'
  | 'base64-only'
  | 'any-that-decodes'
  | 'none-needed'
  | 'other-header'
  | 'stranger'
  | 'a-stays-valid'
  | 'valid-after-delete'
  | 'post-is-405'
  | 'put-fails-half-way'
  | 'get-tells-no-token';

/** One way to be wrong: what it stands for, and where it takes hold. */
export interface Misbehaviour {
  readonly about: string;
  /** Of the twenty deviations that were seen in the wild (1–20); absent for plain malice and accidents. */
  readonly deviation?: number;
  /** Answers by itself, before anything else is looked at. */
  readonly instead?: (ask: Ask) => Answer | undefined;
  readonly filter?: (filter: Filter, ask: Ask) => Filter;
  readonly page?: (page: Page, ask: Ask) => Page;
  /** Changes one object of a feed; undefined: it is left out. */
  readonly object?: (one: Json, index: number, ask: Ask) => Json | undefined;
  /** Changes `data` of versions, details and credentials. */
  readonly data?: (data: unknown, ask: Ask) => unknown;
  readonly answer?: (answer: Answer, ask: Ask) => Answer;
  readonly text?: (text: string, ask: Ask) => string | Buffer;
  /** Sends by itself; the stream is its own. */
  readonly send?: (
    response: ServerResponse,
    answer: { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer },
    ask: Ask,
  ) => void;
  readonly tls?: TlsTrouble;
  readonly token?: TokenTrouble;
}

/** The EVSEs of a location of any version. */
export function evsesOf(location: Json): readonly Json[] {
  const stations = (location['charging_pool'] ?? [location]) as readonly Json[];
  return stations.flatMap((one) => (one['evses'] ?? one['evse'] ?? []) as readonly Json[]);
}

/** The same object with its EVSEs changed, wherever they are. */
export function withEvses(location: Json, change: (evse: Json, index: number) => Json): Json {
  const changed = (one: Json): Json => {
    const key = Array.isArray(one['evse']) ? 'evse' : 'evses';
    return Array.isArray(one[key]) ? { ...one, [key]: (one[key] as Json[]).map(change) } : one;
  };
  const pool = location['charging_pool'];
  return Array.isArray(pool) ? { ...location, charging_pool: (pool as Json[]).map(changed) } : changed(location);
}

export function withConnectors(location: Json, change: (connector: Json) => Json): Json {
  return withEvses(location, (evse) => ({ ...evse, connectors: (evse['connectors'] as Json[]).map(change) }));
}

/** Every value in it, changed from the inside out; keys stay. */
export function deep(value: unknown, change: (value: unknown, key: string) => unknown, key = ''): unknown {
  if (Array.isArray(value))
    return change(
      value.map((one: unknown) => deep(one, change, key)),
      key,
    );
  if (typeof value !== 'object' || value === null) return change(value, key);
  const changed = Object.entries(value).map(([name, one]) => [name, deep(one, change, name)] as const);
  return change(Object.fromEntries(changed), key);
}
