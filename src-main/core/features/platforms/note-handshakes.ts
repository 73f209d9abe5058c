import { sha256 } from '../../store/sha256.ts';
import type { SeenHandshake } from './connect-ticket.ts';
import type { PlatformsDeps } from './platforms.deps.ts';

/** Both sides have shown that they have the keys of their leaves: certificates at work, told to the plans that wait for it. */
export async function noteHandshakes(
  { seen: note }: Pick<PlatformsDeps, 'seen'>,
  seen: readonly SeenHandshake[],
  connection: string,
): Promise<void> {
  const leaves = new Map<string, string>();
  for (const { handshake, party } of seen) {
    const [theirs] = handshake.theirChain;
    if (theirs !== undefined) leaves.set(sha256(theirs), `connection to ${connection}`);
    const [ours] = party?.chain ?? [];
    // One that was refused right after the handshake is not at work.
    if (ours !== undefined && handshake.oursSent && handshake.refused === undefined) {
      leaves.set(sha256(ours), `shown to ${connection}`);
    }
  }
  for (const [hash, text] of leaves) await note(hash, text.slice(0, 200));
}
