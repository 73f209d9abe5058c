/**
 * A new connection over mutual TLS with a key of SoftHSM by the TLS helper, beside one with a key of the software token by
 * node:tls, by turns; each is judged, and nothing is sent. Goal: within 1.3.
 *   node bench/dial.mjs [--count 100] [--rounds 3]
 */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { performance } from 'node:perf_hooks';
import { ratios, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { addModule, coreWorld, initToken, realHosts, value } from '../src-main/core/core-for-tests.ts';
import { testHelper } from '../src-main/core/dial/helper-for-tests.ts';
import { certifiedKey, thisYear } from '../src-main/core/features/platforms/certified-for-tests.ts';
import {
  issueLeaf,
  makeRoot,
  pemOf,
  sha256Of,
  source,
} from '../src-main/core/features/certificates/issue-for-tests.ts';
import { pathKey } from '../src-main/core/pki/path/testing/path-keys.ts';
import { blankConnection } from '../shared/domain/connection-defaults.ts';

const count = numberOption('count', 100);
const rounds = numberOption('rounds', 3);
const report = startReport('New connections over mutual TLS');
const bench = await temporaryToken();
const { pin } = bench;
const owner = { tlsHelper: testHelper() };
const world = await coreWorld({ spawnHost: realHosts(bench.env), secrets: { pin, newPin: pin }, owner });
await addModule(world, bench.modulePath);
const root = makeRoot('Platform root');
const trust = { source: source(root.der), sha256: sha256Of(root.der), note: 'bench' };
value(await world.client.certificates.trust({ ...trust, purposes: ['tls-client', 'tls-server'] }));
const software = await initToken(world, 'software', 'Software keys');
const { slots } = value(await world.client.tokens.list({}));
const token = slots.find((slot) => slot.token?.label === bench.label)?.token?.uri ?? '';

const { privateKey, spki } = pathKey('ec-p256', 'server');
const usage = '1.3.6.1.5.5.7.3.1';
const leaf = issueLeaf(root, { ...thisYear, usage, dns: ['localhost'], spki });
const server = createServer({
  key: privateKey.export({ format: 'pem', type: 'pkcs8' }),
  cert: pemOf(leaf, root.der),
  ca: pemOf(root.der),
  requestCert: true,
  rejectUnauthorized: true,
});
// Refused at once: what is measured is the way to the first octet.
server.on('request', (_request, response) => response.writeHead(404, { connection: 'close' }).end());
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}/versions`;

/** @param {string} group @param {string} tokenUri */
async function connection(group, tokenUri) {
  const generationId = await certifiedKey(world, root, { group, tokenUri });
  const authorization = /** @type {const} */ ({ ...blankConnection.authorization, kind: 'none' });
  const trusted = { kind: /** @type {const} */ ('ca'), certificates: [root.der] };
  const settings = { ...blankConnection, name: group, versionsUrl: url, authorization, generationId, trust: trusted };
  return value(await world.client.platforms.add({ settings })).connectionId;
}

/** How long connections took that were opened one by one, as the diagnosis tells it. @param {string} connectionId */
async function open(connectionId) {
  const times = [];
  for (let at = 0; at < count; at += 1) {
    const { steps } = value(await world.client.platforms.diagnose({ connectionId }, { onItem: () => undefined }));
    const [first] = steps;
    if (first?.handshake?.oursSent !== true) throw new Error(JSON.stringify(steps));
    times.push(first.milliseconds);
  }
  return times;
}

/** The PINs, once: both tokens stay signed in. */
const asked = {
  /** @param {Parameters<typeof world.person.onItem>[0] | { kind: 'step' }} item */
  onItem: (item) => (item.kind === 'step' ? undefined : world.person.onItem(item)),
};
const bySoftware = await connection('software', software);
const byToken = await connection('token', token);
const cold = performance.now();
await world.client.platforms.diagnose({ connectionId: byToken }, asked);
const first = performance.now() - cold;
await world.client.platforms.diagnose({ connectionId: bySoftware }, asked);
/** @type {{ software: number[], token: number[] }} */
const medians = { software: [], token: [] };
const all = { software: /** @type {number[]} */ ([]), token: /** @type {number[]} */ ([]) };
for (let round = 1; round <= rounds; round += 1) {
  report.step(`round ${round} of ${rounds}`);
  for (const [name, id] of /** @type {const} */ ([
    ['software', bySoftware],
    ['token', byToken],
  ])) {
    const times = await open(id);
    all[name].push(...times);
    medians[name].push(times.reduce((sum, time) => sum + time, 0) / times.length);
  }
}
server.close();
server.closeAllConnections();
const ratio = spreadOf(ratios(medians.token, medians.software));
report.end(
  [
    { what: 'software key, node:tls', unit: 'ms', spread: spreadOf(all.software) },
    { what: 'token key, TLS helper', unit: 'ms', spread: spreadOf(all.token) },
    { what: 'token key : software key, means of a round', unit: 'ratio', spread: ratio },
    {
      what: 'the first with a token key, with the start of the helper and the rest of a diagnosis',
      unit: 'ms',
      spread: spreadOf([first]),
    },
  ],
  [
    {
      what: 'a connection with a token key beside one with a software key',
      value: ratio.median,
      bound: 1.3,
      better: 'less',
    },
  ],
);
await world[Symbol.asyncDispose]();
bench.remove();
