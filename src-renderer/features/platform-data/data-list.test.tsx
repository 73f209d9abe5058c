import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CdrRow } from '../../../shared/contract/platform-rows.ts';
import { ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { row as connectionRow } from '../platforms/testing/fake-connection.ts';
import { CdrsPage } from './data-pages.tsx';

const writeText = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());

beforeEach(() => {
  forgetListViews();
  localStorage.clear();
  useRegistry.setState({ commands: [], providers: [] });
  writeText.mockClear();
});

const cdr = (at: number): CdrRow => ({
  module: 'cdrs',
  rowId: at + 1,
  connectionId: 'c-1',
  connection: 'Example CPO',
  party: 'DEGEF',
  id: `CDR${at}`,
  lastUpdated: '2026-01-02T09:31:00Z',
  state: 'present',
  findings: 0,
  startedAt: '2026-01-02T08:00:00Z',
  endedAt: null,
  kwh: '20.50',
  cost: '8.20',
  currency: 'EUR',
  locationId: 'LOC1',
  tariffIds: ['T1', 'T2'],
  tokenUid: '••••••E680',
  signed: false,
  credit: false,
});
const TOTAL = 1_000_000;

const fakeCore = (data: FakeHandlers['platformData'] = {}, connections = [connectionRow()]) =>
  createFakeCore({
    platforms: { list: () => ok({ connections }) },
    platformData: {
      views: () => ok({ views: [] }),
      rows: ({ offset, limit }) =>
        ok({
          rows: Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, at) => cdr(offset + at)),
          ...{ total: TOTAL, all: TOTAL, milliseconds: 3 },
        }),
      sums: () =>
        ok({
          rows: TOTAL,
          kwh: '1234.5',
          withoutKwh: 2,
          costs: [{ currency: 'EUR', amount: '99.50', rows: 7 }],
          withoutCost: 3,
        }),
      export: () => ok({ rows: TOTAL, path: '/somewhere/cdrs.csv' }),
      ...data,
    },
  });
const open = (fake = fakeCore(), params: Readonly<Record<string, string>> = {}) => {
  renderPage(<CdrsPage />, fake, { route: { page: 'cdrs', params } });
  return fake;
};
const lastRows = (fake: ReturnType<typeof fakeCore>) => fake.callsOf('platformData.rows').at(-1);
const grant = () => {
  vi.stubGlobal('shell', {
    pickPlace: () => Promise.resolve({ grant: 'grant-1', name: 'cdrs.csv' }),
    copyText: (text: string) => writeText(text).then(() => true),
  });
};

describe('filters', () => {
  test('of a link narrow the list, stand as chips, and go by a click', async () => {
    const fake = open(fakeCore(), { connection: 'c-1', name: 'Example CPO', code: 'NO_EVSES' });
    const chips = within(await screen.findByRole('list', { name: 'The list is narrowed to' }));
    await waitFor(() =>
      expect(lastRows(fake)).toMatchObject({ filter: { connectionIds: ['c-1'], findingCode: 'NO_EVSES' } }),
    );
    expect(chips.getByText('Example CPO')).toBeVisible();
    expect(useRouteStore.getState().route.params).toEqual({});
    await userEvent.click(chips.getByRole('button', { name: /NO_EVSES/ }));
    await waitFor(() => expect(lastRows(fake)).toMatchObject({ filter: { connectionIds: ['c-1'] } }));
    expect(lastRows(fake)).not.toMatchObject({ filter: { findingCode: 'NO_EVSES' } });
  });

  test('of the dialog are asked for once they can be read', async () => {
    const fake = open();
    await userEvent.click(await screen.findByRole('button', { name: /Filters/ }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText('Cost at least'), 'much');
    await userEvent.click(dialog.getByRole('button', { name: 'Apply' }));
    expect(dialog.getByText('An amount, such as 4.20.')).toBeVisible();
    await userEvent.clear(dialog.getByLabelText('Cost at least'));
    await userEvent.type(dialog.getByLabelText('Cost at least'), '4,20');
    await userEvent.selectOptions(dialog.getByLabelText('Signed'), 'Yes');
    await userEvent.click(dialog.getByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(lastRows(fake)).toMatchObject({ filter: { costFrom: '4.20', signed: true } }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('columns', () => {
  test('that are chosen stand in the list and are kept for it', async () => {
    const first = renderPage(<CdrsPage />, fakeCore(), { route: { page: 'cdrs', params: {} } });
    await userEvent.click(await screen.findByRole('button', { name: /Columns/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByLabelText('Id')).toBeDisabled();
    await userEvent.click(dialog.getByLabelText('Tariffs'));
    await userEvent.click(dialog.getByLabelText('kWh'));
    await userEvent.click(dialog.getAllByRole('button', { name: /Close/ }).at(-1)!);
    expect(screen.getAllByText('T1 T2')[0]).toBeVisible();
    first.unmount();
    open();
    expect((await screen.findAllByText('T1 T2'))[0]).toBeVisible();
    expect(screen.queryByRole('columnheader', { name: /kWh/ })).toBeNull();
  });
});

describe('selection', () => {
  test('of all goes out by the filter, not row by row', async () => {
    grant();
    const fake = open();
    await screen.findByText('CDR0');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(screen.getByText('1,000,000 selected')).toBeVisible();
    expect(screen.getByText('All that the filters find')).toBeVisible();
    await userEvent.click(screen.getAllByRole('button', { name: /^Export/ }).at(-1)!);
    await userEvent.click(await screen.findByRole('button', { name: 'Choose a file…' }));
    await waitFor(() =>
      expect(fake.callsOf('platformData.export')).toEqual([
        {
          ...{ module: 'cdrs', filter: {}, order: 'startedAt', descending: true, format: 'csv' },
          target: { grant: 'grant-1' },
        },
      ]),
    );
  });

  test('of single rows by Ctrl and Shift goes out by their numbers, with personal data for a reason alone', async () => {
    grant();
    const fake = open();
    const user = userEvent.setup();
    await user.keyboard('{Control>}');
    await user.click(
      await screen.findByText('CDR1', { selector: '[role=gridcell] *' }).then((cell) => cell.closest('[role=row]')!),
    );
    await user.keyboard('{/Control}{Shift>}');
    await user.click(screen.getByText('CDR3').closest('[role=row]')!);
    await user.keyboard('{/Shift}');
    expect(screen.getByText('3 selected')).toBeVisible();
    await user.click(screen.getAllByRole('button', { name: /^Export/ }).at(-1)!);
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByLabelText(/With personal data/));
    const go = dialog.getByRole('button', { name: /Choose a file/ });
    expect(go).toHaveAttribute('aria-disabled', 'true');
    await user.type(dialog.getByRole('textbox'), 'invoice disputed');
    await user.click(go);
    await waitFor(() =>
      expect(fake.callsOf('platformData.export')).toMatchObject([
        { rowIds: [2, 3, 4], personal: { reason: 'invoice disputed' } },
      ]),
    );
  });

  test('copies the row that stands out', async () => {
    grant();
    open();
    await screen.findByText('CDR0');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowDown}{Control>}c{/Control}');
    await waitFor(() =>
      expect(writeText).toHaveBeenCalledWith(expect.stringMatching(/^CDR1\tDEGEF\t.*8\.20.*E680\t0$/)),
    );
  });
});

describe('sums', () => {
  test('of very many rows wait until they are asked for, and tell what is missing', async () => {
    const fake = open();
    const button = await screen.findByRole('button', { name: 'Sum up 1,000,000 rows' });
    expect(fake.callsOf('platformData.sums')).toEqual([]);
    await userEvent.click(button);
    expect(await screen.findByText('1,234.5')).toBeVisible();
    expect(screen.getByText('99.50')).toBeVisible();
    expect(screen.getByText('3 rows without a stated cost')).toBeVisible();
  });
  test('wait for the rows of a new search: a few found before say nothing about it', async () => {
    const few = ['CDR1', 'CDR2'];
    const fake = open(
      fakeCore({
        rows: ({ filter, limit }) => {
          const total = filter.text === 'few' ? few.length : TOTAL;
          return ok({
            rows: Array.from({ length: Math.min(limit, total) }, (_, at) => cdr(at)),
            ...{ total, all: TOTAL, milliseconds: 3 },
          });
        },
      }),
    );
    const field = await screen.findByRole('searchbox');
    await userEvent.type(field, 'few');
    await waitFor(() => expect(fake.callsOf('platformData.sums')).toHaveLength(1));
    await userEvent.type(field, 'er');
    expect(await screen.findByRole('button', { name: 'Sum up 1,000,000 rows' })).toBeVisible();
    expect(fake.callsOf('platformData.sums')).toHaveLength(1);
  });
});

describe('an empty list', () => {
  const none = { rows: () => ok({ rows: [], total: 0, all: 0, milliseconds: 1 }) };
  test('leads to a first connection where there is none', async () => {
    open(fakeCore(none, []));
    await userEvent.click(await screen.findByRole('button', { name: 'Connect a platform…' }));
    expect(useRouteStore.getState().route).toMatchObject({ page: 'platforms', params: { ask: 'add' } });
  });
  test('leads to the connection whose read failed', async () => {
    open(fakeCore(none, [connectionRow({ lastFault: 'UNAUTHORISED' })]));
    expect(await screen.findByText(/ended with UNAUTHORISED/)).toBeVisible();
  });
});

describe('one driver', () => {
  const ask = async (fake: ReturnType<typeof fakeCore>) => {
    open(fake);
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /one driver/ }));
    const dialog = within(await screen.findByRole('dialog'));
    const look = dialog.getByRole('button', { name: 'Look' });
    expect(look).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(dialog.getByLabelText(/^Token uid/), 'DE-GDF-C1');
    await userEvent.type(dialog.getByLabelText(/^Reason/), 'asked by letter');
    await userEvent.click(look);
    return dialog;
  };

  test('is looked up with a reason, and erased only once the id is typed again', async () => {
    const fake = fakeCore({ person: () => ok({ sessions: 2, cdrs: 3, tokens: 1 }) });
    const dialog = await ask(fake);
    expect(await dialog.findByText('3 rows')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Erase…' }));
    const last = within(await screen.findByRole('dialog'));
    const button = last.getByRole('button', { name: 'Erase' });
    expect(button).toBeDisabled();
    await userEvent.type(last.getByRole('textbox'), 'DE-GDF-C1');
    await userEvent.click(button);
    await waitFor(() =>
      expect(fake.callsOf('platformData.person')).toEqual(
        ['count', 'erase'].map((deed) => ({ text: 'DE-GDF-C1', deed, reason: 'asked by letter' })),
      ),
    );
  });

  test('of whom nothing is held can be neither exported nor erased', async () => {
    const dialog = await ask(fakeCore({ person: () => ok({ sessions: 0, cdrs: 0, tokens: 0 }) }));
    expect(await dialog.findByText('Nothing is held on this driver.')).toBeVisible();
    expect(dialog.queryByRole('button', { name: 'Erase…' })).toBeNull();
  });
});
