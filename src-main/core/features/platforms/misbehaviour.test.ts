import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type MisbehaviourName,
  misbehaviourNames,
  misbehaviours,
} from '../../../../e2e/platform/misbehaviour/catalogue.ts';
import { served, toldAsFault, toldAsFinding } from '../../../../e2e/platform/misbehaviour/told.ts';
import type { PlatformOptions } from '../../../../e2e/platform/platform-options.ts';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import { feedModules } from '../../../../shared/domain/ocpi-version.ts';
import { faultSentences } from '../../../../shared/texts/fault-sentences.ts';
import { ocpiFindingSentence } from '../../../../shared/texts/ocpi-finding-sentences.ts';
import { value } from '../../core-for-tests.ts';
import { platformWorld, type PlatformWorld } from './demo-platform-for-tests.ts';

let w: PlatformWorld;
beforeAll(async () => {
  w = await platformWorld();
});
afterAll(() => w[Symbol.asyncDispose]());
afterEach(() => w.closeAll());

async function started(name: MisbehaviourName | undefined, more: PlatformOptions = {}) {
  const misbehaviour = name === undefined ? [] : [name];
  return w.start({ versions: ['2.2.1'], sizes: served, misbehaviour, ...more });
}

/** A sync of everything; answers what is held afterwards, and what was told. */
async function synced(name: MisbehaviourName, more: Partial<ConnectionSettings> = {}, options: PlatformOptions = {}) {
  const platform = await started(name, options);
  const connectionId = await w.connect(platform, more, platform.token);
  const end = await w.sync(connectionId);
  const groups = await w.findings(connectionId);
  return { platform, connectionId, end, groups };
}

describe('a platform that behaves', () => {
  it.each(['2.1.1', '2.2.1', '2.3.0', '3.0'] as const)('in %s is read whole and without a finding', async (version) => {
    const platform = await w.start({ versions: [version], sizes: served, live: 2 });
    const connectionId = await w.connect(platform, {}, platform.token);
    const { runs } = value(await w.sync(connectionId));
    expect(runs.map(({ module }) => module)).toEqual(
      feedModules.filter((module) => version === '3.0' || module in served),
    );
    for (const { end, counts } of runs) expect([end, counts.objects]).toEqual(['done', counts.total]);
    expect(await w.findings(connectionId)).toEqual([]);
    const [row] = value(
      await w.world.client.platformData.rows({
        module: 'cdrs',
        filter: { connectionIds: [connectionId] },
        order: 'id',
        descending: false,
        offset: 0,
        limit: 1,
      }),
    ).rows;
    const cdr = platform.feed('cdrs', version)?.find(row?.id ?? '');
    const { text } = value(await w.world.client.platformData.original({ module: 'cdrs', rowId: row?.rowId ?? 0 }));
    // As it came, personal data aside.
    expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(cdr ?? {}));
  });

  it('is read in the dialect of the reference, which is marked as such', async () => {
    const platform = await w.start({ versions: ['3.0'], dialect: 'reference', sizes: served });
    const connectionId = await w.connect(platform, {}, platform.token);
    for (const { end } of value(await w.sync(connectionId)).runs) expect(end).toBe('done');
    const codes = (await w.findings(connectionId)).map(({ module, code }) => `${module} ${code}`);
    expect(codes).toEqual(expect.arrayContaining(['locations REFERENCE_DIALECT', 'cdrs FIELD_OF_OTHER_VERSION']));
  });
});

describe('nothing is lost, and what is odd is told in words, of a platform with', () => {
  it.each(Object.entries(toldAsFinding))('%s', async (name, findings) => {
    const { connectionId, end, groups } = await synced(name as MisbehaviourName); // a key of the table
    const { runs } = value(end);
    expect(runs.map(({ module, end: how, counts }) => [module, how, counts.added])).toEqual(
      Object.entries(served).map(([module, count]) => [module, 'done', count]),
    );
    const told = groups.map(({ module, code }) => `${module} ${code}`);
    expect(told).toEqual(expect.arrayContaining([...findings]));
    if (findings.length === 0) expect(told).toEqual([]);
    for (const { code } of groups) expect(ocpiFindingSentence(code)).toMatch(/^[A-Z].*\.$/u);
    expect(new Set(await w.ids(connectionId, 'cdrs')).size).toBe(served.cdrs);
  });
});

describe('a fault says what is wrong with a platform with', () => {
  it.each(Object.entries(toldAsFault))('%s', async (name, [code, reason, message]) => {
    const { tls } = misbehaviours[name as MisbehaviourName]; // a key of the table
    const schedule = { modules: ['tariffs' as const], everyMinutes: 0, fullEveryDays: 7 };
    const timeoutSeconds = name.startsWith('slow') ? 1 : 20;
    const { end, platform, connectionId } = await synced(
      name as MisbehaviourName,
      { schedule, limits: { timeoutSeconds, parallel: 2, pageSize: 20, maxPageMegabytes: 64 } },
      tls === undefined ? {} : { tls: { clients: 'asked' } },
    );
    expect(end).toMatchObject({
      ok: false,
      error: { code, data: { ...(reason === undefined ? {} : { reason }) } },
    });
    expect(faultSentences).toHaveProperty(code);
    if (message !== undefined) expect(JSON.stringify(end)).toMatch(message);
    if (tls !== undefined) expect(platform.requests).toEqual([]);
    // Nothing hangs and nothing is spoilt: once it behaves, the same connection reads everything.
    await platform.change([]);
    if (tls === undefined && code !== 'NO_COMMON_VERSION') {
      expect(value(await w.sync(connectionId)).runs).toMatchObject([{ end: 'done', counts: { added: 5 } }]);
    }
  });

  it('drip-body, which somebody can stop', async () => {
    const platform = await started('drip-body');
    const connectionId = await w.connect(platform, {}, platform.token);
    const stop = new AbortController();
    const syncing = w.sync(connectionId, 'auto', stop.signal);
    setTimeout(() => stop.abort(), 300);
    expect((await syncing).ok).toBe(false);
    expect((await w.get(connectionId)).running).toBe(false);
  });
});

describe('a platform with', () => {
  it.each<[MisbehaviourName, number]>([
    ['offset-ignored', 20],
    ['pages-in-circles', 40],
  ])('%s is read as far as it goes, and what is missing is not taken as gone', async (name, held) => {
    const { end, connectionId } = await synced(name);
    const cdrs = value(end).runs.find(({ module }) => module === 'cdrs');
    expect(cdrs).toMatchObject({ end: 'failed', fault: { code: 'PAGES_REPEAT' } });
    expect((await w.ids(connectionId, 'cdrs')).length).toBe(held);
  });

  it.each<[MisbehaviourName, string]>([
    ['endpoint-placeholder-host', 'PLACEHOLDER_HOST'],
    ['endpoint-internal-host', 'INTERNAL_HOST'],
  ])('%s is asked for everything else', async (name, note) => {
    const { end, connectionId } = await synced(name);
    expect(value(end).runs.map(({ module, end: how }) => `${module} ${how}`)).toEqual([
      ...['locations done', 'sessions done', 'cdrs done', 'tokens done'],
    ]);
    const { endpoints } = await w.get(connectionId);
    expect(endpoints.find(({ identifier }) => identifier === 'tariffs')?.notes).toContain(note);
  });

  it.each<[MisbehaviourName, string]>([
    ['endpoint-relative', 'RELATIVE_URL'],
    ['identifier-misspelt', 'IDENTIFIER_MISSPELT'],
  ])('%s is read, and every endpoint is marked', async (name, note) => {
    const { end, connectionId } = await synced(name);
    expect(value(end).runs.every(({ end: how }) => how === 'done')).toBe(true);
    for (const { notes } of (await w.get(connectionId)).endpoints) expect(notes).toContain(note);
  });

  it('endpoint-plain-http is never asked without TLS', async () => {
    const { connectionId } = await synced('endpoint-plain-http', {}, { tls: {} });
    const tariffs = (await w.get(connectionId)).endpoints.find(({ identifier }) => identifier === 'tariffs');
    expect(tariffs?.notes).toContain('PLAIN_HTTP');
    expect(await w.ids(connectionId, 'tariffs')).toEqual([]);
  });

  it('endpoint-missing is read by an override that somebody has set', async () => {
    const platform = await started('endpoint-missing');
    const url = platform.url.replace('/versions', '/2.2.1/tariffs');
    const overrides = [{ module: 'tariffs' as const, url }];
    const connectionId = await w.connect(platform, { overrides }, platform.token);
    await w.sync(connectionId);
    expect((await w.ids(connectionId, 'tariffs')).length).toBe(5);
  });

  it('version-named-2.1 is spoken to in 2.1.1', async () => {
    const { connectionId, end } = await synced('version-named-2.1', {}, { versions: ['2.1.1'] });
    expect(value(end).runs.every(({ end: how }) => how === 'done')).toBe(true);
    expect((await w.get(connectionId)).version).toBe('2.1.1');
  });

  it('no-authentication is marked at every endpoint that answers a stranger, and in the diagnosis', async () => {
    const { connectionId } = await synced('no-authentication');
    for (const { identifier, notes } of (await w.get(connectionId)).endpoints) {
      expect([identifier, notes.includes('WITHOUT_AUTHENTICATION')]).toEqual([identifier, identifier in served]);
    }
    const steps = await w.diagnose(connectionId);
    expect(steps.find(({ step }) => step === 'without-token')).toMatchObject({
      ...{ verdict: 'fail', code: 'WITHOUT_TOKEN_ANSWERED' },
      tellPartner: expect.stringContaining('/cdrs') as string,
    });
  });

  it('no-authentication is told of open data, whose reader sends nothing either', async () => {
    const platform = await started('no-authentication');
    const connectionId = await w.connect(platform);
    value(await w.sync(connectionId));
    const told = (await w.findings(connectionId)).map(({ module, code, severity }) => `${module} ${code} ${severity}`);
    expect(told).toEqual(
      expect.arrayContaining(['cdrs WITHOUT_AUTHENTICATION warn', 'tariffs WITHOUT_AUTHENTICATION note']),
    );
  });

  it('nothing wrong sees one request without a token, which it refuses', async () => {
    const platform = await started(undefined);
    const connectionId = await w.connect(platform, {}, platform.token);
    value(await w.world.client.platforms.discover({ connectionId }, w.world.person));
    expect(platform.requests.filter(({ headers }) => headers['authorization'] === undefined)).toHaveLength(1);
    const steps = await w.diagnose(connectionId);
    expect(steps.find(({ step }) => step === 'without-token')).toMatchObject({ verdict: 'pass' });
    expect(steps.find(({ step }) => step === 'access')).toBeUndefined();
  });

  it.each<[MisbehaviourName, '2.1.1' | '2.2.1', string]>([
    ['token-raw-only', '2.2.1', 'TOKEN_RAW'],
    ['token-base64-only', '2.1.1', 'TOKEN_BASE64'],
  ])('%s has its form told as not the one of %s', async (name, version, code) => {
    const { connectionId } = await synced(name, {}, { versions: [version] });
    const { credentials } = await w.get(connectionId);
    expect(credentials.encoding).toBe(code === 'TOKEN_RAW' ? 'raw' : 'base64');
    const steps = await w.diagnose(connectionId);
    expect(steps.find(({ step }) => step === 'access')).toMatchObject({ verdict: 'warn', code });
  });

  it.each<MisbehaviourName>(['total-counts-hidden', 'last-page-again'])(
    '%s is read to its end, and both numbers are told',
    async (name) => {
      const { end, groups } = await synced(name);
      const cdrs = value(end).runs.find(({ module }) => module === 'cdrs');
      expect(cdrs).toMatchObject({ end: 'done', counts: { total: served.cdrs + 13, findings: 1 } });
      const told = groups.find(({ module, code }) => module === 'cdrs' && code === 'TOTAL_NOT_LISTED');
      expect(told?.ofRead).toEqual({ found: String(served.cdrs), wanted: String(served.cdrs + 13) });
    },
  );

  it('redirect-to-slash has told where it leads', async () => {
    const { groups, connectionId } = await synced('redirect-to-slash');
    const told = groups.find(({ module, code }) => module === 'cdrs' && code === 'REDIRECTED');
    expect(told?.ofRead?.found).toMatch(/^http:.*\/cdrs\/$/);
    expect(await w.report(connectionId)).toMatch(/REDIRECTED.*\/cdrs\//);
    const step = (await w.diagnose(connectionId)).find((one) => one.step === 'module:cdrs');
    expect(step).toMatchObject({ code: 'MODULE_ODD', values: { notes: 'REDIRECTED' } });
  });

  it('other-header is read once the header is named', async () => {
    const authorization = { kind: 'token', encoding: 'auto', header: 'apikey', prefix: '' } as const;
    const { end, connectionId } = await synced('other-header', { authorization });
    expect(value(end).runs.every(({ end: how }) => how === 'done')).toBe(true);
    const steps = await w.diagnose(connectionId);
    expect(steps.find(({ step }) => step === 'access')).toMatchObject({
      ...{ code: 'OTHER_HEADER', message: expect.stringContaining('apikey') as string },
    });
  });

  it('silent-stranger does not hide that our token is wrong', async () => {
    const platform = await started('silent-stranger');
    const connectionId = await w.connect(platform, {}, 'a-wrong-token-123');
    const steps = await w.diagnose(connectionId);
    expect(steps.find(({ step }) => step === 'credentials')).toMatchObject({ code: 'TAKEN_FOR_STRANGER' });
  });

  it('objects-vanish keeps them, marked as no longer listed', async () => {
    const { connectionId, end } = await synced('objects-vanish');
    expect(value(end).runs.every(({ end: how }) => how === 'done')).toBe(true);
    const { runs } = value(await w.sync(connectionId, 'full'));
    expect(runs.find(({ module }) => module === 'cdrs')).toMatchObject({ end: 'done', counts: { unlisted: 14 } });
    expect((await w.ids(connectionId, 'cdrs')).length).toBe(served.cdrs);
  });

  it('cdr-changes raises an alarm and keeps both', async () => {
    const { connectionId } = await synced('cdr-changes');
    const { runs } = value(await w.sync(connectionId, 'full'));
    expect(runs.find(({ module }) => module === 'cdrs')).toMatchObject({ counts: { changed: served.cdrs } });
    const group = (await w.findings(connectionId)).find(({ code }) => code === 'CHANGED_CDR');
    expect(group).toMatchObject({ module: 'cdrs', objects: served.cdrs });
    const rowId = group?.example?.rowId ?? 0;
    const { versions, findings } = value(await w.world.client.platformData.object({ module: 'cdrs', rowId }));
    expect(findings).toMatchObject([{ code: 'CHANGED_CDR', severity: 'fail' }]);
    expect(await w.report(connectionId)).toContain('CHANGED_CDR');
    const [before] = versions;
    const text = async (versionId?: number): Promise<string> => {
      const wish = { module: 'cdrs' as const, rowId, ...(versionId === undefined ? {} : { versionId }) };
      return value(await w.world.client.platformData.original(wish)).text;
    };
    expect(JSON.parse(await text())).toMatchObject({
      total_energy: (JSON.parse(await text(before?.versionId)) as { total_energy: number }).total_energy + 1,
    });
  });

  it('party-missing has the party of each object told with where it comes from', async () => {
    const platform = await started(undefined);
    const connectionId = await w.connect(platform, {}, platform.token);
    value(await w.sync(connectionId));
    const claimed = async (of: string) => {
      const query = { module: 'cdrs' as const, order: 'lastUpdated' as const, descending: true, offset: 0, limit: 1 };
      const filter = { connectionIds: [of] };
      const { rows } = value(await w.world.client.platformData.rows({ ...query, filter }));
      return value(await w.world.client.platformData.object({ module: 'cdrs', rowId: rows[0]?.rowId ?? 0 })).party;
    };
    expect(await claimed(connectionId)).toEqual({ source: 'object', standing: 'claimed' });
    value(await w.world.client.platforms.credentials({ connectionId, step: 'check' }, w.world.person));
    expect(await claimed(connectionId)).toEqual({ source: 'object', standing: 'among-roles' });
    await platform.change(['party-missing']);
    const other = await w.connect(platform, {}, platform.token);
    value(await w.world.client.platforms.discover({ connectionId: other }, w.world.person));
    value(await w.world.client.platforms.credentials({ connectionId: other, step: 'check' }, w.world.person));
    value(await w.sync(other));
    expect(await claimed(other)).toEqual({ source: 'connection', standing: 'claimed' });
  });

  it('id-case-changes has each object once', async () => {
    const { connectionId } = await synced('id-case-changes');
    await w.sync(connectionId, 'full');
    expect((await w.ids(connectionId, 'tariffs')).length).toBe(5);
  });

  it('delta-gives-nothing is found out by the next whole read, with how many objects it kept back', async () => {
    let now = Date.now() - 20 * 60_000;
    const platform = await w.start({
      ...{ versions: ['2.2.1'], sizes: served, live: 3, misbehaviour: ['delta-gives-nothing'] },
      now: () => new Date(now),
    });
    const connectionId = await w.connect(platform, {}, platform.token);
    const sessionsOf = async (kind: 'auto' | 'full') =>
      value(await w.sync(connectionId, kind)).runs.find(({ module }) => module === 'sessions');
    expect(await sessionsOf('auto')).toMatchObject({ kind: 'full', counts: { missed: 0 } });
    now += 60_000;
    expect(await sessionsOf('auto')).toMatchObject({ kind: 'incremental', counts: { objects: 0, missed: 0 } });
    expect(await sessionsOf('full')).toMatchObject({ kind: 'full', counts: { changed: 3, missed: 3 } });
    const told = (await w.findings(connectionId)).find(({ code }) => code === 'CHANGES_MISSED');
    expect(told).toMatchObject({ module: 'sessions', ofRead: { found: '3' } });
    now += 60_000;
    // After another whole read there are no changes that were kept back.
    expect(await sessionsOf('full')).toMatchObject({ counts: { changed: 3, missed: 0 } });
  });

  it('status-only-delta has it told of each location that came with fewer EVSEs, until a whole read', async () => {
    const platform = await started('status-only-delta');
    const connectionId = await w.connect(platform, {}, platform.token);
    value(await w.sync(connectionId));
    expect(await w.findings(connectionId)).toEqual([]);
    await platform.change(['status-only-delta', 'date-filter-ignored']);
    // Each location is given whole once after the change of switches.
    value(await w.sync(connectionId));
    value(await w.sync(connectionId));
    const group = (await w.findings(connectionId)).find(({ code }) => code === 'FEWER_EVSES');
    expect(group?.objects).toBeGreaterThan(0);
    const rowId = group?.example?.rowId ?? 0;
    const { versions } = value(await w.world.client.platformData.object({ module: 'locations', rowId }));
    const evsesOf = async (versionId?: number): Promise<number> => {
      const wish = { module: 'locations' as const, rowId, ...(versionId === undefined ? {} : { versionId }) };
      const { text } = value(await w.world.client.platformData.original(wish));
      return (JSON.parse(text) as { evses: unknown[] }).evses.length;
    };
    expect(await evsesOf()).toBe(1);
    expect(await evsesOf(versions[0]?.versionId)).toBeGreaterThan(1);
    value(await w.sync(connectionId, 'full'));
    expect((await w.findings(connectionId)).map(({ code }) => code)).not.toContain('FEWER_EVSES');
  });

  it('status-only-delta keeps the whole location as an older version', async () => {
    const { connectionId } = await synced('status-only-delta');
    await w.sync(connectionId, 'full');
    expect((await w.ids(connectionId, 'locations')).length).toBe(8);
  });
});

describe('the exchange of tokens with a platform with', () => {
  const own = {
    versionsUrl: 'https://console.example/versions',
    roles: [{ countryCode: 'DE', partyId: 'GDF', role: 'EMSP', name: 'Console' }],
  };
  it.each<[MisbehaviourName | undefined, boolean]>([
    [undefined, true],
    ['token-a-stays-valid', true],
    ['post-is-405', false],
  ])('%s', async (name, goesWell) => {
    const platform = await started(name, { auth: { registration: true } });
    const connectionId = await w.connect(platform, {}, platform.token);
    value(await w.world.client.platforms.discover({ connectionId }, w.world.person));
    const end = await w.world.client.platforms.credentials({ connectionId, step: 'register', own }, w.world.person);
    expect(end.ok).toBe(goesWell);
    if (!end.ok) return expect(end.error).toMatchObject({ data: { httpStatus: 405, reason: 'ALREADY_REGISTERED' } });
    expect((await w.get(connectionId)).credentials).toMatchObject({ state: 'registered', token: { kind: 'C' } });
    expect(value(await w.sync(connectionId)).runs.every(({ end: how }) => how === 'done')).toBe(true);
  });

  it('put-fails-half-way is told as it is: the token that we hold is not known there any more, and is kept', async () => {
    const platform = await started('put-fails-half-way');
    const connectionId = await w.connect(platform, {}, platform.token);
    value(await w.world.client.platforms.discover({ connectionId }, w.world.person));
    await w.world.client.platforms.credentials({ connectionId, step: 'rotate', own }, w.world.person);
    const { state, token } = (await w.get(connectionId)).credentials;
    expect({ state, tail: token?.tail }).toEqual({ state: 'refused', tail: platform.token.slice(-4) });
  });
});

it('every switch of the platform is tried against the product', () => {
  const text = readFileSync(import.meta.filename, 'utf8');
  const tried = (name: string): boolean => name in toldAsFinding || name in toldAsFault || text.includes(`'${name}'`);
  expect(misbehaviourNames.filter((name) => !tried(name))).toEqual([]);
});
