/**
 * Most tokens of the software module in one workspace. Each has a slot; beside them there is one slot for a new token,
 * unless there are so many.
 */
export const MOST_SOFTWARE_TOKENS = 16;

const NUMBERS = Array.from({ length: MOST_SOFTWARE_TOKENS }, (_, index) => index + 1);

/**
 * Folder of the nth software token inside the module's folder, as one name; `undefined` for the first, which lies in the
 * module's folder itself. `softwareTokenFolder(2)` is `token-2`.
 */
export function softwareTokenFolder(number: number): string | undefined {
  return number === 1 ? undefined : `token-${number}`;
}

/** Names of all folders that a further software token may have. */
export const softwareTokenFolders: readonly string[] = NUMBERS.flatMap((number) => softwareTokenFolder(number) ?? []);

/** Slot of the nth software token: the same number whatever other tokens there are. */
export function softwareSlotId(number: number): string {
  return number === 1 ? 'software' : `software-${number}`;
}

/** The number of a slot, or undefined where no software token can be. */
export function softwareTokenNumber(slotId: string): number | undefined {
  return NUMBERS.find((number) => softwareSlotId(number) === slotId);
}
