import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import type { PlatformOptions } from '../platform-options.ts';
import { type Platform, startPlatform } from '../start-platform.ts';
import { base64, call, type Called } from '../call-for-tests.ts';
import { type MisbehaviourName, misbehaviourNames, misbehaviours } from './catalogue.ts';

const started: Platform[] = [];
afterEach(async () => {
  for (const platform of started.splice(0)) await platform.close();
});

async function start(name: MisbehaviourName, options: PlatformOptions = {}): Promise<Platform> {
  const platform = await startPlatform({ misbehaviour: [name], ...options });
  started.push(platform);
  return platform;
}

const at = ({ url }: Platform, path: string): string => url.replace('/versions', path);
const ask = (platform: Platform, path: string, more: Readonly<Record<string, string>> = {}): Promise<Called> =>
  call(at(platform, path), {
    token: path.startsWith('/2.1.1') ? platform.token : base64(platform.token),
    headers: more,
  });

/** What a list answers: by status, headers and body. */
const inAnswers: Readonly<
  Partial<Record<MisbehaviourName, readonly [path: string, check: (called: Called, platform: Platform) => void]>>
> = {
  ...Object.fromEntries(
    (
      [
        ['status-200-with-2001', 200, 2001],
        ['status-200-with-2003', 200, 2003],
        ['status-200-with-3000', 200, 3000],
        ['status-404-with-2004', 404, 2004],
        ['status-404-without-body', 404, undefined],
        ['status-500-with-2000', 500, 2000],
        ['status-401-with-4001', 401, 4001],
        ['fails-always', 500, 3000],
        ['rate-limit-for-ever', 429, undefined],
      ] as const
    ).map(([name, status, code]) => [
      name,
      ['tariffs', (called: Called) => expect([called.status, called.envelope['status_code']]).toEqual([status, code])],
    ]),
  ),
  'envelope-bare-list': ['tariffs', ({ text }) => expect(text).toMatch(/^\[\{/)],
  'envelope-data-alone': ['tariffs', ({ envelope }) => expect(Object.keys(envelope)).toEqual(['data'])],
  'envelope-items': ['tariffs', ({ envelope }) => expect(Object.keys(envelope)).toEqual(['items', 'total', 'page'])],
  'envelope-epoch': ['tariffs', ({ envelope }) => expect(envelope['timestamp']).toBe(1_767_343_500)],
  'framework-fault': [
    'tariffs',
    ({ status, text }) => expect([status, text]).toEqual([422, '{"detail":"Unprocessable"}']),
  ],
  'html-500': ['tariffs', ({ status, text }) => expect([status, text.slice(0, 9)]).toEqual([500, '<!DOCTYPE'])],
  'html-404': ['tariffs', ({ status, text }) => expect([status, text.slice(0, 9)]).toEqual([404, '<!DOCTYPE'])],
  'html-200': ['tariffs', ({ status, text }) => expect([status, text.slice(0, 9)]).toEqual([200, '<!DOCTYPE'])],
  'html-certificate-required': [
    'tariffs',
    ({ status, text }) =>
      expect([status, text]).toEqual([400, expect.stringMatching(/No required SSL certificate was sent/)]),
  ],
  'html-certificate-refused': [
    'tariffs',
    ({ status, text }) => expect([status, text]).toEqual([400, expect.stringMatching(/The SSL certificate error/)]),
  ],
  'byte-order-mark': ['tariffs', ({ text }) => expect(text.codePointAt(0)).toBe(0xfeff)],
  'json-cut': ['tariffs', ({ status, text }) => expect([status, text.endsWith('}')]).toEqual([200, false])],
  'object-for-list': ['tariffs', ({ data }) => expect((data as Json)['id']).toBe('TAR0000000')],
  'no-paging-headers': [
    'cdrs?limit=10',
    ({ headers }) => expect([headers['link'], headers['x-total-count']]).toEqual([undefined, undefined]),
  ],
  'limit-ignored': [
    'cdrs?limit=10',
    ({ data, headers }) => expect([(data as Json[]).length, headers['link']]).toEqual([50, undefined]),
  ],
  'own-page-size': ['cdrs?limit=10', ({ data }) => expect((data as Json[]).length).toBe(7)],
  'link-elsewhere': ['cdrs?limit=10', ({ headers }) => expect(headers['link']).toMatch(/^<http:\/\/127\.0\.0\.2:/)],
  'link-other-path': [
    'cdrs?limit=10',
    ({ headers }) => expect(headers['link']).toMatch(/VersionNumber.*date_from=None/),
  ],
  'link-empty': ['cdrs', ({ headers }) => expect(headers['link']).toBe('<>; rel="next"')],
  'link-none': ['cdrs', ({ headers }) => expect(headers['link']).toBe('None')],
  'link-drops-filters': [
    'cdrs?limit=10&date_from=2001-01-01T00:00:00Z',
    ({ headers }) => expect(headers['link']).toMatch(/^(?!.*date_from).*offset=10/),
  ],
  'link-on-last-page': ['cdrs?offset=40', ({ headers }) => expect(headers['link']).toMatch(/offset=50/)],
  'total-counts-hidden': ['cdrs', ({ headers }) => expect(headers['x-total-count']).toBe('63')],
  'last-page-again': [
    'cdrs?offset=50',
    ({ headers, data }) => {
      expect(headers['x-total-count']).toBe('63');
      expect((data as Json[]).map(({ id }) => id).at(-1)).toBe('C0000049');
      expect((data as Json[]).length).toBe(50 % 14);
    },
  ],
  'offset-ignored': ['cdrs?offset=10&limit=10', ({ data }) => expect((data as Json[])[0]!['id']).toBe('C0000000')],
  'pages-in-circles': ['cdrs?offset=10&limit=10', ({ headers }) => expect(headers['link']).toMatch(/offset=0&/)],
  'date-from-demanded': [
    'cdrs',
    ({ status, envelope }) => expect([status, envelope['status_code']]).toEqual([200, 2001]),
  ],
  'date-filter-ignored': [
    'cdrs?date_from=2099-01-01T00:00:00Z',
    ({ data }) => expect((data as Json[]).length).toBe(50),
  ],
  'redirect-to-slash': [
    'cdrs?limit=3',
    ({ status, headers }) => expect([status, headers['location']]).toEqual([307, '/ocpi/2.2.1/cdrs/?limit=3']),
  ],
  'slash-is-404': ['cdrs', ({ status }) => expect(status).toBe(404)],
  'redirect-loop': [
    'cdrs',
    ({ status, headers }) => expect([status, headers['location']]).toEqual([302, '/ocpi/2.2.1/cdrs?round=0']),
  ],
  'redirect-elsewhere': ['cdrs', ({ headers }) => expect(headers['location']).toMatch(/^http:\/\/127\.0\.0\.2:/)],
};

describe('lists of a platform that misbehaves', () => {
  it.each(Object.entries(inAnswers))('%s', async (name, [path, check]) => {
    const platform = await start(name as MisbehaviourName); // a key of the table
    check(await ask(platform, `/2.2.1/${path}`), platform);
  });

  it('counts another total on every page', async () => {
    const platform = await start('total-moves');
    const totals = [await ask(platform, '/2.2.1/cdrs'), await ask(platform, '/2.2.1/cdrs')].map(
      ({ headers }) => headers['x-total-count'],
    );
    expect(totals).toEqual(['50', '51']);
  });

  it('takes date_to as included', async () => {
    const platform = await start('date-to-inclusive');
    const rows = (await ask(platform, '/2.2.1/cdrs')).data as readonly Json[];
    const some = (await ask(platform, `/2.2.1/cdrs?date_to=${String(rows[10]!['last_updated'])}`))
      .data as readonly Json[];
    expect(some.at(-1)).toEqual(rows[10]);
  });

  it.each<[MisbehaviourName, readonly number[]]>([
    ['fails-then-fine', [503, 503, 200, 200]],
    ['rate-limit', [429, 200, 429, 200]],
    ['rate-limit-unstated', [429, 200, 200, 200]],
  ])('%s', async (name, statuses) => {
    const platform = await start(name);
    const seen: number[] = [];
    while (seen.length < statuses.length) seen.push((await ask(platform, '/2.2.1/cdrs')).status);
    expect(seen).toEqual(statuses);
  });
});

const detailsOf = async (platform: Platform, version = '2.2.1') =>
  (await ask(platform, `/versions/${version}`)).data as { endpoints: readonly Record<string, string>[] };
const endpointOf = async (platform: Platform, module: string) =>
  (await detailsOf(platform)).endpoints.filter((one) => one['identifier'] === module);

/** Discovery, tokens and credentials: what the switch is about, seen from outside. */
const atTheDoor: Readonly<Partial<Record<MisbehaviourName, (platform: Platform) => Promise<void>>>> = {
  'version-named-2.1': async (platform) => expect((await ask(platform, '/versions')).text).toMatch(/"version":"2\.1"/),
  'no-common-version': async (platform) =>
    expect((await ask(platform, '/versions')).text).toMatch(/^(?!.*"version":"[13]).*"version":"2\.0"/),
  'details-as-list': async (platform) => expect(Array.isArray(await detailsOf(platform))).toBe(true),
  'details-url-odd': async (platform) => {
    expect((await ask(platform, '/versions')).text).toMatch(/2\.2\.1\/details\?x=1/);
    expect((await ask(platform, '/versions/2.2.1/details?x=1')).status).toBe(200);
  },
  'endpoint-placeholder-host': async (platform) =>
    expect((await endpointOf(platform, 'tariffs'))[0]!['url']).toMatch(/^https:\/\/www\.example\.com\//),
  'endpoint-internal-host': async (platform) =>
    expect((await endpointOf(platform, 'tariffs'))[0]!['url']).toMatch(/^https:\/\/localhost:3005\//),
  'endpoint-relative': async (platform) =>
    expect((await endpointOf(platform, 'tariffs'))[0]!['url']).toBe('/ocpi/2.2.1/tariffs'),
  'identifier-misspelt': async (platform) =>
    expect((await detailsOf(platform)).endpoints[0]).toHaveProperty('idnentifier', 'credentials'),
  'endpoint-missing': async (platform) => {
    expect(await endpointOf(platform, 'tariffs')).toEqual([]);
    expect((await ask(platform, '/2.2.1/tariffs')).status).toBe(200);
  },
  'module-twice': async (platform) =>
    expect((await endpointOf(platform, 'tariffs')).map(({ role }) => role)).toEqual(['RECEIVER', 'SENDER']),
  'credentials-as-list': async (platform) =>
    expect((await ask(platform, '/2.2.1/credentials')).data).toEqual([
      expect.objectContaining({ token: platform.token }),
    ]),
  'get-tells-no-token': async (platform) =>
    expect((await ask(platform, '/2.2.1/credentials')).data).not.toHaveProperty('token'),
  'token-raw-only': async (platform) => {
    expect((await call(platform.url, { token: platform.token })).status).toBe(200);
    expect((await call(platform.url, { token: base64(platform.token) })).status).toBe(401);
  },
  'token-base64-only': async (platform) =>
    expect((await call(at(platform, '/2.1.1/tariffs'), { token: base64(platform.token) })).status).toBe(200),
  'token-any-that-decodes': async (platform) => {
    expect((await call(platform.url, { token: platform.token })).status).toBe(200);
    expect((await call(platform.url, { token: base64(platform.token) })).status).toBe(200);
  },
  'no-authentication': async (platform) => expect((await call(at(platform, '/2.2.1/cdrs'))).status).toBe(200),
  'other-header': async (platform) => {
    expect((await call(platform.url, { headers: { apikey: platform.token } })).status).toBe(200);
    expect((await call(platform.url, { token: platform.token })).status).toBe(401);
  },
  'silent-stranger': async (platform) => {
    const wrong = { token: 'wrong' };
    expect((await call(at(platform, '/2.2.1/locations'), wrong)).status).toBe(200);
    expect((await call(at(platform, '/2.2.1/credentials'), wrong)).data).toHaveProperty('token', '<any>');
    expect((await call(at(platform, '/2.2.1/cdrs'), wrong)).status).toBe(403);
  },
};

const body = { token: 'token-b', url: 'https://partner.example/versions', roles: [] };

describe('the door of a platform that misbehaves', () => {
  it.each(Object.entries(atTheDoor))('%s', async (name, check) => {
    await check(await start(name as MisbehaviourName)); // a key of the table
  });

  it('leads to http where the platform has https', async () => {
    const platform = await start('endpoint-plain-http', { tls: {} });
    const called = await call(at(platform, '/versions/2.2.1'), {
      token: base64(platform.token),
      tls: { ca: platform.authority.root.pem },
    });
    expect(called.text).toMatch(/"http:\/\/localhost:\d+\/ocpi\/2\.2\.1\/tariffs"/);
  });

  it.each<[MisbehaviourName, string, number, string]>([
    ['post-is-405', 'POST', 405, 'registration'],
    ['put-fails-half-way', 'PUT', 500, 'partner'],
    ['token-valid-after-delete', 'DELETE', 200, 'partner'],
    ['token-a-stays-valid', 'POST', 200, 'registration'],
  ])('%s', async (name, method, status, before) => {
    const platform = await start(name, { auth: { registration: before === 'registration' } });
    const credentials = at(platform, '/2.2.1/credentials');
    const token = base64(platform.token);
    expect((await call(credentials, { method, token, ...(method === 'DELETE' ? {} : { body }) })).status).toBe(status);
    // After a PUT that failed the new token is the one that works; nobody was told it.
    expect((await call(platform.url, { token })).status).toBe(name === 'put-fails-half-way' ? 401 : 200);
  });
});

const tlsFaults: readonly [MisbehaviourName, RegExp][] = [
  ['tls-expired', /expired/],
  ['tls-not-yet-valid', /not yet valid/],
  ['tls-wrong-name', /altnames/i],
  ['tls-self-signed', /self.signed/],
  ['tls-missing-intermediate', /unable to (verify|get local issuer)/],
  ['tls-1.2-refuses-client', /alert|certificate|ECONNRESET|hang up|disconnected/i],
  ['tls-1.3-refuses-client', /alert|certificate|ECONNRESET|hang up|disconnected/i],
];

describe('TLS of a platform that misbehaves', () => {
  it.each(tlsFaults)('%s', async (name, message) => {
    const platform = await start(name, { tls: { clients: 'asked' } });
    const { pem: cert, keyPem: key } = platform.authority.certify('Console', ['DEGDF']);
    const tls = {
      ca: [platform.authority.root.pem, ...rootCertificates],
      cert: cert + platform.authority.between.pem,
      key,
    };
    await expect(call(platform.url, { token: platform.token, tls })).rejects.toThrow(message);
    expect(platform.requests).toEqual([]);
    await platform.change([]);
    expect((await call(platform.url, { token: platform.token, tls })).status).toBe(200);
  });
});

describe('the wire of a platform that misbehaves', () => {
  /** How far an answer comes within a moment. */
  async function taste(
    name: MisbehaviourName,
  ): Promise<{ headers: Headers | undefined; octets: number; ended: 'end' | 'cut' | 'waits' }> {
    const platform = await start(name);
    const stop = AbortSignal.timeout(400);
    const headers = { authorization: `Token ${base64(platform.token)}`, 'accept-encoding': 'identity' };
    let response: Response | undefined;
    let octets = 0;
    try {
      response = await fetch(at(platform, '/2.2.1/cdrs'), { headers, signal: stop });
      for await (const part of response.body ?? []) octets += (part as Uint8Array).length;
      return { headers: response.headers, octets, ended: 'end' };
    } catch {
      return { headers: response?.headers, octets, ended: stop.aborted ? 'waits' : 'cut' };
    }
  }

  it.each<[MisbehaviourName, object]>([
    ['slow-headers', { headers: undefined, octets: 0, ended: 'waits' }],
    ['slow-body', { octets: 10, ended: 'waits' }],
    ['drip-body', { ended: 'waits' }],
    ['endless-body', { ended: 'waits' }],
    ['truncated-body', { ended: 'cut' }],
    ['closes-at-once', { headers: undefined, octets: 0, ended: 'cut' }],
    ['headers-without-end', { headers: undefined, ended: 'cut' }],
    ['encoding-broken', { octets: 0, ended: 'cut' }],
  ])('%s', async (name, end) => {
    expect(await taste(name)).toMatchObject(end);
  });

  it.each<[MisbehaviourName, string]>([
    ['bomb-gzip', 'gzip'],
    ['bomb-deflate', 'deflate'],
    ['encoding-unknown', 'compress'],
  ])('%s', async (name, encoding) => {
    const { headers, text } = await ask(await start(name), '/2.2.1/cdrs');
    expect([headers['content-encoding'], text.length < 1_000_000]).toEqual([encoding, true]);
  });
});

describe('the catalogue', () => {
  it('stands for each of the twenty deviations', () => {
    const told = new Set(Object.values(misbehaviours).map(({ deviation }) => deviation));
    expect(Array.from({ length: 20 }, (_unused, i) => i + 1).filter((number) => !told.has(number))).toEqual([]);
  });

  it('has no switch whose effect is not shown by a test', () => {
    const own = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
    const text = own.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
    const isShown = (name: string): boolean => text.includes(`'${name}'`) || text.includes(` ${name}: [`);
    expect(misbehaviourNames.filter((name) => !isShown(name))).toEqual([]);
  });
});
