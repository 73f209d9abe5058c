import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { DueTask, ExpiryRow } from '../../../shared/contract/due.ts';
import type { PlanView } from '../../../shared/contract/plans.ts';
import { ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { DuePage } from './due-page.tsx';
import { ExpiryPage } from './expiry-page.tsx';
import { PlansPart } from './index.ts';
import { plan, task } from './testing/fake-due.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

function open(plans: readonly PlanView[], tasks: readonly DueTask[]): FakeCore {
  const fake = createFakeCore({
    plans: {
      list: () => ok({ total: plans.length, red: plans.length, rows: [...plans] }),
      confirm: () => ok({ plan: plan({ state: 'due' }) }),
      set: () => ok({ plan: plan() }),
      choose: () => ok({}),
    },
    due: { list: () => ok({ tasks: [...tasks] }), run: () => ok({ done: [], waiting: [...tasks], failed: [] }) },
  });
  renderPage(<DuePage />, fake, { route: { page: 'due', params: {} } });
  return fake;
}

test('where nothing is due the page says what would be', async () => {
  open([], []);
  expect(await screen.findByText('Nothing is due')).toBeVisible();
});

test('a red plan says why, and its successor is confirmed with a note', async () => {
  const fake = open([plan()], [task({ taskId: 'plan-p-1', kind: 'plan', subject: 'p-1', state: 'blocked' })]);
  expect(await screen.findByText(/Nobody has seen the new certificate/u)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Confirm use…' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Confirm use' })).toHaveAttribute('aria-disabled', 'true');
  await userEvent.type(dialog.getByRole('textbox'), 'they called');
  await userEvent.click(dialog.getByRole('button', { name: 'Confirm use' }));
  await waitFor(() => expect(fake.callsOf('plans.confirm')).toEqual([{ planId: 'p-1', note: 'they called' }]));
});

test('what needs a PIN names the token and is not offered to run', async () => {
  open([], [task()]);
  expect(await screen.findByText('Needs the PIN of CA token')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Carry out now' })).toHaveAttribute('aria-disabled', 'true');
});

test('what needs nobody is carried out on request', async () => {
  const fake = open([], [task({ needs: 'nothing' })]);
  const [all] = await screen.findAllByRole('button', { name: 'Carry out now' });
  if (all === undefined) throw new Error('no button');
  await waitFor(() => expect(all).not.toHaveAttribute('aria-disabled', 'true'));
  await userEvent.click(all);
  await waitFor(() => expect(fake.callsOf('due.run')).toEqual([{}]));
});

test('other terms are saved as chosen', async () => {
  const fake = open([plan()], []);
  await userEvent.click(await screen.findByRole('button', { name: 'Change…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.clear(dialog.getByRole('textbox'));
  await userEvent.type(dialog.getByRole('textbox'), '3');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(fake.callsOf('plans.set')).toEqual([{ planId: 'p-1', condition: 'overlap', overlapDays: 3 }]),
  );
});

test('before a request is issued its terms can be chosen', async () => {
  const fake = createFakeCore({
    plans: { list: () => ok({ total: 0, red: 0, rows: [] }), choose: () => ok({}) },
  });
  renderPage(<PlansPart about={{ requestId: 'r-1' }} undecided />, fake);
  expect(await screen.findByText('after an overlap of 7 days')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Change…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.selectOptions(dialog.getByRole('combobox'), 'at-start');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(fake.callsOf('plans.choose')[0]).toMatchObject({ requestId: 'r-1', condition: 'at-start' }),
  );
});

test('what ends is filtered by kind and shown with its days', async () => {
  const row: ExpiryRow = {
    kind: 'issued',
    certificateId: 'c-1',
    name: 'cpo\u202e.example',
    notAfter: '2026-02-01T00:00:00.000Z',
    days: 5,
    replaced: false,
  };
  const counts = { ended: 0, week: 1, month: 0, later: 0 };
  const fake = createFakeCore({
    expiry: { list: () => ok({ total: 1, rows: [row], counts, partners: [], authorities: [] }) },
  });
  renderPage(<ExpiryPage />, fake, { route: { page: 'expiry', params: {} } });
  expect(await screen.findByText('Within a week: 1')).toBeVisible();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'authority');
  await waitFor(() =>
    expect(fake.callsOf('expiry.list').at(-1)).toMatchObject({ kind: 'authority', within: 90, replaced: false }),
  );
});
