import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import type { Language } from '../../locales/translate.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { PlatformsPage } from './platforms-page.tsx';
import { forgetReadings } from './sync-session.ts';
import { connection, run } from './testing/fake-connection.ts';

beforeEach(() => {
  forgetReadings();
  useRegistry.setState({ commands: [], providers: [] });
});

const open = (
  more: Partial<Connection> = {},
  platforms: FakeHandlers['platforms'] = {},
  { part = 'overview', language = 'en' }: { readonly part?: string; readonly language?: Language } = {},
) => {
  const fake = createFakeCore({
    platforms: { get: () => ok(connection(more)), list: () => ok({ connections: [] }), ...platforms },
    partners: { list: () => ok({ total: 0, rows: [] }) },
    keys: { groups: () => ok({ total: 0, rows: [] }) },
  });
  renderPage(<PlatformsPage />, fake, { language, route: { page: 'platforms', params: { id: 'c-1', part } } });
  return fake;
};
const unasked: Connection = { ...connection(), feeds: [], endpoints: [], parties: [], offered: [] };
delete unasked.version;
delete unasked.discoveredAt;
const single = {
  ...{ groupRef: 'ref-cpo1', keyGroupId: 'cpo1-key', generation: 7 },
  ...{ notAfter: '2099-03-01T00:00:00.000Z', software: true },
};
const identity = {
  ...single,
  successor: { generationId: 'gen-8', generation: 8, notAfter: '2099-12-01T00:00:00.000Z' },
};
const settings = { ...connection().settings, generationId: 'gen-7', partnerId: 'p-1' };

describe('a connection that was just added', () => {
  test('offers to ask the platform, once, where its feeds will stand', async () => {
    const fake = createFakeCore({
      platforms: { get: () => ok(unasked), discover: () => ok({ connection: connection(), exchanges: [] }) },
      partners: { list: () => ok({ total: 0, rows: [] }) },
    });
    renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: { id: 'c-1' } } });
    const discover = await screen.findByRole('button', { name: /^Discover/ });
    expect(screen.queryByRole('button', { name: /^Read/ })).toBeNull();
    await userEvent.click(discover);
    await waitFor(() => expect(fake.callsOf('platforms.discover')).toEqual([{ connectionId: 'c-1' }]));
  });
});

test('a token that goes out otherwise than OCPI has it is told, in words', async () => {
  const { credentials } = connection();
  const authorization = { ...connection().settings.authorization, header: 'apikey', prefix: '' };
  open({ settings: { ...settings, authorization }, credentials: { ...credentials, encoding: 'raw' } });
  expect(await screen.findByText(/un-encoded although OCPI 2\.2\.1 asks for base64/)).toBeVisible();
  expect(screen.getByText(/a header that is not of OCPI, apikey,/)).toBeVisible();
});

describe('the key that is shown', () => {
  test('leads to its group', async () => {
    open({ settings, identity: single });
    await userEvent.click(await screen.findByRole('button', { name: 'cpo1-key g7' }));
    expect(useRouteStore.getState().route).toEqual({
      page: 'keys',
      params: { ref: 'ref-cpo1', name: 'cpo1-key', generation: 'gen-7' },
    });
  });

  test('belongs to a connection whose partner is one step away', async () => {
    open({ settings });
    await userEvent.click(await screen.findByRole('button', { name: 'Example' }));
    expect(useRouteStore.getState().route).toEqual({ page: 'partners', params: { id: 'p-1', name: 'Example' } });
  });

  test('is replaced by a later generation only when somebody says so', async () => {
    const fake = open({ settings, identity }, { change: () => ok({ connectionId: 'c-1' }) });
    expect(await screen.findByText(/cpo1-key has a later certificate: g8, until 2099-12-01/)).toBeVisible();
    expect(fake.callsOf('platforms.change')).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Show g8 from now on' }));
    await waitFor(() =>
      expect(fake.callsOf('platforms.change')).toMatchObject([{ revision: 3, settings: { generationId: 'gen-8' } }]),
    );
  });

  test('that wants its PIN for each connection is told, and no other', async () => {
    open({ settings, identity: { ...single, software: false, pinPerSignature: false } });
    await screen.findByRole('button', { name: 'cpo1-key g7' });
    expect(screen.queryByText(/wants its PIN/)).toBeNull();
    cleanup();
    open({ settings, identity: { ...single, software: false, pinPerSignature: true } });
    expect(await screen.findByText(/cpo1-key g7 wants its PIN for each new connection/)).toBeVisible();
  });

  test('whose certificate has ended is told without a successor as well', async () => {
    const ended = { ...single, notAfter: '2020-01-01T00:00:00.000Z' };
    open({ settings, identity: ended });
    expect(await screen.findByText(/has ended\. Renew its key group/)).toBeVisible();
  });
});

describe('feeds', () => {
  test('that nobody has read yet are listed with those that were', async () => {
    const tariffs = { ...{ identifier: 'tariffs', role: 'SENDER' as const }, url: 'https://cpo.example/t' };
    open({ endpoints: [{ ...tariffs, override: false, notes: [] }] });
    const grid = within(await screen.findByRole('grid', { name: 'Feeds' }));
    expect(grid.getByText('Tariffs')).toBeVisible();
    expect(grid.getAllByText('Never').length).toBeGreaterThan(0);
  });

  test('whose last read failed say why, with what the platform said', async () => {
    const fault = { code: 'TOO_MANY', message: 'slow\u202edown' };
    open({
      feeds: connection()
        .feeds.slice(0, 1)
        .map((feed) => ({ ...feed, lastRun: run({ end: 'failed', fault }) })),
    });
    expect(await screen.findByText('CDRs: Asked too often')).toBeVisible();
    expect(screen.getByText('U+202E')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'To the diagnosis' }));
    expect(useRouteStore.getState().route.params).toMatchObject({ id: 'c-1', part: 'diagnosis' });
  });

  test('that somebody else reads cannot be read at the same time', async () => {
    open({ running: true });
    expect(await screen.findByText(/being read by the schedule/)).toBeVisible();
    expect(screen.getByRole('button', { name: /^Read Ctrl/ })).toHaveAttribute('aria-disabled', 'true');
  });
});

test('a read shows both of its times and what the platform said that it has, when it is chosen', async () => {
  open(
    {},
    { runs: () => ok({ runs: [run({ fault: { code: 'HTML', message: 'nginx' }, end: 'failed' })] }) },
    { part: 'runs' },
  );
  await userEvent.click(await screen.findByText('Whole'));
  expect(await screen.findByText('Announced by the platform')).toBeVisible();
  expect(screen.getByText('nginx')).toBeVisible();
});

test('a token that is too short tells nothing of itself', async () => {
  open({ credentials: { state: 'token-given', token: { kind: 'A', tail: '' } } });
  expect(await screen.findByText('Token A, too short to show its end')).toBeVisible();
});

test('unregistering is asked with the safe answer first', async () => {
  const fake = open({}, { credentials: () => fail({ code: 'CREDENTIALS_STATE', data: { state: 'none' } }) });
  await userEvent.click(await screen.findByRole('button', { name: 'Unregister…' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: /Stay registered/ })).toHaveFocus();
  await userEvent.click(dialog.getByRole('button', { name: 'Unregister' }));
  await waitFor(() =>
    expect(fake.callsOf('platforms.credentials')).toEqual([{ connectionId: 'c-1', step: 'unregister' }]),
  );
  expect(await screen.findByRole('alert')).toBeVisible();
});

test('a locked vault leads to the place where it is opened', async () => {
  open({}, { discover: () => fail({ code: 'VAULT_LOCKED', data: {} }) });
  await userEvent.click(await screen.findByRole('button', { name: /^Discover/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'To the vault' }));
  expect(useRouteStore.getState().route).toEqual({ page: 'settings', params: { id: 'vault' } });
});

test('a German window speaks German throughout', async () => {
  open({ identity, settings }, {}, { language: 'de' });
  expect(await screen.findByText(/hat ein späteres Zertifikat: g8/)).toBeVisible();
  expect(screen.getByText('Ohne TLS: Dort wird nie gefragt.')).toBeVisible();
});

describe('what belongs to a read, not to an object', () => {
  test('stands among the findings with what came and what was announced', async () => {
    const group = { module: 'cdrs', severity: 'warn', objects: 0, times: 1 } as const;
    const fake = createFakeCore({
      platforms: { get: () => ok(connection()) },
      platformData: {
        findings: () =>
          ok({
            groups: [
              { ...group, code: 'TOTAL_NOT_LISTED', ofRead: { found: '1240', wanted: '1263' } },
              { ...group, code: 'REDIRECTED', ofRead: { found: 'https://cpo.example/cdrs/' } },
            ],
          }),
      },
    });
    renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: { id: 'c-1', part: 'findings' } } });
    expect(await screen.findByText(/^1.240 came, 1.263 announced$/)).toBeVisible();
    expect(screen.getByText('https://cpo.example/cdrs/')).toBeVisible();
  });

  test('stands with both numbers at the read itself', async () => {
    const counts = { ...run().counts, objects: 1240, total: 1263, missed: 7 };
    open({}, { runs: () => ok({ runs: [run({ counts })] }) }, { part: 'runs' });
    await userEvent.click(await screen.findByText('Whole'));
    expect(await screen.findByText(/^1.240 of 1.263 announced$/)).toBeVisible();
    expect(screen.getByText('The whole read and the reads of changes before it differ by 7 objects.')).toBeVisible();
  });
});
