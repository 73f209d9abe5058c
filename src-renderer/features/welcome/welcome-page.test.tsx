import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { fakeSlot, fakeToken, fakeWorld } from '../../testing/fake-world.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { WelcomePage } from './welcome-page.tsx';

/** A computer where SoftHSM is installed and nothing was set up. */
function freshCore(): FakeCore {
  const world = fakeWorld();
  world.workspace = { ...world.workspace, fresh: true };
  world.modules = world.modules.filter(({ moduleId }) => moduleId === 'software');
  const blank = fakeToken('', '', { initialised: false, userPinSet: false, software: true });
  world.slots = [fakeSlot({ moduleId: 'software', name: 'Software token' }, '0', blank)];
  world.found = world.found
    .filter(({ profile }) => profile === 'softhsm2')
    .map((library) => ({ ...library, state: 'new' as const }));
  world.pinAnswers = true;
  return createFakeCore({}, world);
}
const open = (fake: FakeCore) => renderPage(<WelcomePage />, fake, { route: { page: 'welcome', params: {} } });
const route = () => useRouteStore.getState().route;

test('SoftHSM: the library is confirmed with the hash that was shown, a token initialised, then the first key group', async () => {
  const fake = freshCore();
  open(fake);
  await userEvent.click(await screen.findByRole('radio', { name: /SoftHSM on this computer/u }));
  await userEvent.click(screen.getByRole('button', { name: /Continue with SoftHSM/u }));
  const shown = fake.world.found[0]?.sha256 ?? '';
  expect(document.body.textContent.replace(/\s/gu, '')).toContain(shown);
  await userEvent.click(screen.getByRole('button', { name: 'Confirm and load' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Initialise…' }));
  await userEvent.type(await screen.findByLabelText('Label of the token'), 'rehearsal');
  await userEvent.click(screen.getByRole('button', { name: 'Initialise…' }));
  await waitFor(() => expect(route()).toEqual({ page: 'keys', params: { new: 'group' } }));
  expect(fake.callsOf('tokens.addModule')).toEqual([{ place: { path: fake.world.found[0]?.path }, sha256: shown }]);
  expect(fake.callsOf('tokens.init')).toEqual([
    { moduleId: 'softhsm2', slotId: '0', label: 'rehearsal', confirm: 'rehearsal' },
  ]);
  expect(fake.callsOf('workspace.welcomeDone')).toHaveLength(1);
});

test('software keys need no library', async () => {
  const fake = freshCore();
  open(fake);
  await userEvent.click(await screen.findByRole('radio', { name: /Software token/u }));
  await userEvent.click(screen.getByRole('button', { name: /Continue with software keys/u }));
  expect(await screen.findByRole('heading', { name: 'Which token shall hold the first key?' })).toBeInTheDocument();
  await userEvent.click(await screen.findByRole('button', { name: 'Initialise…' }));
  expect(await screen.findByLabelText('Label of the token')).toHaveValue('workspace keys');
});

test('it can be skipped, and does not come again', async () => {
  const fake = freshCore();
  open(fake);
  await userEvent.click(await screen.findByRole('button', { name: 'Skip, set up later' }));
  await waitFor(() => expect(route().page).toBe('tokens'));
  expect(fake.world.workspace.fresh).toBe(false);
});

test('SoftHSM is never proposed by itself: it protects nothing', async () => {
  open(freshCore());
  expect(await screen.findByRole('radio', { name: /Software token/u })).toBeChecked();
});
