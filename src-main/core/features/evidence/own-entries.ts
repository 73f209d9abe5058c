import { sql } from 'kysely';
import { readBody } from '../../../../shared/domain/audit-chain.ts';
import type { Reader } from '../../store/tables.ts';

/** An entry of the audit log as it is stored. */
export interface LogEntry {
  readonly seq: number;
  readonly entry: string;
}

export interface DecisionEntries {
  /** Number of the entry that ends it: the certificate is issued, the request is rejected. */
  readonly ended: number | undefined;
  /** About the request or its prepared certificate, oldest first. */
  readonly own: readonly LogEntry[];
  /** Time of the entry that says that it was decided. */
  readonly decidedAt: string | undefined;
}

/** Work on many at once is one entry, whose subject is the first of them. */
const ofMany = [
  'request.voted',
  'request.rejected',
  'request.rejection-signed',
  'issuance.signing',
  'certificate.issued',
  'issuance.unclear',
  'issuance.not-signed',
  'standing.used',
] as const;
const MOST = 1000;

/** Entries of the audit log that are about one decision. `issuanceId` is absent for a rejected request. */
export async function entriesOfDecision(
  db: Reader,
  about: {
    readonly requestId: string;
    readonly sha256: string;
    readonly receivedAt: string;
    readonly issuanceIds: readonly string[];
  },
  decidedBy: { readonly event: 'issuance.signing' | 'request.rejected'; readonly subject: string },
): Promise<DecisionEntries> {
  const { requestId, sha256, issuanceIds, receivedAt } = about;
  const named = await db
    .selectFrom('audit_entries')
    .select(['seq', 'entry'])
    .where('subject', 'in', [requestId, ...issuanceIds])
    .orderBy('seq')
    .limit(MOST)
    .execute();
  const texts = [requestId, ...issuanceIds].map((id) => sql<boolean>`instr(entry, ${id}) > 0`);
  const among = await db
    .selectFrom('audit_entries')
    .select(['seq', 'entry'])
    .where('event', 'in', [...ofMany])
    .where('at', '>=', receivedAt)
    .where((eb) => eb.or(texts))
    .orderBy('seq')
    .limit(MOST)
    .execute();
  const received = await db
    .selectFrom('audit_entries')
    .select(['seq', 'entry'])
    .where('event', '=', 'request.received')
    .where('at', '>=', receivedAt)
    .where(sql<boolean>`instr(entry, ${sha256}) > 0`)
    .orderBy('seq')
    .limit(1)
    .execute();
  const bySeq = new Map([...received, ...named, ...among].map((one) => [one.seq, one]));
  const own = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq).slice(-MOST);
  const lastDone = (event: string): LogEntry | undefined =>
    own.findLast(({ entry }) => {
      const body = readBody(entry);
      return body?.event === event && body.outcome === 'done' && entry.includes(JSON.stringify(decidedBy.subject));
    });
  const decided = lastDone(decidedBy.event);
  const ended = decidedBy.event === 'request.rejected' ? decided : lastDone('certificate.issued');
  return { own, decidedAt: decided === undefined ? undefined : readBody(decided.entry)?.at, ended: ended?.seq };
}

/** All entries from one number to another; undefined when they are too many or too long for a file. */
export async function runOfEntries(db: Reader, from: number, to: number): Promise<readonly string[] | undefined> {
  if (to - from >= MOST_IN_RUN) return undefined;
  const texts: string[] = [];
  let characters = 0;
  for (let at = from; at <= to; at += BATCH) {
    const rows = await db
      .selectFrom('audit_entries')
      .select('entry')
      .where('seq', '>=', at)
      .where('seq', '<=', Math.min(at + BATCH - 1, to))
      .orderBy('seq')
      .execute();
    for (const { entry } of rows) {
      characters += entry.length;
      texts.push(entry);
    }
    if (characters > MOST_CHARACTERS) return undefined;
  }
  return texts;
}

const BATCH = 500;
const MOST_IN_RUN = 20_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
