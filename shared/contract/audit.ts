import { z } from 'zod';
import { Bytes, Count, IdText, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { Place, placeErrors } from './place.ts';
import type { ContractTree } from './wire/contract.ts';

/** Who acts: an operator of the roster, the user of this machine, or the console by itself. */
export const ActorKind = z.enum(['operator', 'local-user', 'system']);
export type ActorKind = z.infer<typeof ActorKind>;

export const AuditRow = z.strictObject({
  seq: z.int().positive(),
  at: IsoDate,
  actor: ShortText,
  /** Absent where the entry cannot be read. */
  actorKind: ActorKind.optional(),
  operatorId: IdText.optional(),
  event: z.string().max(80),
  outcome: z.enum(['done', 'refused']),
  code: z.string().max(60).optional(),
  subject: z.string().max(300).optional(),
  /** The entry's data as canonical JSON text. */
  data: z.string().max(20_000),
  hash: Sha256Hex,
});
export type AuditRow = z.infer<typeof AuditRow>;

/** What a checkpoint that was kept elsewhere says of this log. Only `holds` is good. */
const CheckpointVerdict = z.strictObject({
  verdict: z.enum([
    'holds',
    'cut',
    'rewritten',
    'other-roster',
    'signer',
    'other-workspace',
    'signature',
    'unreadable',
  ]),
  /** The last entry that it signs, and when it says that it was signed. */
  seq: Count.optional(),
  at: IsoDate.optional(),
  /** The operator whose key signed it, when this roster names one. */
  signer: ShortText.optional(),
});
export type CheckpointVerdict = z.infer<typeof CheckpointVerdict>;

const auditFilter = {
  /** Text that occurs anywhere in the entry, whatever its case (ASCII). */
  filter: z.string().max(200).optional(),
  /** The first word of the event: `request`, `roster`, `token` … */
  group: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z-]*$/)
    .optional(),
  event: z.string().max(80).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  /** Exactly this name. */
  actor: ShortText.optional(),
  actorKind: ActorKind.optional(),
  /** Exactly this id. */
  subject: z.string().max(300).optional(),
  from: IsoDate.optional(),
  to: IsoDate.optional(),
};

/** What an entry is about, as a page of the window shows it. */
export const AuditLink = z.strictObject({
  kind: z.enum(['request', 'certificate', 'operator', 'authority', 'partner', 'key-group']),
  id: IdText,
  name: z.string().max(2000),
});
export type AuditLink = z.infer<typeof AuditLink>;

export const auditContract = {
  audit: {
    list: {
      about: 'Audit entries, newest first, filtered, by position.',
      role: 'viewer',
      input: z.strictObject({ ...PageInput, ...auditFilter }),
      output: z.strictObject({ total: Count, rows: z.array(AuditRow) }),
    },
    verify: {
      about:
        'Walks the hash chain from its genesis; a head or a checkpoint kept elsewhere also shows a cut, rewritten or rolled back log.',
      role: 'viewer',
      input: z.strictObject({ head: Sha256Hex.optional(), checkpoint: Bytes.optional() }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({
        verdict: z.enum(['intact', 'broken']),
        anchored: z.boolean(),
        checkpoint: CheckpointVerdict.optional(),
        entries: Count,
        head: Sha256Hex,
        fault: z
          .strictObject({
            kind: z.enum(['edited', 'inserted', 'removed', 'reordered', 'cut', 'unreadable']),
            seq: Count,
            detail: z.string().max(300),
          })
          .optional(),
      }),
      deadlineMs: 'none',
    },
    export: {
      about: 'All entries as JSON Lines into a new file.',
      role: 'viewer',
      input: z.strictObject({ target: Place }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({ path: z.string().max(4096), entries: Count, head: Sha256Hex }),
      errors: placeErrors,
      deadlineMs: 'none',
    },
    exportView: {
      about:
        'The entries that fit the filters, newest first, as CSV or JSON into a new file. For reading: only the whole can be verified.',
      role: 'viewer',
      input: z.strictObject({ target: Place, format: z.enum(['csv', 'json']), ...auditFilter }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({ path: z.string().max(4096), entries: Count }),
      errors: placeErrors,
      deadlineMs: 'none',
    },
    links: {
      about:
        'What an entry leads to: requests, certificates, operators, authorities, partners and key groups that it names.',
      role: 'viewer',
      input: z.strictObject({ seq: z.int().positive() }),
      output: z.strictObject({ links: z.array(AuditLink).max(20) }),
    },
    events: {
      about: 'The kinds of events that occur, for filters.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ events: z.array(z.string().max(80)) }),
    },
  },
} as const satisfies ContractTree;
