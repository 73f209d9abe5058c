import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SavedView } from '../../../shared/contract/request-desk.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { forgetListViews } from '../lists/list-view.ts';
import { RequestsPage } from './requests-page.tsx';
import { detail, requestHandlers, requestRow } from './testing/fake-requests.ts';

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});
const toasts = () => useToastStore.getState().toasts.map(({ text }) => text);
const partner = { partnerId: 'p-1', name: 'Example CPO' };
const rows = [
  requestRow({ partner, verdict: 'warn', claimedBy: 'bea' }),
  requestRow({ requestId: 'r-2', commonName: 'second.example.org', verdict: 'fail' }),
];
const changed = () => ok({ changed: 1, skipped: [] });
type Change = Parameters<typeof requestHandlers>[1];
async function openList(change: Change = {}): Promise<FakeCore> {
  const fake = createFakeCore(
    requestHandlers(detail(), {
      list: () => ok({ total: rows.length, rows }),
      claim: changed,
      hold: changed,
      ...change,
    }),
  );
  renderPage(<RequestsPage />, fake, { route: { page: 'requests', params: {} } });
  await screen.findByText('2 requests');
  return fake;
}
const choose = async (menu: string, item: string): Promise<void> => {
  await userEvent.click(screen.getByRole('button', { name: menu }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};
const select = async (count: number): Promise<void> => {
  const boxes = screen.getAllByRole('checkbox');
  for (const box of boxes.slice(-count)) await userEvent.click(box);
};

describe('the inbox', () => {
  test('tells partner, who works on it and what the checks said', async () => {
    await openList();
    const [, first, second] = screen.getAllByRole('row');
    expect(first).toHaveTextContent(/Example CPO.*warn.*bea/u);
    expect(second).toHaveTextContent(/second\.example\.org.*fail/u);
  });

  test('is looked at by views, ours and saved ones, with their order', async () => {
    const view: SavedView = {
      viewId: 'v-1',
      name: 'Berlin',
      query: { claims: 'DEGEF', sort: 'partner', descending: false },
      by: 'ada',
      at: '2026-11-23T00:00:00Z',
    };
    const fake = await openList({ views: () => ok({ views: [view] }) });
    const views = screen.getByRole('combobox', { name: 'View' });
    await userEvent.selectOptions(views, 'Held');
    await waitFor(() => expect(fake.callsOf('requests.list').at(-1)).toMatchObject({ states: ['held'] }));
    await userEvent.selectOptions(views, 'Berlin');
    await waitFor(() =>
      expect(fake.callsOf('requests.list').at(-1)).toMatchObject({
        claims: 'DEGEF',
        sort: 'partner',
        descending: false,
      }),
    );
  });

  test('is narrowed to the partner of a row, and widened again', async () => {
    const fake = await openList();
    await userEvent.click(screen.getByRole('button', { name: 'Example CPO' }));
    await waitFor(() => expect(fake.callsOf('requests.list').at(-1)).toMatchObject({ partnerId: 'p-1' }));
    await userEvent.click(screen.getByRole('button', { name: 'Partner: Example CPO' }));
    expect(screen.queryByRole('button', { name: 'Partner: Example CPO' })).toBeNull();
  });

  test('saves what it shows under a name', async () => {
    const saveView = () =>
      ok({ view: { viewId: 'v-9', name: 'Fails', query: {}, by: 'ada', at: '2026-11-23T00:00:00Z' } });
    const fake = await openList({ saveView });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Checks' }), 'fail');
    await choose('More for the inbox', 'Save this view…');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Fails{Enter}');
    await waitFor(() =>
      expect(fake.callsOf('requests.saveView')).toMatchObject([{ name: 'Fails', query: { verdicts: ['fail'] } }]),
    );
    expect(toasts()).toEqual(['The view Fails is saved']);
  });
});

describe('several requests', () => {
  test('are claimed together, and what could not be is told', async () => {
    const claim = () => ok({ changed: 1, skipped: [{ requestId: 'r-2', state: 'issued' as const }] });
    const fake = await openList({ claim });
    await select(2);
    const bar = screen.getByRole('region', { name: '2 selected' });
    await userEvent.click(within(bar).getByRole('button', { name: /^Work on it/ }));
    await waitFor(() => expect(fake.callsOf('requests.claim')).toEqual([{ requestIds: ['r-1', 'r-2'] }]));
    await waitFor(() => expect(toasts()).toEqual(['1 request changed; 1 could not be: issued']));
  });

  test('are held with one reason, which has to be given', async () => {
    const fake = await openList();
    await select(2);
    runCommand('requests.hold');
    const dialog = await screen.findByRole('dialog', { name: 'Hold' });
    expect(within(dialog).getByRole('button', { name: 'Hold' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'asked the partner');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Hold' }));
    const wish = { requestIds: ['r-1', 'r-2'], reason: 'asked the partner' };
    await waitFor(() => expect(fake.callsOf('requests.hold')).toEqual([wish]));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('are rejected together, after somebody saw what the partner will read', async () => {
    const fake = await openList({ rejectMany: () => ok({ changed: 2, skipped: [] }) });
    await select(2);
    runCommand('requests.rejectMany');
    const dialog = await screen.findByRole('dialog', { name: 'Reject 2 requests?' });
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Reason' }), 'weak-key');
    expect(await within(dialog).findByDisplayValue(/has been rejected/)).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reject' }));
    const wish = { requestIds: ['r-1', 'r-2'], reason: 'weak-key', note: '' };
    await waitFor(() => expect(fake.callsOf('requests.rejectMany')).toEqual([wish]));
  });

  test('go into a file', async () => {
    const saveFile = vi.fn(() => Promise.resolve({ kind: 'saved', savedId: 's', path: '/x/requests.csv' }));
    vi.stubGlobal('shell', { saveFile });
    const exportList = () => ok({ content: new Uint8Array([1]), suggestedName: 'requests.csv', mediaType: 'text/csv' });
    const fake = await openList({ exportList });
    await select(1);
    const bar = screen.getByRole('region', { name: '1 selected' });
    await userEvent.click(within(bar).getByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Export these…' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Save/ }));
    await waitFor(() => expect(saveFile).toHaveBeenCalledWith('requests.csv', new Uint8Array([1])));
    expect(fake.callsOf('requests.exportList')).toEqual([{ format: 'csv', requestIds: ['r-2'] }]);
  });

  test('that core does not change say why', async () => {
    await openList({ claim: () => fail({ code: 'REQUEST_STATE', data: { state: 'issued' } } as const) });
    await select(1);
    runCommand('requests.claim');
    expect(await screen.findByRole('alert')).toHaveTextContent('REQUEST_STATE');
  });
});

describe('the watched folder', () => {
  const off = { unreadable: false, files: 0, requests: 0, faults: [] };
  const on = { ...off, path: '/drop', since: '2026-11-23T00:00:00Z', by: 'ada', files: 3, requests: 2 };

  test('is chosen in a dialog of the system, never named by the page', async () => {
    vi.stubGlobal('shell', { pickPlace: () => Promise.resolve({ grant: 'g-1', path: '/drop' }) });
    const fake = await openList({ watched: () => ok(off), watch: () => ok(on) });
    await choose('More for the inbox', 'Watched folder…');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('No folder is watched.')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Choose a folder…' }));
    await waitFor(() => expect(fake.callsOf('requests.watch')).toEqual([{ folder: { grant: 'g-1' } }]));
  });

  test('tells what it took and what it could not take', async () => {
    const fault = {
      name: 'b.txt',
      at: '2026-11-23T00:00:00Z',
      code: 'NOT_A_CSR',
      message: 'It is none.',
      offset: null,
    };
    const fake = await openList({ watched: () => ok({ ...on, faults: [fault] }), watch: () => ok(off) });
    await choose('More for the inbox', 'Watched folder…');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('3 files, 2 new requests')).toBeVisible();
    expect(within(dialog).getByRole('listitem')).toHaveTextContent('b.txt: It is none.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop watching' }));
    await waitFor(() => expect(fake.callsOf('requests.watch')).toEqual([{}]));
  });
});

describe('at the desk', () => {
  const open = (request = requestRow(), change: Change = {}): FakeCore => {
    const fake = createFakeCore(requestHandlers(detail({ request }), change));
    renderPage(<RequestsPage />, fake, { route: { page: 'requests', params: { id: 'r-1' } } });
    return fake;
  };

  test('a request tells who works on it and what its message said', async () => {
    open(
      requestRow({
        claimedBy: 'bea',
        claimedAt: '2026-11-23T00:00:00Z',
        renewalReason: 'the old one ends',
        callbackId: 'cb-7',
      }),
    );
    const desk = await screen.findByRole('region', { name: 'At the desk' });
    expect(desk).toHaveTextContent(/bea, since/u);
    expect(desk).toHaveTextContent('the old one ends');
    expect(desk).toHaveTextContent('cb-7');
  });

  test('a note is added for colleagues', async () => {
    const notes = [{ noteId: 'n-1', text: 'called them', by: 'bea', at: '2026-11-23T00:00:00Z' }];
    const fake = open(requestRow(), { notes: () => ok({ notes }), addNote: () => ok({ notes }) });
    expect(await screen.findByText('called them')).toBeVisible();
    await userEvent.type(screen.getByRole('textbox', { name: 'New note' }), ' wrong ids ');
    await userEvent.click(screen.getByRole('button', { name: 'Add a note' }));
    await waitFor(() => expect(fake.callsOf('requests.addNote')).toEqual([{ requestId: 'r-1', text: 'wrong ids' }]));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'New note' })).toHaveValue(''));
  });

  test('a held request says why and is released', async () => {
    const aside = { reason: 'asked the partner', by: 'bea', at: '2026-11-23T00:00:00Z' };
    const fake = open(requestRow({ state: 'held', aside }), { release: changed });
    expect(await screen.findByText('Held by bea: asked the partner')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Prepare/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Release' }));
    await waitFor(() => expect(fake.callsOf('requests.release')).toEqual([{ requestIds: ['r-1'] }]));
  });

  test('a superseded request leads to the one that took its place', async () => {
    open(requestRow({ state: 'superseded', supersededBy: 'r-2' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Open the newer one' }));
    expect(useRouteStore.getState().route.params).toMatchObject({ id: 'r-2' });
  });

  test('an older request is superseded by a newer one of its group that somebody chose', async () => {
    const newer = requestRow({ requestId: 'r-2', receivedAt: '2026-11-22T14:00:00Z' });
    const other = requestRow({ requestId: 'r-3', keyGroupId: 'other', receivedAt: '2026-11-22T14:00:00Z' });
    const fake = open(requestRow(), {
      list: () => ok({ total: 3, rows: [other, newer, requestRow()] }),
      supersede: changed,
    });
    await screen.findByRole('region', { name: 'At the desk' });
    await choose('More for the inbox', 'Superseded by a newer one…');
    const dialog = await screen.findByRole('dialog');
    const offered = await within(dialog).findAllByRole('radio');
    expect(offered).toHaveLength(1);
    await userEvent.click(offered[0] ?? document.body);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Supersede' }));
    const wish = { requestId: 'r-1', byRequestId: 'r-2' };
    await waitFor(() => expect(fake.callsOf('requests.supersede')).toEqual([wish]));
  });
});
