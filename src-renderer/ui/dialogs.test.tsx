import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { TypedConfirmDialog } from './confirm-dialog.tsx';
import { renderUi } from './testing/render-ui.tsx';

function destroy(onConfirm = vi.fn(), onClose = vi.fn()): { onConfirm: typeof onConfirm; onClose: typeof onClose } {
  renderUi(
    <TypedConfirmDialog
      open
      name="cpo1-g6"
      question="Destroy the key of generation 6?"
      consequence="Nobody can bring it back."
      confirm="Destroy key"
      keep="Keep the key"
      onConfirm={onConfirm}
      onClose={onClose}
    />,
  );
  return { onConfirm, onClose };
}

test('the safe button has the focus', () => {
  destroy();
  expect(screen.getByRole('button', { name: /Keep the key/u })).toHaveFocus();
});

test('the dangerous button is off until the name is typed exactly', async () => {
  const { onConfirm } = destroy();
  const button = screen.getByRole('button', { name: 'Destroy key' });
  const field = screen.getByRole('textbox', { name: 'Type cpo1-g6 to confirm' });
  await userEvent.type(field, 'CPO1-g6');
  expect(button).toBeDisabled();
  await userEvent.clear(field);
  await userEvent.type(field, 'cpo1-g6');
  await userEvent.click(button);
  expect(onConfirm).toHaveBeenCalledOnce();
});

test('Enter in the field does nothing while the name does not fit', async () => {
  const { onConfirm } = destroy();
  await userEvent.type(screen.getByRole('textbox'), 'cpo1{Enter}');
  expect(onConfirm).not.toHaveBeenCalled();
});

test('Escape keeps the key', async () => {
  const { onClose, onConfirm } = destroy();
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
  expect(onConfirm).not.toHaveBeenCalled();
});
