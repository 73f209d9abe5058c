import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { certificateItem, HOSTILE, inspectionRow, unreadableItem } from '../decoded/testing/fake-documents.ts';
import { forgetListViews } from '../lists/list-view.ts';
import { InspectionPage } from './inspection-page.tsx';
import { cancelOpening } from './open-input.ts';

type Handlers = NonNullable<FakeHandlers['inspection']>;

beforeEach(() => {
  cancelOpening();
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
});
const here = () => useRouteStore.getState().route;

const handlers = (change: Handlers = {}, rows = [inspectionRow(0), inspectionRow(1)]): FakeHandlers => ({
  inspection: {
    open: () => ok({ inspectionId: 'i-1', total: rows.length, counts: [], leftOut: 0 }),
    items: ({ offset, limit }) => ok({ total: rows.length, rows: rows.slice(offset, offset + limit) }),
    findings: () =>
      ok({ groups: [{ code: 'SERIAL_SHORT', severity: 'info', items: 2, example: 'The serial number is short.' }] }),
    show: ({ itemId }) => ok({ row: rows[itemId] ?? inspectionRow(itemId), item: certificateItem() }),
    compare: () =>
      ok({
        rows: [
          { name: 'partyIds', left: 'DEGEF\nDEGE2', right: 'DEGEF', same: false },
          { name: 'serialNumber', left: null, right: '4f9c', same: false },
          { name: 'extension keyUsage', left: 'digitalSignature', right: null, same: false },
          { name: 'issuer', left: 'CN=A', right: 'CN=A', same: true },
        ],
      }),
    ...change,
  },
});
function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<InspectionPage />, fake, { route: { page: 'inspection', params } });
}

describe('opening', () => {
  test('a pasted text goes to core as it is, and what came of it is shown', async () => {
    const fake = createFakeCore(handlers());
    open(fake);
    expect(screen.getByRole('button', { name: 'Inspect' })).toHaveAttribute('aria-disabled', 'true');
    fireEvent.change(screen.getByRole('textbox', { name: 'Or paste text' }), { target: { value: 'PEM' } });
    await userEvent.click(screen.getByRole('button', { name: 'Inspect' }));
    await waitFor(() => expect(here().params).toMatchObject({ id: 'i-1' }));
    expect(fake.callsOf('inspection.open')[0]).toMatchObject({ sources: [{ name: 'pasted text' }] });
  });

  test('Ctrl+V anywhere on the page opens what is on the clipboard', async () => {
    const fake = createFakeCore(handlers());
    open(fake);
    fireEvent.paste(document.body, { clipboardData: { getData: () => 'PEM' } });
    await waitFor(() => expect(fake.callsOf('inspection.open')).toHaveLength(1));
  });

  test('long work tells how far it is and can be cancelled', async () => {
    const fake = createFakeCore(
      handlers({
        open: async (_, { emit, stop }) => {
          await emit({ done: 40, total: 100 });
          await new Promise((resolve) => stop.onStop(() => resolve(undefined)));
          return fail({ code: 'CANCELLED' });
        },
      }),
    );
    open(fake);
    fireEvent.paste(document.body, { clipboardData: { getData: () => 'PEM' } });
    expect(await screen.findByText(/40 of 100/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('textbox', { name: 'Or paste text' })).toBeVisible();
  });

  test('a fault stands where the files were given', async () => {
    open(createFakeCore(handlers({ open: () => fail({ code: 'INPUT_EMPTY', data: {} }) })));
    fireEvent.paste(document.body, { clipboardData: { getData: () => 'nothing' } });
    expect(await screen.findByRole('alert')).toHaveTextContent('INPUT_EMPTY');
  });
});

describe('a set', () => {
  test('is filtered by words, kind and finding in core', async () => {
    const fake = createFakeCore(handlers());
    open(fake, { id: 'i-1' });
    await screen.findAllByText('2 documents');
    await userEvent.type(screen.getByRole('searchbox'), 'cpo');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'certificate');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Findings' }), 'SERIAL_SHORT');
    await waitFor(() =>
      expect(fake.callsOf('inspection.items').at(-1)).toMatchObject({
        filter: 'cpo',
        kind: 'certificate',
        findingCode: 'SERIAL_SHORT',
      }),
    );
  });

  test('of one document shows it at once', async () => {
    open(createFakeCore(handlers({}, [inspectionRow(0)])), { id: 'i-1' });
    expect(await screen.findByRole('heading', { level: 1, name: 'cpo1.example.org' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'All documents' })).toBeNull();
  });

  test('opens a row by Enter', async () => {
    open(createFakeCore(handlers()), { id: 'i-1' });
    await screen.findAllByText('2 documents');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{End}{Enter}');
    expect(here().params).toMatchObject({ id: 'i-1', item: '1' });
  });

  test('that core has forgotten says so and offers another', async () => {
    open(createFakeCore(handlers({ items: () => fail({ code: 'INSPECTION_NOT_FOUND', data: {} }) })), { id: 'old' });
    expect(await screen.findByRole('alert')).toHaveTextContent('INSPECTION_NOT_FOUND');
    await userEvent.click(screen.getByRole('button', { name: 'Open something else' }));
    expect(here().params).toEqual({});
  });
});

describe('a document', () => {
  test('shows hostile names as text', async () => {
    const row = inspectionRow(0, { title: `CN=${HOSTILE}`, source: HOSTILE });
    open(createFakeCore(handlers({}, [row])), { id: 'i-1' });
    const heading = await screen.findByRole('heading', { level: 1 });
    expect(within(heading).getByRole('img')).toHaveTextContent('U+202E');
    expect(document.querySelector('img')).toBeNull();
  });

  test('that cannot be read tells the place in the words of the window, and keeps its bytes', async () => {
    const row = inspectionRow(0, { kind: 'unreadable', title: 'broken.der' });
    open(createFakeCore(handlers({ show: () => ok({ row, item: unreadableItem }) }, [row])), { id: 'i-1' });
    expect((await screen.findAllByText(/The bytes end at byte/))[0]).toHaveTextContent('byte 12');
    expect(screen.getByRole('application')).toBeVisible();
  });

  test('a link of a finding lights its bytes and takes the focus there', async () => {
    open(createFakeCore(handlers({}, [inspectionRow(0)])), { id: 'i-1' });
    await userEvent.click(await screen.findByRole('button', { name: /^Show the bytes \d/ }));
    await waitFor(() => expect(screen.getByRole('application')).toHaveFocus());
  });

  test('a certificate is kept, and a second time told as known', async () => {
    const keep: NonNullable<FakeHandlers['certificates']> = {
      import: () => ok({ added: 0, known: 1, unreadable: [] }),
    };
    const fake = createFakeCore({ ...handlers({}, [inspectionRow(0)]), certificates: keep });
    open(fake, { id: 'i-1' });
    await userEvent.click(await screen.findByRole('button', { name: /Keep in certificates/ }));
    await waitFor(() => expect(fake.callsOf('certificates.import')).toHaveLength(1));
  });

  test('is compared with a stored certificate', async () => {
    const list: NonNullable<FakeHandlers['certificates']>['list'] = () => ok({ total: 0, rows: [] });
    open(createFakeCore({ ...handlers({}, [inspectionRow(0)]), certificates: { list } }), { id: 'i-1' });
    await screen.findByRole('heading', { level: 1 });
    runCommand('inspection.compare');
    const dialog = within(await screen.findByRole('dialog'));
    // Alone in its set, so the set is no place to choose from.
    expect(dialog.queryByRole('radio', { name: 'Opened here' })).toBeNull();
    expect(dialog.getByRole('button', { name: 'Compare' })).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('a comparison', () => {
  const SIDES = { left: 'item i-1 0', right: 'certificate c-1' };
  test('marks each line by sign and word', async () => {
    open(createFakeCore(handlers()), SIDES);
    const rows = within(await screen.findByRole('table'))
      .getAllByRole('row')
      .slice(1);
    expect(rows.map((row) => row.lastElementChild?.textContent)).toEqual([
      '≠ differs',
      '+ added',
      '− left out',
      '= same',
    ]);
    expect(within(rows[0] ?? document.body).getAllByRole('img')).toHaveLength(3);
    expect(rows[2]).toHaveTextContent(/^keyUsage/);
  });

  test('can be cut down to what differs', async () => {
    open(createFakeCore(handlers()), SIDES);
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Only differences' }));
    expect(within(screen.getByRole('table')).queryByText('= same')).toBeNull();
  });

  test('of something that is no document says so', async () => {
    open(createFakeCore(handlers()), { left: 'nonsense', right: 'certificate c-1' });
    expect(await screen.findByRole('alert')).toHaveTextContent('DOCUMENT_NOT_FOUND');
  });
});
