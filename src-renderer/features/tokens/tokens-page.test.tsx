import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { fail } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { fakeKey } from '../../testing/fake-world.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { TokensPage } from './tokens-page.tsx';

const CARD = 'pkcs11:token=GEF-CARD-07;serial=004F61A317C2';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});

async function open(fake: FakeCore, params: Readonly<Record<string, string>> = { id: CARD }): Promise<void> {
  renderPage(<TokensPage />, fake, { route: { page: 'tokens', params } });
  await screen.findByRole('heading', { level: 1, hidden: true });
}
const params = () => useRouteStore.getState().route.params;

test('every module stands with its slots, tokens, an empty reader and one that is not initialised', async () => {
  await open(createFakeCore());
  const text = screen.getByRole('listbox').textContent;
  for (const part of ['HSM-FRA-1', 'Signed in', 'GEF-CARD-07', 'Tries low', 'Reader 01', 'Empty', 'Not initialised']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('Restarting');
});

test('the PIN state is the one that the token reports, in words', async () => {
  await open(createFakeCore());
  const group = screen.getByRole('group', { name: 'User PIN' });
  expect(within(group).getByText('Tries low')).toHaveAttribute('aria-current', 'true');
});

test('what the module does not report is told as not reported, never as yes or no', async () => {
  await open(createFakeCore(), { id: CARD, key: '01' });
  const section = await screen.findByRole('region', { name: 'Reference' });
  const fact = within(section).getByText('Sensitive').parentElement;
  expect(fact).toHaveTextContent('not reported');
});

test('signing in shows where to type the PIN until the token is signed in', async () => {
  const fake = createFakeCore();
  await open(fake);
  await userEvent.click(screen.getByRole('button', { name: /^Sign in…/u }));
  expect(await screen.findByText('Look at the PIN window')).toBeInTheDocument();
  act(() => fake.answerPin());
  expect(await screen.findByRole('button', { name: /^Sign out/u })).toBeInTheDocument();
  expect(screen.queryByText('Look at the PIN window')).toBeNull();
  expect(fake.callsOf('tokens.signIn')).toEqual([{ tokenUri: CARD }]);
});

test('cancel ends the PIN question and tells no fault', async () => {
  const fake = createFakeCore();
  await open(fake);
  await userEvent.click(screen.getByRole('button', { name: /^Sign in…/u }));
  await screen.findByText('Look at the PIN window');
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByText('Look at the PIN window')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a blocked PIN is told where the action was, with its code, and nothing is tried again', async () => {
  const fake = createFakeCore();
  await open(fake);
  await userEvent.click(screen.getByRole('button', { name: /^Sign in…/u }));
  await screen.findByText('Look at the PIN window');
  act(() => fake.answerPin('PIN_LOCKED'));
  const note = await screen.findByRole('alert');
  expect(note).toHaveTextContent('PIN_LOCKED');
  expect(within(note).queryByRole('button', { name: 'Try again' })).toBeNull();
  expect(fake.callsOf('tokens.signIn')).toHaveLength(1);
});

test('Ctrl+I of the page signs in to the token that is shown', async () => {
  const fake = createFakeCore();
  await open(fake);
  act(() => runCommand('tokens.signIn'));
  await screen.findByText('Look at the PIN window');
  expect(fake.callsOf('tokens.signIn')).toEqual([{ tokenUri: CARD }]);
});

test('commands stay the same while nothing changes, so that the frame does not draw for ever', async () => {
  await open(createFakeCore());
  await screen.findByText('cpo1-g8');
  const before = useRegistry.getState().commands;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(useRegistry.getState().commands).toBe(before);
});

test('a key is generated for the chosen group, and its generation is told', async () => {
  const fake = createFakeCore();
  fake.world.pinAnswers = true;
  await open(fake, { id: CARD, do: 'generate' });
  const dialog = await screen.findByRole('dialog');
  const button = () => within(dialog).getByRole('button', { name: 'Generate the key' });
  expect(button()).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(await within(dialog).findByText('cdr-signing'));
  await userEvent.selectOptions(within(dialog).getByLabelText('Algorithm'), 'EC P-384');
  await userEvent.click(button());
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(fake.callsOf('keys.generate')).toEqual([
    { groupRef: 'ref-cdr-signing', tokenUri: CARD, algorithm: 'ec-p384' },
  ]);
  expect(useToastStore.getState().toasts[0]?.text).toBe('Generation 3 of cdr-signing has its key.');
  expect(await screen.findByText('cdr-signing g3')).toBeInTheDocument();
});

test('an unknown outcome of a generation is told with what to do, and is not repeated', async () => {
  const fake = createFakeCore({
    keys: { generate: () => fail({ code: 'OUTCOME_UNKNOWN', data: { cryptoki: 'CKR_DEVICE_ERROR (48)' } }) },
  });
  await open(fake, { id: CARD, do: 'generate' });
  await userEvent.click(await screen.findByText('hub-server'));
  await userEvent.click(screen.getByRole('button', { name: 'Generate the key' }));
  const note = await screen.findByRole('alert');
  expect(note).toHaveTextContent('Nobody knows whether the token did it.');
  expect(note).toHaveTextContent('CKR_DEVICE_ERROR (48)');
  expect(fake.callsOf('keys.generate')).toHaveLength(1);
});

test('a key is destroyed only after its name was typed, and the group that uses it is named before', async () => {
  const fake = createFakeCore();
  fake.world.pinAnswers = true;
  await open(fake, { id: CARD, key: '04' });
  await userEvent.click(await screen.findByRole('button', { name: 'Destroy…' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('generation 8 of cpo1-emsp1-key');
  const destroy = within(dialog).getByRole('button', { name: 'Destroy the key' });
  expect(destroy).toBeDisabled();
  await userEvent.type(within(dialog).getByLabelText(/Type/u), 'cpo1-g8');
  await userEvent.click(destroy);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(fake.callsOf('keys.destroy')).toEqual([{ tokenUri: CARD, keyId: '04', confirm: 'cpo1-g8' }]);
});

test('keys of one token are never shown under the name of another', async () => {
  const fake = createFakeCore();
  await open(fake, { id: CARD });
  await screen.findByText('cpo1-g8');
  await userEvent.click(screen.getByText('HSM-FRA-2'));
  await screen.findByRole('heading', { level: 1, name: 'HSM-FRA-2' });
  expect(screen.queryByText('cpo1-g8')).toBeNull();
});

test('100,000 keys are read by position: the first page only', async () => {
  const fake = createFakeCore();
  fake.world.keys.set(
    CARD,
    Array.from({ length: 100_000 }, (_, at) => ({ key: fakeKey(`key ${at}`, at.toString(16).padStart(6, '0')) })),
  );
  await open(fake);
  await screen.findByText('key 0');
  expect(screen.getByRole('grid', { name: 'Keys on this token' })).toHaveAttribute('aria-rowcount', '100001');
  expect(fake.callsOf('keys.onToken')).toEqual([expect.objectContaining({ offset: 0 })]);
});

test('a library is loaded only after its SHA-256 was shown, and exactly that one is confirmed', async () => {
  const fake = createFakeCore();
  await open(fake, { do: 'add-library' });
  const dialog = await screen.findByRole('dialog');
  await userEvent.dblClick(await within(dialog).findByText('/usr/lib/libykcs11.so.2'));
  const shown = fake.world.found.find(({ profile }) => profile === 'ykcs11')?.sha256 ?? '';
  const text = (await screen.findByRole('dialog')).textContent.replace(/\s/gu, '');
  expect(text).toContain(shown);
  expect(fake.callsOf('tokens.addModule')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Confirm and load' }));
  await waitFor(() => expect(fake.callsOf('tokens.addModule')).toHaveLength(1));
  expect(fake.callsOf('tokens.addModule')).toEqual([{ place: { path: '/usr/lib/libykcs11.so.2' }, sha256: shown }]);
});

test('a library that others can write cannot be confirmed, and the reason is told', async () => {
  const fake = createFakeCore();
  fake.world.found = fake.world.found.map((library) => ({ ...library, state: 'writable-by-others' as const }));
  await open(fake, { do: 'add-library' });
  await userEvent.dblClick(await screen.findByText('/opt/vendor/lib/p11.so'));
  expect(await screen.findByText('MODULE_FILE_WRITABLE')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Confirm and load' }));
  expect(fake.callsOf('tokens.addModule')).toEqual([]);
});

test('initialising anew wants the present name typed and sends the new label', async () => {
  const fake = createFakeCore();
  fake.world.pinAnswers = true;
  await open(fake, { id: CARD, do: 'initialise' });
  const dialog = await screen.findByRole('dialog');
  const label = within(dialog).getByLabelText('Label of the token');
  await userEvent.clear(label);
  await userEvent.type(label, 'GEF-CARD-08');
  const button = within(dialog).getByRole('button', { name: 'Initialise…' });
  expect(button).toBeDisabled();
  await userEvent.type(within(dialog).getByLabelText(/Type/u), 'GEF-CARD-07');
  await userEvent.click(button);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(fake.callsOf('tokens.init')).toEqual([
    { moduleId: 'opensc', slotId: '0', label: 'GEF-CARD-08', confirm: 'GEF-CARD-08' },
  ]);
  expect(params()['name']).toBe('GEF-CARD-08');
});

test('the next software token is offered beside those that are there, and is not taken for one', async () => {
  const fake = createFakeCore();
  fake.world.pinAnswers = true;
  await open(fake);
  const offer = screen.getByRole('option', { name: /New software token/u });
  expect(offer).not.toHaveTextContent('Not initialised');
  await userEvent.click(offer);
  await screen.findByRole('heading', { level: 1, name: 'New software token' });
  await userEvent.click(screen.getByRole('button', { name: 'Initialise…' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText('Label of the token'), 'Hub keys');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Initialise…' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(fake.callsOf('tokens.init')).toEqual([
    { moduleId: 'software', slotId: '1', label: 'Hub keys', confirm: 'Hub keys' },
  ]);
});

test('a software token that cannot be read is told in its slot, with the code, and the others stay', async () => {
  const fake = createFakeCore();
  const { slots } = fake.world;
  fake.world.slots = slots.map((slot) =>
    slot.moduleId === 'software' && slot.slotId === '1'
      ? { ...slot, token: undefined, fault: { code: 'DEVICE_ERROR', data: { detail: 'file-damaged' } } }
      : slot,
  );
  await open(fake, { id: 'slot software 1' });
  expect(screen.getByText('What is in this slot cannot be read.')).toBeInTheDocument();
  expect(screen.getByText(/file-damaged/u)).toBeInTheDocument();
  const list = screen.getByRole('listbox');
  expect(list).toHaveTextContent('workspace');
  expect(list).toHaveTextContent('Cannot be read');
});

test('a software token in use is not initialised again', async () => {
  const fake = createFakeCore();
  await open(fake, { id: 'pkcs11:token=workspace;serial=a1b2c3d4e5f60718' });
  await userEvent.click(screen.getByRole('button', { name: 'More' }));
  const item = await screen.findByRole('menuitem', { name: /Initialise…/u });
  expect(item).toHaveAttribute('aria-disabled', 'true');
  expect(item).toHaveTextContent('make a new one');
});
