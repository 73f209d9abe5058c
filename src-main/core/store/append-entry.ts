import { createHash } from 'node:crypto';
import {
  type Actor,
  type AuditBody,
  type AuditOutcome,
  genesisHash,
  linkOf,
} from '../../../shared/domain/audit-chain.ts';
import { canonicalJson, type Json, type JsonObject, wellFormed } from '../../../shared/domain/canonical-json.ts';
import type { Trx } from './tables.ts';

/** What is told of an event; number, time and hashes are the chain's business. */
export interface EventFacts {
  /** `feature.verb` in lower case, such as `key.generate`. Once shipped it keeps its meaning. */
  readonly event: string;
  /** Version of the data; 1 when silent. */
  readonly version?: number;
  readonly actor: Actor;
  /** Id of what it was done to. */
  readonly subject?: string | undefined;
  readonly data?: JsonObject;
  readonly outcome: AuditOutcome;
  readonly code?: string;
}

export interface AuditEntry extends AuditBody {
  readonly hash: string;
}

const EVENT = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+$/;
const CODE = /^[A-Z][A-Z0-9_]{1,59}$/;
const MAX_SUBJECT = 300;
const MAX_NAME = 200;
/** Characters of canonical JSON. An entry tells what happened; it is no place for documents. */
const MAX_DATA = 16_384;

/**
 * Appends one entry to the chain inside the caller's transaction. Throws a RangeError for facts that no entry may
 * hold: they come from our own code, and a change without its entry must not be.
 */
export async function appendEntry(trx: Trx, workspaceId: string, at: Date, facts: EventFacts): Promise<AuditEntry> {
  const last = await trx
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const body: AuditBody = {
    workspaceId,
    seq: (last?.seq ?? 0) + 1,
    at: at.toISOString(),
    ...checked(facts),
    prev: last?.hash ?? genesisHash(workspaceId, sha256),
  };
  const link = linkOf(body, sha256);
  await trx
    .insertInto('audit_entries')
    .values({
      seq: body.seq,
      at: body.at,
      event: body.event,
      outcome: body.outcome,
      actor: body.actor.name,
      subject: body.subject ?? null,
      entry: link.text,
      hash: link.hash,
    })
    .execute();
  return { ...body, hash: link.hash };
}

/** SHA-256 of a text's UTF-8 bytes in lower-case hex, as the chain wants it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function checked(facts: EventFacts): Omit<AuditBody, 'workspaceId' | 'seq' | 'at' | 'prev'> {
  const { event, version = 1, actor, outcome, code, subject } = facts;
  if (!EVENT.test(event) || event.length > 80) throw new RangeError(`no name for an event: ${event}`);
  if (code !== undefined && !CODE.test(code)) throw new RangeError(`no code for a refusal of ${event}`);
  if (subject !== undefined && subject.length > MAX_SUBJECT) throw new RangeError(`subject of ${event} is too long`);
  const data = wellFormedObject(facts.data ?? {});
  if (canonicalJson(data).length > MAX_DATA) throw new RangeError(`data of ${event} is too large`);
  return {
    event,
    version,
    actor: { kind: actor.kind, name: wellFormed(actor.name).slice(0, MAX_NAME) },
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(subject === undefined ? {} : { subject: wellFormed(subject) }),
    data,
  };
}

function wellFormedObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [wellFormed(name), wellFormedJson(member)]));
}

/** Text from outside may hold lone surrogates, which neither UTF-8 nor canonical JSON can carry. */
function wellFormedJson(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return wellFormed(value);
  if (value === null || value === undefined || typeof value !== 'object') return value;
  return isList(value) ? value.map((member) => wellFormedJson(member) ?? null) : wellFormedObject(value);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
