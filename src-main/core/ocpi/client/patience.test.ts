import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect as tcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import { ok } from '../../../../shared/util/result.ts';
import { createPlatformClient } from './platform-client.ts';

const stop: Stop = { reason: undefined, onStop: () => undefined };
const NOW = new Date('2026-01-02T08:00:00Z');
/** Longer than any pause between two tries. */
const TIMEOUT_SECONDS = 600;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

type Reply = (response: ServerResponse, base: string) => void;
const reply =
  (status: number, headers: Readonly<Record<string, string>> = {}, code = 1000): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ data: [], status_code: code, status_message: 'said', timestamp: NOW }));
  };
const moved =
  (location: string, status = 302): Reply =>
  (response, base) =>
    response.writeHead(status, { location: new URL(location, base).href }).end();

/** A client whose pauses pass at once and are kept, before a server with these replies; the last one is repeated. */
async function talking(replies: readonly Reply[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const say = replies[Math.min(asked.length, replies.length - 1)];
    asked.push(`${request.method} ${request.url}`);
    // Each try has a connection of its own: how connections are kept is not looked at here.
    response.setHeader('connection', 'close');
    say?.(response, base);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // of a server that listens on TCP
  const base = `http://127.0.0.1:${port}/`;
  const waited: number[] = [];
  const dialled: string[] = [];
  const client = createPlatformClient({
    connect: ({ host, port: to }) => {
      dialled.push(`${host}:${to}`);
      const facts = { clientCertificateSent: false, handshakeId: 0, milliseconds: 0 };
      return Promise.resolve(ok({ stream: tcp(to, host), facts }));
    },
    clock: { now: () => NOW, monotonicMs: () => 0 },
    timer: (run, ms) => {
      if (ms >= TIMEOUT_SECONDS * 1000) return () => undefined;
      waited.push(ms);
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    },
    random: () => 0.5,
    mutualTls: false,
    settings: {
      ...blankConnection,
      name: 'Patience',
      versionsUrl: base,
      schedule: { ...blankConnection.schedule, modules: [] },
      allowedHosts: [],
      overrides: [],
      limits: { ...blankConnection.limits, timeoutSeconds: TIMEOUT_SECONDS },
    },
    token: undefined,
    totpSeed: undefined,
    encoding: undefined,
  });
  return { client, base, asked, waited, dialled, only: `127.0.0.1:${port}` };
}

describe('the client is patient: it', () => {
  it.each<[string, readonly Reply[], readonly number[]]>([
    ['backs off, twice as long each time', [reply(503), reply(502), reply(504), reply(200)], [500, 1000, 2000]],
    ['waits as long as it is told in seconds', [reply(429, { 'retry-after': '7' }), reply(200)], [7000]],
    [
      'waits as long as it is told by a date',
      [reply(429, { 'retry-after': 'Fri, 02 Jan 2026 08:00:09 GMT' }), reply(200)],
      [9000],
    ],
    ['does not wait for a day', [reply(429, { 'retry-after': '86400' }), reply(200)], [60_000]],
    ['backs off where 429 says nothing', [reply(429), reply(200)], [500]],
    ['backs off where 429 says nothing of use', [reply(429, { 'retry-after': 'soon' }), reply(200)], [500]],
  ])('%s', async (_what, replies, waits) => {
    const { client, base, waited } = await talking(replies);
    expect((await client.get(base, stop)).ok).toBe(true);
    expect(waited).toEqual(waits);
  });

  it('gives up after three more tries', async () => {
    const { client, base, asked } = await talking([reply(429)]);
    expect(await client.get(base, stop)).toMatchObject({ ok: false, error: { data: { reason: 'TOO_MANY' } } });
    expect(asked).toHaveLength(4);
  });

  it.each([400, 401, 403, 404, 500, 501])('does not repeat what HTTP %i has answered', async (status) => {
    const { client, base, asked } = await talking([reply(status, {}, 2000)]);
    expect((await client.get(base, stop)).ok).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)('never repeats a %s', async (method) => {
    const { client, base, asked } = await talking([reply(503)]);
    expect((await client.send(method, base, method === 'DELETE' ? undefined : '{}', stop)).ok).toBe(false);
    expect(asked).toHaveLength(1);
  });
});

describe('the client is careful: it', () => {
  it('follows three redirects of a GET within the host, and no fourth', async () => {
    const three = await talking([moved('/1'), moved('/2', 301), moved('/3', 307), reply(200)]);
    expect((await three.client.get(three.base, stop)).ok).toBe(true);
    expect(three.asked).toEqual(['GET /', 'GET /1', 'GET /2', 'GET /3']);
    const loop = await talking([moved('/again')]);
    expect(await loop.client.get(loop.base, stop)).toMatchObject({ error: { data: { reason: 'REDIRECTED' } } });
    expect(loop.asked).toHaveLength(4);
  });

  it.each(['http://127.0.0.2:1/', 'https://them.example/', 'ftp://them.example/', 'http://u:p@127.0.0.1/'])(
    'is not led to %s',
    async (elsewhere) => {
      const { client, base, dialled, only } = await talking([moved(elsewhere)]);
      expect(await client.get(base, stop)).toMatchObject({ ok: false, error: { code: 'OTHER_HOST' } });
      expect(new Set(dialled)).toEqual(new Set([only]));
    },
  );

  it.each([301, 302, 303])('carries no POST on after HTTP %i', async (status) => {
    const { client, base, asked } = await talking([moved('/other', status), reply(200)]);
    expect((await client.send('POST', base, '{}', stop)).ok).toBe(false);
    expect(asked).toEqual(['POST /']);
  });

  it('does not believe a success that comes with an error of HTTP, and says so', async () => {
    const { client, base } = await talking([reply(500)]);
    expect(await client.get(base, stop)).toMatchObject({
      error: {
        code: 'PLATFORM_ANSWER',
        data: { reason: 'HTTP_ERROR', message: 'HTTP 500, although the OCPI status says 1000 (success): said' },
      },
    });
  });
});
