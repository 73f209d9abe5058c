import { z } from 'zod';
import { Bytes, Count, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { Place, placeErrors } from './place.ts';
import type { ContractTree } from './wire/contract.ts';

export const AuditRow = z.strictObject({
  seq: z.int().positive(),
  at: IsoDate,
  actor: ShortText,
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

export const auditContract = {
  audit: {
    list: {
      about: 'Audit entries, newest first, filtered, by position.',
      role: 'viewer',
      input: z.strictObject({
        ...PageInput,
        filter: z.string().max(200).optional(),
        event: z.string().max(80).optional(),
        outcome: z.enum(['done', 'refused']).optional(),
        from: IsoDate.optional(),
        to: IsoDate.optional(),
      }),
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
    events: {
      about: 'The kinds of events that occur, for filters.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ events: z.array(z.string().max(80)) }),
    },
  },
} as const satisfies ContractTree;
