import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { CertificatesList } from '../certificates/certificates-list.tsx';
import { certificateRow } from '../decoded/testing/fake-documents.ts';
import type { Preview } from './bulk-lines.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

type Target = Preview['targets'][number];
const target = (n: number, more: Partial<Target> = {}): Target => ({
  authorityId: 'a-1',
  authorityName: 'Client CA',
  serialNumber: `0${n}`,
  certificateId: `c-${n}`,
  commonName: `cpo${n}.example`,
  partyIds: ['DEGEF'],
  ...more,
});
const preview = (targets: Target[], unfit: Preview['unfit'] = []): Preview => ({ targets, unfit, confirm: 'unused' });
const three = [target(1), target(2, { state: 'held' }), target(3, { state: 'revoked' })];

function open(shown: Preview, steps: NonNullable<FakeHandlers['revocations']> = {}): FakeCore {
  const rows = [1, 2, 3, 4].map((n) => certificateRow(`c-${n}`, { commonName: `cpo${n}.example` }));
  const done = () => ok({ revocations: [] });
  const fake = createFakeCore({
    certificates: { list: () => ok({ total: rows.length, rows }) },
    revocations: { preview: () => ok(shown), revoke: done, hold: done, release: done, ...steps },
  });
  renderPage(<CertificatesList claims={undefined} />, fake, { route: { page: 'certificates', params: {} } });
  return fake;
}
async function select(count: number): Promise<void> {
  await screen.findByText('cpo1.example');
  const boxes = screen.getAllByRole('checkbox').slice(-4);
  for (const box of boxes.slice(0, count)) await userEvent.click(box);
  await screen.findByRole('region', { name: `${count} selected` });
}
const ask = async (step: string) => {
  runCommand(`certificates.${step}Selected`);
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByRole('grid');
  return dialog;
};
const confirm = (dialog: HTMLElement) => within(dialog).getByLabelText(/to confirm/u);

test('many are revoked at once by their number, without those that are revoked already or not ours', async () => {
  const unfit = [{ index: 3, reason: 'not-ours' as const, name: 'cpo4.example' }];
  const fake = open(preview(three, unfit));
  await select(4);
  const dialog = await ask('revoke');
  expect(fake.callsOf('revocations.preview')).toEqual([
    { targets: ['c-1', 'c-2', 'c-3', 'c-4'].map((certificateId) => ({ certificateId })), each: true },
  ]);
  expect(within(dialog).getByRole('heading', { name: 'Revoke 2 certificates?' })).toBeVisible();
  expect(within(dialog).getByText('Revoked already')).toBeVisible();
  expect(within(dialog).getByText('Not issued here')).toBeVisible();
  expect(within(dialog).getByText('2 are passed over.')).toBeVisible();

  const button = within(dialog).getByRole('button', { name: 'Revoke' });
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Reason' }), 'keyCompromise');
  await userEvent.type(within(dialog).getByLabelText(/suspected since/u), '2026-01-05 10:00');
  await userEvent.type(confirm(dialog), '4');
  expect(button).toHaveAttribute('aria-disabled', 'true');
  await userEvent.clear(confirm(dialog));
  await userEvent.type(confirm(dialog), '2{Enter}');
  await waitFor(() =>
    expect(fake.callsOf('revocations.revoke')).toEqual([
      {
        targets: [{ certificateId: 'c-1' }, { certificateId: 'c-2' }],
        note: '',
        confirm: '2',
        reason: 'keyCompromise',
        invalidSince: '2026-01-05T10:00:00Z',
      },
    ]),
  );
  const result = within(await screen.findByRole('dialog', { name: '2 of 4 done' }));
  expect(result.getAllByText('Revoked now')).toHaveLength(2);
  expect(screen.queryByRole('region', { name: /selected/u })).toBeNull();
  await userEvent.click(result.getByRole('button', { name: 'To the revocation list' }));
  expect(useRouteStore.getState().route).toMatchObject({ page: 'authorities', params: { id: 'a-1' } });
});

test('only what is on hold is released, and a single one by its name', async () => {
  const fake = open(preview(three));
  await select(3);
  const dialog = await ask('release');
  await userEvent.type(confirm(dialog), 'cpo2.example');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Release' }));
  await waitFor(() =>
    expect(fake.callsOf('revocations.release')).toEqual([
      { targets: [{ certificateId: 'c-2' }], note: '', confirm: 'cpo2.example' },
    ]),
  );
});

test('a hold of several takes a note and no reason', async () => {
  const fake = open(preview([target(1), target(2)]));
  await select(2);
  const dialog = await ask('hold');
  expect(within(dialog).queryByRole('combobox')).toBeNull();
  await userEvent.type(within(dialog).getByLabelText('Note for the record'), 'asked them');
  await userEvent.type(confirm(dialog), '2{Enter}');
  await waitFor(() => expect(fake.callsOf('revocations.hold')).toMatchObject([{ note: 'asked them', confirm: '2' }]));
});

test('where nothing of the choice can be changed nothing is asked', async () => {
  const fake = open(preview([target(3, { state: 'revoked' })]));
  await select(1);
  const dialog = await ask('revoke');
  expect(within(dialog).queryByLabelText(/to confirm/u)).toBeNull();
  expect(within(dialog).getByRole('button', { name: 'Revoke' })).toHaveAttribute('aria-disabled', 'true');
  expect(fake.callsOf('revocations.revoke')).toEqual([]);
});

test('what core refuses changes nothing and is told in the dialog', async () => {
  const revoke = () => fail({ code: 'CATCH_UP_NEEDED', data: { authority: 'Client CA' } } as const);
  open(preview([target(1), target(2)]), { revoke });
  await select(2);
  const dialog = await ask('revoke');
  await userEvent.type(confirm(dialog), '2{Enter}');
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('CATCH_UP_NEEDED');
  expect(screen.getByRole('region', { name: '2 selected', hidden: true })).toBeInTheDocument();
});

test('without a row nothing is asked', async () => {
  open(preview([]));
  await screen.findByText('cpo1.example');
  runCommand('certificates.revokeSelected');
  expect(screen.queryByRole('dialog')).toBeNull();
});
