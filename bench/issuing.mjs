/**
 * Certificates issued through core (imported, prepared, approved in batches; each one read back, judged, signed in a
 * SoftHSM token, verified and stored with its audit entry) beside the bare signatures of a C loop with the same key.
 * `node bench/issuing.mjs [--rounds 3] [--batch 200] [--ms 2000]`
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { ratios, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { watchStalls } from './lib/stalls.ts';
import { addModule, coreWorld, realHosts, value } from '../src-main/core/core-for-tests.ts';
import { makeCsr, sampleSpec, testKey } from '../src-main/core/pki/testing/make-csr.ts';

/**
 * @typedef {import('./lib/figures.ts').Line} Line
 * @typedef {import('./lib/figures.ts').Goal} Goal
 */

const rounds = numberOption('rounds', 3);
const batch = numberOption('batch', 200);
const ms = numberOption('ms', 2000);

const report = startReport('Issuing');
const bench = await temporaryToken();
const world = await coreWorld({ spawnHost: realHosts(bench.env), secrets: { pin: bench.pin } });
await addModule(world, bench.modulePath);
const { slots } = value(await world.client.tokens.list({}));
const tokenUri = slots.find(({ token }) => token?.label === bench.label)?.token?.uri ?? '';

/** @param {'ec-p256' | 'rsa-3072'} algorithm */
async function makeAuthority(algorithm) {
  const { authority } = value(
    await world.client.authorities.create(
      {
        spec: {
          name: `Bench ${algorithm}`,
          kinds: ['tls-client'],
          subject: [{ type: 'CN', value: `Bench ${algorithm}` }],
          tokenUri,
          algorithm,
          padding: 'pkcs1',
          validityDays: 365,
          pathLength: 0,
          permitted: [],
          excluded: [],
          policy: { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' },
        },
      },
      world.person,
    ),
  );
  const { rows } = value(await world.client.keys.onToken({ tokenUri, offset: 0, limit: 500 }));
  const key = rows.find((row) => row.key.spkiSha256 === authority.spkiSha256)?.key;
  return { authorityId: authority.authorityId, keyId: key?.keyId ?? '' };
}

let made = 0;
/** Requests with one key and a group each, so that no two have the same bytes. @param {number} count */
function sources(count) {
  return Array.from({ length: count }, () => {
    const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
    const notAfter = new Date(notBefore.getTime() + 10 * 86_400_000);
    const spec = { ...sampleSpec, keyGroupId: `bench-${(made += 1)}`, notBefore, notAfter };
    return { name: `${made}.der`, content: makeCsr(spec, testKey('ec-p256')).der };
  });
}

/** @param {() => Promise<unknown>} work */
async function rateOf(work) {
  const began = performance.now();
  const { stalls } = await watchStalls(work);
  return { rate: (batch * 1000) / (performance.now() - began), stalls };
}

/** @param {'ec-p256' | 'rsa-3072'} algorithm @param {{ authorityId: string, keyId: string }} authority */
async function oneRound(algorithm, { authorityId, keyId }) {
  const c = await bench.peer('sign', algorithm === 'ec-p256' ? 'ec' : 'rsa', keyId, ms);
  const files = sources(batch);
  /** @type {string[]} */
  let requestIds = [];
  const imported = await rateOf(async () => {
    const { requests } = value(await world.client.requests.import({ sources: files }));
    requestIds = requests.map(({ requestId }) => requestId);
  });
  /** @type {{ issuanceId: string, tbsSha256: string }[]} */
  const approvals = [];
  const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
  const prepared = await rateOf(async () => {
    for (const requestId of requestIds) {
      const wish = { requestId, authorityId, purpose: /** @type {const} */ ('tls-client'), strike, services: [] };
      const { issuance } = value(await world.client.requests.prepare(wish));
      approvals.push({ issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 });
      // Core is in this process: calls that follow each other at once would count as one task of it.
      await setImmediate();
    }
  });
  const issued = await rateOf(async () => value(await world.client.requests.approve({ approvals }, world.person)));
  return { c: (c.count * 1000) / c.ms, imported, prepared, issued };
}

/** @type {Line[]} */
const lines = [];
/** @type {Goal[]} */
const goals = [];
for (const [algorithm, text] of /** @type {const} */ ([
  ['ec-p256', 'P-256'],
  ['rsa-3072', 'RSA 3072'],
])) {
  const authority = await makeAuthority(algorithm);
  report.step(`${text}: warming up`);
  await oneRound(algorithm, authority);
  /** @type {Awaited<ReturnType<typeof oneRound>>[]} */
  const runs = [];
  for (let round = 1; round <= rounds; round++) {
    report.step(`${text}: round ${round} of ${rounds}`);
    runs.push(await oneRound(algorithm, authority));
  }
  /** @param {string} what @param {string} unit @param {readonly number[]} values */
  const line = (what, unit, values) => lines.push({ what: `${text}: ${what}`, unit, spread: spreadOf(values) });
  line('bare signatures, C loop', '1/s', runs.map(({ c }) => c)); // prettier-ignore
  line('requests imported', '1/s', runs.map(({ imported }) => imported.rate)); // prettier-ignore
  line('requests prepared, 1 a call', '1/s', runs.map(({ prepared }) => prepared.rate)); // prettier-ignore
  line(`certificates issued, ${batch} a call`, '1/s', runs.map(({ issued }) => issued.rate)); // prettier-ignore
  const ratio = ratios(
    runs.map(({ issued }) => issued.rate),
    runs.map(({ c }) => c),
  );
  line('issued : bare signatures', 'ratio', ratio);
  line('longest task in core, preparing', 'ms', runs.map(({ prepared }) => prepared.stalls.task)); // prettier-ignore
  line('longest task in core, issuing', 'ms', runs.map(({ issued }) => issued.stalls.task)); // prettier-ignore
  const longest = Math.max(...runs.map(({ issued }) => issued.stalls.task));
  goals.push({ what: `${text}: longest task in core while issuing, in ms`, value: longest, bound: 50, better: 'less' });
}
report.end(lines, goals);
await world[Symbol.asyncDispose]();
bench.remove();
