import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import { coreWorld, type CoreWorld, initToken, realHosts, value } from '../../core-for-tests.ts';
import { pathKey } from '../../pki/path/testing/path-keys.ts';
import { certifiedKey, thisYear, trustPartners } from './certified-for-tests.ts';
import { issueLeaf, type LeafWish, makeRoot, pemOf, sha256Of } from '../certificates/issue-for-tests.ts';

const root = makeRoot('Platform root');
const stranger = makeRoot('Another root');
const SERVER = '1.3.6.1.5.5.7.3.1';
const DAY = 86_400_000;
const year = thisYear;

let world: CoreWorld;
let client: string;
const servers: Server[] = [];

beforeAll(async () => {
  const pin = 'pin 12345678';
  world = await coreWorld({ spawnHost: realHosts({}), secrets: { newPin: pin, pin } });
  const token = await initToken(world, 'software', 'Platforms');
  await trustPartners(world, root);
  client = await certifiedKey(world, root, { group: 'platform-clients', tokenUri: token });
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

interface Served {
  readonly url: string;
  readonly leaf: Uint8Array;
  /** Method and path of everything that was asked, with the common name of the certificate that was shown. */
  readonly asked: string[];
}

interface ServerWish {
  readonly issuer?: typeof root;
  readonly leaf?: LeafWish;
  /** Asks for a client certificate; `refuse`: in the handshake without one. */
  readonly clients?: 'ask' | 'refuse';
  readonly answer?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
}

const session = (i: number) => ({
  country_code: 'NL',
  party_id: 'ABC',
  id: `S${i}`,
  start_date_time: '2026-01-02T08:00:00Z',
  kwh: 1.5,
  cdr_token: { country_code: 'DE', party_id: 'GDF', uid: `UID${i}`, type: 'RFID', contract_id: 'DE-GDF-C1' },
  auth_method: 'WHITELIST',
  location_id: 'L1',
  evse_uid: 'E1',
  connector_id: '1',
  currency: 'EUR',
  status: 'ACTIVE',
  last_updated: '2026-01-02T08:45:00Z',
});
const SESSIONS = 250;

/** Common name of the certificate that a client has shown. */
function shownBy({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  // an absent certificate is an empty object, against its declaration
  const { subject } = socket.getPeerCertificate() as { readonly subject?: { readonly CN?: string } };
  return subject?.CN;
}

/** A platform of 2.2.1 with sessions, whose server certificate is as wished. */
async function platform(wish: ServerWish = {}): Promise<Served> {
  const { issuer = root, clients = 'ask' } = wish;
  const leaf = issueLeaf(issuer, { ...year, usage: SERVER, dns: ['localhost'], partyIds: ['NLABC'], ...wish.leaf });
  const asked: string[] = [];
  const server = createServer(
    {
      key: pathKey('ec-p256', 'leaf').privateKey.export({ format: 'pem', type: 'pkcs8' }),
      cert: pemOf(leaf, issuer.der),
      ca: pemOf(root.der),
      requestCert: true,
      rejectUnauthorized: clients === 'refuse',
    },
    (request, response) => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      const subject = shownBy(request);
      asked.push(`${request.method} ${url.pathname} ${subject ?? 'nobody'}`);
      if (wish.answer?.(request, response, url) === true) return;
      const send = (data: unknown, headers: Record<string, string> = {}): void => {
        response.writeHead(200, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify({ data, status_code: 1000, timestamp: '2026-01-02T08:45:00Z' }));
      };
      if (url.pathname === '/versions') return send([{ version: '2.2.1', url: `${base}/2.2.1` }]);
      if (url.pathname === '/2.2.1') {
        return send({
          version: '2.2.1',
          endpoints: [{ identifier: 'sessions', role: 'SENDER', url: `${base}/2.2.1/sessions` }],
        });
      }
      const offset = Number(url.searchParams.get('offset'));
      const most = Math.min(100, Number(url.searchParams.get('limit')), SESSIONS - offset);
      const rows = Array.from({ length: most }, (_unused, i) => session(offset + i));
      return send(rows, { 'x-total-count': String(SESSIONS) });
    },
  );
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `https://localhost:${(server.address() as AddressInfo).port}`;
  return { url: `${base}/versions`, leaf, asked };
}

/** A call that has to fail, and how. */
function faultOf<F>(
  end: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: F },
): F {
  if (end.ok) throw new Error('it did not fail');
  return end.error;
}

const ca = (der: Uint8Array): ConnectionSettings['trust'] => ({ kind: 'ca', certificates: [der] });

async function connected({ url }: Served, more: Partial<ConnectionSettings> = {}): Promise<string> {
  const settings: ConnectionSettings = {
    ...blankConnection,
    schedule: { ...blankConnection.schedule, modules: [] },
    allowedHosts: [],
    overrides: [],
    name: `Platform ${url}`,
    versionsUrl: url,
    authorization: { ...blankConnection.authorization, kind: 'none' },
    generationId: client,
    trust: ca(root.der),
    ...more,
  };
  return value(await world.client.platforms.add({ settings })).connectionId;
}

const discover = (connectionId: string) => world.client.platforms.discover({ connectionId }, world.person);
const sync = (connectionId: string, kind: 'auto' | 'full' = 'auto') =>
  world.client.platforms.sync(
    { connectionId, kind },
    { onItem: (item) => (item.kind === 'sync' ? undefined : world.person.onItem(item)) },
  );

describe('a platform over mutual TLS with a software key', () => {
  it('is reached with the key, which stays in its host, and its sessions are read', async () => {
    const served = await platform();
    const connectionId = await connected(served);
    const { connection } = value(await discover(connectionId));
    expect(connection).toMatchObject({
      version: '2.2.1',
      identity: { keyGroupId: 'platform-clients', software: true },
    });
    const { runs } = value(await sync(connectionId));
    expect(runs).toMatchObject([{ module: 'sessions', end: 'done', counts: { objects: SESSIONS, added: SESSIONS } }]);
    expect(new Set(served.asked.map((line) => line.split(' ')[2]))).not.toContain('nobody');
  });

  it('shows in its diagnosis both chains and the party ids of both sides', async () => {
    const served = await platform();
    const connectionId = await connected(served, { ownParty: 'DEGDF' });
    const seen: DiagnosisStep[] = [];
    const { steps } = value(
      await world.client.platforms.diagnose(
        { connectionId },
        { onItem: (item) => (item.kind === 'step' ? void seen.push(item.step) : world.person.onItem(item)) },
      ),
    );
    expect(seen).toEqual(steps);
    expect(steps.map(({ step, verdict, code }) => [step, verdict, code])).toEqual([
      ['connection', 'warn', 'CONNECTED_WITH_NOTES'],
      ['versions', 'pass', 'VERSIONS_READ'],
      ['details', 'pass', 'ENDPOINTS_READ'],
      ['module:sessions', 'pass', 'MODULE_ANSWERS'],
      ['parties', 'warn', 'PARTIES_DIFFER'],
    ]);
    const [{ handshake } = {}] = steps;
    expect(handshake).toMatchObject({
      oursSent: true,
      ours: { ocpi: { partyIds: ['DEGEF'] } },
      theirs: { ocpi: { partyIds: ['NLABC'] } },
    });
    expect(handshake?.notes.map(({ code }) => code)).toContain('OWN_PARTY_DIFFERS');
  });

  it('goes on where a read was cut, and holds nothing twice', async () => {
    let isCut = true;
    const served = await platform({
      answer: (_request, response, url) => {
        if (!isCut || url.searchParams.get('offset') !== '100') return false;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"data":[{"id":"S1');
        return true;
      },
    });
    const connectionId = await connected(served, { limits: { ...blankConnection.limits, pageSize: 100 } });
    const { runs: cut } = value(await sync(connectionId));
    expect(cut).toMatchObject([{ end: 'failed', fault: { code: 'JSON_CUT' }, counts: { objects: 100 } }]);
    // What stopped it is still known when it is asked for later.
    const { runs: kept } = value(await world.client.platforms.runs({ connectionId }));
    expect(kept).toMatchObject([{ end: 'failed', fault: { code: 'JSON_CUT' } }]);
    const { connections } = value(await world.client.platforms.list({}));
    expect(connections.find((one) => one.connectionId === connectionId)?.lastFault).toBe('JSON_CUT');
    isCut = false;
    const before = served.asked.length;
    const { runs } = value(await sync(connectionId));
    expect(runs).toMatchObject([{ end: 'done', counts: { objects: SESSIONS, added: SESSIONS } }]);
    // Pages two and three; the first is not asked for again.
    expect(served.asked.length - before).toBe(2);
    const listed = value(
      await world.client.platformData.rows({
        module: 'sessions',
        filter: { connectionIds: [connectionId] },
        order: 'id',
        descending: false,
        offset: 0,
        limit: 500,
      }),
    );
    expect([listed.total, new Set(listed.rows.map(({ id }) => id)).size]).toEqual([SESSIONS, SESSIONS]);
  });
});

describe('a server that is not whom we trust', () => {
  it.each<[string, ServerWish, Partial<ConnectionSettings>, string]>([
    ['of another root', { issuer: stranger }, {}, 'trust'],
    ['for another name', { leaf: { dns: ['other.example'] } }, {}, 'trust'],
    [
      'of yesterday',
      { leaf: { notBefore: new Date(Date.now() - 9 * DAY), notAfter: new Date(Date.now() - DAY) } },
      {},
      'trust',
    ],
    [
      'of tomorrow',
      { leaf: { notBefore: new Date(Date.now() + DAY), notAfter: new Date(Date.now() + 9 * DAY) } },
      {},
      'trust',
    ],
    ['that is no server', { leaf: { usage: '1.3.6.1.5.5.7.3.2' } }, {}, 'trust'],
    ['that the system does not know', {}, { trust: { kind: 'system' } }, 'trust'],
    ['other than the pinned one', {}, { trust: { kind: 'pinned', sha256: '0'.repeat(64) } }, 'trust'],
  ])('%s is sent nothing', async (_what, wish, more, step) => {
    const served = await platform(wish);
    const fault = faultOf(await discover(await connected(served, more)));
    expect(fault).toMatchObject({ code: 'NOT_REACHED', data: { step } });
    expect(served.asked).toEqual([]);
  });

  it('is trusted by its pinned certificate alone, whatever its name', async () => {
    const served = await platform({ issuer: stranger, leaf: { dns: ['other.example'] } });
    const connectionId = await connected(served, { trust: { kind: 'pinned', sha256: sha256Of(served.leaf) } });
    expect(value(await discover(connectionId)).connection.version).toBe('2.2.1');
  });
});

describe('a platform that refuses our certificate', () => {
  it('in the handshake says so on the first read', async () => {
    const served = await platform({ clients: 'refuse' });
    const fault = faultOf(await discover(await connected(served, { generationId: null })));
    expect(fault.code).toMatch(/NOT_REACHED|PLATFORM_ANSWER/);
    expect(JSON.stringify(fault)).toMatch(/certificate required|closed|ECONNRESET/i);
    expect(served.asked).toEqual([]);
  });

  it('with HTTP 400 and a page of HTML, as nginx does, is recognised', async () => {
    const served = await platform({
      answer: (_request, response) => {
        response.writeHead(400, { 'content-type': 'text/html' });
        response.end('<html><body><center><h1>400 Bad Request</h1></center>The SSL certificate error</body></html>');
        return true;
      },
    });
    const fault = faultOf(await discover(await connected(served)));
    expect(fault).toMatchObject({
      code: 'PLATFORM_ANSWER',
      data: {
        reason: 'CLIENT_CERTIFICATE_REFUSED',
        httpStatus: 400,
        message: expect.stringContaining('SSL certificate error') as string,
      },
    });
  });
});

describe('another host', () => {
  it('that endpoints or redirects lead to sees neither token nor certificate', async () => {
    const other = await platform();
    const served = await platform({
      answer: (_request, response, url) => {
        if (url.pathname !== '/2.2.1/sessions') return false;
        response.writeHead(302, { location: other.url });
        response.end();
        return true;
      },
    });
    const fault = faultOf(await sync(await connected(served)));
    expect(fault).toMatchObject({ code: 'OTHER_HOST', data: { to: new URL(other.url).host } });
    expect(other.asked).toEqual([]);
  });

  it('is asked once somebody has allowed it', async () => {
    const other = await platform();
    const host = new URL(other.url).host;
    const served = await platform({
      answer: (_request, response, url) => {
        if (url.pathname !== '/2.2.1') return false;
        const endpoints = [{ identifier: 'sessions', role: 'SENDER', url: `https://${host}/2.2.1/sessions` }];
        response.end(JSON.stringify({ data: { version: '2.2.1', endpoints }, status_code: 1000 }));
        return true;
      },
    });
    const refused = await connected(served);
    expect(faultOf(await sync(refused)).code).toBe('OTHER_HOST');
    const connectionId = await connected(served, { allowedHosts: [host] });
    expect(value(await sync(connectionId)).runs).toMatchObject([{ end: 'done', counts: { objects: SESSIONS } }]);
  });
});
