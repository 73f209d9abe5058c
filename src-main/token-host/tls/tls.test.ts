import fs from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TlsIdentity } from '../../../shared/contract/host-tls.ts';
import { softwareEntry } from '../software/testing/software-host.ts';
import { PASSPHRASE, SLOT } from '../software/testing/software-token.ts';
import { createTlsWorld, opensslClient, opensslServer, type TlsWorld } from './testing/tls-world.ts';

let root: string;
let world: TlsWorld;
let client: TlsIdentity;
let listener: TlsIdentity;
let outside: Awaited<ReturnType<TlsWorld['outside']>>;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'tls-'));
  world = await createTlsWorld({ entry: softwareEntry }, root);
  client = await world.identity('ec-p256', 'tls-client');
  listener = await world.identity('ec-p256', 'tls-server');
  outside = await world.outside('outside');
});
afterAll(async () => {
  await world.stop();
  await fs.rm(root, { recursive: true });
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** Runs OpenSSL's server for one test. */
async function server(...words: string[]) {
  const started = await opensslServer(
    '-key',
    outside.key,
    '-cert',
    outside.cert,
    '-cert_chain',
    outside.cert,
    ...words,
  );
  cleanUps.push(() => started.stop());
  return started;
}

/** A server of anything, for one test. */
function tcpServer(take: (socket: Socket) => void): Promise<number> {
  return new Promise((resolve) => {
    const sockets: Socket[] = [];
    const started: Server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      take(socket);
    });
    cleanUps.push(() => {
      started.close();
      for (const socket of sockets) socket.destroy();
    });
    started.listen(0, '127.0.0.1', () => resolve((started.address() as { port: number }).port));
  });
}

const asked = ['-Verify', '3', '-verify_return_error'];

test.each(['-tls1_2', '-tls1_3'])('%s: a server that wants us takes our chain', async (version) => {
  const { port } = await server(version, ...asked, '-CAfile', world.caPem);
  expect(await world.probe(port, { identity: client, serverName: 'a.example' })).toMatchObject({
    ok: true,
    value: {
      kind: 'done',
      handshake: {
        protocol: version === '-tls1_2' ? 'TLSv1.2' : 'TLSv1.3',
        cipher: expect.stringMatching(/^TLS_/),
        serverName: 'a.example',
        theirChain: [outside.der, world.caDer],
        leftOut: 0,
        clientCertificateAsked: true,
        oursSent: true,
      },
    },
  });
});

test.each(['-tls1_2', '-tls1_3'])('%s: a server that does not ask gets no certificate', async (version) => {
  const { port } = await server(version);
  expect(await world.probe(port, { identity: client })).toMatchObject({
    value: { kind: 'done', handshake: { clientCertificateAsked: false, oursSent: false } },
  });
});

test.each([
  ['-tls1_2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', ['-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256']],
  ['-tls1_3', 'TLS_AES_128_GCM_SHA256', ['-ciphersuites', 'TLS_AES_128_GCM_SHA256']],
  ['-tls1_3', 'TLS_AES_256_GCM_SHA384', ['-ciphersuites', 'TLS_AES_256_GCM_SHA384']],
  ['-tls1_3', 'TLS_CHACHA20_POLY1305_SHA256', ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256']],
])('%s %s: who has no key is asked, and sends none', async (version, cipher, words) => {
  const { port } = await server(version, ...words, '-verify', '3');
  expect(await world.probe(port)).toMatchObject({
    value: { kind: 'done', handshake: { cipher, clientCertificateAsked: true, oursSent: false } },
  });
  const { port: other } = await server(version, ...words);
  expect(await world.probe(other)).toMatchObject({
    value: { kind: 'done', handshake: { cipher, clientCertificateAsked: false, oursSent: false } },
  });
});

test('TLS 1.3: a server that insists says so after the handshake, and its chain is told all the same', async () => {
  const { port } = await server('-tls1_3', ...asked, '-CAfile', world.caPem);
  expect(await world.probe(port)).toMatchObject({
    value: {
      kind: 'done',
      handshake: { refused: 'alert: certificate required', theirChain: [outside.der, world.caDer] },
    },
  });
});

test('TLS 1.2: a server that insists ends the handshake', async () => {
  const { port } = await server('-tls1_2', ...asked, '-CAfile', world.caPem);
  expect(await world.probe(port)).toMatchObject({
    value: { kind: 'failed', step: 'tls', reason: 'alert: handshake failure' },
  });
});

test('a server that does not know our authority refuses our chain', async () => {
  const { port } = await server('-tls1_3', ...asked);
  expect(await world.probe(port, { identity: client })).toMatchObject({
    value: { kind: 'done', handshake: { oursSent: true, refused: expect.stringMatching(/^alert: unknown ca/) } },
  });
});

test('a server that takes no keys of our kind gets an empty list', async () => {
  const { port } = await server('-tls1_3', '-verify', '3', '-client_sigalgs', 'rsa_pss_rsae_sha256');
  expect(await world.probe(port, { identity: client })).toMatchObject({
    value: { kind: 'done', handshake: { clientCertificateAsked: true, oursSent: false } },
  });
});

test('older protocols are not spoken', async () => {
  const { port } = await server('-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0');
  expect(await world.probe(port)).toMatchObject({ value: { kind: 'failed', step: 'tls' } });
});

test('nothing but the handshake is sent', async () => {
  let read = '';
  const closed: Promise<unknown>[] = [];
  const plain = createTlsServer(
    { key: await fs.readFile(outside.key), cert: await fs.readFile(outside.cert) },
    (socket) => {
      socket.on('data', (chunk: Buffer) => (read += chunk.toString('hex')));
      socket.on('error', () => undefined);
      closed.push(new Promise((resolve) => socket.once('close', resolve)));
    },
  );
  cleanUps.push(() => plain.close());
  const port = await new Promise<number>((resolve) => {
    plain.listen(0, '127.0.0.1', () => resolve((plain.address() as { port: number }).port));
  });
  expect(await world.probe(port)).toMatchObject({ value: { kind: 'done' } });
  await Promise.all(closed);
  expect([closed.length, read]).toEqual([1, '']);
});

test.each([
  ['plain HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', /does not speak TLS/],
  ['a greeting', '220 mail.example ESMTP\r\n', /does not speak TLS/],
  ['something like a record that is none', '\x16\x03\x03\x00\x05junk!', /./],
])('a server of %s is told as what it is', async (_what, words, reason) => {
  const port = await tcpServer((socket) => socket.end(Buffer.from(words, 'latin1')));
  expect(await world.probe(port)).toMatchObject({
    value: { kind: 'failed', step: 'tls', reason: expect.stringMatching(reason) },
  });
});

test('a server that hangs up is told', async () => {
  const port = await tcpServer((socket) => socket.once('data', () => socket.end()));
  expect(await world.probe(port)).toMatchObject({ value: { kind: 'failed', step: 'tls' } });
});

test.each([
  ['silent', () => undefined],
  ['dripping', (socket: Socket) => void setInterval(() => socket.write('\x16'), 20).unref()],
])('a %s server costs no more than the time it is given', async (_how, take) => {
  const port = await tcpServer(take);
  const probed = await world.probe(port, { timeoutMs: 300 });
  expect(probed).toMatchObject({ value: { kind: 'failed' } });
  if (probed.ok && probed.value.kind === 'failed') expect(['timeout', 'tls']).toContain(probed.value.step);
});

test('a silent server is told as that', async () => {
  const port = await tcpServer(() => undefined);
  expect(await world.probe(port, { timeoutMs: 200 })).toEqual({
    ok: true,
    value: { kind: 'failed', step: 'timeout', reason: 'tls' },
  });
});

test('a probe that is given up ends at once', async () => {
  const port = await tcpServer(() => undefined);
  const stop = new AbortController();
  const probed = world.host.client.tls.probe({ host: '127.0.0.1', port, timeoutMs: 20_000 }, { signal: stop.signal });
  stop.abort();
  expect(await probed).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
});

test('a closed port and an unknown name are told by their step', async () => {
  const port = await tcpServer(() => undefined);
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  expect(await world.probe(port)).toEqual({ ok: true, value: { kind: 'failed', step: 'tcp', reason: 'ECONNREFUSED' } });
  expect(await world.probe(443, { host: 'nowhere.invalid' })).toMatchObject({ value: { kind: 'failed', step: 'dns' } });
});

test('a chain that has no end is not read to its end', async () => {
  const cert = await fs.readFile(outside.cert);
  const many = Buffer.concat([cert, ...Array.from({ length: 400 }, () => cert)]);
  const plain = createTlsServer({ key: await fs.readFile(outside.key), cert: many });
  plain.on('tlsClientError', () => undefined);
  cleanUps.push(() => plain.close());
  const port = await new Promise<number>((resolve) => {
    plain.listen(0, '127.0.0.1', () => resolve((plain.address() as { port: number }).port));
  });
  expect(await world.probe(port)).toMatchObject({
    value: { kind: 'failed', step: 'tls', reason: expect.stringMatching(/excessive/) },
  });
});

test.each(['-tls1_2', '-tls1_3'])('%s: a listener tells who came with which chain', async (version) => {
  const listening = await world.listen(listener);
  cleanUps.push(() => listening.stop());
  const key = ['-key', outside.key, '-cert', outside.cert, '-cert_chain', outside.cert];
  const peer = opensslClient(listening.port, version, ...key, '-CAfile', world.caPem, '-servername', 'b.example');
  cleanUps.push(() => peer.stop());
  expect(await listening.next()).toMatchObject({
    kind: 'handshake',
    from: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    handshake: {
      protocol: version === '-tls1_2' ? 'TLSv1.2' : 'TLSv1.3',
      serverName: 'b.example',
      theirChain: [outside.der, world.caDer],
      clientCertificateAsked: true,
      oursSent: true,
    },
  });
  await peer.says(/Verify return code: 0 \(ok\)/);
  expect(peer.output()).toMatch(/Acceptable client certificate CA names\s+CN\s*=\s*ca/);
});

test('who comes without a certificate is told with an empty chain, and the next one is taken', async () => {
  const listening = await world.listen(listener);
  cleanUps.push(() => listening.stop());
  for (let round = 0; round < 2; round++) {
    const peer = opensslClient(listening.port);
    cleanUps.push(() => peer.stop());
    expect(await listening.next()).toMatchObject({ kind: 'handshake', handshake: { theirChain: [] } });
  }
});

test('a session is not taken up again: its certificate is shown anew', async () => {
  const listening = await world.listen(listener);
  cleanUps.push(() => listening.stop());
  const file = join(root, 'session');
  const key = ['-key', outside.key, '-cert', outside.cert, '-cert_chain', outside.cert, '-tls1_2'];
  for (const words of [
    ['-sess_out', file],
    ['-sess_in', file],
  ]) {
    const peer = opensslClient(listening.port, ...key, ...words);
    cleanUps.push(() => peer.stop());
    expect(await listening.next()).toMatchObject({ handshake: { theirChain: [outside.der, world.caDer] } });
    await peer.says(/Verify return code/);
  }
});

test('junk, hang-ups and slow clients are told and harm nobody', async () => {
  const listening = await world.listen(listener, { timeoutMs: 300 });
  cleanUps.push(() => listening.stop());
  const junk = connectTcp(listening.port, '127.0.0.1', () => void junk.write('GET / HTTP/1.1\r\n\r\n'));
  junk.on('error', () => undefined);
  expect(await listening.next()).toMatchObject({ kind: 'failed' });
  const brief = connectTcp(listening.port, '127.0.0.1', () => void brief.destroy());
  expect(await listening.next()).toMatchObject({ kind: 'failed' });
  const slow = connectTcp(listening.port, '127.0.0.1');
  slow.on('error', () => undefined);
  expect(await listening.next()).toMatchObject({ kind: 'failed', reason: 'the client was too slow' });
  const good = connectTls({ port: listening.port, host: '127.0.0.1', rejectUnauthorized: false });
  good.on('error', () => undefined);
  expect(await listening.next()).toMatchObject({ kind: 'handshake' });
  good.destroy();
});

test('nothing but loopback is bound', async () => {
  const listening = await world.listen(listener);
  cleanUps.push(() => listening.stop());
  const others = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter(({ internal }) => !internal));
  for (const { address } of [...others, { address: '127.0.0.2' }]) {
    const code = await new Promise<string>((resolve) => {
      const socket = connectTcp(listening.port, address, () => resolve('connected'));
      socket.on('error', (error) => resolve((error as { code?: string }).code ?? 'error'));
      socket.setTimeout(500, () => resolve('no answer'));
    });
    expect(code).not.toBe('connected');
  }
});

test('a port that is taken is told', async () => {
  const listening = await world.listen(listener);
  cleanUps.push(() => listening.stop());
  const wish = { port: listening.port, identity: listener, trust: [], timeoutMs: 1000 };
  expect(await world.host.client.tls.listen(wish)).toEqual({
    ok: true,
    value: { kind: 'failed', reason: 'EADDRINUSE' },
  });
});

test('the host goes on while it listens and probes', async () => {
  const listening = await world.listen(listener);
  cleanUps.push(() => listening.stop());
  const both = world.probe(listening.port, { identity: client });
  expect(await world.host.client.module.slots({})).toMatchObject({ ok: true });
  expect(await both).toMatchObject({ value: { kind: 'done', handshake: { oursSent: true } } });
  expect(await listening.next()).toMatchObject({ kind: 'handshake', handshake: { theirChain: client.chain } });
});

test.each(['tls-server', 'tls-client'] as const)('a %s key takes part on its own side only', async (purpose) => {
  const wrong = purpose === 'tls-server' ? listener : client;
  const end =
    purpose === 'tls-server'
      ? await world.probe(1, { identity: wrong })
      : await world.host.client.tls.listen({ port: 0, identity: wrong, trust: [], timeoutMs: 1000 });
  expect(end).toMatchObject({ ok: false, error: { code: 'KEY_PURPOSE' } });
  const borrowed = { ...wrong, purpose: purpose === 'tls-server' ? 'tls-client' : 'tls-server' } as const;
  const again =
    purpose === 'tls-server'
      ? await world.probe(1, { identity: borrowed })
      : await world.host.client.tls.listen({ port: 0, identity: borrowed, trust: [], timeoutMs: 1000 });
  expect(again).toMatchObject({ ok: false, error: { code: 'KEY_PURPOSE' } });
});

test('a chain that begins with another certificate, or with none, is refused', async () => {
  for (const chain of [[world.caDer], [Uint8Array.of(1)], [outside.der]]) {
    expect(await world.probe(1, { identity: { ...client, chain } })).toMatchObject({
      error: { code: 'CERTIFICATE_REFUSED' },
    });
  }
});

test('signing out ends the listener, of that token alone; signed out no key is used', async () => {
  const listening = await world.listen(listener);
  await world.host.prompt({ kind: 'init-token', label: 'Other' }, { newPin: PASSPHRASE }, 'software-2');
  await world.host.prompt({ kind: 'sign-in', reason: 'test' }, { pin: PASSPHRASE }, 'software-2');
  await world.host.client.session.logout({ slotId: 'software-2' });
  expect(await world.probe(listening.port, { identity: client })).toMatchObject({ ok: true });
  await world.host.client.session.logout({ slotId: SLOT });
  expect(await listening.ended).toEqual({ ok: true, value: { kind: 'ended' } });
  expect(await world.probe(1, { identity: client })).toMatchObject({ error: { code: 'NOT_SIGNED_IN' } });
  await world.host.prompt({ kind: 'sign-in', reason: 'test' }, { pin: PASSPHRASE });
});
