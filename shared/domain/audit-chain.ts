import { wellFormed } from '../util/well-formed.ts';
import { canonicalJson, type Json, type JsonObject, parseCanonicalObject } from './canonical-json.ts';

/**
 * Who did it: an operator of the roster, the user of this machine where there is none or nobody is signed in, or the
 * console itself (what comes due, what is found at start, the watched folder).
 */
export type Actor =
  | { readonly kind: 'local-user' | 'system'; readonly name: string }
  | { readonly kind: 'operator'; readonly name: string; readonly operatorId: string };

export type AuditOutcome = 'done' | 'refused';

/** What an entry says. The hash is over exactly these members, `prev` among them. */
export interface AuditBody {
  readonly workspaceId: string;
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly actor: Actor;
  readonly event: string;
  /** Version of the event's data. */
  readonly version: number;
  readonly outcome: AuditOutcome;
  /** Why it was refused. */
  readonly code?: string;
  /** What it was done to: an id. */
  readonly subject?: string;
  readonly data: JsonObject;
  /** Hash of the entry before; of the workspace for the first one. Lower-case hex. */
  readonly prev: string;
}

/** An entry as it is kept: the canonical text that was hashed, never written anew, and its SHA-256 in lower-case hex. */
export interface ChainLink {
  readonly text: string;
  readonly hash: string;
}

/** SHA-256 over the UTF-8 bytes of a text, in lower-case hex. */
export type HashText = (text: string) => string;

/** What the first entry stands on, so that no chain can be passed off as another workspace's. */
export function genesisHash(workspaceId: string, sha256: HashText): string {
  return sha256(canonicalJson({ chain: 'ocpi-console audit 1', workspaceId }));
}

/** Canonical text (RFC 8785) and hash of an entry. */
export function linkOf(body: AuditBody, sha256: HashText): ChainLink {
  const text = canonicalJson({ ...body, actor: { ...body.actor } });
  return { text, hash: sha256(text) };
}

/**
 * One line of the JSON Lines export: the entry with its hash, canonical again. A text that is no entry is exported
 * too, as such: an export that stops at the spot of a forgery would hide it.
 */
export function exportLine(link: ChainLink): string {
  const entry = parseObject(link.text) ?? { unreadable: wellFormed(link.text) };
  return canonicalJson({ ...entry, hash: link.hash });
}

/** Reads an exported line back; undefined when it is no JSON object with a hash. */
export function importLine(line: string): ChainLink | undefined {
  const entry = parseObject(line);
  if (entry === undefined || typeof entry['hash'] !== 'string') return undefined;
  const { hash, ...body } = entry;
  // An export that is not canonical was written by someone else: its text is kept, so that its hash fails.
  const text = canonicalJson(entry) === line ? canonicalJson(body) : line;
  return { text, hash };
}

/** The members of an entry's text that chain it, or undefined for anything that is not an entry in canonical form. */
export function readBody(text: string): AuditBody | undefined {
  const entry = parseCanonicalObject(text);
  if (entry === undefined) return undefined;
  const { workspaceId, seq, at, actor, event, version, outcome, code, subject, data, prev } = entry;
  if (typeof workspaceId !== 'string' || typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1)
    return undefined;
  if (typeof at !== 'string' || typeof event !== 'string' || typeof version !== 'number') return undefined;
  if ((outcome !== 'done' && outcome !== 'refused') || typeof prev !== 'string') return undefined;
  if (code !== undefined && typeof code !== 'string') return undefined;
  if (subject !== undefined && typeof subject !== 'string') return undefined;
  const by = isObject(actor) ? readActor(actor) : undefined;
  if (!isObject(data) || by === undefined) return undefined;
  return {
    workspaceId,
    seq,
    at,
    actor: by,
    event,
    version,
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(subject === undefined ? {} : { subject }),
    data,
    prev,
  };
}

function readActor({ kind, name, operatorId }: JsonObject): Actor | undefined {
  if (typeof name !== 'string') return undefined;
  if (kind === 'operator' && typeof operatorId === 'string') return { kind, name, operatorId };
  return kind === 'local-user' || kind === 'system' ? { kind, name } : undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // What has no canonical form (lone surrogates, endless nesting) is no entry either.
    return isJson(value) && isObject(value) && canonicalOrUndefined(value) !== undefined ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Everything that JSON.parse gives is Json; this says so to the compiler without a cast. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function canonicalOrUndefined(value: Json): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}
