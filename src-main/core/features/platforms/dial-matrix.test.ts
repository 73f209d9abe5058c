import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect as tcp, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import type { KeyAlgorithm } from '../../../../shared/domain/key-algorithm.ts';
import { addModule, coreWorld, type CoreWorld, initToken, realHosts, value } from '../../core-for-tests.ts';
import { hasGo, testHelper } from '../../dial/helper-for-tests.ts';
import { type PathAlgorithm, pathKey } from '../../pki/path/testing/path-keys.ts';
import { emptySoftHsm, softHsmPath, type TestToken } from '../../../token-host/testing/test-tokens.ts';
import { opensslServer } from '../../../token-host/tls/testing/tls-world.ts';
import { day, issueLeaf, type LeafWish, makeRoot, pemOf, sha256Of } from '../certificates/issue-for-tests.ts';
import { certifiedKey, endTokenWorld, thisYear, trustPartners } from './certified-for-tests.ts';

/** One matrix over both ways: keys of the software token by node:tls, keys of SoftHSM by the TLS helper. */
const WAYS = ['software', 'token'] as const;
type Way = (typeof WAYS)[number];
const CLIENTS: readonly KeyAlgorithm[] = ['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'ed25519'];
const SERVERS: readonly PathAlgorithm[] = ['ec-p256', 'ec-p384', 'ec-p521', 'rsa', 'ed25519'];
const PROTOCOLS = ['TLSv1.2', 'TLSv1.3'] as const;
const SERVER = '1.3.6.1.5.5.7.3.1';

const root = makeRoot('Platform root');
const between = makeRoot('Between', root);
const stranger = makeRoot('Another root');
const canRun = hasGo && softHsmPath !== undefined;

let world: CoreWorld;
let token: TestToken;
const keys = new Map<string, string>();
const servers: Server[] = [];
const proxies: TcpServer[] = [];

beforeAll(async () => {
  if (!canRun) return;
  token = emptySoftHsm();
  const pin = 'pin 12345678';
  const secrets = { newPin: pin, pin, soPin: 'officer 1234' };
  const owner = { tlsHelper: testHelper() };
  world = await coreWorld({ spawnHost: realHosts(token.env), secrets, owner });
  const module = await addModule(world, token.modulePath);
  const uris = {
    software: await initToken(world, 'software', 'Platforms'),
    token: await initToken(world, module, 'Platform keys'),
  };
  await trustPartners(world, root);
  for (const way of WAYS) {
    for (const algorithm of CLIENTS) {
      const wish = { group: `${way}-${algorithm}`, tokenUri: uris[way], algorithm };
      keys.set(`${way} ${algorithm}`, await certifiedKey(world, root, wish));
    }
  }
}, 120_000);

afterAll(async () => {
  if (canRun) await endTokenWorld(world, token);
});
afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

interface ServerWish {
  readonly algorithm?: PathAlgorithm;
  readonly protocol?: (typeof PROTOCOLS)[number];
  readonly leaf?: LeafWish;
  readonly issuer?: typeof root;
  readonly sends?: readonly Uint8Array[];
  readonly clients?: 'ask' | 'refuse' | 'never';
}

/** A platform that answers nothing: what counts is the handshake. Tells whose certificates it was shown. */
async function serve(wish: ServerWish) {
  const { algorithm = 'ec-p256', protocol = 'TLSv1.3', issuer = root, clients = 'refuse' } = wish;
  const { privateKey, spki } = pathKey(algorithm, 'server');
  const leaf = issueLeaf(issuer, { ...thisYear, usage: SERVER, dns: ['localhost'], spki, ...wish.leaf });
  const shown: string[] = [];
  const server = createServer(
    {
      key: pkcs8(privateKey),
      cert: pemOf(leaf, ...(wish.sends ?? [issuer.der])),
      ca: pemOf(root.der),
      requestCert: clients !== 'never',
      rejectUnauthorized: clients === 'refuse',
      minVersion: protocol,
      maxVersion: protocol,
      sigalgs:
        'ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:ed25519:rsa_pss_rsae_sha256:rsa_pkcs1_sha256',
      ecdhCurve: 'X25519:P-256:P-384:P-521',
    },
    ({ socket }, response) => {
      const { fingerprint256 = 'nobody' } = socket instanceof TLSSocket ? socket.getPeerCertificate() : {};
      shown.push(fingerprint256);
      response.writeHead(404).end();
    },
  );
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `https://localhost:${(server.address() as AddressInfo).port}/versions`, shown, leaf };
}

const pkcs8 = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' });
const ca = (der: Uint8Array): ConnectionSettings['trust'] => ({ kind: 'ca', certificates: [der] });

async function connect(
  url: string,
  generationId: string | null,
  trust = ca(root.der),
  more: Partial<ConnectionSettings> = {},
) {
  const authorization = { ...blankConnection.authorization, kind: 'none' as const };
  const settings: ConnectionSettings = {
    ...blankConnection,
    name: url,
    versionsUrl: url,
    authorization,
    generationId,
    trust,
    ...more,
  };
  const { connectionId } = value(await world.client.platforms.add({ settings }));
  const { steps } = value(
    await world.client.platforms.diagnose(
      { connectionId },
      { onItem: (item) => (item.kind === 'step' ? undefined : world.person.onItem(item)) },
    ),
  );
  return steps;
}

/** An HTTP proxy and what it heard before the tunnel. */
async function proxyThat(
  conduct: 'lets through' | 'refuses' | 'speaks something else' | 'never ends its answer' | 'says nothing' | 'hangs up',
) {
  const heard: string[] = [];
  const proxy = createTcpServer((near) => {
    near.on('error', () => undefined);
    near.once('data', (head) => {
      heard.push(head.toString('latin1'));
      const port = Number(/^CONNECT localhost:(\d+) /.exec(heard.at(-1) ?? '')?.[1]);
      switch (conduct) {
        case 'lets through': {
          const far = tcp(port, '127.0.0.1').on('error', () => undefined);
          near.write('HTTP/1.1 200 Connection established\r\n\r\n');
          near.pipe(far).pipe(near);
          return;
        }
        case 'refuses':
          near.write('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
          return;
        case 'speaks something else':
          near.write('220 mail.example ESMTP\r\n\r\n');
          return;
        case 'never ends its answer':
          near.write(`HTTP/1.1 200 OK\r\n${'X-More: yes\r\n'.repeat(5000)}`);
          return;
        case 'says nothing':
          return;
        case 'hangs up':
          near.destroy();
      }
    });
  });
  proxies.push(proxy);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { at: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, heard };
}

const codesOf = (steps: readonly DiagnosisStep[]): readonly string[] => steps.map(({ code }) => code);

describe.skipIf(!canRun)('a connection with a client certificate (needs SoftHSM and Go)', () => {
  describe.each(WAYS)('by a key of the %s', (way: Way) => {
    const key = (algorithm: KeyAlgorithm = 'ec-p256'): string => keys.get(`${way} ${algorithm}`) ?? '';

    const combinations = PROTOCOLS.flatMap((protocol) =>
      CLIENTS.flatMap((client) => SERVERS.map((server) => [protocol, client, server] as const)),
    );
    it.each(combinations)('%s: %s shown to a server with %s', async (protocol, client, algorithm) => {
      const served = await serve({ protocol, algorithm });
      const [{ handshake, code } = {}] = await connect(served.url, key(client));
      expect(handshake, code).toMatchObject({ protocol, clientCertificateAsked: true, oursSent: true });
      expect(new Set(served.shown).size).toBe(1);
      expect(served.shown).not.toContain('nobody');
    });

    it('shows no certificate where none is asked for', async () => {
      const served = await serve({ clients: 'never' });
      const [{ handshake } = {}] = await connect(served.url, key());
      expect(handshake).toMatchObject({ clientCertificateAsked: false, oursSent: false });
    });

    it.each(PROTOCOLS)('is told by an alert of %s that the server does not know our authority', async (protocol) => {
      const { privateKey, spki } = pathKey('ec-p256', 'server');
      const leaf = issueLeaf(root, { ...thisYear, usage: SERVER, dns: ['localhost'], spki });
      const file = (name: string, content: string): string => {
        const path = join(world.folder, name);
        writeFileSync(path, content, { mode: 0o600 });
        return path;
      };
      const server = await opensslServer(
        ...['-cert', file('server.pem', pemOf(leaf)), '-key', file('server.key', String(pkcs8(privateKey)))],
        ...['-CAfile', file('stranger.pem', pemOf(stranger.der)), '-Verify', '2', '-verify_return_error', '-www'],
        protocol === 'TLSv1.2' ? '-tls1_2' : '-tls1_3',
      );
      try {
        const codes = codesOf(await connect(`https://localhost:${server.port}/versions`, key()));
        expect(codes).toContain('CLIENT_CERTIFICATE_REFUSED');
      } finally {
        server.stop();
      }
    });

    it('trusts a pinned certificate whatever its name and issuer, and no other', async () => {
      const served = await serve({ issuer: stranger, leaf: { dns: ['elsewhere.example'] } });
      const sha256 = sha256Of(served.leaf);
      expect((await connect(served.url, key(), { kind: 'pinned', sha256 }))[0]?.handshake?.oursSent).toBe(true);
      const other = { kind: 'pinned', sha256: '0'.repeat(64) } as const;
      expect(codesOf(await connect(served.url, key(), other))).toEqual(['PINNED_DIFFERS']);
    });

    it.each([
      ['another name', { leaf: { dns: ['elsewhere.example'] } }],
      ['an expired certificate', { leaf: { notBefore: day('2020-01-01'), notAfter: day('2021-01-01') } }],
      ['an unknown root', { issuer: stranger }],
      ['a missing intermediate', { issuer: between, sends: [] }],
      ['a certificate for clients', { leaf: { usage: '1.3.6.1.5.5.7.3.2' } }],
    ] satisfies readonly (readonly [string, ServerWish])[])(
      'sends nothing to a server with %s',
      async (_what, wish) => {
        const served = await serve({ clients: 'ask', ...wish });
        const steps = await connect(served.url, key());
        expect(steps).toHaveLength(1);
        expect(steps[0]?.verdict).toBe('fail');
        expect(served.shown).toEqual([]);
      },
    );

    it('goes through a proxy, which is told the name and port alone', async () => {
      const served = await serve({});
      const { host } = new URL(served.url);
      const proxy = await proxyThat('lets through');
      const [{ handshake, code } = {}] = await connect(served.url, key(), ca(root.der), { proxy: proxy.at });
      expect(handshake, code).toMatchObject({ oursSent: true });
      expect(new Set(proxy.heard)).toEqual(new Set([`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`]));
      expect(served.shown.length).toBeGreaterThan(0);
    });

    it.each(['refuses', 'speaks something else', 'never ends its answer', 'says nothing', 'hangs up'] as const)(
      'ends at a proxy that %s',
      async (conduct) => {
        const served = await serve({});
        const proxy = await proxyThat(conduct);
        const limits = { ...blankConnection.limits, timeoutSeconds: 1 };
        const steps = await connect(served.url, key(), ca(root.der), { proxy: proxy.at, limits });
        expect(codesOf(steps)).toEqual([conduct === 'says nothing' ? 'TIMEOUT_FAILED' : 'PROXY_FAILED']);
        expect(served.shown).toEqual([]);
      },
    );

    it('trusts a chain whose intermediate is sent along', async () => {
      const served = await serve({ issuer: between, sends: [between.der] });
      expect((await connect(served.url, key()))[0]?.handshake?.oursSent).toBe(true);
    });
  });
});
