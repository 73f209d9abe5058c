import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { bea, cleo, operatorHandlers, overview } from '../operators/testing/fake-operators.ts';
import { RejectDialog } from './reject-dialog.tsx';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

const IDS = ['r-1', 'r-2', 'r-3'];
const skipped = [{ requestId: 'r-2', state: 'issued' as const }];

function open(signRejections: () => unknown, more: FakeHandlers = operatorHandlers(() => overview(bea))) {
  const fake = createFakeCore({
    ...more,
    requests: {
      rejectMany: () => ok({ changed: 2, skipped }),
      rejectionText: () => ok({ text: 'rejected' }),
    },
    evidence: { signRejections },
  } as FakeHandlers); // the answer of signRejections is the test's
  const onDone = vi.fn();
  renderPage(<RejectDialog requestIds={IDS} onClose={() => undefined} onDone={onDone} />, fake);
  return { fake, onDone };
}
async function reject(untick = false): Promise<void> {
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'Reason' }), 'weak-key');
  if (untick) await userEvent.click(await dialog.findByRole('checkbox', { name: 'Sign the rejection' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
}
const signed = (fake: FakeCore) => fake.callsOf('evidence.signRejections');

test('what was rejected is signed, what was passed over is not', async () => {
  const { fake, onDone } = open(() => ok({ signed: 2 }));
  expect(await screen.findByRole('checkbox', { name: 'Sign the rejection' })).toBeChecked();
  await reject();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(signed(fake)).toEqual([{ requestIds: ['r-1', 'r-3'] }]);
});

test('nothing is signed where somebody does not want it', async () => {
  const { fake, onDone } = open(() => ok({ signed: 2 }));
  await screen.findByRole('checkbox', { name: 'Sign the rejection' });
  await reject(true);
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(signed(fake)).toEqual([]);
});

test('who may not sign is told so and rejects without', async () => {
  const { fake, onDone } = open(
    () => ok({ signed: 2 }),
    operatorHandlers(() => overview(cleo)),
  );
  expect(await screen.findByText(/It takes the role approver/u)).toBeVisible();
  expect(screen.getByRole('checkbox', { name: 'Sign the rejection' })).not.toBeChecked();
  await reject();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(signed(fake)).toEqual([]);
});

test('where nobody is enrolled there is no key to sign with, and nobody is asked', async () => {
  const { fake, onDone } = open(() => ok({ signed: 2 }), {});
  await reject();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(screen.queryByRole('checkbox', { name: 'Sign the rejection' })).toBeNull();
  expect(signed(fake)).toEqual([]);
});

test('a refused signature tells that the requests are rejected all the same, and is tried again', async () => {
  const answers = [fail({ code: 'TOKEN_NOT_FOUND', data: {} }), ok({ signed: 2 })];
  const { fake, onDone } = open(() => answers.shift());
  await screen.findByRole('checkbox', { name: 'Sign the rejection' });
  await reject();
  const dialog = within(await screen.findByRole('dialog', { name: 'Rejected, and not signed yet' }));
  expect(dialog.getByText(/^2 requests are rejected/u)).toBeVisible();
  expect(await dialog.findByRole('alert')).toHaveTextContent('TOKEN_NOT_FOUND');
  expect(onDone).not.toHaveBeenCalled();
  await userEvent.click(dialog.getByRole('button', { name: 'Sign' }));
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(signed(fake)).toHaveLength(2);
  expect(fake.callsOf('requests.rejectMany')).toHaveLength(1);
});
