import { z } from 'zod';
import { FilePath, IdText } from './common.ts';

/**
 * A file or folder outside the workspace. The window never names a path: a person picks it in a dialog of the shell, which
 * grants it to core under a one-time id. The command line is the person and names paths itself.
 */
export const Place = z.union([z.strictObject({ grant: IdText }), z.strictObject({ path: FilePath })]);
export type Place = z.infer<typeof Place>;

const PlaceReason = z.enum([
  'not-granted',
  'exists',
  'missing',
  'not-empty',
  'read-only',
  'disk-full',
  'not-a-folder',
  /** The software token's folder holds links or folders where its files should be: no backup would be whole. */
  'strange-files',
  'io',
]);
export type PlaceReason = z.infer<typeof PlaceReason>;

export const placeErrors = { PLACE_REFUSED: z.strictObject({ reason: PlaceReason }) } as const;
