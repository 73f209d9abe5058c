import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { createTranslate } from '../../locales/translate.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { certificateRow, HOSTILE } from '../decoded/testing/fake-documents.ts';
import { forgetListViews } from '../lists/list-view.ts';
import { RequestsPage } from './requests-page.tsx';
import { detail, requestHandlers, requestRow } from './testing/fake-requests.ts';

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const here = () => useRouteStore.getState().route;
function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<RequestsPage />, fake, { route: { page: 'requests', params } });
}

describe('the list', () => {
  test('asks core for words, state and order', async () => {
    const fake = createFakeCore(requestHandlers(detail()));
    open(fake);
    await screen.findByText('1 request');
    await userEvent.type(screen.getByRole('searchbox'), 'DEGEF');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'rejected');
    await userEvent.click(screen.getByRole('button', { name: 'From' }));
    await waitFor(() =>
      expect(fake.callsOf('requests.list').at(-1)).toEqual({
        offset: 0,
        limit: 200,
        filter: 'DEGEF',
        states: ['rejected'],
        sort: 'commonName',
        descending: false,
      }),
    );
  });

  test('tells a request that nobody proved to have the key of', async () => {
    const row = requestRow({ signatureValid: false, errors: 2 });
    open(createFakeCore(requestHandlers(detail(), { list: () => ok({ total: 1, rows: [row] }) })));
    expect(await screen.findByText('no proof')).toBeVisible();
  });

  test('opens a request by Enter', async () => {
    open(createFakeCore(requestHandlers(detail())));
    await screen.findByText('1 request');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    expect(here().params).toEqual({ id: 'r-1', name: 'cpo1.example.org' });
  });

  test('without any offers to take some', async () => {
    open(createFakeCore(requestHandlers(detail(), { list: () => ok({ total: 0, rows: [] }) })));
    expect(await screen.findByText('No request yet')).toBeVisible();
    await userEvent.click(screen.getAllByRole('button', { name: /Take requests/ })[1] ?? document.body);
    expect(screen.getByRole('dialog', { name: 'Take requests' })).toBeVisible();
  });

  test('that cannot be read says why', async () => {
    open(createFakeCore(requestHandlers(detail(), { list: () => fail({ code: 'DEADLINE' }) })));
    expect(await screen.findByRole('alert')).toHaveTextContent('DEADLINE');
  });

  test('shows a hostile name as text with its hidden characters boxed', async () => {
    const rows = [requestRow({ commonName: HOSTILE })];
    open(createFakeCore(requestHandlers(detail(), { list: () => ok({ total: 1, rows }) })));
    const link = await screen.findByRole('button', { name: /invoice/ });
    expect(within(link).getByRole('img')).toHaveTextContent('U+202E');
    expect(document.querySelector('td img')).toBeNull();
  });
});

describe('taking requests', () => {
  const take = async (fake: FakeCore): Promise<HTMLElement> => {
    open(fake);
    await screen.findByText('1 request');
    runCommand('requests.import');
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Or paste text' }), { target: { value: 'PEM' } });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take the text' }));
    return dialog;
  };

  test('opens the only one that came', async () => {
    const end = { requests: [requestRow()], added: 1, known: 0, refused: [] };
    const fake = createFakeCore(requestHandlers(detail(), { import: () => ok(end) }));
    await take(fake);
    await waitFor(() => expect(here().params).toEqual({ id: 'r-1', name: 'cpo1.example.org' }));
    const [call] = fake.callsOf('requests.import') as [{ sources: { content: Uint8Array }[] }];
    expect(new TextDecoder().decode(call.sources[0]?.content)).toBe('PEM');
  });

  test('says what was refused, and stays', async () => {
    const refused = [{ source: 'b.pem', code: 'CSR_SHAPE', message: 'core says so', offset: 3 }];
    const end = { requests: [requestRow()], added: 1, known: 0, refused };
    const dialog = await take(createFakeCore(requestHandlers(detail(), { import: () => ok(end) })));
    const told = await within(dialog).findByRole('listitem');
    expect(told).toHaveTextContent('b.pem: The bytes are DER but no CSR; it goes wrong at byte 3.');
    expect(within(dialog).getByText(/1 new, 0 known already, 1 refused/)).toBeVisible();
    expect(here().params).toEqual({});
  });

  test('that core refuses as a whole keeps the text', async () => {
    const fake = createFakeCore(requestHandlers(detail(), { import: () => fail({ code: 'INPUT_EMPTY', data: {} }) }));
    const dialog = await take(fake);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('INPUT_EMPTY');
    expect(within(dialog).getByRole('textbox', { name: 'Or paste text' })).toHaveValue('PEM');
  });
});

describe('one request', () => {
  test('that is new says whom it speaks for and offers both ways to go on', async () => {
    open(createFakeCore(requestHandlers(detail())), { id: 'r-1' });
    expect(await screen.findByText('Proof of possession holds')).toBeVisible();
    expect(screen.getByText('first of its key group here')).toBeVisible();
    expect(screen.getByRole('button', { name: /^Prepare certificate/ })).not.toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('button', { name: /^Reject/ })).toBeVisible();
    expect(screen.getByText(/oxygen lemon/)).toBeVisible();
  });

  test('whose proof fails says so first', async () => {
    const shown = detail({ request: requestRow({ signatureValid: false }) });
    open(createFakeCore(requestHandlers(shown)), { id: 'r-1' });
    expect(await screen.findByText('Proof of possession fails')).toBeVisible();
  });

  test('that replaces a certificate leads to it', async () => {
    const shown = detail({ predecessor: certificateRow('c-7', { notAfter: '2026-12-01T00:00:00Z' }) });
    open(createFakeCore(requestHandlers(shown)), { id: 'r-1' });
    await userEvent.click(await screen.findByRole('button', { name: 'certificate until 2026-12-01' }));
    expect(here()).toMatchObject({ page: 'certificates', params: { id: 'c-7' } });
  });

  test('that was rejected tells reason and note and can be decided no more', async () => {
    const request = requestRow({ state: 'rejected', rejectReason: 'weak-key' });
    open(createFakeCore(requestHandlers(detail({ request, note: 'RSA 1024' }))), { id: 'r-1' });
    expect(await screen.findByText('Rejected: weak key. RSA 1024')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^(Prepare|Reject)/ })).toBeNull();
    const command = useRegistry.getState().commands.find(({ id }) => id === 'requests.prepare');
    expect(command?.disabledReason?.(createTranslate('en'))).toBe('It is decided already');
  });

  test('that is issued hands out its answer in the form that was chosen', async () => {
    const request = requestRow({ state: 'issued', certificateId: 'c-9' });
    const answer = () => ok({ content: new Uint8Array(2), suggestedName: 'a.pem', mediaType: 'text/plain' });
    const fake = createFakeCore(requestHandlers(detail({ request }), { answer }));
    open(fake, { id: 'r-1' });
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Form' }), 'pkcs7');
    await waitFor(() => expect(fake.callsOf('requests.answer').at(-1)).toMatchObject({ format: 'pkcs7' }));
    expect(screen.getByRole('button', { name: /^Copy$/ })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('button', { name: 'Open the certificate' }));
    expect(here()).toMatchObject({ page: 'certificates', params: { id: 'c-9' } });
  });

  test('whose signing ended without an answer warns, and may be prepared anew', async () => {
    open(createFakeCore(requestHandlers(detail({ request: requestRow({ state: 'unclear' }) }))), { id: 'r-1' });
    expect(await screen.findByText(/counts as issued/)).toBeVisible();
    expect(screen.getByRole('button', { name: /^Prepare certificate/ })).toBeVisible();
  });

  test('that is not there says so', async () => {
    const show = () => fail({ code: 'REQUEST_NOT_FOUND', data: {} } as const);
    open(createFakeCore(requestHandlers(detail(), { show })), { id: 'r-1' });
    expect(await screen.findByRole('alert')).toHaveTextContent('REQUEST_NOT_FOUND');
  });
});
