import { z } from 'zod';

/** Schemas that several features share. Every string from outside has a limit here; dates cross as ISO 8601 UTC text. */
export const IdText = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const IsoDate = z.iso.datetime({ offset: false });
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
export const HexText = z.string().regex(/^(?:[0-9a-f]{2}){0,4096}$/);
export const ShortText = z.string().max(200);
export const LongText = z.string().max(4000);
export const FilePath = z.string().min(1).max(4096);
/** RFC 7512 URI of a token or key. Without a query part: that is where `pin-value` and `pin-source` stand (§2.4). */
export const Pkcs11Uri = z
  .string()
  .max(2000)
  .regex(/^pkcs11:[^?]*$/);
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes');
export const Nothing = z.strictObject({});
export const Count = z.int().nonnegative();

/** What can be said of a fact that a module may not report. Unknown is neither yes nor no. */
export const Known = z.enum(['yes', 'no', 'unknown']);
export type Known = z.infer<typeof Known>;

/** Pages by position: rows `offset` to `offset + limit` of the list as sorted and filtered, and how many there are. */
export const PageInput = { offset: Count, limit: z.int().min(1).max(500) };
