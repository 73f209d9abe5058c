import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { certificateItem, certificateRow, HOSTILE, LINKS, pathVerdict } from '../decoded/testing/fake-documents.ts';
import { forgetListViews } from '../lists/list-view.ts';
import { CertificatesPage } from './certificates-page.tsx';

type Handlers = NonNullable<FakeHandlers['certificates']>;

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
});
const here = () => useRouteStore.getState().route;

const handlers = (change: Handlers = {}): FakeHandlers => ({
  certificates: {
    list: () => ok({ total: 1, rows: [certificateRow('c-1')] }),
    show: () => ok({ certificate: certificateRow('c-1'), links: LINKS, chain: [] }),
    view: () => ok({ certificates: [{ item: certificateItem() }], path: pathVerdict() }),
    claims: () => ok({ total: 0, rows: [] }),
    anchors: () => ok({ anchors: [] }),
    ...change,
  },
});
function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<CertificatesPage />, fake, { route: { page: 'certificates', params } });
}

describe('the inventory', () => {
  test('asks core for words, kind, state and order', async () => {
    const fake = createFakeCore(handlers());
    open(fake);
    await screen.findByText('1 certificate');
    await userEvent.type(screen.getByRole('searchbox'), 'DEGEF');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'own');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'expired');
    await userEvent.click(screen.getByRole('button', { name: 'Valid until' }));
    await waitFor(() =>
      expect(fake.callsOf('certificates.list').at(-1)).toEqual({
        offset: 0,
        limit: 200,
        filter: 'DEGEF',
        source: 'own',
        time: 'expired',
        sort: 'notAfter',
        descending: false,
      }),
    );
  });

  test('of one claimed id says so, and all are one step away', async () => {
    const fake = createFakeCore(handlers());
    open(fake, { claims: 'DE*GEF' });
    await waitFor(() => expect(fake.callsOf('certificates.list')[0]).toMatchObject({ claims: 'DE*GEF' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Show all certificates' }));
    expect(here().params).toEqual({});
  });

  test('opens a certificate by Enter', async () => {
    open(createFakeCore(handlers()));
    await screen.findByText('1 certificate');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    expect(here().params).toEqual({ id: 'c-1', name: 'cpo1.example.org' });
  });

  test('without any offers to import', async () => {
    open(createFakeCore(handlers({ list: () => ok({ total: 0, rows: [] }) })));
    expect(await screen.findByText('No certificate yet')).toBeVisible();
    expect(screen.getAllByRole('button', { name: /Import/ })).toHaveLength(2);
  });

  test('that cannot be read says why', async () => {
    open(createFakeCore(handlers({ list: () => fail({ code: 'DEADLINE' }) })));
    expect(await screen.findByRole('alert')).toHaveTextContent('DEADLINE');
  });

  test('shows a hostile name as text with its hidden characters boxed', async () => {
    const row = certificateRow('c-1', { commonName: HOSTILE, partyIds: ['DEGEF', 'DEGEF'] });
    open(createFakeCore(handlers({ list: () => ok({ total: 1, rows: [row] }) })));
    const link = await screen.findByRole('button', { name: /invoice/ });
    expect(within(link).getByRole('img')).toHaveTextContent('U+202E');
    expect(link).toHaveTextContent('<img src=x onerror=alert(1)>');
    expect(document.querySelector('main img, td img')).toBeNull();
  });
});

describe('one certificate', () => {
  test('says first whom it speaks for, and lights the bytes of a fact', async () => {
    open(createFakeCore(handlers()), { id: 'c-1' });
    const band = await screen.findByRole('region', { name: 'Whom it speaks for' });
    const chips = within(band).getAllByRole('img');
    expect(chips.map((chip) => chip.getAttribute('aria-label'))).toEqual([
      'party DEGEF',
      'sub-CPO DE*GEF',
      'sub-EMSP DE-GDF',
    ]);
    await userEvent.click(screen.getByRole('button', { name: /Show the bytes of Serial number/ }));
    expect(screen.getByText(/serialNumber, 0004/)).toBeVisible();
  });

  test('asks for the path again when it is to be good for something else', async () => {
    const fake = createFakeCore(handlers());
    open(fake, { id: 'c-1' });
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Checked for' }), 'tls-server');
    await waitFor(() =>
      expect(fake.callsOf('certificates.view').at(-1)).toEqual({ certificateId: 'c-1', purpose: 'tls-server' }),
    );
  });

  test('tells what a path fails in words, with a moment as everywhere', async () => {
    const bad = {
      code: 'EXPIRED',
      verdict: 'fail',
      certificate: 0,
      message: 'english only',
      values: { notAfter: '2026-02-02T00:00:00.000Z' },
    } as const;
    const view = () => ok({ certificates: [{ item: certificateItem() }], path: pathVerdict(bad) });
    open(createFakeCore(handlers({ view })), { id: 'c-1' });
    expect(await screen.findByText('The validity ended at 2026-02-02 00:00 UTC.')).toBeVisible();
    expect(screen.getByText('Not valid')).toBeVisible();
  });

  test('leads to its key, and hands its chain over', async () => {
    const note = { code: 'SAVE_CHAIN', message: 'core says so', values: { chain: 'x.pem' } } as const;
    const handover = () => ok({ text: 'ssl_certificate x;', notes: [note] });
    const fake = createFakeCore({ ...handlers(), answers: { handover } });
    open(fake, { id: 'c-1' });
    await screen.findByRole('button', { name: /Hand over/ });
    runCommand('answers.handover');
    expect(await screen.findByText(/ssl_certificate x;/)).toBeVisible();
    expect(screen.getByText('Save the chain (leaf first) as x.pem.')).toBeVisible();
    await userEvent.click(screen.getByText('HAProxy'));
    await userEvent.click(screen.getByText('Server'));
    await waitFor(() =>
      expect(fake.callsOf('answers.handover').at(-1)).toEqual({
        generationId: 'gen-8',
        target: 'haproxy',
        side: 'server',
      }),
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.click(await screen.findByRole('button', { name: 'cpo1-emsp1-key g8' }));
    expect(here()).toMatchObject({ page: 'keys', params: { ref: 'ref-cpo1', generation: 'gen-8' } });
  });

  test('that was only imported can be removed, after a question', async () => {
    const row = certificateRow('c-1', { source: 'imported' });
    const fake = createFakeCore(
      handlers({ show: () => ok({ certificate: row, links: {}, chain: [] }), remove: () => ok({}) }),
    );
    open(fake, { id: 'c-1' });
    await screen.findByRole('button', { name: /Export/ });
    runCommand('certificates.remove');
    const dialog = await screen.findByRole('dialog');
    expect(fake.callsOf('certificates.remove')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove…' }));
    await waitFor(() => expect(fake.callsOf('certificates.remove')).toEqual([{ certificateId: 'c-1' }]));
    await waitFor(() => expect(here().params).toEqual({}));
  });

  test('of our own is never offered for removal', async () => {
    open(createFakeCore(handlers()), { id: 'c-1' });
    await screen.findByRole('button', { name: /Export/ });
    expect(() => runCommand('certificates.remove')).toThrow();
  });

  test('with three hundred ids shows every one in a part that can be scrolled by keys', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `DE${at + 100}`);
    const row = certificateRow('c-1', { partyIds: many, subCpoIds: [], subEmspIds: [] });
    open(createFakeCore(handlers({ show: () => ok({ certificate: row, links: {}, chain: [] }) })), { id: 'c-1' });
    const band = await screen.findByRole('region', { name: 'Whom it speaks for' });
    expect(within(band).getAllByRole('img')).toHaveLength(300);
    expect(band).toHaveAttribute('tabindex', '0');
  });

  test('that is gone says so', async () => {
    const gone = () => fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} } as const);
    open(createFakeCore(handlers({ show: gone, view: gone })), { id: 'c-9' });
    expect(await screen.findByRole('alert')).toHaveTextContent('CERTIFICATE_NOT_FOUND');
  });
});

describe('trust anchors', () => {
  test('are added only with a certificate, its SHA-256 and a purpose', async () => {
    const trust: Handlers['trust'] = () => fail({ code: 'ANCHOR_REFUSED', data: { reason: 'other-hash' } });
    const fake = createFakeCore(handlers({ trust }));
    open(fake, { anchors: 'all' });
    await userEvent.click((await screen.findAllByRole('button', { name: /Add a trust anchor/ }))[0] ?? document.body);
    const dialog = within(await screen.findByRole('dialog'));
    const button = dialog.getByRole('button', { name: /Trust it/ });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Or paste text' }), 'PEM');
    await userEvent.type(dialog.getByRole('textbox', { name: /SHA-256/ }), 'AB:'.repeat(32));
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(dialog.getByRole('checkbox', { name: 'TLS client' }));
    await userEvent.click(button);
    await waitFor(() =>
      expect(fake.callsOf('certificates.trust')[0]).toMatchObject({
        sha256: 'ab'.repeat(32),
        purposes: ['tls-client'],
      }),
    );
    expect(await dialog.findByRole('alert')).toHaveTextContent('ANCHOR_REFUSED');
  });
});
