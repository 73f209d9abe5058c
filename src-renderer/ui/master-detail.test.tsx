import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { ItemList, type ListItem } from './item-list.tsx';
import { MasterDetail } from './master-detail.tsx';
import { renderUi, testPorts } from './testing/render-ui.tsx';

const luna = { key: 'luna', title: 'Luna 10.7' };
const items: readonly ListItem[] = [
  { key: 'a', title: 'HSM-A', group: luna },
  { key: 'b', title: 'HSM-B', group: luna },
  { key: 'c', title: 'Card', group: { key: 'opensc', title: 'OpenSC' } },
];

function Tokens(): ReactNode {
  const [active, setActive] = useState<string>();
  return (
    <MasterDetail
      memoryKey="tokens"
      detailLabel="Token"
      list={<ItemList label="Tokens" items={items} activeKey={active} onActive={setActive} empty={<p>none</p>} />}
      detail={<button type="button">{`Sign in to ${active ?? 'nothing'}`}</button>}
    />
  );
}

test('arrows choose items across groups', async () => {
  renderUi(<Tokens />);
  screen.getByRole('listbox').focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Card');
});

test('an item names its group for those who do not see the heading', () => {
  renderUi(<Tokens />);
  expect(screen.getByRole('option', { name: /OpenSC: Card/u })).toBeInTheDocument();
});

test('Enter goes into the detail and Escape back to the list', async () => {
  renderUi(<Tokens />);
  screen.getByRole('listbox').focus();
  await userEvent.keyboard('{Enter}');
  expect(screen.getByRole('region', { name: 'Token' })).toHaveFocus();
  await userEvent.keyboard('{Tab}{Escape}');
  expect(screen.getByRole('listbox')).toHaveFocus();
});

test('the width of the list changes by keys, stays between its ends and is remembered', async () => {
  const ports = testPorts();
  renderUi(<Tokens />, { ports });
  const split = screen.getByRole('separator');
  split.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(ports.remembered.get('list-width.tokens')).toBe('336');
  await userEvent.keyboard('{End}');
  expect(split).toHaveAttribute('aria-valuenow', '520');
});

test('a remembered width is taken up again, a damaged one is not', () => {
  const ports = testPorts();
  ports.remembered.set('list-width.tokens', '400');
  renderUi(<Tokens />, { ports });
  expect(screen.getByRole('separator')).toHaveAttribute('aria-valuenow', '400');
});
