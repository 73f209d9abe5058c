import type { Wire } from '../../shared/contract/wire/frames.ts';

/** The longest call of a guest is a key generation (300 s) with its sign-in. */
export const GUEST_PATIENCE_MS = 330_000;
const LOOK_EVERY_MS = 50;

/** A second command may have come through our door; its work is finished before the core goes. */
export async function guestsGone(guests: ReadonlySet<Wire>, patienceMs: number): Promise<void> {
  for (let waited = 0; guests.size > 0 && waited < patienceMs; waited += LOOK_EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
