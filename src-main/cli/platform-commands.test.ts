import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CdrRow } from '../../shared/contract/platform-rows.ts';
import type { Connection, SyncRun } from '../../shared/contract/platforms.ts';
import { cliWorld } from './cli-for-tests.ts';

const TOKEN = 'ebf3b399-779f-4497-9b9d-ac6ad3cc44d2';
const CDRS = 2500;
const at = (i: number): string => new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString().replace('.000Z', 'Z');

const cdr = (i: number) => ({
  country_code: 'DE',
  party_id: 'GEF',
  id: `CDR${i}`,
  start_date_time: at(i),
  end_date_time: at(i + 45),
  session_id: `S${i}`,
  cdr_token: {
    country_code: 'DE',
    party_id: 'GDF',
    uid: `04A2B3C4D5${i}`,
    type: 'RFID',
    contract_id: 'DE-GDF-C12345678-X',
  },
  auth_method: 'WHITELIST',
  cdr_location: {
    id: 'LOC1',
    name: 'Car park',
    address: 'Teststrasse 1',
    city: 'Jena',
    country: 'DEU',
    coordinates: { latitude: '50.927054', longitude: '11.589237' },
    evse_uid: 'EVSE1',
    evse_id: 'DE*GEF*E0001*1',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_3_PHASE',
  },
  currency: 'EUR',
  tariffs: [],
  charging_periods: [{ start_date_time: at(i), dimensions: [{ type: 'ENERGY', volume: 12.5 }] }],
  total_cost: { excl_vat: 4.2, incl_vat: 4.998 },
  total_energy: 12.5,
  total_time: 0.75,
  last_updated: at(i + 50),
});

/** A platform of 2.2.1 that takes its token in base64 alone; `asked` has each path that was asked for. */
function platform() {
  const asked: string[] = [];
  /** Digits of the total cost of CDR9, as they go out. */
  const cost = { ofNine: '4.2' };
  const tokens = new Set([Buffer.from(TOKEN).toString('base64')]);
  const server = createServer((request, response) => answer(request, response));
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', base());
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    const send = (status: number, code: number, data: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ data, status_code: code, timestamp: at(0) }).replace('"cost of 9"', cost.ofNine));
    };
    if (!tokens.has((request.headers.authorization ?? '').replace('Token ', ''))) return send(401, 2001, null);
    switch (url.pathname) {
      case '/versions':
        return send(200, 1000, [{ version: '2.2.1', url: `${base()}/2.2.1` }]);
      case '/2.2.1':
        return send(200, 1000, {
          version: '2.2.1',
          endpoints: [
            { identifier: 'credentials', role: 'RECEIVER', url: `${base()}/2.2.1/credentials` },
            { identifier: 'cdrs', role: 'SENDER', url: `${base()}/2.2.1/cdrs` },
            { identifier: 'locations', role: 'SENDER', url: `${base()}/2.2.1/locations` },
          ],
        });
      case '/2.2.1/locations':
        return send(200, 1000, [{ id: '', publish: true }], { 'x-total-count': '1' });
      case '/2.2.1/cdrs': {
        const offset = Number(url.searchParams.get('offset'));
        const limit = Math.min(Number(url.searchParams.get('limit')), 1000);
        const page = Array.from({ length: Math.max(0, Math.min(limit, CDRS - offset)) }, (_unused, i) =>
          offset + i === 9 ? { ...cdr(9), total_cost: { excl_vat: 'cost of 9' } } : cdr(offset + i),
        );
        return send(200, 1000, page, { 'x-total-count': String(CDRS) });
      }
      default:
        return send(404, 2000, null);
    }
  }

  return { asked, base, cost, server };
}

describe('a connected platform on the command line', () => {
  const world = cliWorld();
  const served = platform();

  beforeAll(async () => {
    served.server.listen(0, '127.0.0.1');
    await once(served.server, 'listening');
    world.file('token', `${TOKEN}\n`);
    world.file('vault-pass', 'a long enough passphrase\n');
    await world.json('workspace', 'create');
  });

  afterAll(() => {
    served.server.close();
    served.server.closeAllConnections();
    world[Symbol.dispose]();
  });

  const add = (): readonly string[] => [
    ...['platform', 'add', '--name', 'Example', '--url', `${served.base()}/versions`, '--token-file', 'token'],
  ];

  it('wants a vault for its token, and says so', async () => {
    const { code, err } = await world.run(add());
    expect(code).toBe(3);
    expect(err).toContain('VAULT_LOCKED');
    expect(served.asked).toEqual([]);
  });

  it('is added, asked for its versions, and tells which form of the token it takes', async () => {
    await world.json('vault', 'create', '--by', 'passphrase', '--passphrase-file', 'vault-pass');
    const core = await world.hold();
    try {
      await world.json('vault', 'unlock', '--passphrase-file', 'vault-pass');
      const added = await world.json<Connection>(...add());
      expect(added).toMatchObject({
        version: '2.2.1',
        credentials: { state: 'token-given', token: { kind: 'A', tail: '44d2' }, encoding: 'base64' },
      });
      expect(added.endpoints.map(({ identifier }) => identifier)).toEqual(['credentials', 'cdrs', 'locations']);

      const { runs } = await world.json<{ runs: SyncRun[] }>('platform', 'sync', '--platform', 'example');
      expect(runs.map(({ module, kind, end, counts }) => [module, kind, end, counts.objects, counts.added])).toEqual([
        ['cdrs', 'full', 'done', CDRS, CDRS],
        ['locations', 'full', 'done', 1, 1],
      ]);
      expect(runs[1]?.counts.notUnderstood).toBe(1);

      const listed = await world.json<{ total: number; rows: CdrRow[] }>(
        ...['cdr', 'list', '--sort', 'startedAt', '--ascending', '--limit', '3', '--offset', '1200'],
      );
      expect(listed.total).toBe(CDRS);
      expect(listed.rows.map(({ id }) => id)).toEqual(['CDR1200', 'CDR1201', 'CDR1202']);
      expect(listed.rows[0]).toMatchObject({ kwh: '12.5', cost: '4.2', currency: 'EUR', tokenUid: '••••••1200' });

      const shown = await world.json<{ object: { driver: { uid: string } } }>('cdr', 'show', '--id', 'cdr7');
      expect(shown.object.driver.uid).toBe('••••••D57');

      const again = await world.json<{ runs: SyncRun[] }>('platform', 'sync', '--platform', 'Example', '--full');
      expect(again.runs[0]?.counts).toMatchObject({ added: 0, changed: 0, same: CDRS, unlisted: 0 });

      const csv = await world.run(['cdr', 'export', '--filter', 'CDR42', '--format', 'csv']);
      expect(csv.out.split('\r\n')[0]).toContain('connection,party,id');
      expect(csv.out).not.toContain('04A2B3C4D5');

      const exported = await world.json<{ rows: number; path: string }>(
        ...['cdr', 'export', '--format', 'json', '--out', 'cdrs.json'],
      );
      expect(exported.rows).toBe(CDRS);
      expect(JSON.parse(readFileSync(exported.path, 'utf8'))).toHaveLength(CDRS);
      expect((await world.run(['cdr', 'export', '--out', 'cdrs.json'])).err).toContain('exists already');
    } finally {
      await core.close();
    }
  });

  it('tells what changed in an object, and shows it as it was', async () => {
    const core = await world.hold();
    try {
      await world.json('vault', 'unlock', '--passphrase-file', 'vault-pass');
      const nothing = await world.run(['cdr', 'diff', '--id', 'CDR9']);
      expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('one version alone')]);
      served.cost.ofNine = '4.20';
      await world.json('platform', 'sync', '--platform', 'Example', '--module', 'cdrs', '--full');
      const { changes } = await world.json<{ changes: unknown[] }>('cdr', 'diff', '--id', 'CDR9');
      expect(changes).toEqual([
        { path: 'total_cost.excl_vat', kind: 'changed', before: '4.2', after: '4.20', masked: false },
      ]);
      const { out } = await world.run(['cdr', 'show', '--id', 'CDR9']);
      const version = /version (\d+):/.exec(out)?.[1] ?? '';
      const older = await world.run(['cdr', 'show', '--id', 'CDR9', '--original', '--version', version]);
      expect(older.out).toContain('"excl_vat":4.2}');
      expect(older.out).toContain('••••••');
      const gone = await world.run(['cdr', 'diff', '--id', 'CDR9', '--older', '99999']);
      expect(gone.err).toContain('OBJECT_NOT_FOUND');
    } finally {
      await core.close();
    }
  });

  it('narrows lists by stated cost and by partner, and says what each kind of finding means', async () => {
    const core = await world.hold();
    try {
      const total = async (...filter: readonly string[]) =>
        (await world.json<{ total: number }>('cdr', 'list', '--limit', '1', ...filter)).total;
      expect(await total('--cost-from', '4.2', '--cost-to', '4.20', '--currency', 'EUR')).toBe(CDRS);
      expect(await total('--cost-from', '4.21')).toBe(0);
      const odd = await world.run(['cdr', 'list', '--cost-from', '4,2']);
      expect([odd.code, odd.err]).toEqual([2, expect.stringContaining('costFrom')]);
      await world.json('partner', 'add', '--name', 'Nobody', '--platform', 'Hub', '--party', 'DENOB');
      expect(await total('--partner', 'Nobody')).toBe(0);
      const findings = await world.run(['platform', 'findings', '--platform', 'Example']);
      expect(findings.out).toContain('NO_EVSES: The location lists no EVSE.');
    } finally {
      await core.close();
    }
  });

  it('saves filters of a list under a name, for everybody', async () => {
    const core = await world.hold();
    try {
      type Views = { views: { name: string; filter: object; order: string; descending: boolean }[] };
      const filters = ['--cost-from', '4.20', '--partner', 'Nobody', '--sort', 'cost', '--ascending'];
      const { views } = await world.json<Views>('cdr', 'views', '--save', 'Dear ones', ...filters);
      expect(views).toMatchObject([
        { name: 'Dear ones', order: 'cost', descending: false, filter: { costFrom: '4.20' } },
      ]);
      expect((await world.json<Views>('session', 'views')).views).toEqual([]);
      const total = async (...more: readonly string[]) =>
        (await world.json<{ total: number }>('cdr', 'list', '--limit', '1', '--view', 'dear ONES', ...more)).total;
      expect(await total()).toBe(0);
      const again = await world.json<Views>('cdr', 'views', '--save', 'DEAR ones', '--cost-from', '4.3');
      expect(again.views.map(({ name }) => name)).toEqual(['DEAR ones']);
      expect(await total('--cost-from', '4.2')).toBe(CDRS);
      const person = ['--person', '04A2B3C4D57', '--reason', 'asked by letter'];
      expect((await world.run(['cdr', 'views', '--save', 'Somebody', ...person])).code).toBe(2);
      expect((await world.json<Views>('cdr', 'views', '--remove', 'dear ones')).views).toEqual([]);
      const gone = await world.run(['cdr', 'list', '--view', 'Dear ones']);
      expect([gone.code, gone.err]).toEqual([4, expect.stringContaining('VIEW_NOT_FOUND')]);
      const audit = await world.run(['audit', 'list', '--json']);
      expect(audit.out).toContain('platform-data.view-saved');
      expect(audit.out).toContain('platform-data.view-dropped');
    } finally {
      await core.close();
    }
  });

  it('counts, hands over and erases what is held on one driver, for a reason', async () => {
    const core = await world.hold();
    try {
      const driver = (deed: string, ...more: readonly string[]) => [
        ...['driver', deed, '--id', '04a2b3c4d57', '--reason', 'asked by letter', ...more],
      ];
      expect(await world.json(...driver('count'))).toEqual({ sessions: 0, cdrs: 1, tokens: 0 });
      const { content } = await world.json<{ content: string }>(...driver('export'));
      expect(JSON.parse(content)).toMatchObject([{ module: 'cdrs', object: { id: 'CDR7' } }]);
      expect(content).toContain('04A2B3C4D57');
      expect((await world.run(driver('erase'))).code).toBe(2);
      expect(await world.json(...driver('erase', '--yes'))).toMatchObject({ cdrs: 1 });
      expect(await world.json(...driver('count'))).toEqual({ sessions: 0, cdrs: 0, tokens: 0 });
    } finally {
      await core.close();
    }
  });

  it('reads by its schedule from a script, with a vault that is open for that command alone', async () => {
    await world.json('platform', 'change', '--platform', 'Example', '--every', '15');
    const vaultFile = ['--vault-passphrase-file', 'vault-pass'];
    const locked = await world.run(['due', 'run', '--json']);
    expect(locked.code).toBe(0);
    const core = await world.hold();
    try {
      const { runs } = await world.json<{ runs: SyncRun[] }>(
        ...['platform', 'sync', '--platform', 'Example', '--module', 'cdrs', ...vaultFile],
      );
      expect(runs[0]?.end).toBe('done');
      expect(await world.json('vault', 'status')).toMatchObject({ state: 'locked' });
    } finally {
      await core.close();
    }
    const wrong = await world.run(['platform', 'sync', '--platform', 'Example', '--vault-passphrase-file', 'token']);
    expect([wrong.code, wrong.err]).toEqual([3, expect.stringContaining('VAULT_WRONG_SECRET')]);
    const asked = await world.run(['platform', 'sync', '--platform', 'Example'], () =>
      Promise.resolve('a long enough passphrase'),
    );
    expect([asked.code, asked.err.includes('VAULT')]).toEqual([0, false]);
  });

  it('never has its token in a log, a database or on a screen', () => {
    const base64 = Buffer.from(TOKEN).toString('base64');
    for (const text of [TOKEN, base64]) {
      expect(world.said.join('')).not.toContain(text);
      for (const file of ['pki.db', 'platform.db']) {
        expect(readFileSync(join(world.workspace, file)).includes(text)).toBe(false);
      }
    }
  });
});
