import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deed, deeds, type DeedPlace, brokenPromises, perform } from './decision-deeds-for-tests.ts';
import { type DecisionWorld, decisionWorld } from './features/decisions/decisions-for-tests.ts';

/** No order of deeds, by two operators one after the other or at once, breaks what must hold of every decision. */
const LONG = process.env['LONG'] === '1';
let at: DecisionWorld;
let place: DeedPlace;

beforeAll(async () => {
  at = await decisionWorld({ requests: 1, third: true });
  const bea = await at.enrolBea();
  const dan = await at.enrolDan(bea);
  place = {
    people: [
      { name: 'Ada Smith', client: at.ada, prompts: at.adaPerson },
      { name: 'Bea Jones', client: bea, prompts: at.world.typist(bea) },
    ],
    entering: { name: 'Dan Brown', client: dan, prompts: at.world.typist(dan) },
    authorityId: at.authorityId,
    partnerId: at.partnerId,
    now: () => new Date(),
  };
}, 60_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

const seen = new Map<string, number>();
async function done(deed: Deed, pick: number): Promise<void> {
  const end = `${deed}: ${await perform(deed, place, pick)}`;
  seen.set(end, (seen.get(end) ?? 0) + 1);
}

const step = fc.record({
  deed: fc.constantFrom<Deed>(...deeds),
  pick: fc.nat(15),
  /** Done by the other at the same moment. */
  beside: fc.option(fc.record({ deed: fc.constantFrom<Deed>(...deeds), pick: fc.nat(15) }), {
    freq: 2,
    nil: undefined,
  }),
});

test('nothing is issued twice, nothing without its votes, nothing is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60 }), async (steps) => {
      for (const { deed, pick, beside } of steps) {
        const both = [done(deed, pick), ...(beside === undefined ? [] : [done(beside.deed, beside.pick)])];
        await Promise.all(both);
      }
      expect(brokenPromises(at.world.workspacePath)).toEqual([]);
      expect([...seen.keys()].filter((end) => end.endsWith('INTERNAL'))).toEqual([]);
    }),
    { numRuns: LONG ? 150 : 5, endOnFailure: true },
  );
  // Not everything was refused.
  for (const deed of ['issue', 'vote', 'revoke', 'list'] as const) expect(seen.get(`${deed}: done`)).toBeGreaterThan(0);
}, 1_200_000);
