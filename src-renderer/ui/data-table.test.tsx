import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { DataTable, type Column, type DataTableProps, type SortKey } from './data-table.tsx';
import { renderUi } from './testing/render-ui.tsx';

interface Row {
  readonly id: string;
  readonly size: number;
}

const columns: readonly Column<Row>[] = [
  { id: 'id', header: 'Label', width: '1fr', sortable: true, render: (row) => row.id },
  { id: 'size', header: 'Size', kind: 'number', width: '5rem', sortable: true, render: (row) => row.size },
];
const rowAt = (index: number): Row => ({ id: `key-${index}`, size: index });

function table(change: Partial<DataTableProps<Row>> = {}): ReactNode {
  return (
    <DataTable
      label="Keys"
      columns={columns}
      rowCount={100_000}
      rowAt={rowAt}
      rowKey={(row) => row.id}
      empty={<p>nothing there</p>}
      {...change}
    />
  );
}
const activeText = (): string | null => {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  return id === null ? null : (document.getElementById(id)?.textContent ?? null);
};

test('of 100,000 rows only those on screen are in the document, and the count is told', () => {
  renderUi(table());
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '100001');
});

test('End goes to the last row, which is then drawn', async () => {
  renderUi(table());
  await userEvent.tab();
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{End}');
  expect(activeText()).toContain('key-99999');
});

test('rows that are taller together than can be laid out are all reached', async () => {
  const rowCount = 3_000_000;
  renderUi(table({ rowCount }));
  const grid = screen.getByRole('grid');
  const rows = grid.querySelector<HTMLElement>('.rows')!;
  expect(parseFloat(rows.style.height)).toBe(33_000_000);
  grid.focus();
  await userEvent.keyboard('{End}');
  await waitFor(() => expect(activeText()).toContain(`key-${rowCount - 1}`));
  const last = document.getElementById(grid.getAttribute('aria-activedescendant')!)!;
  // The document of these tests rounds to six digits.
  expect(last.style.transform).toMatch(/^translateY\((32999\d{3}|33000000)px\)$/);
  // Dragged to the middle, the rows of the middle are drawn where the screen is.
  grid.scrollTop = (33_000_000 - 610) / 2;
  fireEvent.scroll(grid);
  await waitFor(() => expect(screen.getByText(`key-${rowCount / 2}`)).toBeVisible());
  await userEvent.keyboard('{Home}');
  await waitFor(() => expect(screen.getByText('key-0')).toBeVisible());
});

test('arrows and J and K move the active row by one', async () => {
  renderUi(table());
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{ArrowDown}jj{ArrowUp}k{ArrowDown}');
  expect(activeText()).toContain('key-2');
});

test('Page Down moves by what fits on the screen', async () => {
  renderUi(table());
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{PageDown}');
  expect(activeText()).toContain('key-18');
});

test('Enter opens the active row', async () => {
  const onOpen = vi.fn();
  renderUi(table({ onOpen }));
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(onOpen).toHaveBeenCalledWith({ id: 'key-1', size: 1 }, 1);
});

function Selecting({ onSelected }: { readonly onSelected: (keys: readonly string[]) => void }): ReactNode {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const onChange = (next: ReadonlySet<string>): void => {
    setSelected(next);
    onSelected([...next]);
  };
  return table({ selection: { selected, onChange } });
}

test('Space selects the active row and takes it back', async () => {
  const onSelected = vi.fn();
  renderUi(<Selecting onSelected={onSelected} />);
  screen.getByRole('grid').focus();
  await userEvent.keyboard(' ');
  expect(onSelected).toHaveBeenLastCalledWith(['key-0']);
  await userEvent.keyboard(' ');
  expect(onSelected).toHaveBeenLastCalledWith([]);
});

test('Shift with an arrow selects both ends', async () => {
  const onSelected = vi.fn();
  renderUi(<Selecting onSelected={onSelected} />);
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(onSelected).toHaveBeenLastCalledWith(['key-0', 'key-1', 'key-2']);
});

test('a click on a head sorts, a second one turns it round, Shift adds a key', async () => {
  const onSortChange = vi.fn<(sort: readonly SortKey[]) => void>();
  const sort: readonly SortKey[] = [{ column: 'id', direction: 'ascending' }];
  renderUi(table({ sort, onSortChange }));
  await userEvent.click(screen.getByRole('button', { name: 'Label' }));
  expect(onSortChange).toHaveBeenLastCalledWith([{ column: 'id', direction: 'descending' }]);
  const user = userEvent.setup();
  await user.keyboard('{Shift>}');
  await user.click(screen.getByRole('button', { name: 'Size' }));
  expect(onSortChange).toHaveBeenLastCalledWith([...sort, { column: 'size', direction: 'ascending' }]);
});

test('the sorted head tells its direction', () => {
  renderUi(table({ sort: [{ column: 'size', direction: 'descending' }], onSortChange: () => undefined }));
  expect(screen.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
});

test('S sorts by the next column', async () => {
  const onSortChange = vi.fn();
  renderUi(table({ sort: [{ column: 'id', direction: 'ascending' }], onSortChange }));
  screen.getByRole('grid').focus();
  await userEvent.keyboard('s');
  expect(onSortChange).toHaveBeenCalledWith([{ column: 'size', direction: 'ascending' }]);
});

function Coming(props: Partial<DataTableProps<Row>> & { readonly next?: string }): ReactNode {
  const { next = 'one', ...change } = props;
  const [isThere, setThere] = useState(false);
  return (
    <>
      <button onClick={() => setThere(true)}>come</button>
      {table({
        rowAt: (index) => (isThere ? rowAt(index) : undefined),
        listKey: isThere ? next : 'one',
        ...change,
      })}
    </>
  );
}

test('a key that is pressed before its row has come is not lost, unless one has moved on', async () => {
  const onOpen = vi.fn();
  const onChange = vi.fn();
  renderUi(<Coming onOpen={onOpen} selection={{ selected: new Set<string>(), onChange }} />);
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Enter}{ArrowDown} ');
  fireEvent.click(screen.getByText('come'));
  expect(onOpen).not.toHaveBeenCalled();
  expect(onChange).toHaveBeenCalledExactlyOnceWith(new Set(['key-1']));
});

test('a key that waits for a row never falls on the row of another list', async () => {
  const onOpen = vi.fn();
  renderUi(<Coming onOpen={onOpen} next="other" />);
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Enter}');
  fireEvent.click(screen.getByText('come'));
  expect(onOpen).not.toHaveBeenCalled();
});

test('a row that is not loaded yet says so instead of being empty', () => {
  renderUi(table({ rowAt: (index) => (index === 1 ? undefined : rowAt(index)) }));
  expect(screen.getAllByRole('img', { name: 'still being read' })).toHaveLength(1);
});

test('the range on screen is asked for', () => {
  const onRangeChange = vi.fn();
  renderUi(table({ onRangeChange }));
  expect(onRangeChange).toHaveBeenCalledWith(0, expect.any(Number));
});

test('no rows: the first step is offered', () => {
  renderUi(table({ rowCount: 0 }));
  expect(screen.getByText('nothing there')).toBeVisible();
});

test('an error takes the place of rows and can be tried again', async () => {
  const onRetry = vi.fn();
  renderUi(table({ rowCount: 0, state: { kind: 'error', problem: { code: 'CLOSED' }, onRetry } }));
  const alert = screen.getByRole('alert');
  expect(within(alert).getByText('CLOSED')).toBeVisible();
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test('the second press of a double click marks no text', () => {
  renderUi(table());
  const cell = screen.getByText('key-1');
  expect(fireEvent.mouseDown(cell, { detail: 1 })).toBe(true);
  expect(fireEvent.mouseDown(cell, { detail: 2 })).toBe(false);
});
