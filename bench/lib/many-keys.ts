import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchToken, keptToken, tokenFolder } from './soft-hsm.ts';

const STEP = 1000;

/**
 * A token with so many P-256 keys in a folder of `kept`, made by the C program in a minute or so and left there: making them through SoftHSM on a
 * disk takes many times longer, and longer for each key that is there already.
 */
export async function tokenWithKeys(kept: string, keys: number, step: (text: string) => void): Promise<BenchToken> {
  const folder = join(kept, `token-${keys}`);
  if (!existsSync(folder)) {
    const draft = tokenFolder();
    try {
      const token = await keptToken(draft);
      for (let made = 0; made < keys; made += STEP) {
        step(`making keys: ${made} of ${keys}`);
        await token.peer('make', 'ec', Math.min(STEP, keys - made));
      }
      token.remove();
      mkdirSync(kept, { recursive: true });
      cpSync(draft, `${folder}.part`, { recursive: true });
      renameSync(`${folder}.part`, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return keptToken(folder);
}
