import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededNumber } from '../../../../e2e/platform/data/seeded-number.ts';
import type { Platform } from '../../../../e2e/platform/start-platform.ts';
import { value } from '../../core-for-tests.ts';
import { expectHeldAsServed } from './held-as-served-for-tests.ts';
import { platformWorld, type PlatformWorld } from './demo-platform-for-tests.ts';

const CDRS = 300;
const PAGE = 20;
/** About what a page of them is long. */
const PAGE_OCTETS = 30_000;
const MOST_TRIES = 8;

/** Who dies, by turns: mostly the server; then the read is stopped by somebody; then the core itself ends. */
const deaths = [
  'server',
  'server',
  'server-comes-back',
  'server',
  'stop',
  'server-comes-back',
  'server',
  'core',
] as const;

/**
 * Reads a feed whose server, reader or core dies at a random point, as often as is said; reads it to its end afterwards, and
 * compares what is held with what was served. The server has died `least` times at the end. The seed is in the name, so that
 * a failure can be had again.
 */
export function testSyncKills(rounds: number, seed: number, least: number): void {
  let w: PlatformWorld;
  let platform: Platform;
  beforeAll(async () => {
    w = await platformWorld();
    platform = await w.start({
      versions: ['2.2.1'],
      sizes: { cdrs: CDRS, sessions: CDRS, locations: 20 },
      auth: { token: null },
      seed,
    });
  });
  afterAll(() => w[Symbol.asyncDispose]());

  /** One read that may die on the way; true when it came to the end of the feed. */
  async function read(connectionId: string, signal?: AbortSignal): Promise<boolean> {
    const end = await w.sync(connectionId, 'auto', signal);
    return end.ok && end.value.runs.every(({ end: how }) => how === 'done');
  }

  async function dying(connectionId: string, round: number, death: (typeof deaths)[number]): Promise<boolean> {
    const random = (salt: number, below: number): number => seededNumber(seed, salt, round) % below;
    if (death === 'stop') {
      const stop = new AbortController();
      const reading = read(connectionId, stop.signal);
      await after(random(1, 60));
      stop.abort();
      const whole = await reading;
      // Whoever stops a read is answered at once; the read itself ends after the page that is in its hands.
      await expect.poll(async () => (await w.get(connectionId)).running, { timeout: 5000 }).toBe(false);
      return whole;
    }
    if (death === 'core') {
      const reading = read(connectionId).catch(() => false);
      await after(random(1, 60));
      await w.world.again();
      return reading;
    }
    platform.dieAt(random(2, CDRS / PAGE), random(3, PAGE_OCTETS));
    const reading = read(connectionId);
    if (death === 'server-comes-back') {
      // While the client still tries by itself, or a little too late.
      await Promise.race([reading, after(50 + random(4, 600))]);
      await platform.revive();
    }
    const whole = await reading;
    await platform.revive();
    return whole;
  }

  test(
    `a feed is held whole and nothing twice after ${least} deaths of the server and more on the way (seed ${seed})`,
    { timeout: 230_000 },
    async () => {
      for (let round = 0; round < rounds; round++) {
        const schedule = { modules: ['cdrs' as const], everyMinutes: 0, fullEveryDays: 7 };
        const limits = { timeoutSeconds: 5, parallel: 2, pageSize: PAGE, maxPageMegabytes: 8 };
        const connectionId = await w.connect(platform, { schedule, limits });
        let whole = await dying(connectionId, round, deaths[round % deaths.length] ?? 'server');
        for (let tries = 0; !whole; tries++) {
          expect(tries, `round ${round}: the read does not come to its end`).toBeLessThan(MOST_TRIES);
          // Every third time it dies once more while it goes on.
          whole =
            tries === 0 && round % 3 === 0
              ? await dying(connectionId, round + 100_000, 'server')
              : await read(connectionId);
        }
        const place = seededNumber(seed, 5, round) % CDRS;
        await expectHeldAsServed(w, platform, connectionId, { place, round });
        const { name } = (await w.get(connectionId)).settings;
        value(await w.world.client.platforms.remove({ connectionId, name }));
      }
      // Not every round is one: some reads are over before.
      expect(platform.deaths()).toBeGreaterThanOrEqual(least);
    },
  );
}
