/**
 * Certificates issued one by one through core and a SoftHSM token, alone and while CDRs of a platform are read into lists
 * by the same core. Goal: a certificate takes at most 50 ms longer.
 *   node bench/issuing-beside-sync.mjs [--rows 1000000] [--count 100]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { watchStalls } from './lib/stalls.ts';
import { addModule, coreWorld, realHosts, value } from '../src-main/core/core-for-tests.ts';
import { makeCsr, sampleSpec, testKey } from '../src-main/core/pki/testing/make-csr.ts';
import { blankConnection } from '../shared/domain/connection-defaults.ts';

const rows = numberOption('rows', 1_000_000);
const count = numberOption('count', 100);

const report = startReport(`Issuing while ${rows} CDRs are read`);
const bench = await temporaryToken();
const world = await coreWorld({ spawnHost: realHosts(bench.env), secrets: { pin: bench.pin } });
await addModule(world, bench.modulePath);
const { slots } = value(await world.client.tokens.list({}));
const tokenUri = slots.find(({ token }) => token?.label === bench.label)?.token?.uri ?? '';
const { authority } = value(
  await world.client.authorities.create(
    {
      spec: {
        name: 'Bench',
        kinds: ['tls-client'],
        subject: [{ type: 'CN', value: 'Bench' }],
        tokenUri,
        algorithm: 'ec-p256',
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
const { authorityId } = authority;

let made = 0;
/** From the file to the certificate: imported, prepared, approved, signed, stored. */
async function issueOne() {
  const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + 10 * 86_400_000);
  const spec = { ...sampleSpec, keyGroupId: `bench-${(made += 1)}`, notBefore, notAfter };
  const content = makeCsr(spec, testKey('ec-p256')).der;
  const began = performance.now();
  const { requests } = value(await world.client.requests.import({ sources: [{ name: `${made}.der`, content }] }));
  const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
  const requestId = requests[0]?.requestId ?? '';
  const wish = { requestId, authorityId, purpose: /** @type {const} */ ('tls-client'), strike, services: [] };
  const { issuance } = value(await world.client.requests.prepare(wish));
  const approvals = [{ issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 }];
  value(await world.client.requests.approve({ approvals }, world.person));
  return performance.now() - began;
}

async function issueMany() {
  /** @type {number[]} */
  const times = [];
  const { stalls } = await watchStalls(async () => {
    for (let at = 0; at < count; at += 1) times.push(await issueOne());
  });
  return { times, longest: stalls.task };
}

const platform = fork(fileURLToPath(new URL('lib/cdr-platform.ts', import.meta.url)), [String(rows)]);
const [{ url }] = await once(platform, 'message');
const authorization = /** @type {const} */ ({ ...blankConnection.authorization, kind: 'none' });
const settings = { ...blankConnection, name: 'Bench', versionsUrl: url, authorization };
const { connectionId } = value(await world.client.platforms.add({ settings }));
value(await world.client.platforms.discover({ connectionId }));

await issueMany();
report.step('alone');
const before = await issueMany();
report.step('beside the read');
const stop = new globalThis.AbortController();
let read = 0;
const sync = world.client.platforms.sync(
  { connectionId, kind: 'full' },
  { signal: stop.signal, onItem: (item) => void (item.kind === 'sync' && (read = item.counts.objects)) },
);
const beside = await issueMany();
const readMeanwhile = read;
stop.abort();
await sync;
report.step('alone again');
const after = await issueMany();
platform.kill();
const alone = spreadOf([...before.times, ...after.times]);
const both = spreadOf(beside.times);
const later = both.median - alone.median;
report.end(
  [
    { what: 'a certificate, alone', unit: 'ms', spread: alone },
    { what: `a certificate, while ${readMeanwhile} CDRs were read`, unit: 'ms', spread: both },
    { what: 'longest task in core, alone', unit: 'ms', spread: spreadOf([before.longest, after.longest]) },
    { what: 'longest task in core, beside the read', unit: 'ms', spread: spreadOf([beside.longest]) },
  ],
  [
    { what: 'how much later a certificate is beside a read (median), in ms', value: later, bound: 50, better: 'less' },
    { what: 'longest task in core beside a read, in ms', value: beside.longest, bound: 50, better: 'less' },
  ],
);
await world[Symbol.asyncDispose]();
bench.remove();
