import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import type { ShellBridge } from '../../platform/shell-bridge.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { CsrsPage } from './csrs-page.tsx';
import { csrHandlers, csrRow, GENERATION_ID, GROUP_REF } from './testing/fake-csrs.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
afterEach(() => vi.unstubAllGlobals());

async function open(fake: FakeCore): Promise<void> {
  renderPage(<CsrsPage />, fake, { route: { page: 'csrs', params: { id: 'csr-8', name: 'g8' } } });
  await screen.findByRole('region', { name: 'Hand over to the partner' });
}
/** The part of the shell that files go through. */
function stubShell(bridge: Partial<ShellBridge>): void {
  vi.stubGlobal('shell', bridge);
}
const textOf = (bytes: unknown): string => new TextDecoder().decode(bytes as Uint8Array);

test('whom it speaks for stands first, with the kind of every id', async () => {
  await open(createFakeCore(csrHandlers()));
  const names = within(screen.getByRole('region', { name: 'Speaks for' })).getAllByRole('img');
  expect(names.map((chip) => chip.getAttribute('aria-label'))).toEqual([
    'party DEGEF',
    'sub-CPO DE*GEF',
    'sub-EMSP DE-GDF',
  ]);
});

test('the fingerprint can be read over the phone as words and as groups', async () => {
  await open(createFakeCore(csrHandlers()));
  const words = screen.getByRole('list', { name: 'Words of the fingerprint' });
  expect(within(words).getAllByRole('listitem')).toHaveLength(3);
  expect(screen.getByRole('list', { name: 'Groups of the fingerprint' })).toHaveTextContent('fea8');
});

test('the message comes in the language that is chosen, and is saved under the name that core gives', async () => {
  const saveFile = vi.fn(() => Promise.resolve({ kind: 'saved', savedId: 's1', path: '/tmp/x' } as const));
  const showSaved = vi.fn(() => Promise.resolve(true));
  stubShell({ saveFile, showSaved });
  await open(createFakeCore(csrHandlers()));
  await userEvent.click(screen.getByRole('radio', { name: 'Message' }));
  await userEvent.click(screen.getByRole('radio', { name: 'German' }));
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Message' })).toHaveTextContent('message de'));
  runCommand('csrs.save');
  await waitFor(() => expect(saveFile).toHaveBeenCalledOnce());
  const [name, bytes] = saveFile.mock.calls[0] as unknown as readonly [string, Uint8Array];
  expect([name, textOf(bytes)]).toEqual(['cpo1-emsp1-key-g8.message', 'message de']);
  await waitFor(() => expect(useToastStore.getState().toasts).toHaveLength(1));
  useToastStore.getState().toasts[0]?.action?.onAction();
  expect(showSaved).toHaveBeenCalledWith('s1');
});

test('a file that could not be saved says why, where the button is', async () => {
  stubShell({ saveFile: () => Promise.resolve({ kind: 'failed', reason: 'disk-full' }) });
  await open(createFakeCore(csrHandlers()));
  await userEvent.click(await screen.findByRole('button', { name: 'Save…' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('the disk is full');
  expect(useToastStore.getState().toasts).toEqual([]);
});

test('dragging hands the shell the file itself', async () => {
  const dragOut = vi.fn();
  stubShell({ dragOut });
  await open(createFakeCore(csrHandlers()));
  const label = await screen.findByText('cpo1-emsp1-key-g8.pem');
  const started = fireEvent.dragStart(label);
  expect(started).toBe(false);
  const [name, bytes] = dragOut.mock.calls[0] as unknown as readonly [string, Uint8Array];
  expect([name, textOf(bytes)]).toEqual(['cpo1-emsp1-key-g8.pem', 'pem en']);
});

test('the proof by the predecessor is signed at the token and then shown', async () => {
  const handlers = csrHandlers();
  let proof: string | undefined;
  const show = handlers.csrs?.show;
  const fake = createFakeCore({
    ...handlers,
    csrs: {
      ...handlers.csrs,
      prove: () => {
        proof = 'eyJ.proof.jws';
        fake.tell('csrs');
        return ok({ csr: csrRow(8, { hasProof: true }) });
      },
      show: async (input, context) => {
        const shown = await show!(input, context);
        return shown.ok && proof !== undefined ? ok({ ...shown.value, proofJws: proof }) : shown;
      },
    },
  });
  await open(fake);
  await userEvent.click(await screen.findByRole('button', { name: 'Sign the proof…' }));
  expect(await screen.findByText('eyJ.proof.jws')).toBeVisible();
  expect(screen.getByText('Vouched for')).toBeVisible();
});

test('a similar CSR is begun for the newest key of the group, as this one', async () => {
  await open(createFakeCore(csrHandlers()));
  await waitFor(() => expect(screen.getByRole('button', { name: /Similar CSR/ })).not.toHaveAttribute('aria-disabled'));
  await userEvent.click(screen.getByRole('button', { name: /Similar CSR/ }));
  expect(useRouteStore.getState().route.params).toMatchObject({
    generation: GENERATION_ID,
    group: GROUP_REF,
    like: 'csr-8',
  });
});
