import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRouteStore } from '../../platform/route.ts';
import { setViewSettings, useViewSettings } from '../../platform/view-settings.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { SettingsPage } from './settings-page.tsx';
import { followAppearance } from './settings-sections.ts';

beforeEach(() => {
  useToastStore.setState({ toasts: [], lastId: 0 });
  setViewSettings({ scheme: 'system', language: 'en', density: 'normal', textScale: 1 });
});
const open = (fake: FakeCore, id: string) =>
  renderPage(<SettingsPage />, fake, { route: { page: 'settings', params: { id } } });

test('the look is applied at once, and native windows are told', async () => {
  const tellAppearance = vi.fn();
  vi.stubGlobal('shell', { tellAppearance });
  followAppearance();
  open(createFakeCore(), 'look');
  await userEvent.click(screen.getByRole('radio', { name: 'Dark' }));
  expect(useViewSettings.getState().scheme).toBe('dark');
  expect(tellAppearance).toHaveBeenLastCalledWith({ language: 'en', theme: 'dark', textScale: 1 });
  vi.unstubAllGlobals();
});

test('only what was changed is saved, and the toast undoes it', async () => {
  const fake = createFakeCore();
  open(fake, 'security');
  const idle = await screen.findByLabelText('Sign out of tokens after');
  await userEvent.clear(idle);
  await userEvent.type(idle, '25');
  await userEvent.click(screen.getByRole('button', { name: /^Save/u }));
  await waitFor(() => expect(useToastStore.getState().toasts).toHaveLength(1));
  expect(fake.callsOf('settings.set')).toEqual([{ changes: { idleMinutes: 25 } }]);
  act(() => useToastStore.getState().toasts[0]?.action?.onAction());
  await waitFor(() => expect(fake.world.settings.idleMinutes).toBe(10));
});

test('a value outside its limits cannot be saved, and the limits are told', async () => {
  const fake = createFakeCore();
  open(fake, 'security');
  const idle = await screen.findByLabelText('Sign out of tokens after');
  await userEvent.clear(idle);
  await userEvent.type(idle, '9999');
  expect(screen.getByText('A whole number between 1 and 480.')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /^Save/u }));
  expect(fake.callsOf('settings.set')).toEqual([]);
});

test('a changed OID table needs a new version', async () => {
  const fake = createFakeCore();
  open(fake, 'oids');
  const party = await screen.findByLabelText('Party ids');
  await userEvent.clear(party);
  await userEvent.type(party, '1.3.6.1.4.1.99999.1');
  expect(screen.getByText('The table has changed: give it a new version.')).toBeInTheDocument();
  const version = screen.getByLabelText('Version of this table');
  await userEvent.clear(version);
  await userEvent.type(version, 'ocpi-3.0/1');
  await userEvent.click(screen.getByRole('button', { name: /^Save/u }));
  await waitFor(() => expect(fake.world.settings.oidProfile.partyIds).toBe('1.3.6.1.4.1.99999.1'));
});

test('with operators a changed OID table is proposed, and the page with the votes follows', async () => {
  const roster = { state: 'good', seq: 1, votesNeeded: 1, singleOperator: true, anchors: [], documents: [] } as const;
  const me = { operatorId: 'o-1', name: 'Ada', roles: ['approver' as const], since: '2026-01-01T00:00:00Z' };
  const fake = createFakeCore({
    operators: {
      show: () => ok({ roster: { ...roster, anchors: [], documents: [] }, operators: [], me, proposals: [] }),
    },
    documents: {
      propose: ({ document }) => ok({ applied: false, document, version: 1, sha256: 'ab'.repeat(32) }),
    },
  });
  open(fake, 'oids');
  const version = await screen.findByLabelText('Version of this table');
  await userEvent.clear(version);
  await userEvent.type(version, 'ocpi-3.0/1');
  await userEvent.click(await screen.findByRole('button', { name: /^Propose/u }));
  await waitFor(() => expect(useRouteStore.getState().route.page).toBe('operators'));
  expect(fake.callsOf('documents.propose')).toMatchObject([
    { document: 'oid-profile', oidProfile: { version: 'ocpi-3.0/1' } },
  ]);
  expect(fake.callsOf('settings.set')).toEqual([]);
});

test('a fault of the disk is told where the action was', async () => {
  const fake = createFakeCore({
    workspace: { backup: () => fail({ code: 'PLACE_REFUSED', data: { reason: 'disk-full' } }) },
  });
  vi.stubGlobal('shell', { pickPlace: () => Promise.resolve({ grant: 'g1', path: '/media/usb/backup' }) });
  open(fake, 'workspace');
  await userEvent.click(await screen.findByRole('button', { name: /Make a backup/u }));
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no room on this disk.');
  expect(fake.callsOf('workspace.backup')).toEqual([{ target: { grant: 'g1' } }]);
  vi.unstubAllGlobals();
});

test('the check tells its findings in words, with their codes', async () => {
  open(createFakeCore(), 'workspace');
  await userEvent.click(await screen.findByRole('button', { name: 'Check the workspace' }));
  expect(await screen.findByText('Little room is left on the disk.')).toBeInTheDocument();
  expect(screen.getByText('SPACE_LOW')).toBeInTheDocument();
});
