import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { GROUP_ID } from '../fixtures/real-console.ts';
import { CA_TOKEN, CLIENT_TOKEN, test, twoParties, type Cli, type TwoParties } from '../fixtures/two-parties.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
/** Where distributions put OpenSSL's PKCS#11 engine. */
const ENGINES = ['/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so', '/usr/lib64/engines-3/pkcs11.so'];
const engine = ENGINES.find((path) => existsSync(path));

interface Seen {
  readonly protocol: string;
  readonly oursSent: boolean;
  readonly ours: { readonly ocpi?: Ids };
  readonly theirs: { readonly ocpi?: Ids; readonly path?: { readonly verdict: string } };
}
interface Ids {
  readonly partyIds: readonly string[];
}
interface Listened {
  readonly handshakes: readonly { readonly handshake: Seen }[];
}

/** A root in the hub's SoftHSM token; both workspaces trust it. */
async function makeRoot(parties: TwoParties): Promise<string> {
  const { cliOf, hub, requester, file, pinFile } = parties;
  const kinds = ['--kind', 'tls-client', '--kind', 'tls-server'];
  const what = ['--name', 'Hub Root', '--subject', 'CN=Hub Root,O=Example Hub,C=DE', '--token', CA_TOKEN];
  await cliOf(hub)('authority', 'create', ...what, ...kinds, '--pin-file', pinFile);
  const pem = file('root.pem');
  await cliOf(hub)('authority', 'export', '--authority', 'Hub Root', '--format', 'pem', '--out', pem);
  const { stdout } = await run('openssl', ['x509', '-in', pem, '-noout', '-fingerprint', '-sha256']);
  const sha256 = stdout.trim().split('=')[1]?.replaceAll(':', '').toLowerCase() ?? '';
  const trust = ['certificate', 'trust', pem, '--sha256', sha256, '--purpose', 'tls-client', '--purpose', 'tls-server'];
  await cliOf(requester)(...trust);
  return pem;
}

/** From CSR to a chain that its owner has taken back; answers with the chain's file. */
async function certify(parties: TwoParties, owner: Cli, group: string, purpose: string, pin: string): Promise<string> {
  const { cliOf, hub, file, pinFile } = parties;
  const [csr, chain] = [file(`${group}.csr.pem`), file(`${group}.chain.pem`)];
  const now = ['--not-before', new Date().toISOString()];
  await owner('csr', 'create', '--group', group, '--out', csr, ...now, '--pin-file', pin);
  const atHub = cliOf(hub);
  const taken = (await atHub('request', 'import', csr)) as { requests: { requestId: string }[] };
  const request = ['--request', taken.requests[0]?.requestId ?? '', '--authority', 'Hub Root', '--purpose', purpose];
  await atHub('request', 'approve', ...request, '--yes', '--out', chain, '--pin-file', pinFile);
  await owner('certificate', 'import', chain, '--group', group);
  return chain;
}

/** A group with a key in the software token of the workspace. */
async function softwareGroup(
  cli: Cli,
  id: string,
  purpose: string,
  who: readonly string[],
  pin: string,
): Promise<void> {
  await cli('token', 'init', '--software', '--label', 'soft', '--pin-file', pin);
  await cli('key-group', 'create', '--id', id, '--purpose', purpose, ...who);
  await cli('key', 'generate', '--group', id, '--token', 'software', '--pin-file', pin);
}

/** The hub listens with its software key; `client` speaks to the port. Answers with what the hub saw. */
async function listening(
  { hub, passphraseFile }: TwoParties,
  env: Readonly<Record<string, string>>,
  client: (port: string) => Promise<void>,
): Promise<Listened> {
  const words = ['tls', 'listen', '--group', 'hub-server', '--seconds', '90', '--json'];
  const child = spawn(
    process.execPath,
    [join(root, 'out/cli/cli.cjs'), ...words, '--pin-file', passphraseFile, '--workspace', hub],
    { env: { ...process.env, ...env } },
  );
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const port = (): string => /listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1] ?? '';
    await expect.poll(port, { timeout: 60_000 }).not.toBe('');
    await client(port());
    child.kill('SIGINT'); // as a person ends it; it then tells what it saw
    await ended;
    return JSON.parse(out) as Listened;
  } finally {
    child.kill();
  }
}

const hubIs = ['--owner', 'DERHB', '--counterpart', 'DEGEF', '--subject', 'CN=hub1.example.net,O=Example Hub,C=DE'];
const hubServer = [...hubIs, '--san', 'dns:hub1.example.net', '--party', 'DERHB'];
const requesterIs = [
  '--owner',
  'DEGEF',
  '--counterpart',
  'DERHB',
  '--subject',
  'CN=cpo1.example.org,O=Example CPO,C=DE',
];
const requesterIds = ['--party', 'DEGEF', '--sub-cpo', 'DE*GEF', '--sub-emsp', 'DE-GDF'];

test('party ids are read on both sides of a live TLS 1.3 handshake of two software keys', async ({ place }) => {
  test.setTimeout(240_000);
  const parties = await twoParties(place);
  const { cliOf, hub, requester, passphraseFile } = parties;
  await makeRoot(parties);
  await softwareGroup(cliOf(hub), 'hub-server', 'tls-server', hubServer, passphraseFile);
  await certify(parties, cliOf(hub), 'hub-server', 'tls-server', passphraseFile);
  const client = [...requesterIs, ...requesterIds];
  await softwareGroup(cliOf(requester), 'cpo1-soft', 'tls-client', client, passphraseFile);
  await certify(parties, cliOf(requester), 'cpo1-soft', 'tls-client', passphraseFile);

  let probed: Seen | undefined;
  const { handshakes } = await listening(parties, place.hsm.env, async (port) => {
    const words = ['tls', 'probe', `127.0.0.1:${port}`, '--server-name', 'hub1.example.net', '--group', 'cpo1-soft'];
    // A listener that hangs up as soon as it has seen enough may be told as a refusal: the ids are what is asked here.
    probed = (await cliOf(requester, true)(...words, '--pin-file', passphraseFile)) as Seen;
  });
  expect(probed).toMatchObject({
    protocol: 'TLSv1.3',
    oursSent: true,
    ours: { ocpi: { partyIds: ['DEGEF'] } },
    theirs: { ocpi: { partyIds: ['DERHB'] }, path: { verdict: 'valid' } },
  });
  expect(handshakes).toMatchObject([
    {
      handshake: {
        protocol: 'TLSv1.3',
        theirs: { ocpi: { partyIds: ['DEGEF'] } },
        ours: { ocpi: { partyIds: ['DERHB'] } },
      },
    },
  ]);
});

test('the same with the client’s key in a token, through OpenSSL', async ({ place }) => {
  test.skip(engine === undefined, 'OpenSSL’s PKCS#11 engine is not installed (package libengine-pkcs11-openssl)');
  test.setTimeout(240_000);
  const parties = await twoParties(place);
  const { cliOf, hub, requester, file, passphraseFile, pinFile } = parties;
  const pem = await makeRoot(parties);
  await softwareGroup(cliOf(hub), 'hub-server', 'tls-server', hubServer, passphraseFile);
  await certify(parties, cliOf(hub), 'hub-server', 'tls-server', passphraseFile);
  const chain = await certify(parties, cliOf(requester), GROUP_ID, 'tls-client', pinFile);

  const conf = file('openssl.cnf');
  const section = ['[pkcs11]', 'engine_id = pkcs11', `dynamic_path = ${engine}`, `MODULE_PATH = ${place.hsm.library}`];
  const main = ['openssl_conf = init', '[init]', 'engines = engines', '[engines]', 'pkcs11 = pkcs11'];
  writeFileSync(conf, [...main, ...section, 'init = 0', ''].join('\n'));
  // The engine takes every byte of the file as the PIN, a line end too.
  const barePin = file('bare-pin');
  writeFileSync(barePin, readFileSync(pinFile, 'utf8').trimEnd(), { mode: 0o600 });
  const key = `pkcs11:token=${CLIENT_TOKEN};type=private;pin-source=file:${barePin}`;
  let answer = '';
  const { handshakes } = await listening(parties, place.hsm.env, async (port) => {
    const tls = ['-connect', `127.0.0.1:${port}`, '-servername', 'hub1.example.net', '-tls1_3', '-showcerts'];
    const ours = ['-engine', 'pkcs11', '-keyform', 'engine', '-key', key, '-cert', chain, '-cert_chain', chain];
    const spoken = run('openssl', ['s_client', ...tls, ...ours, '-CAfile', pem], {
      env: { ...process.env, ...place.hsm.env, OPENSSL_CONF: conf },
      timeout: 60_000,
    });
    spoken.child.stdin?.end();
    answer = (await spoken).stdout;
  });
  expect(handshakes).toMatchObject([
    { handshake: { protocol: 'TLSv1.3', theirs: { ocpi: { partyIds: ['DEGEF'] }, path: { verdict: 'valid' } } } },
  ]);
  const server = file('seen-server.pem');
  writeFileSync(server, /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(answer)?.[0] ?? '');
  expect(readFileSync(server, 'utf8')).not.toBe('');
  expect(await cliOf(requester)('certificate', 'inspect', server)).toMatchObject({ ocpi: { partyIds: ['DERHB'] } });
});
