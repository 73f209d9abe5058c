import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DataView } from '../../../shared/contract/platform-views.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { row as connectionRow } from '../platforms/testing/fake-connection.ts';
import { CdrsPage } from './data-pages.tsx';

beforeEach(() => {
  forgetListViews();
  localStorage.clear();
  useRegistry.setState({ commands: [], providers: [] });
});

const dear: DataView = {
  viewId: 'v-1',
  module: 'cdrs',
  name: 'Dear ones',
  filter: { costFrom: '50', currency: 'EUR', hasFindings: true },
  order: 'cost',
  descending: false,
  columns: ['id', 'cost', 'invoiceReference'],
  by: 'Ada',
  at: '2026-01-02T09:31:00.000Z',
};

function open(views: DataView[] = [dear]) {
  const fake = createFakeCore({
    platforms: { list: () => ok({ connections: [connectionRow()] }) },
    platformData: {
      rows: () => ok({ rows: [], total: 0, all: 0, milliseconds: 1 }),
      views: () => ok({ views: [...views] }),
      saveView: (wish) => {
        if (wish.name === 'full') return fail({ code: 'VIEWS_FULL', data: {} });
        const view = { ...wish, viewId: 'v-2', by: 'Ada', at: dear.at };
        views.push(view);
        return ok({ view });
      },
      dropView: ({ viewId }) => {
        views.splice(
          views.findIndex((view) => view.viewId === viewId),
          1,
        );
        return ok({});
      },
    },
  });
  renderPage(<CdrsPage />, fake);
  return fake;
}
const field = () => screen.findByRole('combobox', { name: 'View' });

describe('saved views of a list', () => {
  test('set filters, order and columns, and are told as what the list is at', async () => {
    const fake = open();
    await userEvent.selectOptions(await field(), 'Dear ones');
    await waitFor(() =>
      expect(fake.callsOf('platformData.rows').at(-1)).toMatchObject({
        filter: { costFrom: '50', currency: 'EUR', hasFindings: true },
        order: 'cost',
        descending: false,
      }),
    );
    expect(await field()).toHaveDisplayValue('Dear ones');
    expect(screen.getByRole('columnheader', { name: 'Invoice' })).toBeVisible();
    expect(screen.getByRole('button', { name: /Cost at least/ })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /Cost at least/ }));
    expect(await field()).toHaveDisplayValue('As set here');
    await userEvent.selectOptions(await field(), 'All rows');
    expect(await field()).toHaveDisplayValue('All rows');
    expect(screen.queryByRole('list', { name: 'The list is narrowed to' })).toBeNull();
    expect(screen.queryByRole('columnheader', { name: 'Invoice' })).toBeNull();
  });

  test('are saved as the list is, and not when there is no room', async () => {
    const fake = open([]);
    await userEvent.type(await screen.findByRole('searchbox'), 'jena');
    await waitFor(() => expect(fake.callsOf('platformData.rows').at(-1)).toMatchObject({ filter: { text: 'jena' } }));
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Save this view…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const name = dialog.getByRole('textbox');
    await userEvent.type(name, 'full{Enter}');
    expect(await dialog.findByRole('alert')).toHaveTextContent('as many saved views as there can be');
    await userEvent.clear(name);
    await userEvent.type(name, 'Jena{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.callsOf('platformData.saveView').at(-1)).toMatchObject({
      ...{ module: 'cdrs', name: 'Jena', filter: { text: 'jena' }, order: 'startedAt', descending: true },
    });
  });

  test('are removed while the list is at them', async () => {
    const fake = open();
    await userEvent.selectOptions(await field(), 'Dear ones');
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove this view' }));
    await waitFor(() => expect(fake.callsOf('platformData.dropView')).toEqual([{ viewId: 'v-1' }]));
  });
});
