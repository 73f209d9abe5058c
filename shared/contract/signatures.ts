import { z } from 'zod';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { Count, Nothing } from './common.ts';
import { InputSource } from './inspection.ts';
import { RevealReason } from './platform-data.ts';
import { MeterFileView, MeterSessionView } from './signed-meter.ts';
import type { ContractTree } from './wire/contract.ts';

/** A public key of a meter as somebody typed or pasted it: PEM, hex, base64, a bare point. */
const KeyText = z.string().min(1).max(8000);

const cdrErrors = {
  OBJECT_NOT_FOUND: Nothing,
  PLATFORM_STORE_DAMAGED: Nothing,
  PLATFORM_WORKER_LOST: Nothing,
  VERIFIER_LOST: Nothing,
} as const;

/** Is what was billed what the meter and the party signed? */
export const signaturesContract = {
  signatures: {
    verifyFiles: {
      about:
        'Verifies files with signed meter data: OCMF, Alfen, EDL40, Mennekes, EMH, BSM, PCDF, ChargePoint, SAFE XML, chargeIT, PTB. Key files among them are used for the others. Stores nothing.',
      role: 'viewer',
      input: z.strictObject({
        sources: z.array(InputSource).min(1).max(1000),
        keys: z.array(KeyText).max(20),
      }),
      output: z.strictObject({ files: z.array(MeterFileView).max(1000) }),
      errors: { INPUT_EMPTY: Nothing, INPUT_TOO_LARGE: z.strictObject({ limit: Count }), VERIFIER_LOST: Nothing },
      deadlineMs: 'none',
      maxBytes: MAX_INPUT_BYTES + 1024 * 1024,
    },
    cdrMeter: {
      about:
        "The signed meter data of a stored CDR: verdict, readings, keys and every reason. Signed bytes and the driver's id come with a reason, which is audited.",
      role: 'viewer',
      input: z.strictObject({ rowId: z.int().positive(), reason: RevealReason.optional() }),
      output: z.strictObject({
        /** Absent: the CDR carries no signed data. */
        session: MeterSessionView.optional(),
      }),
      errors: cdrErrors,
    },
  },
} as const satisfies ContractTree;
