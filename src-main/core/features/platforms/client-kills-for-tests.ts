import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededNumber } from '../../../../e2e/platform/data/seeded-number.ts';
import { type Platform, startPlatform } from '../../../../e2e/platform/start-platform.ts';
import { value } from '../../core-for-tests.ts';
import { platformWorld, type PlatformWorld } from './demo-platform-for-tests.ts';
import { expectHeldAsServed } from './held-as-served-for-tests.ts';

const CDRS = 600;
const PAGE = 20;
const PAGES = CDRS / PAGE;
/** About what one page takes from its request to its place in the database. */
const PAGE_MS = 12;

/**
 * Kills the process that reads a feed, core with the threads of its worker, at a random point; every third time the one after it too. A
 * core of this process then reads to the end, and what is held is compared with what was served.
 */
export function testClientKills(rounds: number, seed: number): void {
  let w: PlatformWorld;
  let platform: Platform;
  beforeAll(async () => {
    w = await platformWorld();
    platform = await startPlatform({
      versions: ['2.2.1'],
      sizes: { cdrs: CDRS, sessions: CDRS, locations: 20 },
      auth: { token: null },
      seed,
    });
  });
  afterAll(async () => {
    await platform.close();
    await w[Symbol.asyncDispose]();
  });

  /** Offsets of the pages that were asked for since the request of that number. */
  const offsetsSince = (first: number): readonly number[] =>
    platform.requests.slice(first).flatMap(({ path }) => {
      const url = new URL(path, platform.url);
      return url.searchParams.has('limit') ? [Number(url.searchParams.get('offset') ?? 0)] : [];
    });

  /** Lets a process read and kills it so many milliseconds after it has asked for so many pages; false when it was through. */
  async function killed(connectionId: string, pages: number, ms: number): Promise<boolean> {
    const first = platform.requests.length;
    const script = join(import.meta.dirname, 'sync-once-for-tests.ts');
    const child = spawn(process.execPath, [script, w.world.workspacePath, connectionId], {
      env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let trouble = '';
    child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.once('exit', (_code, signal) => resolve(signal)),
    );
    while (child.exitCode === null && offsetsSince(first).length < pages) await after(1);
    await after(ms);
    child.kill('SIGKILL');
    const signal = await ended;
    expect(trouble).toBe('');
    return signal === 'SIGKILL';
  }

  test(
    `a feed is held whole and nothing twice after its reader was killed ${rounds} times (seed ${seed})`,
    { timeout: 230_000 },
    async () => {
      let kills = 0;
      let wentOn = 0;
      for (let round = 0; round < rounds; round++) {
        const random = (salt: number, below: number): number => seededNumber(seed, salt, round) % below;
        const schedule = { modules: ['cdrs' as const], everyMinutes: 0, fullEveryDays: 7 };
        const limits = { timeoutSeconds: 5, parallel: 2, pageSize: PAGE, maxPageMegabytes: 8 };
        const connectionId = await w.connect(platform, { schedule, limits });
        await w.world.stop();
        if (await killed(connectionId, 1 + random(1, PAGES - 5), random(2, PAGE_MS))) kills++;
        // What is left may be read before the second can be killed.
        if (round % 3 === 0 && (await killed(connectionId, 1 + random(3, 4), random(4, PAGE_MS)))) kills++;

        await w.world.again();
        expect((await w.get(connectionId)).running, `round ${round}`).toBe(false);
        const before = platform.requests.length;
        const { runs } = value(await w.sync(connectionId));
        expect(
          runs.map(({ end }) => end),
          `round ${round}`,
        ).toEqual(['done']);
        if ((offsetsSince(before)[0] ?? 0) > 0) wentOn++;
        await expectHeldAsServed(w, platform, connectionId, { place: random(5, CDRS), round });
        const { name } = (await w.get(connectionId)).settings;
        value(await w.world.client.platforms.remove({ connectionId, name }));
      }
      // Chance may let one be killed before its first page is held, or after its last.
      expect(kills).toBeGreaterThanOrEqual(rounds / 2);
      expect(wentOn).toBeGreaterThanOrEqual(rounds / 2);
    },
  );
}
