import { z } from 'zod';
import { Count, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
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
      about: 'Walks the hash chain from its genesis; with a head also proves that its end was not cut.',
      role: 'viewer',
      input: z.strictObject({ head: Sha256Hex.optional() }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({
        verdict: z.enum(['intact', 'broken']),
        anchored: z.boolean(),
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
