import {
  type Actor,
  type AuditBody,
  type AuditOutcome,
  genesisHash,
  linkOf,
} from '../../../shared/domain/audit-chain.ts';
import type { JsonObject } from '../../../shared/domain/canonical-json.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import { clipData, clipText, MAX_SUBJECT } from './clip-facts.ts';
import { sha256 } from './sha256.ts';
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
const MAX_NAME = 200;

/**
 * Appends one entry to the chain inside the caller's transaction. Subject and data may come from a caller and are cut
 * to size, since a refusal has to be on record too. Throws a RangeError for names of events, codes and numbers that no
 * entry may hold: they come from our own code, and a change without its entry must not be.
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

function checked(facts: EventFacts): Omit<AuditBody, 'workspaceId' | 'seq' | 'at' | 'prev'> {
  const { event, version = 1, actor, outcome, code, subject } = facts;
  if (!EVENT.test(event) || event.length > 80) throw new RangeError(`no name for an event: ${event}`);
  if (code !== undefined && !CODE.test(code)) throw new RangeError(`no code for a refusal of ${event}`);
  return {
    event,
    version,
    actor: { ...actor, name: wellFormed(actor.name.slice(0, MAX_NAME)) },
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(subject === undefined ? {} : { subject: clipText(subject, MAX_SUBJECT) }),
    data: clipData(facts.data ?? {}),
  };
}
