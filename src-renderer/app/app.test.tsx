import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  INITIAL_STATUS,
  setAppStatus,
  showBanner,
  tellWork,
  useAppStatus,
  type StatusBanner,
} from '../platform/app-status.ts';
import { registerCommands, registerSearch } from '../platform/commands.ts';
import { useRouteStore } from '../platform/route.ts';
import { setViewSettings } from '../platform/view-settings.ts';
import { testPorts } from '../ui/testing/render-ui.tsx';
import { App } from './app.tsx';
import { shownBanners } from './banners.tsx';

beforeEach(() => {
  useAppStatus.setState(INITIAL_STATUS, true);
  useRouteStore.setState({ route: { page: 'tokens', params: {} }, past: [], future: [] });
  setViewSettings({ scheme: 'light', language: 'en', density: 'normal', textScale: 1, navigation: 'open' });
});
/** As the window does it, with a core that never comes. */
const open = (): void =>
  void render(
    <QueryClientProvider client={new QueryClient()}>
      <App ports={testPorts()} />
    </QueryClientProvider>,
  );
const here = (): string => useRouteStore.getState().route.page;

test('the navigation names the pages of this version and no others', () => {
  open();
  const names = within(screen.getByRole('navigation', { name: 'Main navigation' }))
    .getAllByRole('button')
    .map((button) => button.textContent)
    .filter((text) => text !== '');
  expect(names).toEqual([
    'Tokens and keys',
    'Key groups',
    'CSRs',
    'Requests',
    'Due',
    'Inspect',
    'Certificates',
    'Expiry',
    'Authorities',
    'Partners',
    'Policy',
    'Standing approvals',
    'TLS check',
    'Connections',
    'Sessions',
    'CDRs',
    'Meter data',
    'Locations',
    'Tariffs',
    'Driver tokens',
    'Operators',
    'Guides',
    'Audit',
    'Settings',
  ]);
});

test('G and a letter goes to a page, Alt with an arrow comes back', async () => {
  open();
  await userEvent.keyboard('gk');
  expect(here()).toBe('keys');
  expect(screen.getByRole('button', { name: 'Key groups' })).toHaveAttribute('aria-current', 'page');
  await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
  expect(here()).toBe('tokens');
  await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
  expect(here()).toBe('keys');
});

test('going to a page puts the focus on its content', async () => {
  open();
  await userEvent.keyboard('gc');
  expect(screen.getByRole('main', { name: 'CSRs' })).toHaveFocus();
});

test('Ctrl+B closes the navigation to icons that keep their names', async () => {
  open();
  await userEvent.keyboard('{Control>}b{/Control}');
  expect(screen.getByRole('button', { name: 'Key groups' })).toHaveTextContent('');
});

test('the palette finds a page, and Enter goes there', async () => {
  open();
  await userEvent.keyboard('{Control>}k{/Control}');
  expect(screen.getByRole('listbox')).toBeVisible();
  await userEvent.type(screen.getByRole('combobox'), 'sett');
  await userEvent.keyboard('{Enter}');
  expect(here()).toBe('settings');
  // By its list: the page that it opens has fields of its own.
  await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
});

test('the palette asks features for things and opens them', async () => {
  const openGroup = vi.fn();
  const remove = registerSearch({
    id: 'groups',
    title: () => 'Key groups',
    search: (query) =>
      Promise.resolve(
        query === 'cpo' ? [{ id: '1', title: 'cpo1-emsp1-key', icon: 'key-round', open: openGroup }] : [],
      ),
  });
  const broken = registerSearch({ id: 'broken', title: () => 'Broken', search: () => Promise.reject(new Error('no')) });
  open();
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(screen.getByRole('combobox'), 'cpo');
  await screen.findByRole('option', { name: /cpo1-emsp1-key/u });
  await userEvent.keyboard('{Enter}');
  expect(openGroup).toHaveBeenCalledOnce();
  remove();
  broken();
});

test('a forbidden command says why and does not run', async () => {
  const run = vi.fn();
  const remove = registerCommands([
    {
      id: 'x',
      title: () => 'Revoke…',
      icon: 'x',
      scope: 'here',
      disabledReason: () => 'needs the role CA operator',
      run,
    },
  ]);
  open();
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(screen.getByRole('combobox'), 'revoke{Enter}');
  expect(screen.getByRole('option', { name: /Revoke.*needs the role/u })).toHaveAttribute('aria-disabled', 'true');
  expect(run).not.toHaveBeenCalled();
  remove();
});

test('F1 shows the keys of the page first', async () => {
  const remove = registerCommands([
    { id: 'x', title: () => 'Generate key…', icon: 'plus', keys: 'Ctrl+Enter', scope: 'here', run: () => undefined },
  ]);
  open();
  await userEvent.keyboard('{F1}');
  const groups = within(screen.getByRole('dialog')).getAllByRole('heading', { level: 3 });
  expect(groups[0]).toHaveTextContent('On this page');
  expect(screen.getByText('Generate key…')).toBeVisible();
  remove();
});

test('letters typed into a field are no commands', async () => {
  open();
  await userEvent.keyboard('{F1}');
  await userEvent.type(screen.getByRole('searchbox'), 'gk');
  expect(here()).toBe('tokens');
});

test('the frame tells core, hosts, audit head, workspace and token', () => {
  open();
  act(() =>
    setAppStatus({
      core: 'ready',
      hosts: { up: 2, total: 3 },
      audit: { kind: 'intact', entries: 18_442, head: 'a91f03c2' },
      workspace: { name: 'GEF Ladenetz', kind: 'production', softwareKeys: true },
      token: { label: 'HSM-FRA-1', signedIn: false },
    }),
  );
  for (const words of [
    'Core ready',
    'Token hosts 2 of 3',
    'GEF Ladenetz',
    'production',
    'software keys',
    'HSM-FRA-1',
    'signed out',
  ]) {
    expect(screen.getByText(words)).toBeVisible();
  }
  expect(screen.getByText(/Audit chain intact, 18,442 entries/u)).toHaveTextContent('a91f 03c2');
});

test('everything is there in German', () => {
  setViewSettings({ language: 'de' });
  open();
  expect(screen.getByRole('button', { name: 'Schlüsselgruppen' })).toBeVisible();
  expect(document.documentElement.lang).toBe('de');
});

const banner = (id: string, verdict: StatusBanner['verdict']): StatusBanner => ({ id, verdict, text: () => id });

test('of five banners the worst three stand, worst first', () => {
  const all = [
    banner('i', 'info'),
    banner('w1', 'warn'),
    banner('f', 'fail'),
    banner('w2', 'warn'),
    banner('w3', 'warn'),
  ];
  expect(shownBanners(all).map(({ id }) => id)).toEqual(['f', 'w1', 'w2']);
});

test('a closable banner can be put away', async () => {
  open();
  act(() => showBanner({ ...banner('old clock', 'warn'), closable: true }));
  await userEvent.click(within(screen.getByRole('region', { name: /States/u })).getByRole('button', { name: 'Close' }));
  expect(screen.queryByText('old clock')).toBeNull();
});

test('the page with all parts opens by its command', async () => {
  open();
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(screen.getByRole('combobox'), 'show all parts{Enter}');
  expect(await screen.findByRole('heading', { name: 'Verdicts' }, { timeout: 15_000 })).toBeVisible();
});

test('a sequence of keys is for the window, also where a list would take its second key', async () => {
  open();
  const list = document.createElement('div');
  list.tabIndex = 0;
  const taken = vi.fn((event: Event) => event.preventDefault());
  document.body.append(list);
  list.focus();
  list.addEventListener('keydown', (event) => {
    if (event.key === 'k') taken(event);
  });
  await userEvent.keyboard('gk');
  expect(here()).toBe('keys');
  expect(taken).not.toHaveBeenCalled();
  list.remove();
});

test('long work stands in the status bar with a way to end it, and tells how much else goes on', async () => {
  open();
  const onCancel = vi.fn();
  act(() => {
    tellWork('a', { what: () => 'Verifying the audit chain', done: 50, total: 200, onCancel });
    tellWork('b', { what: () => 'Backing up', done: 0 });
  });
  const bar = within(screen.getByRole('contentinfo'));
  expect(bar.getByText(/Verifying the audit chain/u)).toHaveTextContent(/25\s%/u);
  expect(bar.getByText('and 1 more')).toBeVisible();
  await userEvent.click(bar.getByRole('button', { name: 'Cancel' }));
  expect(onCancel).toHaveBeenCalledTimes(1);
  act(() => tellWork('a', undefined));
  expect(bar.getByText(/Backing up/u)).toBeVisible();
});
