import { canonicalJson, type Json, type JsonObject } from '../../../shared/domain/canonical-json.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';

/** `full`: all of it. `static`: a location without what changes by the minute. */
export type Coverage = 'full' | 'static';

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object without some of its members. */
export function withoutMembers(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}

const SIGNATURES: ReadonlySet<string> = new Set(['signatures']);
const MOVING: ReadonlySet<string> = new Set(['signatures', 'last_updated']);
const MOVING_IN_EVSE: ReadonlySet<string> = new Set(['status', 'status_schedule', 'last_updated']);

/** What is signed: the object without its top-level `signatures`, in canonical form (RFC 8785). */
export function objectPayload(object: JsonObject, coverage: Coverage): Uint8Array {
  return encodeUtf8(canonicalJson(coverage === 'static' ? staticPart(object) : withoutMembers(object, SIGNATURES)));
}

/** Without `last_updated`, and without status, its schedule and `last_updated` of every EVSE; connectors stay whole. */
function staticPart(object: JsonObject): JsonObject {
  const kept = withoutMembers(object, MOVING);
  const { evses } = kept;
  if (!Array.isArray(evses)) return kept;
  return {
    ...kept,
    evses: evses.map((evse: Json) => (isJsonObject(evse) ? withoutMembers(evse, MOVING_IN_EVSE) : evse)),
  };
}

/** The object without members that are null, at any depth: what a hub may have added. */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== null && member !== undefined) kept[name] = withoutNulls(member);
  }
  return kept;
}
