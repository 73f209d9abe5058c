import { z } from 'zod';
import { MAX_INPUT_BYTES } from '../domain/input-limits.ts';
import { Bytes, Count, IdText, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { DecodedFinding, DecodedItem, ForeignText } from './pki-facts.ts';
import type { ContractTree } from './wire/contract.ts';

/** Bytes or text as they were dropped, pasted or read from a file; `name` is shown and opens nothing. */
export const InputSource = z.strictObject({ name: z.string().max(300), content: Bytes });
export type InputSource = z.infer<typeof InputSource>;

export const ItemKind = z.enum(['csr', 'certificate', 'crl', 'public-key', 'unreadable']);
export type ItemKind = z.infer<typeof ItemKind>;

export const InspectionRow = z.strictObject({
  itemId: Count,
  kind: ItemKind,
  /** The file, or the file in the zip, and which block of it. */
  source: z.string().max(600),
  title: ForeignText,
  sha256: Sha256Hex,
  keyGroupId: ForeignText.optional(),
  partyIds: z.array(ForeignText).max(5000),
  subCpoIds: z.array(ForeignText).max(5000),
  subEmspIds: z.array(ForeignText).max(5000),
  algorithm: z.string().max(100).optional(),
  /** Proof of possession (CSR), own signature (self-issued certificate); absent where there is nothing to verify with. */
  signatureValid: z.boolean().optional(),
  errors: Count,
  warnings: Count,
  /** Other items with the same bytes in this set. */
  duplicates: Count,
});
export type InspectionRow = z.infer<typeof InspectionRow>;

const inspectionErrors = { INSPECTION_NOT_FOUND: Nothing, ITEM_NOT_FOUND: Nothing } as const;

/** One line of a comparison; a side that does not have it is null. */
/** The longest list of ids that is shown whole, each on a line of its own: what is cut here would be signed unseen. */
export const MAX_COMPARED_TEXT = 80_000;

export const ComparedRow = z.strictObject({
  name: ShortText,
  left: z.string().max(MAX_COMPARED_TEXT).nullable(),
  right: z.string().max(MAX_COMPARED_TEXT).nullable(),
  same: z.boolean(),
});

export type ComparedRow = z.infer<typeof ComparedRow>;

/** An item of an inspection, or a stored document by its id. */
export const DocumentRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('item'), inspectionId: IdText, itemId: Count }),
  z.strictObject({ kind: z.literal('csr'), csrId: IdText }),
  z.strictObject({ kind: z.literal('request'), requestId: IdText }),
  z.strictObject({ kind: z.literal('certificate'), certificateId: IdText }),
]);
export type DocumentRef = z.infer<typeof DocumentRef>;

/** What was not taken out of an input, and why; `offset` is the place in its file where there is one. */
export const RefusedInput = z.strictObject({
  source: z.string().max(600),
  code: z.string().max(60),
  message: z.string().max(1000),
  offset: Count.nullable(),
});

export const inspectionContract = {
  inspection: {
    open: {
      about:
        'Decodes anything foreign: CSRs, certificates, CRLs, keys; PEM, DER, base64, OCPI JSON, PKCS#7, zip. Stores nothing.',
      role: 'viewer',
      input: z.strictObject({ sources: z.array(InputSource).min(1).max(1000) }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({
        inspectionId: IdText,
        total: Count,
        counts: z.array(z.strictObject({ kind: ItemKind, count: Count })),
        /** Items beyond the limit that were left out. */
        leftOut: Count,
      }),
      errors: { INPUT_EMPTY: Nothing, INPUT_TOO_LARGE: z.strictObject({ limit: Count }) },
      deadlineMs: 'none',
      maxBytes: MAX_INPUT_BYTES + 1024 * 1024,
    },
    items: {
      about: 'Items of an inspection, filtered, sorted, by position.',
      role: 'viewer',
      input: z.strictObject({
        inspectionId: IdText,
        ...PageInput,
        filter: z.string().max(200).optional(),
        kind: ItemKind.optional(),
        findingCode: z.string().max(60).optional(),
        sort: z.enum(['position', 'title', 'keyGroupId', 'errors']).optional(),
        descending: z.boolean().optional(),
      }),
      output: z.strictObject({ total: Count, rows: z.array(InspectionRow) }),
      errors: inspectionErrors,
    },
    findings: {
      about: 'Findings of an inspection grouped by code, with how many items have each.',
      role: 'viewer',
      input: z.strictObject({ inspectionId: IdText }),
      output: z.strictObject({
        groups: z
          .array(
            z.strictObject({
              code: z.string().max(60),
              severity: DecodedFinding.shape.severity,
              items: Count,
              example: z.string().max(1000),
            }),
          )
          .max(1000),
      }),
      errors: inspectionErrors,
    },
    show: {
      about: 'One item with its bytes, decoded fields, facts and findings.',
      role: 'viewer',
      input: z.strictObject({ inspectionId: IdText, itemId: Count }),
      output: z.strictObject({ row: InspectionRow, item: DecodedItem }),
      errors: inspectionErrors,
    },
    compare: {
      about:
        'Two documents side by side, line by line: CSR with CSR, CSR with certificate, certificate with certificate.',
      role: 'viewer',
      input: z.strictObject({ left: DocumentRef, right: DocumentRef }),
      output: z.strictObject({ rows: z.array(ComparedRow).max(5000) }),
      errors: { ...inspectionErrors, DOCUMENT_NOT_FOUND: Nothing },
    },
    close: {
      about: 'Forgets an inspection. The oldest is forgotten by itself when there are many.',
      role: 'viewer',
      input: z.strictObject({ inspectionId: IdText }),
      output: Nothing,
    },
  },
} as const satisfies ContractTree;
