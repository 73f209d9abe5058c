import { cpSync, existsSync, mkdtempSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scratch } from '../../scripts/lib/project.mjs';
import { type BenchToken, keptToken } from './soft-hsm.ts';

/** Where files cost no disk: SoftHSM writes several for each key and waits for every one. */
const MEMORY = '/dev/shm';
const STEP = 1000;

/**
 * A token with so many P-256 keys, made by the C program in a minute or so and kept: making them through SoftHSM on a
 * disk takes many times longer, and longer for each key that is there already.
 */
export async function tokenWithKeys(keys: number, step: (text: string) => void): Promise<BenchToken> {
  const folder = join(scratch, 'bench', `token-${keys}`);
  if (!existsSync(folder)) {
    const draft = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'ocpi-console-bench-'));
    try {
      const token = await keptToken(draft);
      for (let made = 0; made < keys; made += STEP) {
        step(`making keys: ${made} of ${keys}`);
        await token.peer('make', 'ec', Math.min(STEP, keys - made));
      }
      token.remove();
      mkdirSync(join(scratch, 'bench'), { recursive: true });
      cpSync(draft, `${folder}.part`, { recursive: true });
      renameSync(`${folder}.part`, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return keptToken(folder);
}
