import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FeedModule } from '../../../../shared/domain/ocpi-version.ts';
import { blankConnection, usualTotp } from '../../../../shared/domain/connection-defaults.ts';
import { value } from '../../core-for-tests.ts';
import { platformWorld, type PlatformWorld } from './demo-platform-for-tests.ts';

let w: PlatformWorld;
beforeAll(async () => {
  w = await platformWorld();
});
afterAll(() => w[Symbol.asyncDispose]());
afterEach(() => w.closeAll());

const SIZES = { locations: 3, tariffs: 2, sessions: 30, cdrs: 25, tokens: 3 };

describe('the password of the moment', () => {
  const secret = 'a-shared-secret-of-both';

  it.each(['0', '1'] as const)(
    'of type %s opens a platform that asks for it, which refuses us without',
    async (type) => {
      const platform = await w.start({
        versions: ['3.0'],
        sizes: SIZES,
        auth: { totp: { seed: secret, type } },
        tls: { version: 'TLSv1.3' },
      });
      const authorization = { ...blankConnection.authorization, totp: { ...usualTotp, type } };
      const without = await w.connect(platform, {}, platform.token);
      expect(await w.sync(without)).toMatchObject({ ok: false, error: { data: { reason: 'UNAUTHORISED' } } });
      const connectionId = await w.connect(platform, { authorization }, platform.token, secret);
      for (const { end } of value(await w.sync(connectionId)).runs) expect(end).toBe('done');
      const visitors = platform.requests.filter(({ headers }) => headers['totp'] !== undefined);
      expect(new Set(visitors.map(({ visitor }) => visitor))).toEqual(new Set(['partner']));
    },
  );
});

it('a feed that the platform does not offer is named beside those that were read', async () => {
  const platform = await w.start({ versions: ['2.2.1'], sizes: SIZES });
  const connectionId = await w.connect(platform, {}, platform.token);
  const modules: FeedModule[] = ['cdrs', 'tariffassociations'];
  const wish = { connectionId, modules, kind: 'auto' } as const;
  const { runs, unread } = value(await w.world.client.platforms.sync(wish, { onItem: () => undefined }));
  expect(runs.map(({ module, end }) => [module, end])).toEqual([['cdrs', 'done']]);
  expect(unread).toEqual([{ module: 'tariffassociations', code: 'MODULE_NOT_OFFERED' }]);
});

describe('what was odd about the pages of a feed', () => {
  it('stands in the report for the partner, beside what is odd about objects', async () => {
    const platform = await w.start({
      versions: ['2.2.1'],
      sizes: SIZES,
      misbehaviour: ['envelope-bare-list', 'time-with-space'],
    });
    const connectionId = await w.connect(platform, {}, platform.token);
    await w.sync(connectionId);
    const parts: string[] = [];
    const { findings } = value(
      await w.world.client.platformData.exportFindings(
        { connectionId, format: 'csv' },
        { onItem: ({ text }) => void parts.push(text) },
      ),
    );
    const lines = parts.join('').trim().split(/\r?\n/);
    expect(lines.filter((line) => line.includes('ENVELOPE_BARE_LIST')).length).toBe(5);
    expect(lines.filter((line) => line.includes('TIMESTAMP_WITH_SPACE')).length).toBe(findings - 5);
  });

  it('is gone with the next read that has nothing odd', async () => {
    const platform = await w.start({ versions: ['2.2.1'], sizes: SIZES, misbehaviour: ['byte-order-mark'] });
    const connectionId = await w.connect(platform, {}, platform.token);
    await w.sync(connectionId);
    expect((await w.findings(connectionId)).map(({ code }) => code)).toContain('BYTE_ORDER_MARK');
    await platform.change([]);
    await w.sync(connectionId, 'full');
    expect(await w.findings(connectionId)).toEqual([]);
  });
});

describe('sessions that go on', () => {
  it('are read anew by an incremental read, and those that are over are not', async () => {
    // Behind ours, so that what it tells a minute later is not of the future to us.
    let now = Date.now() - 120_000;
    const platform = await w.start({ versions: ['2.2.1'], sizes: SIZES, live: 3, now: () => new Date(now) });
    const schedule = { modules: ['sessions' as const], everyMinutes: 0, fullEveryDays: 7 };
    const connectionId = await w.connect(platform, { schedule }, platform.token);
    expect(value(await w.sync(connectionId)).runs).toMatchObject([{ kind: 'full', counts: { added: 30 } }]);
    now += 60_000;
    expect(value(await w.sync(connectionId)).runs).toMatchObject([
      { kind: 'incremental', end: 'done', counts: { objects: 3, changed: 3 } },
    ]);
  });
});
