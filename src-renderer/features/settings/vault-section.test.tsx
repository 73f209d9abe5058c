import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import type { ShellBridge } from '../../platform/shell-bridge.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { SettingsPage } from './settings-page.tsx';

type Status = OutputOf<AppContract['vault']['status']>;

beforeEach(() => useToastStore.setState({ toasts: [], lastId: 0 }));
afterEach(() => vi.unstubAllGlobals());

const absent: Status = { state: 'absent', protectedBy: 'none', secrets: 0, operatingSystem: false };

/** A core whose vault follows what is done with it. */
function vaultCore(first: Partial<Status> = {}, more: FakeHandlers['vault'] = {}): FakeCore {
  let now: Status = { ...absent, ...first };
  const become = (next: Partial<Status>): Status => {
    now = { ...now, ...next };
    fake.tell('settings', 'audit');
    return now;
  };
  const fake = createFakeCore({
    vault: {
      status: () => ok(now),
      create: ({ opener }) => ok(become({ state: 'open', protectedBy: opener.kind })),
      unlock: () => ok(become({ state: 'open' })),
      rewrap: ({ next }) => ok(become({ protectedBy: next.kind })),
      lock: () => {
        become({ state: 'locked' });
        return ok({});
      },
      ...more,
    },
  });
  return fake;
}
const open = (fake: FakeCore, language: 'en' | 'de' = 'en') =>
  renderPage(<SettingsPage />, fake, { route: { page: 'settings', params: { id: 'vault' } }, language });
const click = async (name: string | RegExp): Promise<void> =>
  userEvent.click(await screen.findByRole('button', { name }));
const choose = async (name: string | RegExp): Promise<void> =>
  userEvent.click(await screen.findByRole('radio', { name }));
/** The system's dialogs, answered one after the other. */
function dialogs(...answers: readonly (string | undefined)[]) {
  const left = [...answers];
  const pickPlace = vi.fn<ShellBridge['pickPlace']>(() => {
    const grant = left.shift();
    return Promise.resolve(grant === undefined ? undefined : { grant, path: `/media/${grant}` });
  });
  vi.stubGlobal('shell', { pickPlace });
  return pickPlace;
}

test('a vault with a passphrase is set up by two clicks, and its state is told in words', async () => {
  const fake = vaultCore();
  open(fake);
  expect(await screen.findByText('Not set up yet')).toBeVisible();
  await choose(/A passphrase/u);
  await click('Set up the vault');
  expect(await screen.findByText('Open', { exact: true })).toBeVisible();
  expect(fake.callsOf('vault.create')).toEqual([{ opener: { kind: 'passphrase' } }]);
  expect(useToastStore.getState().toasts[0]?.text).toBe('The vault is set up and open.');
});

test('the operating system can be chosen only where it offers a store that encrypts', async () => {
  open(vaultCore());
  const system = await screen.findByRole('radio', { name: /The operating system/u });
  expect(system).toBeDisabled();
  expect(screen.getByText('This computer offers no store for secrets that encrypts')).toBeVisible();
});

test('where the operating system offers its store it is the choice to begin with', async () => {
  const fake = vaultCore({ operatingSystem: true });
  open(fake);
  expect(await screen.findByRole('radio', { name: /The operating system/u })).toBeChecked();
  await click('Set up the vault');
  await waitFor(() => expect(fake.callsOf('vault.create')).toEqual([{ opener: { kind: 'operating-system' } }]));
});

test('a key file is made where a dialog says, and core gets the grant alone', async () => {
  const pickPlace = dialogs('g-new');
  const fake = vaultCore();
  open(fake);
  await choose(/A key file/u);
  await click('Set up the vault');
  await waitFor(() =>
    expect(fake.callsOf('vault.create')).toEqual([{ opener: { kind: 'key-file', place: { grant: 'g-new' } } }]),
  );
  expect(pickPlace.mock.calls).toEqual([['new-file', 'ocpi-console-vault.key']]);
});

test('a dialog that is cancelled asks nothing of core', async () => {
  dialogs(undefined);
  const fake = vaultCore({ state: 'locked', protectedBy: 'key-file' });
  open(fake);
  await click('Open with the key file…');
  expect(fake.callsOf('vault.unlock')).toEqual([]);
  expect(screen.getByText('Locked')).toBeVisible();
});

test('a locked vault is opened with its key file, an open one is locked', async () => {
  const pickPlace = dialogs('g-file');
  const fake = vaultCore({ state: 'locked', protectedBy: 'key-file', secrets: 3 });
  open(fake);
  await click('Open with the key file…');
  await click('Lock the vault');
  expect(await screen.findByText('Locked')).toBeVisible();
  expect(fake.callsOf('vault.unlock')).toEqual([{ keyFile: { grant: 'g-file' } }]);
  expect(pickPlace.mock.calls).toEqual([['file']]);
});

test('the way it opens is changed with the present one: the old key file first, then the new', async () => {
  const pickPlace = dialogs('g-old', 'g-new');
  const fake = vaultCore({ state: 'locked', protectedBy: 'key-file' });
  open(fake);
  await choose(/A key file/u);
  expect(screen.getByText(/the old one opens nothing any more/u)).toBeVisible();
  await click('Change…');
  const next = { kind: 'key-file', place: { grant: 'g-new' } };
  await waitFor(() => expect(fake.callsOf('vault.rewrap')).toEqual([{ keyFile: { grant: 'g-old' }, next }]));
  expect(pickPlace.mock.calls.map(([kind]) => kind)).toEqual(['file', 'new-file']);
});

test('a vault that a passphrase opens asks for no file when that is changed', async () => {
  const fake = vaultCore({ state: 'open', protectedBy: 'passphrase', operatingSystem: true });
  open(fake);
  await choose(/The operating system/u);
  await click('Change…');
  await waitFor(() => expect(fake.callsOf('vault.rewrap')).toEqual([{ next: { kind: 'operating-system' } }]));
});

test('while the PIN window is open the page says so and can cancel', async () => {
  const fake = vaultCore(
    { state: 'locked', protectedBy: 'passphrase' },
    {
      unlock: async (_, { emit, stop }) => {
        await emit({ kind: 'pin-window-open' });
        await new Promise<void>((resolve) => stop.onStop(() => resolve()));
        return fail({ code: 'PIN_CANCELLED', data: {} });
      },
    },
  );
  open(fake);
  await click('Open the vault');
  expect(await screen.findByText(/PIN window/u, { selector: '[role=status] *' })).toBeVisible();
  await click('Cancel');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Cancel' })).not.toBeInTheDocument());
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(screen.getByText('Locked')).toBeVisible();
});

test('a key file that cannot be used is told with its reason in words, in both languages', async () => {
  dialogs('g1');
  const unlock = () => fail({ code: 'VAULT_KEY_FILE', data: { reason: 'readable-by-others' } } as const);
  open(vaultCore({ state: 'locked', protectedBy: 'key-file' }, { unlock }), 'de');
  await click('Mit der Schlüsseldatei öffnen…');
  expect(await screen.findByRole('alert')).toHaveTextContent('Andere an diesem Computer können sie lesen');
});

test('a damaged entry of the vault is told and not called closed by anything', async () => {
  open(vaultCore({ state: 'locked', protectedBy: 'none' }));
  const main = within(document.body);
  expect(await main.findByText('unknown: its entry is damaged')).toBeVisible();
});
