import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { PlatformsPage } from './platforms-page.tsx';
import { forgetReadings } from './sync-session.ts';
import { connection, row, run } from './testing/fake-connection.ts';

beforeEach(() => {
  forgetListViews();
  forgetReadings();
  useRegistry.setState({ commands: [], providers: [] });
});
afterEach(() => void vi.unstubAllGlobals());

const fakeCore = (platforms: FakeHandlers['platforms'] = {}, data: FakeHandlers['platformData'] = {}) =>
  createFakeCore({
    platforms: {
      list: () => ok({ connections: [row(), row({ connectionId: 'c-2', name: 'Zeta', lastFault: 'UNAUTHORISED' })] }),
      get: () => ok(connection()),
      runs: () => ok({ runs: [run()] }),
      ...platforms,
    },
    platformData: data,
    partners: { list: () => ok({ total: 0, rows: [] }) },
    keys: { groups: () => ok({ total: 0, rows: [] }) },
  });
const openOne = (platforms?: FakeHandlers['platforms'], data?: FakeHandlers['platformData'], part = 'overview') => {
  const fake = fakeCore(platforms, data);
  renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: { id: 'c-1', part } } });
  return fake;
};

describe('the list of connections', () => {
  test('says how each stands, and what went wrong last in words', async () => {
    renderPage(<PlatformsPage />, fakeCore(), { route: { page: 'platforms', params: {} } });
    expect(await screen.findByText('Example CPO')).toBeVisible();
    expect(screen.getAllByText('cpo.example')).toHaveLength(2);
    expect(screen.getByText('Token not taken')).toBeVisible();
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'With trouble');
    expect(screen.queryByText('Example CPO')).toBeNull();
    expect(screen.getByText('1 connection')).toBeVisible();
  });

  test('removes what has expired once that is confirmed', async () => {
    const fake = fakeCore({}, { retain: () => ok({ rows: 12, personal: 3 }) });
    renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: {} } });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove what has expired…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(fake.callsOf('platformData.retain')).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.callsOf('platformData.retain')).toEqual([{}]);
  });

  test('says what to do where there is none', async () => {
    const fake = fakeCore({ list: () => ok({ connections: [] }) });
    renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: {} } });
    expect(await screen.findByText('No platform is connected yet')).toBeVisible();
  });
});

describe('a new connection', () => {
  const openDialog = async (platforms: FakeHandlers['platforms'] = {}) => {
    const fake = fakeCore({ add: () => ok({ connectionId: 'c-9' }), ...platforms });
    renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: { ask: 'add' } } });
    const dialog = within(await screen.findByRole('dialog'));
    return { fake, dialog };
  };

  test('is sent with its token, trimmed, and opened', async () => {
    const { fake, dialog } = await openDialog();
    await userEvent.type(dialog.getByLabelText(/^Name/), 'New CPO');
    await userEvent.type(dialog.getByLabelText(/^Versions URL/), 'https://new.example/versions');
    expect(dialog.getByRole('button', { name: 'Add' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(dialog.getByLabelText(/^Token/), ' secret-token ');
    await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(fake.callsOf('platforms.add')).toMatchObject([
        { token: 'secret-token', settings: { name: 'New CPO', trust: { kind: 'system' } } },
      ]),
    );
    expect(useRouteStore.getState().route).toMatchObject({ page: 'platforms', params: { id: 'c-9' } });
  });

  test('of open data sends no token', async () => {
    const { fake, dialog } = await openDialog();
    await userEvent.type(dialog.getByLabelText(/^Name/), 'Open');
    await userEvent.type(dialog.getByLabelText(/^Versions URL/), 'https://open.example');
    await userEvent.click(dialog.getByLabelText('Open data'));
    await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(fake.callsOf('platforms.add')).toHaveLength(1));
    expect(fake.callsOf('platforms.add')[0]).toMatchObject({ settings: { authorization: { kind: 'none' } } });
    expect(fake.callsOf('platforms.add')[0]).not.toHaveProperty('token');
  });

  test('takes URL and token out of a credentials object', async () => {
    const { dialog } = await openDialog({
      readCredentials: () =>
        ok({
          versionsUrl: 'https://given.example/versions',
          token: 'given',
          parties: [{ party: 'DEGEF', role: 'CPO', name: 'Given GmbH' }],
          notes: [],
        }),
    });
    await userEvent.click(dialog.getByRole('button', { name: 'From a credentials object' }));
    await userEvent.click(dialog.getByLabelText('Credentials object'));
    await userEvent.paste('{"token":"given"}');
    await userEvent.click(dialog.getByRole('button', { name: 'Take URL and token' }));
    expect(await dialog.findByDisplayValue('https://given.example/versions')).toBeVisible();
    expect(dialog.getByDisplayValue('Given GmbH')).toBeVisible();
  });

  test('takes CA certificates from files, leaves one out again, and says when they are too much', async () => {
    const { fake, dialog } = await openDialog();
    await userEvent.type(dialog.getByLabelText(/^Name/), 'C');
    await userEvent.type(dialog.getByLabelText(/^Versions URL/), 'https://c.example');
    await userEvent.click(dialog.getByLabelText('Open data'));
    await userEvent.click(dialog.getByLabelText('Own CA certificates'));
    const drop = dialog.getByText('CA certificates of the partner, PEM or DER').closest('label, div')!;
    const input = drop.parentElement!.querySelector<HTMLInputElement>('input[type=file]')!;
    await userEvent.upload(input, [new File(['one'], 'one.pem'), new File(['two'], 'two.pem')]);
    await userEvent.click(await dialog.findByRole('button', { name: 'Leave one.pem out' }));
    const much = new File([], 'much.pem');
    Object.defineProperty(much, 'size', { value: 2 ** 40 });
    await userEvent.upload(input, much);
    expect(await dialog.findByRole('alert')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(fake.callsOf('platforms.add')).toMatchObject([{ trustFiles: [{ name: 'two.pem' }] }]));
  });

  test('sends what was agreed about one-time passwords', async () => {
    const { fake, dialog } = await openDialog();
    await userEvent.type(dialog.getByLabelText(/^Name/), 'T');
    await userEvent.type(dialog.getByLabelText(/^Versions URL/), 'https://t.example');
    await userEvent.type(dialog.getByLabelText(/^Token/), 'token');
    await userEvent.click(dialog.getByRole('button', { name: 'More settings' }));
    await userEvent.click(dialog.getByLabelText(/^One-time password/));
    await userEvent.type(dialog.getByLabelText(/^Shared secret/), 'seed');
    await userEvent.selectOptions(dialog.getByLabelText('Hash'), 'SHA-512');
    const alphabet = dialog.getByLabelText('Alphabet');
    await userEvent.clear(alphabet);
    await userEvent.type(alphabet, '01231');
    expect(dialog.getByText('At least four different visible ASCII characters, each once.')).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Add' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(alphabet, '{Backspace}9');
    await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(fake.callsOf('platforms.add')).toMatchObject([
        {
          totpSeed: 'seed',
          settings: {
            authorization: { totp: { type: '0', validitySeconds: 30, length: 12, alphabet: '01239', hash: 'sha512' } },
          },
        },
      ]),
    );
  });

  test('does not take a pin that is no SHA-256, nor a number out of its range', async () => {
    const { dialog } = await openDialog();
    await userEvent.type(dialog.getByLabelText(/^Name/), 'P');
    await userEvent.type(dialog.getByLabelText(/^Versions URL/), 'https://p.example');
    await userEvent.click(dialog.getByLabelText('Open data'));
    await userEvent.click(dialog.getByLabelText('One certificate'));
    await userEvent.type(dialog.getByLabelText(/^SHA-256/), 'ab:cd');
    expect(dialog.getByRole('button', { name: 'Add' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(dialog.getByRole('button', { name: 'More settings' }));
    await userEvent.type(dialog.getByLabelText('Requests at once'), '9');
    expect(dialog.getByText('A whole number of 1 to 8.')).toBeVisible();
  });
});

test('settings show a key and a partner that cannot be chosen any more as what they are', async () => {
  const settings = { ...connection().settings, generationId: 'gen-old', partnerId: 'p-old' };
  openOne({ get: () => ok(connection({ settings })) });
  await userEvent.click(await screen.findByRole('button', { name: /^Settings/ }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByDisplayValue('The key set so far (no longer certified)')).toBeVisible();
  expect(dialog.getByDisplayValue('The partner set so far (archived)')).toBeVisible();
});

describe('a connection', () => {
  test('shows its feeds, marks oddities of endpoints, tells the token by its tail alone', async () => {
    openOne();
    expect(await screen.findByText('2,500')).toBeVisible();
    expect(screen.getByText(/^Another host than that of the versions URL/)).toBeVisible();
    expect(screen.getByText('Without TLS: it is never asked.')).toBeVisible();
    expect(screen.getByText('1 odd')).toBeVisible();
    expect(screen.getByText('Token A, ends in 44d2')).toBeVisible();
  });

  test('names a feed of which no read came about beside those that were read', async () => {
    openOne({ sync: () => ok({ runs: [run()], unread: [{ module: 'tariffs', code: 'STORE_FULL' }] }) });
    await userEvent.click(await screen.findByRole('button', { name: /^Read/ }));
    expect(await screen.findByText('Tariffs: Disk full')).toBeVisible();
  });

  test('reads what is chosen, shows how far it is and stops it', async () => {
    let stopped = false;
    const fake = openOne({
      sync: async (_wish, { emit, stop }) => {
        const counts = { ...run().counts, objects: 1000 };
        await emit({ kind: 'sync', module: 'cdrs', counts, rowsPerSecond: 500, end: 'running' });
        await new Promise<void>((resolve) => stop.onStop(resolve));
        stopped = true;
        return ok({ runs: [], unread: [] });
      },
    });
    await userEvent.selectOptions(await screen.findByLabelText('Kind'), 'Whole');
    await userEvent.click(screen.getByRole('button', { name: /^Read/ }));
    expect(await screen.findByText('Reading CDRs')).toBeVisible();
    expect(fake.callsOf('platforms.sync')).toEqual([{ connectionId: 'c-1', kind: 'full' }]);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(stopped).toBe(true));
    await waitFor(() => expect(screen.queryByText('Reading CDRs')).toBeNull());
  });

  test('asks before token and certificate go to another host, naming both', async () => {
    const fake = openOne({
      sync: () => fail({ code: 'OTHER_HOST', data: { from: 'cpo.example', to: 'evil.example:444' } }),
      change: () => ok({ connectionId: 'c-1' }),
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Read/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Allow this host…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('cpo.example')).toBeVisible();
    expect(dialog.getByText('evil.example:444')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Allow this host' }));
    await waitFor(() =>
      expect(fake.callsOf('platforms.change')).toMatchObject([
        { connectionId: 'c-1', revision: 3, settings: { allowedHosts: ['evil.example:444'] } },
      ]),
    );
  });

  test('registers with our own URL and roles, which are judged while they are typed', async () => {
    const fake = openOne({ credentials: () => ok({ connection: connection(), exchanges: [] }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Register…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/^Our versions URL/), 'https://we.example/versions');
    await userEvent.type(dialog.getByLabelText(/^Our roles/), 'DE GEF');
    expect(dialog.getByRole('button', { name: 'Send' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(dialog.getByLabelText(/^Our roles/), ' CPO We GmbH');
    await userEvent.click(dialog.getByRole('button', { name: 'Send' }));
    await waitFor(() =>
      expect(fake.callsOf('platforms.credentials')).toEqual([
        {
          connectionId: 'c-1',
          step: 'register',
          own: {
            versionsUrl: 'https://we.example/versions',
            roles: [{ countryCode: 'DE', partyId: 'GEF', role: 'CPO', name: 'We GmbH' }],
          },
        },
      ]),
    );
  });

  test('is removed when its name is typed', async () => {
    const fake = openOne({ remove: () => ok({ objects: 7 }) });
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'Example CPO');
    await userEvent.click(dialog.getByRole('button', { name: 'Remove…' }));
    await waitFor(() => expect(fake.callsOf('platforms.remove')).toHaveLength(1));
  });
});

test('findings are told in full, go into a report, and lead nowhere where they have no object', async () => {
  vi.stubGlobal('shell', { pickPlace: () => Promise.resolve({ grant: 'grant-1', name: 'report.csv' }) });
  const ofRead = { module: 'cdrs', code: 'WITHOUT_AUTHENTICATION', severity: 'warn', objects: 0, times: 1 } as const;
  const fake = openOne(
    {},
    { findings: () => ok({ groups: [ofRead] }), exportFindings: () => ok({ findings: 1 }) },
    'findings',
  );
  await userEvent.click(await screen.findByText('WITHOUT_AUTHENTICATION'));
  expect(screen.queryByRole('button', { name: 'WITHOUT_AUTHENTICATION' })).toBeNull();
  expect(screen.getAllByText(/^This endpoint answered without/)).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'Report as CSV' }));
  await waitFor(() =>
    expect(fake.callsOf('platformData.exportFindings')).toEqual([
      { connectionId: 'c-1', format: 'csv', target: { grant: 'grant-1' } },
    ]),
  );
});

test('findings lead to their objects', async () => {
  openOne(
    {},
    {
      findings: () =>
        ok({
          groups: [{ module: 'cdrs', code: 'TIMESTAMP_WITHOUT_ZONE', severity: 'note', objects: 40, times: 80 }],
        }),
    },
    'findings',
  );
  await userEvent.click(await screen.findByRole('button', { name: 'TIMESTAMP_WITHOUT_ZONE' }));
  expect(useRouteStore.getState().route).toMatchObject({
    page: 'cdrs',
    params: { connection: 'c-1', code: 'TIMESTAMP_WITHOUT_ZONE' },
  });
});
