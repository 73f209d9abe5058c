import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PAGE_ROWS, usePagedRows } from './use-paged-rows.ts';

const TOTAL = 100_000;
const fakeAudit = () =>
  createFakeCore({
    audit: {
      list: ({ offset, limit }) =>
        ok({
          total: TOTAL,
          rows: Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, at) => ({
            seq: TOTAL - offset - at,
            at: '2026-11-22T13:00:00Z',
            actor: 'brandt',
            event: 'key.made',
            outcome: 'done' as const,
            data: '{}',
            hash: '0'.repeat(64),
          })),
        }),
    },
  });

function List({ question = 't' }: { readonly question?: string }): ReactNode {
  const list = usePagedRows('audit', [question], 'rows', (core, place) => core.audit.list(place));
  return (
    <DataTable
      label="list"
      columns={[{ id: 'seq', header: 'seq', width: '1fr', render: (row) => `entry ${row.seq}` }]}
      rowCount={list.rowCount}
      rowAt={list.rowAt}
      rowKey={(row) => String(row.seq)}
      listKey={list.listKey}
      onRangeChange={list.onRangeChange}
      state={list.state}
      empty={null}
    />
  );
}
const offsets = (fake: ReturnType<typeof fakeAudit>): readonly unknown[] =>
  fake.callsOf('audit.list').map((input) => (input as { readonly offset: number }).offset);

test('a list of 100 000 reads its first page only', async () => {
  const fake = fakeAudit();
  renderPage(<List />, fake);
  expect(await screen.findByText('entry 100000')).toBeVisible();
  expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', String(TOTAL + 1));
  expect(offsets(fake)).toEqual([0]);
});

test('moving on reads the pages under the place where it ends, and nothing in between', async () => {
  const fake = fakeAudit();
  renderPage(<List />, fake);
  await screen.findByText('entry 100000');
  const grid = screen.getByRole('grid');
  for (const row of [20_000, 40_000, 60_000, 80_000, 99_990]) {
    grid.scrollTop = row * 32;
    fireEvent.scroll(grid);
  }
  expect(await screen.findByText('entry 10')).toBeVisible();
  await waitFor(() => expect(offsets(fake).length).toBeGreaterThan(1));
  const last = Math.floor((TOTAL - 1) / PAGE_ROWS) * PAGE_ROWS;
  const between = offsets(fake).filter((offset) => offset !== 0 && Number(offset) < last - PAGE_ROWS);
  // The first step may have been all of it, so it is asked for at once.
  expect(between.every((offset) => Math.abs(Number(offset) - 20_000) <= PAGE_ROWS)).toBe(true);
});

test('another question is read and shown from its top', async () => {
  const fake = fakeAudit();
  function Asker(): ReactNode {
    const [question, setQuestion] = useState('t');
    return (
      <>
        <button onClick={() => setQuestion('u')}>another</button>
        <List question={question} />
      </>
    );
  }
  renderPage(<Asker />, fake);
  await screen.findByText('entry 100000');
  const grid = screen.getByRole('grid');
  grid.scrollTop = 60_000 * 32;
  fireEvent.scroll(grid);
  expect(await screen.findByText('entry 40000')).toBeVisible();
  const before = offsets(fake).length;
  fireEvent.click(screen.getByRole('button', { name: 'another' }));
  await waitFor(() => expect(grid.scrollTop).toBe(0));
  fireEvent.scroll(grid);
  expect(await screen.findByText('entry 100000')).toBeVisible();
  expect(offsets(fake).slice(before)).toEqual([0]);
});

test('a change in core is read anew', async () => {
  const fake = fakeAudit();
  renderPage(<List />, fake);
  await screen.findByText('entry 100000');
  fake.tell('audit');
  await waitFor(() => expect(offsets(fake)).toEqual([0, 0]));
});
