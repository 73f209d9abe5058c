import { z } from 'zod';
import { Count, IdText, IsoDate } from './common.ts';
import { ForeignText } from './pki-facts.ts';

/** The key that a connection shows: its group, the generation, and the leaf's end. */
export const ConnectionIdentity = z.strictObject({
  groupRef: IdText,
  keyGroupId: ForeignText,
  generation: Count,
  notAfter: IsoDate,
  software: z.boolean(),
  /** The key wants its PIN for each handshake; absent as long as its token does not show it. */
  pinPerSignature: z.boolean().optional(),
  /** A later generation of the group that has a certificate: it could be shown in its place. */
  successor: z.strictObject({ generationId: IdText, generation: Count, notAfter: IsoDate }).optional(),
});
