/**
 * Certificates that two operators have voted on: each ballot judged by all checks and signed by an identity key in a SoftHSM
 * token, then issued in batches, the votes verified again in the signing transaction; beside the bare signatures of a C
 * loop. `node bench/voted-issuing.mjs [--rounds 3] [--batch 100] [--ms 2000]`
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { ratios, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { watchStalls } from './lib/stalls.ts';
import { addModule, coreWorld, createGroup, realHosts, value } from '../src-main/core/core-for-tests.ts';
import { decisionWorld } from '../src-main/core/features/decisions/decisions-for-tests.ts';

/**
 * @typedef {import('./lib/figures.ts').Line} Line
 * @typedef {import('./lib/figures.ts').Goal} Goal
 * @typedef {{ issuanceId: string, tbsSha256: string }} Ballot
 */

const rounds = numberOption('rounds', 3);
const batch = numberOption('batch', 100);
const ms = numberOption('ms', 2000);

const report = startReport('Issuing with votes');

/** The bare rate of a P-256 key in the same kind of token. */
const bench = await temporaryToken();
const bare = await coreWorld({ spawnHost: realHosts(bench.env), secrets: { pin: bench.pin } });
await addModule(bare, bench.modulePath);
const { slots } = value(await bare.client.tokens.list({}));
const tokenUri = slots.find(({ token }) => token?.label === bench.label)?.token?.uri ?? '';
const groupRef = await createGroup(bare, 'bare');
value(await bare.client.keys.generate({ groupRef, tokenUri }, bare.person));
const { rows } = value(await bare.client.keys.onToken({ tokenUri, offset: 0, limit: 10 }));
const keyId = rows[0]?.key.keyId ?? '';

report.step('operators, partner and requests');
const at = await decisionWorld({ requests: (rounds + 1) * batch });
const bea = await at.enrolBea();
let next = 0;

/** @param {() => Promise<unknown>} work */
async function rateOf(work) {
  const began = performance.now();
  const { stalls } = await watchStalls(work);
  return { seconds: (performance.now() - began) / 1000, rate: (batch * 1000) / (performance.now() - began), stalls };
}

async function oneRound() {
  const c = await bench.peer('sign', 'ec', keyId, ms);
  /** @type {Ballot[]} */
  const ballots = [];
  for (let i = 0; i < batch; i++) {
    ballots.push(await at.prepare(next));
    next += 1;
    await setImmediate();
  }
  const opened = await rateOf(async () => {
    for (const { issuanceId } of ballots) {
      value(await at.ada.decisions.show({ issuanceId }));
      await setImmediate();
    }
  });
  for (const { issuanceId } of ballots) value(await bea.decisions.show({ issuanceId }));
  const voted = await rateOf(async () =>
    value(await at.ada.decisions.vote({ ballots, decision: 'approve' }, at.adaPerson)),
  );
  value(await bea.decisions.vote({ ballots, decision: 'approve' }, at.world.typist(bea)));
  const issued = await rateOf(async () => value(await at.ada.requests.approve({ approvals: ballots }, at.adaPerson)));
  return { c: (c.count * 1000) / c.ms, opened, voted, issued };
}

report.step('warming up');
await oneRound();
/** @type {Awaited<ReturnType<typeof oneRound>>[]} */
const runs = [];
for (let round = 1; round <= rounds; round++) {
  report.step(`round ${round} of ${rounds}`);
  runs.push(await oneRound());
}

/** @type {Line[]} */
const lines = [];
/** @param {string} what @param {string} unit @param {readonly number[]} values */
const line = (what, unit, values) => lines.push({ what, unit, spread: spreadOf(values) });
line('bare signatures, C loop', '1/s', runs.map(({ c }) => c)); // prettier-ignore
line('prepared certificates opened, all checks', '1/s', runs.map(({ opened }) => opened.rate)); // prettier-ignore
line(`votes of one operator, ${batch} a call`, '1/s', runs.map(({ voted }) => voted.rate)); // prettier-ignore
line(`certificates issued on two votes, ${batch} a call`, '1/s', runs.map(({ issued }) => issued.rate)); // prettier-ignore
const bareRates = runs.map(({ c }) => c);
line('votes : bare signatures', 'ratio', ratios(runs.map(({ voted }) => voted.rate), bareRates)); // prettier-ignore
line('issued on two votes : bare signatures', 'ratio', ratios(runs.map(({ issued }) => issued.rate), bareRates)); // prettier-ignore
line('longest task in core, voting', 'ms', runs.map(({ voted }) => voted.stalls.task)); // prettier-ignore
line('longest task in core, issuing', 'ms', runs.map(({ issued }) => issued.stalls.task)); // prettier-ignore
/** @type {Goal[]} */
const goals = [
  ['voting', Math.max(...runs.map(({ voted }) => voted.stalls.task))],
  ['issuing', Math.max(...runs.map(({ issued }) => issued.stalls.task))],
].map(([what, value]) => ({
  what: `longest task in core while ${what}, in ms`,
  value: Number(value),
  bound: 50,
  better: 'less',
}));
report.end(lines, goals);
await at[Symbol.asyncDispose]();
await bare[Symbol.asyncDispose]();
bench.remove();
