import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type MisbehaviourName,
  misbehaviourNames,
  misbehaviours,
} from '../../../../e2e/platform/misbehaviour/catalogue.ts';
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

const served = { locations: 8, tariffs: 5, sessions: 45, cdrs: 40, tokens: 6 } as const;

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

/** Everything is read all the same; what was odd is a finding with its sentence. `module CODE`. */
const toldAsFinding: Readonly<Partial<Record<MisbehaviourName, readonly string[]>>> = {
  'byte-order-mark': ['cdrs BYTE_ORDER_MARK'],
  'envelope-bare-list': ['cdrs ENVELOPE_BARE_LIST'],
  'envelope-data-alone': ['cdrs ENVELOPE_DATA_ONLY'],
  'envelope-items': ['cdrs ENVELOPE_ITEMS'],
  'envelope-epoch': ['cdrs ENVELOPE_TIMESTAMP_EPOCH'],
  'object-for-list': ['cdrs OBJECT_INSTEAD_OF_LIST'],
  'limit-ignored': ['cdrs LIMIT_IGNORED'],
  'link-elsewhere': ['cdrs LINK_ELSEWHERE'],
  'link-other-path': ['cdrs LINK_ELSEWHERE'],
  'link-drops-filters': ['cdrs LINK_WITHOUT_FILTERS'],
  'time-without-zone': ['cdrs TIMESTAMP_WITHOUT_ZONE'],
  'time-with-offset': ['cdrs TIMESTAMP_WITH_OFFSET'],
  'time-with-microseconds': ['cdrs TIMESTAMP_WITHOUT_ZONE'],
  'time-with-space': ['cdrs TIMESTAMP_WITH_SPACE'],
  'time-of-year-one': ['cdrs TIMESTAMP_IMPLAUSIBLE'],
  'time-as-epoch': ['cdrs TIMESTAMP_EPOCH'],
  'last-updated-missing': ['cdrs REQUIRED_MISSING'],
  'names-of-other-version': ['sessions FIELD_OF_OTHER_VERSION', 'cdrs FIELD_OF_OTHER_VERSION'],
  'connector-names-of-other-version': ['locations FIELD_OF_OTHER_VERSION'],
  'camel-case': ['tariffs UNKNOWN_FIELD', 'tariffs REQUIRED_MISSING'],
  'more-keys': ['sessions UNKNOWN_FIELD'],
  nulls: [],
  'required-null': ['sessions REQUIRED_MISSING'],
  'required-empty': ['locations REQUIRED_EMPTY'],
  'enum-of-later-version': ['locations ENUM_UNKNOWN'],
  'enum-of-vendor': ['locations ENUM_UNKNOWN'],
  'enum-case': ['locations ENUM_SPELLING'],
  'enum-blank': ['locations ENUM_SPELLING'],
  'enum-hyphen': ['locations ENUM_SPELLING'],
  'price-component-unknown': ['tariffs PRICE_COMPONENT_UNKNOWN'],
  'numbers-as-text': ['locations STRING_FOR_NUMBER'],
  'fraction-for-integer': ['locations FRACTION_FOR_INTEGER'],
  'coordinates-as-numbers': ['locations NUMBER_FOR_STRING'],
  'coordinates-too-fine': ['locations COORDINATE_FORM'],
  'id-as-number': ['tariffs NUMBER_FOR_STRING'],
  'decimal-comma': ['tariffs DECIMAL_COMMA'],
  'country-alpha-2': ['locations COUNTRY_FORM'],
  'country-name': ['locations COUNTRY_FORM'],
  'address-too-long': ['locations TOO_LONG'],
  'power-in-kilowatts': ['locations POWER_IMPLAUSIBLE'],
  'energy-in-watt-hours': ['cdrs ENERGY_IMPLAUSIBLE'],
  'end-before-start': ['cdrs TIME_IMPLAUSIBLE'],
  'vat-as-fraction': ['tariffs VAT_AS_FRACTION'],
  'zero-for-unknown': ['locations ZERO_FOR_UNKNOWN'],
  'evse-id-of-its-own': ['locations EVSE_ID_FORM'],
  'evse-uid-null': ['locations EVSE_UID_MISSING'],
  'evse-uid-twice': ['locations EVSE_UID_TWICE'],
  'id-too-long': ['tariffs TOO_LONG'],
  'no-evses': ['locations NO_EVSES'],
  'no-connectors': ['locations NO_CONNECTORS'],
  'tariff-not-included': ['cdrs TARIFF_NOT_INCLUDED'],
  'currency-null': ['tariffs CURRENCY_MISSING'],
  'restrictions-as-list': ['tariffs RESTRICTIONS_AS_LIST'],
  'cost-negative': ['cdrs NEGATIVE_WITHOUT_CREDIT'],
  'credit-without-reference': ['cdrs CREDIT_WITHOUT_REFERENCE'],
  'step-size-zero': ['tariffs STEP_SIZE_ZERO'],
  'party-missing': ['cdrs REQUIRED_MISSING'],
  'party-ill-formed': ['cdrs PARTY_FORM'],
  'id-missing': ['tariffs ID_MISSING'],
  'broken-among-good': ['tariffs NOT_AN_OBJECT'],
  // Nothing to tell: it is read as if nothing were odd.
  'no-paging-headers': [],
  'own-page-size': [],
  'link-empty': [],
  'link-none': [],
  'link-on-last-page': [],
  'total-counts-hidden': [],
  'total-moves': [],
  'date-from-demanded': [],
  'date-to-inclusive': [],
  'date-filter-ignored': [],
  'rate-limit': [],
  'rate-limit-unstated': [],
  'fails-then-fine': [],
  'redirect-to-slash': [],
  'details-url-odd': [],
  'details-as-list': [],
  'credentials-as-list': [],
  'module-twice': [],
  'token-raw-only': [],
  'token-base64-only': [],
  'token-any-that-decodes': [],
  'token-a-stays-valid': [],
  'token-valid-after-delete': [],
  'get-tells-no-token': [],
  'no-authentication': [],
  unpublished: [],
  'id-with-slashes': [],
  'session-not-named': [],
};

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

/** Nothing can be read; the fault is this one, and its sentence names the partner's words. */
const toldAsFault: Readonly<
  Partial<Record<MisbehaviourName, readonly [code: string, reason: string | undefined, message?: RegExp]>>
> = {
  'other-header': ['PLATFORM_ANSWER', 'UNAUTHORISED'],
  'no-common-version': ['NO_COMMON_VERSION', undefined],
  'slash-is-404': ['PLATFORM_ANSWER', 'NOT_FOUND', /HTTP 404/],
  'redirect-loop': ['PLATFORM_ANSWER', 'REDIRECTED', /More than 3 redirects/],
  'redirect-elsewhere': ['OTHER_HOST', undefined],
  'html-certificate-required': ['PLATFORM_ANSWER', 'CLIENT_CERTIFICATE_REFUSED', /wants a client certificate/],
  'html-certificate-refused': ['PLATFORM_ANSWER', 'CLIENT_CERTIFICATE_REFUSED', /SSL certificate error/],
  'tls-expired': ['NOT_REACHED', 'EXPIRED', /validity ended/],
  'tls-not-yet-valid': ['NOT_REACHED', 'NOT_YET_VALID', /begins later/],
  'tls-wrong-name': ['NOT_REACHED', 'NAME_WRONG', /not for localhost/],
  'tls-self-signed': ['NOT_REACHED', 'ANCHOR_NOT_TRUSTED', /nobody chose to trust/],
  'tls-missing-intermediate': ['NOT_REACHED', 'ISSUER_NOT_FOUND', /issuer is not at hand/],
  'tls-1.2-refuses-client': ['NOT_REACHED', 'TLS_FAILED', /handshake/],
  'tls-1.3-refuses-client': ['PLATFORM_ANSWER', 'CLIENT_CERTIFICATE_REFUSED', /wants a client certificate/],
  'status-200-with-2001': ['PLATFORM_ANSWER', 'OCPI_ERROR', /Invalid parameters/],
  'status-200-with-2003': ['PLATFORM_ANSWER', 'OCPI_ERROR', /Unknown location/],
  'status-200-with-3000': ['PLATFORM_ANSWER', 'OCPI_ERROR', /Server error/],
  'status-404-with-2004': ['PLATFORM_ANSWER', 'NOT_FOUND', /Unknown token/],
  'status-404-without-body': ['PLATFORM_ANSWER', 'NOT_FOUND', /HTTP 404/],
  'status-500-with-2000': ['PLATFORM_ANSWER', 'OCPI_ERROR', /Client error/],
  'status-401-with-4001': ['PLATFORM_ANSWER', 'UNAUTHORISED', /Unknown receiver/],
  'framework-fault': ['PLATFORM_ANSWER', 'HTTP_ERROR', /Unprocessable/],
  'html-500': ['PLATFORM_ANSWER', 'HTML', /HTML page .* HTTP 500: Server Error/],
  'html-404': ['PLATFORM_ANSWER', 'NOT_FOUND', /Not Found/],
  'html-200': ['PLATFORM_ANSWER', 'HTML', /HTML page .* HTTP 200: Please sign in/],
  'json-cut': ['PLATFORM_ANSWER', 'JSON_CUT', /cut at octet/],
  'rate-limit-for-ever': ['PLATFORM_ANSWER', 'TOO_MANY', /HTTP 429/],
  'fails-always': ['PLATFORM_ANSWER', 'OCPI_ERROR', /Out of order/],
  'slow-headers': ['NOT_REACHED', 'HTTP_TIMEOUT', /no answer came/],
  'slow-body': ['NOT_REACHED', 'HTTP_TIMEOUT', /answer stopped/],
  'endless-body': ['NOT_REACHED', 'HTTP_TOO_LARGE', /more than/],
  'truncated-body': ['NOT_REACHED', 'HTTP_CUT', /ended too early/],
  'headers-without-end': ['NOT_REACHED', 'HTTP_HEADERS', /Header overflow/],
  'bomb-gzip': ['NOT_REACHED', 'HTTP_BOMB', /unpack to more/],
  'bomb-deflate': ['NOT_REACHED', 'HTTP_BOMB', /unpack to more/],
  'closes-at-once': ['NOT_REACHED', 'HTTP_RESET', /hang up|reset/i],
  'encoding-unknown': ['NOT_REACHED', 'HTTP_ENCODING', /packed as compress/],
  'encoding-broken': ['NOT_REACHED', 'HTTP_ENCODING', /header/],
};

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

  it('other-header is read once the header is named', async () => {
    const authorization = { kind: 'token', encoding: 'auto', header: 'apikey', prefix: '' } as const;
    const { end } = await synced('other-header', { authorization });
    expect(value(end).runs.every(({ end: how }) => how === 'done')).toBe(true);
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
    const [before] = value(await w.world.client.platformData.object({ module: 'cdrs', rowId })).versions;
    const text = async (versionId?: number): Promise<string> => {
      const wish = { module: 'cdrs' as const, rowId, ...(versionId === undefined ? {} : { versionId }) };
      return value(await w.world.client.platformData.original(wish)).text;
    };
    expect(JSON.parse(await text())).toMatchObject({
      total_energy: (JSON.parse(await text(before?.versionId)) as { total_energy: number }).total_energy + 1,
    });
  });

  it('id-case-changes has each object once', async () => {
    const { connectionId } = await synced('id-case-changes');
    await w.sync(connectionId, 'full');
    expect((await w.ids(connectionId, 'tariffs')).length).toBe(5);
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
  const tried = (name: string): boolean => text.includes(`'${name}`) || text.includes(` ${name}: [`);
  expect(misbehaviourNames.filter((name) => !tried(name))).toEqual([]);
});
