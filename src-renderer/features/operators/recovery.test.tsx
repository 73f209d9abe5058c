import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { OperatorsPage } from './operators-page.tsx';
import { ada, entry, ENTRY, operatorHandlers, overview, proposal } from './testing/fake-operators.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

const safe = { sha256: '1a'.repeat(32), subject: 'CN=Safe', notAfter: '2031-01-01T00:00:00.000Z' };
const recovery = { keys: 1, needed: 1, certificates: [safe] };
type More = Parameters<typeof operatorHandlers>[1];

function show(more: More = {}, known: typeof recovery | null = recovery): FakeCore {
  const roster = { ...overview().roster, ...(known === null ? {} : { recovery: known }) };
  const fake = createFakeCore(operatorHandlers(() => overview(ada, { roster }), more));
  renderPage(<OperatorsPage />, fake);
  return fake;
}

describe('recovery keys', () => {
  test('are named with how many it takes and how to vote with one', async () => {
    show();
    expect(await screen.findByText('CN=Safe')).toBeVisible();
    expect(screen.getByText('1 of 1')).toBeVisible();
    await userEvent.click(screen.getByText('Voting with one of them'));
    expect(screen.getByText(/^Bring the file back/u)).toBeVisible();
  });

  test('that are missing are a risk, told as one', async () => {
    show({}, null);
    expect(await screen.findByText(/nobody can change this roster again/u)).toBeVisible();
    expect(screen.queryByText('Voting with one of them')).toBeNull();
  });

  test('that are there are chosen in a change of them, and can be given up', async () => {
    const fake = show({ propose: () => ok({ proposal }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Change recovery…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const key = await dialog.findByRole('checkbox', { name: /CN=Dora/u });
    await waitFor(() => expect(key).toBeChecked());
    await userEvent.click(dialog.getByRole('button', { name: 'Propose' }));
    await waitFor(() =>
      expect(fake.callsOf('operators.propose')).toEqual([
        { wish: { kind: 'recovery', certificateIds: ['c-dora'], needed: 1 } },
      ]),
    );
  });

  test('that no longer are any is a wish of its own', async () => {
    const fake = show({ propose: () => ok({ proposal }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Change recovery…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const key = await dialog.findByRole('checkbox', { name: /CN=Dora/u });
    await waitFor(() => expect(key).toBeChecked());
    await userEvent.click(key);
    await userEvent.click(dialog.getByRole('button', { name: 'Propose' }));
    await waitFor(() =>
      expect(fake.callsOf('operators.propose')).toEqual([
        { wish: { kind: 'recovery', certificateIds: [], needed: 0 } },
      ]),
    );
  });
});

describe('a proposal of another workspace', () => {
  const shown = { workspace: '0198c0de-0000-7000-8000-000000000001', entry };
  const votedFile = { content: new Uint8Array([7]), suggestedName: 'voted.json' };
  const saveFile = vi.fn(() => Promise.resolve({ kind: 'saved', savedId: 's', path: '/x/voted.json' }));
  beforeEach(() => {
    saveFile.mockClear();
    vi.stubGlobal('shell', { saveFile });
  });
  async function ask() {
    await screen.findByRole('heading', { level: 1, name: 'Operators' });
    runCommand('operators.elsewhere');
    const dialog = await screen.findByRole('dialog', { name: 'Vote for another workspace' });
    const input = dialog.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) throw new Error('no input');
    await userEvent.upload(input, new File(['{}'], 'proposal.json', { type: 'application/json' }));
    return within(dialog);
  }

  test('is shown, voted on with a key that is here, and saved to be sent back', async () => {
    const fake = show({ readProposal: () => ok(shown), signVote: () => ok(votedFile) });
    const dialog = await ask();
    expect(await dialog.findByText('Roles of Bea from now on: Approver, Auditor')).toBeVisible();
    const approve = dialog.getByRole('button', { name: 'Vote for it' });
    expect(approve).toHaveAttribute('aria-disabled', 'true');
    await userEvent.selectOptions(await dialog.findByRole('combobox', { name: 'Signed with' }), 'c-dora');
    await userEvent.click(approve);
    await waitFor(() => expect(saveFile).toHaveBeenCalledWith('voted.json', new Uint8Array([7])));
    expect(fake.callsOf('operators.signVote')).toMatchObject([
      { certificateId: 'c-dora', entry: ENTRY, decision: 'approve' },
    ]);
    // Whoever cancelled the saving has voted all the same.
    await userEvent.click(await dialog.findByRole('button', { name: 'Save the file…' }));
    expect(saveFile).toHaveBeenCalledTimes(2);
    expect(fake.callsOf('operators.signVote')).toHaveLength(1);
  });

  test('that cannot be read is refused before anybody signs', async () => {
    const fake = show({
      readProposal: () => fail({ code: 'VOTE_REFUSED' as const, data: { reason: 'form' as const } }),
    });
    const dialog = await ask();
    expect(await dialog.findByRole('alert')).toHaveTextContent('VOTE_REFUSED');
    expect(dialog.queryByRole('button', { name: 'Vote for it' })).toBeNull();
    expect(fake.callsOf('operators.signVote')).toEqual([]);
  });

  test('is not voted on where no identity key is', async () => {
    show({ readProposal: () => ok(shown), candidates: () => ok({ candidates: [] }) });
    const dialog = await ask();
    expect(await dialog.findByText(/No identity key is here/u)).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Vote for it' })).toHaveAttribute('aria-disabled', 'true');
  });
});
