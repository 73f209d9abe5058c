import { z } from 'zod';
import { Bytes, Count, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { Place, placeErrors } from './place.ts';
import type { ContractTree } from './wire/contract.ts';

/** Asked for by a person, made when an operator signed out, or because it was time. */
export const CheckpointWhy = z.enum(['demand', 'logout', 'due']);
export type CheckpointWhy = z.infer<typeof CheckpointWhy>;

export const CheckpointRow = z.strictObject({
  /** The last entry that it signs, and that entry's hash. */
  seq: Count,
  head: Sha256Hex,
  at: IsoDate,
  by: ShortText,
  why: CheckpointWhy,
  /** Of the signed statement; names the checkpoint. */
  sha256: Sha256Hex,
});
export type CheckpointRow = z.infer<typeof CheckpointRow>;

const CheckpointState = z.strictObject({
  /** Where each checkpoint is written too. */
  folder: z.string().max(4096).optional(),
  /** The last one could not be written there. */
  folderFault: z.string().max(60).optional(),
  /** Entries since the newest one, or since there are operators. */
  entriesSince: Count,
  /** When the next one is due by time; absent while there are no operators. */
  dueAt: IsoDate.optional(),
  isDue: z.boolean(),
  /** Restored or copied with operators: nothing is issued or revoked until the newest checkpoint was read. */
  catchUp: z
    .strictObject({
      /** The last entry that came along. */
      last: Count,
      /** The last entry that the newest checkpoint known here signs. */
      known: Count.optional(),
    })
    .optional(),
});
export type CheckpointState = z.infer<typeof CheckpointState>;

export const CheckpointRefusal = z.enum([
  'unreadable',
  'signature',
  'other-workspace',
  'rewritten',
  'cut',
  'other-roster',
  'signer',
  /** Older than one that is known here. */
  'older',
  /** Made in this copy itself: it proves nothing about what the other one did. */
  'own',
  /** This workspace has nothing to catch up with. */
  'not-needed',
]);
export type CheckpointRefusal = z.infer<typeof CheckpointRefusal>;

export const checkpointsContract = {
  checkpoints: {
    list: {
      about: 'Checkpoints made here, the newest first, and when the next one is due.',
      role: 'viewer',
      input: z.strictObject(PageInput),
      output: z.strictObject({ total: Count, rows: z.array(CheckpointRow), state: CheckpointState }),
    },
    export: {
      about: 'A checkpoint made here once more, as the file that it was.',
      role: 'viewer',
      input: z.strictObject({ sha256: Sha256Hex }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120) }),
      errors: { CHECKPOINT_NOT_FOUND: Nothing },
    },
    keepIn: {
      about: 'Writes each checkpoint into this folder too from now on; without a folder it ends.',
      role: 'ca-operator',
      input: z.strictObject({ folder: Place.optional() }),
      output: z.strictObject({ state: CheckpointState }),
      errors: placeErrors,
    },
    catchUp: {
      about:
        'Reads the newest checkpoint after the workspace was restored or copied; without one, says that nobody has any.',
      role: 'ca-operator',
      input: z.strictObject({
        content: Bytes.optional(),
        /** The number of entries that are missing, as CHECKPOINT_AHEAD told it; without a checkpoint the name of the workspace. */
        confirm: ShortText.optional(),
      }),
      output: z.strictObject({
        seq: Count.optional(),
        /** Entries that the checkpoint signs and this workspace does not have. */
        missing: Count,
        state: CheckpointState,
      }),
      errors: {
        CHECKPOINT_REFUSED: z.strictObject({ reason: CheckpointRefusal, known: Count.optional() }),
        /** It is newer than this workspace: entries are missing, which a person has to acknowledge. */
        CHECKPOINT_AHEAD: z.strictObject({
          seq: Count,
          last: Count,
          missing: Count,
          at: IsoDate,
          signer: ShortText.optional(),
        }),
        CONFIRMATION_WRONG: Nothing,
      },
      maxBytes: 1024 * 1024,
    },
  },
} as const satisfies ContractTree;
