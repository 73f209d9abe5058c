import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TlsHandshake } from '../../../../shared/contract/tls.ts';
import { coreWorld, type CoreWorld, createGroup, faultOf, initToken, realHosts, value } from '../../core-for-tests.ts';
import { readCsr } from '../../pki/csr-read.ts';
import { pathKey } from '../../pki/path/testing/path-keys.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { issueLeaf, type LeafWish, makeRoot, pemOf, sha256Of, source } from '../certificates/issue-for-tests.ts';

const root = makeRoot('TLS root');
const issuing = makeRoot('TLS issuing', root);
const SERVER = '1.3.6.1.5.5.7.3.1';
const year = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 200 * 86_400_000) };

let world: CoreWorld;
let token: string;
let client: string;
let listener: string;
const children: ChildProcessWithoutNullStreams[] = [];

beforeAll(async () => {
  world = await coreWorld({
    spawnHost: realHosts({}),
    secrets: { newPin: 'pin 12345678', pin: 'pin 12345678' },
  });
  token = await initToken(world, 'software', 'TLS');
  const trust = { source: source(root.der), sha256: sha256Of(root.der), note: 'partners' };
  value(await world.client.certificates.trust({ ...trust, purposes: ['tls-client', 'tls-server'] }));
  client = await certified('clients', 'tls-client', { partyIds: ['DEGEF'] });
  listener = await certified('servers', 'tls-server', { usage: SERVER, dns: ['localhost'] });
  writeFileSync(file('key'), pathKey('ec-p256', 'leaf').privateKey.export({ format: 'pem', type: 'pkcs8' }));
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const file = (name: string): string => join(world.folder, name);

async function planned(groupId: string, purpose: 'tls-client' | 'tls-server'): Promise<string> {
  const groupRef = await createGroup(world, groupId, { purpose });
  return value(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person)).generation.generationId;
}

/** A generation with a chain, by the way that an operator goes. */
async function certified(groupId: string, purpose: 'tls-client' | 'tls-server', wish: LeafWish): Promise<string> {
  const generationId = await planned(groupId, purpose);
  const { spec } = value(await world.client.csrs.draft({ generationId }));
  const san = purpose === 'tls-server' ? [{ kind: 'dns' as const, value: 'localhost' }] : spec.san;
  // Without a wish: a draft begins in the next five minutes, when nobody could try it yet.
  const asked = { ...spec, san, notBefore: undefined, notAfter: undefined };
  const { csr } = value(await world.client.csrs.create({ generationId, spec: asked }, world.person));
  const { der } = value(await world.client.csrs.show({ csrId: csr.csrId }));
  const read = value(readCsr(der, defaultOidProfile));
  const { start, end } = read.publicKey;
  const leaf = issueLeaf(issuing, {
    spki: der.subarray(start, end),
    subject: der.subarray(read.subject.start, read.subject.end),
    group: groupId,
    ...year,
    ...wish,
  });
  const sources = [source(pemOf(leaf, issuing.der, root.der))];
  const { checks } = value(await world.client.answers.check({ sources, generationId }));
  const accepted = checks.filter(({ verdict }) => verdict === 'warn').map(({ code }) => code);
  value(await world.client.answers.accept({ sources, generationId, leafSha256: sha256Of(leaf), accepted }));
  return generationId;
}

/** OpenSSL's server with a certificate of the same authority. */
async function server(wish: LeafWish, ...words: string[]): Promise<string> {
  const leaf = issueLeaf(issuing, { ...year, usage: SERVER, dns: ['localhost'], ...wish });
  writeFileSync(file('server.pem'), pemOf(leaf));
  writeFileSync(file('issuing.pem'), pemOf(issuing.der));
  writeFileSync(file('root.pem'), pemOf(root.der));
  const own = ['-key', file('key'), '-cert', file('server.pem'), '-cert_chain', file('issuing.pem')];
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...own, ...words]);
  children.push(child);
  let said = '';
  const port = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /^ACCEPT .*:(\d+)/m.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return port;
}

const asked = () => ['-Verify', '3', '-verify_return_error', '-CAfile', file('root.pem')];
const codes = ({ notes }: TlsHandshake) => notes.map(({ code, level }) => `${code} ${level}`);
const probe = (
  address: string,
  more: { generationId?: string; serverName?: string; trust?: { name: string; content: Uint8Array }[] } = {},
) => world.client.tls.probe({ address, ...more }, world.person);

test('a mutual handshake shows both chains, their paths and the party ids of both sides', async () => {
  const port = await server({ partyIds: ['NLABC'] }, '-tls1_3', ...asked());
  const { handshake } = value(await probe(`127.0.0.1:${port}`, { generationId: client, serverName: 'localhost' }));
  expect(handshake).toMatchObject({
    protocol: 'TLSv1.3',
    serverName: 'localhost',
    clientCertificateAsked: true,
    oursSent: true,
    ours: { ocpi: { partyIds: ['DEGEF'], keyGroupId: 'clients' }, path: { verdict: 'valid', purpose: 'tls-client' } },
    theirs: { ocpi: { partyIds: ['NLABC'] }, path: { verdict: 'valid', purpose: 'tls-server' } },
  });
  expect(handshake.theirs.certificates.map(({ certificate }) => certificate?.signature.valid)).toEqual([true, null]);
  expect(handshake.ours.certificates).toHaveLength(2);
  expect(codes(handshake)).toEqual([]);
});

test('what is wrong is said, the worst first', async () => {
  const expired = { notBefore: new Date(Date.now() - 9e8), notAfter: new Date(Date.now() - 1e8) };
  const port = await server({ ...expired, dns: ['other.example'] }, '-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-SHA');
  const { handshake } = value(await probe(`127.0.0.1:${port}`, { generationId: client, serverName: 'localhost' }));
  expect(codes(handshake)).toEqual([
    'NAME_OTHER fail',
    'THEIRS_INVALID fail',
    'THEIRS_EXPIRED fail',
    'PROTOCOL_OLD warn',
    'CIPHER_WEAK warn',
    'CLIENT_CERTIFICATE_NOT_ASKED warn',
    'SAME_IDS warn',
  ]);
  // What the window needs to say the same in its own words.
  const of = (code: string) => handshake.notes.find((one) => one.code === code);
  expect(of('NAME_OTHER')?.values).toEqual({ name: 'localhost' });
  expect(of('THEIRS_INVALID')?.reason).toMatchObject({ code: 'EXPIRED', verdict: 'fail' });
  expect(of('SAME_IDS')?.values).toEqual({ ids: 'DEGEF' });
});

test('a server that refuses us is shown with its reason', async () => {
  const port = await server({ partyIds: ['NLABC'] }, '-tls1_3', '-Verify', '3', '-verify_return_error');
  const { handshake } = value(await probe(`127.0.0.1:${port}`, { generationId: client, serverName: 'localhost' }));
  expect(codes(handshake)).toEqual(['REFUSED fail']);
});

test('without a key the other side is shown all the same, by trust that is given', async () => {
  const port = await server({}, '-tls1_3');
  const stranger = source(makeRoot('Somebody').der, 'their root.pem');
  const { handshake } = value(await probe(`localhost:${port}`, { trust: [stranger] }));
  expect(handshake.theirs.path?.verdict).not.toBe('valid');
  expect(handshake.ours).toEqual({ certificates: [] });
  const { handshake: trusted } = value(await probe(`localhost:${port}`, { trust: [source(root.der)] }));
  expect(trusted.theirs.path?.verdict).toBe('valid');
});

test('failures are told by their step', async () => {
  const plain = createServer((socket) => {
    socket.on('error', () => undefined).resume();
    socket.end('HTTP/1.1 400 no\r\n\r\n');
  });
  const port = await new Promise<number>((resolve) => {
    plain.listen(0, '127.0.0.1', () => resolve((plain.address() as { port: number }).port));
  });
  expect(await probe(`127.0.0.1:${port}`)).toEqual({
    ok: false,
    error: { code: 'TLS_FAILED', data: { step: 'tls', reason: 'the other side does not speak TLS' } },
  });
  await new Promise((resolve) => plain.close(resolve));
  expect(await probe(`127.0.0.1:${port}`)).toMatchObject({ error: { data: { step: 'tcp', reason: 'ECONNREFUSED' } } });
  expect(await probe('nowhere.invalid')).toMatchObject({ error: { data: { step: 'dns' } } });
});

test.each(['', 'https://a.example', 'a.example/x', 'a b', 'me@a.example', '1.2.3.4.5', '[1.2.3.4]', 'a:0', 'a:99999'])(
  'the address %j is none',
  async (address) => {
    expect(['ADDRESS_WRONG', 'BAD_INPUT']).toContain(faultOf(await probe(address)));
  },
);

test('a key without certificate, of another purpose, or that is not there, is told', async () => {
  const bare = await planned('bare', 'tls-client');
  expect(faultOf(await probe('localhost:1', { generationId: bare }))).toBe('NO_CERTIFICATE');
  expect(faultOf(await probe('localhost:1', { generationId: listener }))).toBe('KEY_PURPOSE');
  expect(faultOf(await probe('localhost:1', { generationId: 'nothing' }))).toBe('GENERATION_NOT_FOUND');
  const unreadable = [source('hello')];
  expect(faultOf(await probe('localhost:1', { trust: unreadable }))).toBe('CERTIFICATE_UNREADABLE');
});

test('a listener tells who came, until it is stopped', async () => {
  const stop = new AbortController();
  const items: { kind: string; port?: number; handshake?: TlsHandshake }[] = [];
  const heard = new Map<string, () => void>();
  const hears = (kind: string) => new Promise<void>((resolve) => heard.set(kind, resolve));
  const opened = hears('listening');
  const listening = world.client.tls.listen(
    { generationId: listener, port: 0 },
    {
      signal: stop.signal,
      onItem: async (item) => {
        if (item.kind === 'prompt' || item.kind === 'pin-window-open' || item.kind === 'wrong') {
          await world.person.onItem(item);
          return;
        }
        items.push(item);
        heard.get(item.kind)?.();
      },
    },
  );
  await opened;
  const port = items[0]?.port ?? 0;
  writeFileSync(file('peer.pem'), pemOf(issueLeaf(issuing, { ...year, partyIds: ['NLABC'] })));
  writeFileSync(file('issuing.pem'), pemOf(issuing.der));
  const came = hears('handshake');
  const own = ['-key', file('key'), '-cert', file('peer.pem'), '-cert_chain', file('issuing.pem')];
  children.push(spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...own]));
  await came;
  const { handshake } = items.find(({ kind }) => kind === 'handshake') ?? {};
  expect(handshake).toMatchObject({
    theirs: { ocpi: { partyIds: ['NLABC'] }, path: { verdict: 'valid', purpose: 'tls-client' } },
    ours: { ocpi: { keyGroupId: 'servers' }, path: { verdict: 'valid', purpose: 'tls-server' } },
  });
  stop.abort();
  expect(faultOf(await listening)).toBe('CANCELLED');
});

test('every look stands in the audit, done and refused', async () => {
  const events = async () => new Set((await world.audit()).filter((event) => event.startsWith('tls.')));
  // Whoever stops a listener does not wait for its entry.
  await vi.waitFor(async () => expect(await events()).toContain('tls.listened'));
  expect(await events()).toEqual(
    new Set([
      'tls.probed',
      'tls.probed.refused ADDRESS_WRONG',
      'tls.probed.refused CERTIFICATE_UNREADABLE',
      'tls.probed.refused GENERATION_NOT_FOUND',
      'tls.probed.refused KEY_PURPOSE',
      'tls.probed.refused NO_CERTIFICATE',
      'tls.probed.refused TLS_FAILED',
      'tls.listen-opened',
      'tls.listened',
    ]),
  );
});
