import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PathCheck } from '../../../shared/contract/pki-facts.ts';
import type { TlsHandshake } from '../../../shared/contract/tls.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useAppStatus } from '../../platform/app-status.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { generation } from '../csrs/testing/fake-csrs.ts';
import { certificateItem, HOSTILE, OCPI, pathVerdict } from '../decoded/testing/fake-documents.ts';
import { TlsPage } from './tls-page.tsx';
import { forgetTlsSession } from './tls-session.ts';

beforeEach(() => {
  forgetTlsSession();
  useRegistry.setState({ commands: [], providers: [] });
});

const handshake = (change: Partial<TlsHandshake> = {}): TlsHandshake => ({
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  ours: { certificates: [] },
  theirs: { certificates: [certificateItem()], ocpi: OCPI, path: pathVerdict() },
  clientCertificateAsked: true,
  oursSent: false,
  milliseconds: 12,
  notes: [],
  ...change,
});

const pathCheck = (code: string): PathCheck => ({
  code,
  verdict: 'fail',
  certificate: 0,
  message: 'core says so',
  values: { notAfter: '2026-11-01T00:00:00Z' },
});

const GROUP = {
  groupRef: 'ref-cpo1',
  id: 'cpo1-emsp1-key',
  purpose: 'tls-client',
  owner: 'DEGEF',
  createdAt: '2026-10-01T09:00:00Z',
  generations: 3,
  csrs: 1,
} as const;

const keys: NonNullable<FakeHandlers['keys']> = {
  groups: ({ purpose }) =>
    ok({ total: 1, rows: [{ ...GROUP, id: purpose === 'tls-server' ? 'server-key' : GROUP.id }] }),
  group: () =>
    ok({
      group: GROUP,
      defaults: {
        subject: [],
        san: [],
        ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
        algorithm: 'ec-p256',
        padding: 'pkcs1',
        encoding: 'sequence',
        validityDays: 30,
        overlapDays: 5,
      },
      generations: [
        generation(7, { software: true, state: 'certified' }),
        generation(8, { software: false, state: 'certified' }),
        generation(9, { software: true, state: 'key-made' }),
      ],
    }),
};
const fakeWith = (tls: NonNullable<FakeHandlers['tls']>): FakeCore => createFakeCore({ keys, tls });
function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<TlsPage />, fake, { route: { page: 'tls', params } });
}
const type = (name: string, value: string): void =>
  void fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });

describe('calling an address', () => {
  test('offers only certified software keys, and sends the one that was chosen', async () => {
    const fake = fakeWith({ probe: () => ok({ handshake: handshake() }) });
    open(fake);
    const own = screen.getByRole('combobox', { name: 'Your key' });
    await within(own).findByRole('option', { name: 'cpo1-emsp1-key g7' });
    expect(within(own).getAllByRole('option')).toHaveLength(2);
    await userEvent.selectOptions(own, 'cpo1-emsp1-key g7');
    type('Address', ' cpo1.example.org:8443 ');
    await userEvent.click(screen.getByRole('button', { name: /^Call/ }));
    await waitFor(() =>
      expect(fake.callsOf('tls.probe')).toEqual([{ address: 'cpo1.example.org:8443', generationId: 'gen-7' }]),
    );
  });

  test('shows what was agreed on and who stood on the other side', async () => {
    open(fakeWith({ probe: () => ok({ handshake: handshake() }) }));
    type('Address', 'cpo1.example.org');
    runCommand('tls.probe');
    expect(await screen.findByText('TLSv1.3')).toBeVisible();
    expect(screen.getByText('asked for, none was sent')).toBeVisible();
    const theirs = within(screen.getByRole('region', { name: 'Other side' }));
    expect(theirs.getByRole('img', { name: 'party DEGEF' })).toBeVisible();
    expect(screen.getByText('No certificate of ours took part.')).toBeVisible();
    expect(screen.getByText('Nothing to object to')).toBeVisible();
  });

  test('tells notes in the words of the window, with what core names', async () => {
    const notes: TlsHandshake['notes'] = [
      { code: 'NAME_OTHER', level: 'fail', message: 'core says so', values: { name: 'cpo1.example.org' } },
      { code: 'THEIRS_INVALID', level: 'fail', message: 'core says so', reason: pathCheck('EXPIRED') },
      { code: 'SAME_IDS', level: 'warn', message: 'core says so', values: { ids: HOSTILE } },
      { code: 'NEW_CODE', level: 'note', message: 'Something new.' },
    ];
    open(fakeWith({ probe: () => ok({ handshake: handshake({ notes }) }) }));
    type('Address', 'cpo1.example.org');
    runCommand('tls.probe');
    expect(await screen.findByText(/not for the name that was called \(cpo1\.example\.org\)/)).toBeVisible();
    expect(screen.getByText('The validity ended at 2026-11-01 00:00 UTC.')).toBeVisible();
    expect(screen.queryByText(/core says so/)).toBeNull();
    expect(screen.getByText('Something new.')).toBeVisible();
    expect(screen.getByRole('img', { name: /202E/ })).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByText('Not as it should be')).toBeVisible();
  });

  test('that fails says how far it came', async () => {
    const probe = () => fail({ code: 'TLS_FAILED', data: { step: 'tcp', reason: 'ECONNREFUSED' } } as const);
    open(fakeWith({ probe }));
    type('Address', '127.0.0.1:1');
    runCommand('tls.probe');
    expect(await screen.findByRole('alert')).toHaveTextContent('ECONNREFUSED');
  });

  test('can be cancelled, and stands in the status bar while it runs', async () => {
    const fake = fakeWith({
      probe: async (_, { stop }) => {
        await new Promise((resolve) => stop.onStop(() => resolve(undefined)));
        return fail({ code: 'CANCELLED' });
      },
    });
    open(fake);
    type('Address', 'slow.example.org');
    runCommand('tls.probe');
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(useAppStatus.getState().work).toEqual([]));
    expect(screen.getByRole('button', { name: /^Call/ })).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('does nothing without an address', () => {
    const fake = fakeWith({});
    open(fake);
    runCommand('tls.probe');
    expect(screen.getByRole('button', { name: /^Call/ })).toHaveAttribute('aria-disabled', 'true');
    expect(fake.callsOf('tls.probe')).toEqual([]);
  });
});

describe('listening', () => {
  const listening = (fake: (core: FakeCore) => void = () => undefined): FakeCore => {
    const core = fakeWith({
      listen: async (_, { emit, stop }) => {
        await emit({ kind: 'listening', port: 40_123 });
        await emit({ kind: 'failed', from: '127.0.0.1:5', reason: HOSTILE });
        await emit({ kind: 'handshake', from: '127.0.0.1:6', handshake: handshake() });
        await new Promise((resolve) => stop.onStop(() => resolve(undefined)));
        return ok({});
      },
    });
    fake(core);
    return core;
  };
  async function start(core: FakeCore): Promise<void> {
    open(core, { mode: 'listen' });
    const own = screen.getByRole('combobox', { name: 'Your key' });
    await userEvent.selectOptions(own, await within(own).findByRole('option', { name: 'server-key g7' }));
    runCommand('tls.listen');
    await screen.findByText('Listening on 127.0.0.1:40123');
  }

  test('lists who called, the newest first and shown whole', async () => {
    const core = listening();
    await start(core);
    expect(core.callsOf('tls.listen')).toEqual([{ generationId: 'gen-7', port: 0 }]);
    await screen.findByText('2 came in');
    expect(screen.getByText('Handshake from 127.0.0.1:6')).toBeVisible();
    expect(screen.getByText('Broke off')).toBeVisible();
    expect(screen.getByRole('img', { name: /202E/ })).toBeVisible();
  });

  test('goes on when the page is left, and what came in is there again', async () => {
    const core = listening();
    await start(core);
    await screen.findByText('2 came in');
    expect(useAppStatus.getState().work.map(({ id }) => id)).toEqual(['tls.listen']);
    document.body.replaceChildren();
    open(core);
    expect(screen.getByText('Listening on 127.0.0.1:40123')).toBeVisible();
    expect(screen.getByText('2 came in')).toBeVisible();
  });

  test('ends when it is stopped; what came in stays', async () => {
    await start(listening());
    await screen.findByText('2 came in');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('button', { name: /^Listen/ })).toBeVisible();
    expect(screen.getByText('2 came in')).toBeVisible();
    expect(useAppStatus.getState().work).toEqual([]);
  });

  test('wants a key and a port that exists', async () => {
    const core = listening();
    open(core, { mode: 'listen' });
    expect(screen.getByRole('button', { name: /^Listen/ })).toHaveAttribute('aria-disabled', 'true');
    const own = screen.getByRole('combobox', { name: 'Your key' });
    await userEvent.selectOptions(own, await within(own).findByRole('option', { name: 'server-key g7' }));
    type('Port', '70000');
    runCommand('tls.listen');
    expect(core.callsOf('tls.listen')).toEqual([]);
  });

  test('says when there is no key for it', async () => {
    const groups: NonNullable<FakeHandlers['keys']>['groups'] = () => ok({ total: 0, rows: [] });
    const core = createFakeCore({ keys: { groups } });
    open(core, { mode: 'listen' });
    expect(await screen.findByText(/no certified software key for TLS servers/)).toBeVisible();
  });
});
