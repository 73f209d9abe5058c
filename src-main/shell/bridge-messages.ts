import { z } from 'zod';
import { Appearance } from './appearance.ts';

/** Most bytes of a file that a page may hand over to be saved, or dragged out. */
export const LARGEST_FILE = 32 * 1024 * 1024;
export const LARGEST_DRAG = 4 * 1024 * 1024;
/** Characters of a page that is printed: its address may have two megabytes, as base64. */
const LARGEST_PAGE = 500_000;

const Name = z.string().min(1).max(400);
const bytesUpTo = (most: number) => z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= most);

/** Everything a page may ask of the shell. A strict union: what does not fit is refused and answered with nothing. */
export const BridgeMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pick-place'),
    place: z.enum(['file', 'module', 'folder', 'new-file', 'new-folder']),
    suggestedName: Name.optional(),
  }),
  z.strictObject({ kind: z.literal('save-file'), name: Name, bytes: z.instanceof(Uint8Array) }),
  z.strictObject({ kind: z.literal('save-pdf'), name: Name, html: z.string().max(LARGEST_PAGE) }),
  z.strictObject({ kind: z.literal('show-saved'), savedId: z.uuid() }),
  z.strictObject({ kind: z.literal('copy-text'), text: z.string().max(1024 * 1024) }),
  z.strictObject({ kind: z.literal('open-external'), id: z.string().max(40) }),
  z.strictObject({ kind: z.literal('drag-out'), name: Name, bytes: bytesUpTo(LARGEST_DRAG) }),
  z.strictObject({ kind: z.literal('open-demo') }),
  z.strictObject({ kind: z.literal('leave-demo'), remove: z.boolean() }),
  z.strictObject({ kind: z.literal('appearance'), appearance: Appearance }),
]);
export type BridgeMessage = z.infer<typeof BridgeMessage>;
