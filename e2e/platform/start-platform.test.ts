import { afterEach, describe, expect, it } from 'vitest';
import { type OcpiVersion, ocpiVersions } from '../../shared/domain/ocpi-version.ts';
import { password } from './doorkeeper.ts';
import type { Json } from './json.ts';
import type { PlatformOptions } from './platform-options.ts';
import { type Platform, startPlatform } from './start-platform.ts';
import { base64, call, type CallWish } from './call-for-tests.ts';

const started: Platform[] = [];
afterEach(async () => {
  for (const platform of started.splice(0)) await platform.close();
});

async function start(options: PlatformOptions = {}): Promise<Platform> {
  const platform = await startPlatform(options);
  started.push(platform);
  return platform;
}

const at = ({ url }: Platform, path: string): string => url.replace('/versions', path);
const tokenOf = ({ token }: Platform, version: OcpiVersion): string => (version === '2.1.1' ? token : base64(token));
const list = async (platform: Platform, path: string, version: OcpiVersion = '2.2.1') => {
  const called = await call(at(platform, `/${version}/${path}`), { token: tokenOf(platform, version) });
  return { ...called, rows: called.data as readonly Json[] };
};

describe('a platform that behaves', () => {
  it.each(ocpiVersions)('leads in %s from its versions to every object of every module', async (version) => {
    const platform = await start({ live: 2 });
    const wish: CallWish = { token: tokenOf(platform, version) };
    const offers = (await call(platform.url, wish)).data as readonly { version: string; url: string }[];
    expect(offers.map((offer) => offer.version)).toEqual([...ocpiVersions]);
    const details = (await call(offers.find((offer) => offer.version === version)!.url, wish)).data as {
      endpoints: readonly { identifier: string; url: string; role?: string }[];
    };
    expect(details.endpoints.map(({ identifier }) => identifier)).toEqual([
      ...['credentials', 'locations', 'tariffs', 'sessions', 'cdrs', 'tokens'],
      ...(version === '3.0' ? ['tariffassociations', 'evsestatuses'] : []),
    ]);
    expect(details.endpoints.every(({ role }) => (role === undefined) === (version === '2.1.1'))).toBe(true);
    for (const { identifier, url } of details.endpoints.slice(1)) {
      const { data, headers } = await call(url, wish);
      const rows = data as readonly Json[];
      expect(rows.length).toBeGreaterThan(0);
      expect(headers['x-total-count']).toBe(String(rows.length));
      if (identifier === 'evsestatuses') continue;
      const id = String(rows[1]!['id'] ?? rows[1]!['uid']);
      expect((await call(`${url}/${id}`, wish)).data).toEqual(rows[1]);
    }
    expect((await call(`${details.endpoints[1]!.url}/NOBODY`, wish)).status).toBe(404);
  });

  it('refers in every CDR to a session, location, tariff and token that are there', async () => {
    const platform = await start({ live: 3 });
    const ids = async (module: string, key = 'id') =>
      new Set((await list(platform, module)).rows.map((row) => row[key]));
    const known = {
      sessions: await ids('sessions'),
      locations: await ids('locations'),
      tariffs: await ids('tariffs'),
      tokens: await ids('tokens', 'uid'),
    };
    for (const cdr of (await list(platform, 'cdrs')).rows) {
      expect(known.sessions).toContain(cdr['session_id']);
      expect(known.locations).toContain((cdr['cdr_location'] as Json)['id']);
      expect(known.tariffs).toContain((cdr['tariffs'] as readonly Json[])[0]!['id']);
      expect(known.tokens).toContain((cdr['cdr_token'] as Json)['uid']);
    }
  });

  it('gives pages with link, total and limit, and keeps the filters in the link', async () => {
    const platform = await start({ mostPerPage: 20 });
    const all: unknown[] = [];
    let path: string | undefined = 'sessions?date_from=2000-01-01T00:00:00Z&limit=25';
    let pages = 0;
    while (path !== undefined) {
      const { rows, headers } = await list(platform, path);
      expect([headers['x-total-count'], headers['x-limit']]).toEqual(['60', '20']);
      all.push(...rows.map(({ id }) => id));
      const link = /<[^>]*\/2\.2\.1\/([^>]*)>; rel="next"/.exec(String(headers['link']))?.[1];
      if (link !== undefined) expect(link).toContain('date_from=2000');
      path = link;
      pages += 1;
    }
    expect([all.length, new Set(all).size, pages]).toEqual([60, 60, 3]);
  });

  it('takes date_from as included and date_to as excluded', async () => {
    const platform = await start();
    const { rows } = await list(platform, 'sessions');
    const [from, to] = [String(rows[10]!['last_updated']), String(rows[20]!['last_updated'])];
    const { rows: some } = await list(platform, `sessions?date_from=${from}&date_to=${to}`);
    expect(some).toEqual(rows.slice(10, 20));
  });

  it('has the same objects for the same seed and others for another', async () => {
    const [one, same, other] = [await start({ seed: 7 }), await start({ seed: 7 }), await start({ seed: 8 })];
    expect((await list(same, 'cdrs')).rows).toEqual((await list(one, 'cdrs')).rows);
    expect((await list(other, 'cdrs')).rows).not.toEqual((await list(one, 'cdrs')).rows);
  });

  it('holds a million CDRs without making them, and gives the last page as fast as the first', async () => {
    const platform = await start({ sizes: { sessions: 1_000_000, cdrs: 1_000_000, locations: 5000 } });
    const { rows, headers } = await list(platform, 'cdrs?offset=999990&limit=100');
    expect([rows.length, headers['x-total-count'], rows.at(-1)!['id']]).toEqual([10, '1000000', 'C0999999']);
  });

  it('lets sessions that go on grow with the clock, and those alone', async () => {
    let now = Date.parse('2026-03-01T10:05:00Z');
    const platform = await start({ live: 1, now: () => new Date(now) });
    const before = (await list(platform, 'sessions')).rows;
    now += 30 * 60_000;
    const after = (await list(platform, 'sessions')).rows;
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(Number(after.at(-1)!['kwh'])).toBeGreaterThan(Number(before.at(-1)!['kwh']));
    const since = encodeURIComponent('2026-03-01T10:30:00Z');
    expect((await list(platform, `sessions?date_from=${since}`)).rows.map(({ status }) => status)).toEqual(['ACTIVE']);
  });

  it('writes the two dialects of 3.0', async () => {
    const [draft, reference] = [await start({ dialect: 'draft' }), await start({ dialect: 'reference' })];
    const texts = await Promise.all(
      [draft, reference].map(async (one) =>
        JSON.stringify([(await list(one, 'locations', '3.0')).rows[0], (await list(one, 'cdrs', '3.0')).rows[0]]),
      ),
    );
    expect([texts[0]!.includes('"evses"'), texts[0]!.includes('before_taxes')]).toEqual([true, true]);
    expect([texts[1]!.includes('"evse":'), texts[1]!.includes('excl_vat')]).toEqual([true, true]);
  });
});

describe('who may ask', () => {
  it('is told by a token, raw in 2.1.1 and in base64 later', async () => {
    const platform = await start();
    const status = async (version: string, token: string) =>
      (await call(at(platform, `/${version}/tariffs`), { token })).status;
    expect([await status('2.1.1', platform.token), await status('2.1.1', base64(platform.token))]).toEqual([200, 401]);
    expect([await status('2.2.1', platform.token), await status('2.2.1', base64(platform.token))]).toEqual([401, 200]);
    expect((await call(platform.url)).status).toBe(401);
  });

  it('changes with the registration: A for it alone, then C, rotated, and none after DELETE', async () => {
    const platform = await start({ auth: { registration: true } });
    const credentials = at(platform, '/2.2.1/credentials');
    const body = { token: 'token-b', url: 'https://partner.example/versions', roles: [] };
    const a = base64(platform.token);
    expect((await list(platform, 'tariffs')).status).toBe(401);
    expect((await call(credentials, { method: 'PUT', token: a, body })).status).toBe(405);
    const c = base64(String(((await call(credentials, { method: 'POST', token: a, body })).data as Json)['token']));
    expect((await call(at(platform, '/2.2.1/tariffs'), { token: c })).status).toBe(200);
    expect((await call(platform.url, { token: a })).status).toBe(401);
    expect((await call(credentials, { method: 'POST', token: c, body })).status).toBe(405);
    const d = base64(String(((await call(credentials, { method: 'PUT', token: c, body })).data as Json)['token']));
    expect((await call(credentials, { method: 'DELETE', token: d })).status).toBe(200);
    expect((await call(platform.url, { token: d })).status).toBe(401);
  });

  it('shows the password of the moment where it is asked for, as the facts have it', async () => {
    expect(password('secure!Charging!', Math.floor(1_718_611_200 / 30), undefined)).toBe('akF3c7qY2uiu');
    const now = new Date('2026-03-01T10:00:00Z');
    const platform = await start({ auth: { totp: { seed: 'secure!Charging!', type: '0' } }, now: () => now });
    const token = base64(platform.token);
    const totp = `0 ${password('secure!Charging!', Math.floor(now.getTime() / 30_000), undefined)}`;
    expect((await call(platform.url, { token })).status).toBe(401);
    expect((await call(platform.url, { token, headers: { totp } })).status).toBe(200);
  });

  it('shows a certificate of the platform’s authority, whose party ids are written down', async () => {
    const platform = await start({ tls: { clients: 'needed' } });
    const token = base64(platform.token);
    const { pem: cert, keyPem: key } = platform.authority.certify('Console', ['DEGDF', 'NLABC']);
    const ca = platform.authority.root.pem;
    expect(
      (await call(platform.url, { token, tls: { ca, cert: cert + platform.authority.between.pem, key } })).status,
    ).toBe(200);
    expect(platform.requests.at(-1)).toMatchObject({ commonName: 'Console', partyIds: ['DEGDF', 'NLABC'] });
    await expect(call(platform.url, { token, tls: { ca } })).rejects.toThrow(/certificate required|ECONNRESET|hang up/);
    expect(platform.requests.length).toBe(1);
  });
});

it('is cut off in the middle of an answer and comes back on its port with the same data', async () => {
  const platform = await start();
  const before = (await list(platform, 'cdrs')).rows;
  platform.dieAt(1, 100);
  expect((await list(platform, 'cdrs')).status).toBe(200);
  await expect(list(platform, 'cdrs')).rejects.toThrow();
  await expect(list(platform, 'cdrs')).rejects.toThrow(/ECONNREFUSED/);
  await platform.revive();
  expect((await list(platform, 'cdrs')).rows).toEqual(before);
});
