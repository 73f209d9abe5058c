import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CrlRow, CrlStatus, RevocationRow } from '../../../shared/contract/revocations.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { AuthoritiesPage } from '../authorities/authorities-page.tsx';
import { authorityDetail, authorityRow } from '../authorities/testing/fake-authorities.ts';
import { CertificatesPage } from '../certificates/certificates-page.tsx';
import { certificateItem, certificateRow, HOSTILE, LINKS, pathVerdict } from '../decoded/testing/fake-documents.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

const NAME = 'cpo1.example.org';
const ISSUED = certificateRow('c-1', { source: 'issued' });
const LIST: CrlRow = {
  crlId: 'l-1',
  authorityId: 'a-1',
  number: '41',
  state: 'issued',
  thisUpdate: '2026-01-01T00:00:00.000Z',
  nextUpdate: '2026-01-04T00:00:00.000Z',
  entries: 1,
  sha256: 'ab'.repeat(32),
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'ada',
};
const status = (change: Partial<CrlStatus> = {}): CrlStatus => ({
  authorityId: 'a-1',
  authorityName: 'Client CA',
  current: LIST,
  standing: 'current',
  pending: 0,
  revoked: 1,
  held: 0,
  unclear: 0,
  catchUp: false,
  canSign: true,
  ...change,
});
const revoked: RevocationRow = {
  authorityId: 'a-1',
  authorityName: 'Client CA',
  serialNumber: '0a',
  certificateId: 'c-1',
  commonName: NAME,
  state: 'revoked',
  reason: 'keyCompromise',
  revokedAt: '2026-01-01T00:00:00.000Z',
  note: '',
  decidedAt: '2026-01-01T00:00:00.000Z',
  decidedBy: 'ada',
  fromCrl: false,
};

describe('a certificate', () => {
  const handlers = (row = ISSUED, more: FakeHandlers = {}): FakeHandlers => ({
    certificates: {
      list: () => ok({ total: 1, rows: [row] }),
      show: () => ok({ certificate: row, links: LINKS, chain: [] }),
      view: () => ok({ certificates: [{ item: certificateItem() }], path: pathVerdict() }),
      claims: () => ok({ total: 0, rows: [] }),
    },
    ...more,
  });
  const open = (fake: FakeCore): void => {
    renderPage(<CertificatesPage />, fake, { route: { page: 'certificates', params: { id: 'c-1' } } });
  };
  const ask = async (command: string) => {
    await screen.findByRole('heading', { name: NAME });
    runCommand(command);
    return screen.findByRole('dialog');
  };
  const nameField = (dialog: HTMLElement) => within(dialog).getByLabelText(/to confirm/);

  test('is revoked only once its name is typed, with the reason and since when', async () => {
    const fake = createFakeCore(handlers(ISSUED, { revocations: { revoke: () => ok({ revocations: [revoked] }) } }));
    open(fake);
    const dialog = await ask('certificates.revoke');
    const button = within(dialog).getByRole('button', { name: 'Revoke' });
    expect(button).toBeDisabled();
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Reason' }), 'keyCompromise');
    expect(within(dialog).getByText(/Somebody else has/)).toBeVisible();
    await userEvent.type(within(dialog).getByLabelText(/suspected since/), '2026-01-02 03:04');
    await userEvent.type(within(dialog).getByLabelText('Note for the record'), 'card lost');
    await userEvent.type(nameField(dialog), 'cpo1.example');
    expect(button).toBeDisabled();
    await userEvent.type(nameField(dialog), '.org{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.callsOf('revocations.revoke')).toEqual([
      {
        targets: [{ certificateId: 'c-1' }],
        reason: 'keyCompromise',
        invalidSince: '2026-01-02T03:04:00Z',
        note: 'card lost',
        confirm: NAME,
      },
    ]);
  });

  test('that core refuses to revoke keeps the question and says why', async () => {
    const refusal = () => fail({ code: 'CATCH_UP_NEEDED', data: { authority: 'Client CA' } });
    open(createFakeCore(handlers(ISSUED, { revocations: { hold: refusal } })));
    const dialog = await ask('certificates.hold');
    await userEvent.type(nameField(dialog), `${NAME}{Enter}`);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('CATCH_UP_NEEDED');
  });

  test('on hold says so first, by whom and why, and can be released but not held', async () => {
    const revocation = {
      state: 'held',
      reason: 'certificateHold',
      at: '2026-01-01T00:00:00.000Z',
      by: 'ada',
      note: HOSTILE,
    } as const;
    open(createFakeCore(handlers({ ...ISSUED, revocation })));
    expect(await screen.findAllByText('On hold')).not.toHaveLength(0);
    expect(screen.getByText(/On hold, by ada/)).toBeVisible();
    const command = (id: string) => useRegistry.getState().commands.find((one) => one.id === id);
    const words = ((key: string) => key) as never;
    expect(command('certificates.release')?.disabledReason?.(words)).toBeUndefined();
    expect(command('certificates.hold')?.disabledReason?.(words)).toBe('revoked or on hold already');
  });

  test('revoked because of its key shows what else rests on it', async () => {
    const revocation = {
      state: 'revoked',
      reason: 'keyCompromise',
      at: '2026-01-01T00:00:00.000Z',
      by: 'ada',
      note: '',
    } as const;
    const row = { ...ISSUED, revocation };
    const other = certificateRow('c-2', { commonName: 'other.example.org' });
    const compromised = () =>
      ok({ spkiSha256: 'ab'.repeat(32), sameKey: [row, other], total: 0, issued: [], unclear: 2 });
    open(createFakeCore(handlers(row, { revocations: { compromised } })));
    const grid = await screen.findByRole('grid', { name: 'What this key touches' });
    expect(await within(grid).findByText('other.example.org')).toBeVisible();
    expect(within(grid).queryByText(NAME)).toBeNull();
    expect(screen.getByText(/2 more certificates may have been issued/)).toBeVisible();
  });
});

describe('an authority', () => {
  const row = authorityRow('a-1');
  const handlers = (now: CrlStatus, more: FakeHandlers['crl'] = {}): FakeHandlers => ({
    authorities: { list: () => ok({ authorities: [row] }), show: () => ok(authorityDetail(row)) },
    certificates: { list: () => ok({ total: 0, rows: [] }) },
    crl: {
      status: () => ok({ authorities: [now] }),
      show: () =>
        ok({
          crl: LIST,
          total: 1,
          entries: [{ serialNumber: '0a', revokedAt: LIST.thisUpdate, reason: 'keyCompromise', invalidSince: null }],
        }),
      ...more,
    },
  });
  const open = (fake: FakeCore, params: Readonly<Record<string, string>> = { id: 'a-1' }): void => {
    renderPage(<AuthoritiesPage />, fake, { route: { page: 'authorities', params } });
  };

  test('tells number and entries of its list, as others read it', async () => {
    open(createFakeCore(handlers(status())));
    const grid = await screen.findByRole('grid', { name: 'On the list' });
    expect(await within(grid).findByText('Key compromised')).toBeVisible();
    expect(screen.getByText('41')).toBeVisible();
  });

  test.each([
    ['current', 'Current'],
    ['due', 'Due soon'],
    ['overdue', 'Overdue'],
    ['none', 'No list yet'],
  ] as const)('in the list of authorities a list that is %s is %s', async (standing, word) => {
    open(createFakeCore(handlers(status({ standing }))), {});
    expect(await screen.findByText(word)).toBeVisible();
  });

  test('says what is not on the list yet, and that it is overdue', async () => {
    open(createFakeCore(handlers(status({ standing: 'overdue', pending: 2 }))));
    expect(await screen.findByText(/2 changes are not on the list yet/)).toBeVisible();
    expect(screen.getByText(/Its next update has passed/)).toBeVisible();
  });

  test('issues the next list for as many days as the last one', async () => {
    const fake = createFakeCore(handlers(status(), { issue: () => ok({ crl: { ...LIST, number: '42' } }) }));
    open(fake);
    await userEvent.click(await screen.findByRole('button', { name: 'Issue list now' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByLabelText('Days until the next update')).toHaveValue('3');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Issue' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.callsOf('crl.issue')).toEqual([{ authorityId: 'a-1', validDays: 3 }]);
  });

  test('of a restored workspace issues nothing before it has caught up', async () => {
    const fake = createFakeCore(
      handlers(status({ catchUp: true }), {
        catchUp: () => ok({ status: status(), added: 3, kept: 0 }),
      }),
    );
    open(fake);
    expect(await screen.findByRole('button', { name: 'Issue list now' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('button', { name: 'Read the newest list…' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), '-----BEGIN X509 CRL-----');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Read this text' }));
    await waitFor(() => expect(fake.callsOf('crl.catchUp')).toHaveLength(1));
  });

  test('without any exported list asks for its name', async () => {
    const now = status({ catchUp: true });
    const fake = createFakeCore(handlers(now, { catchUp: () => ok({ status: now, added: 0, kept: 0 }) }));
    open(fake);
    await userEvent.click(await screen.findByRole('button', { name: 'Read the newest list…' }));
    await userEvent.click(await screen.findByRole('button', { name: 'No list was ever exported' }));
    await userEvent.type(await screen.findByLabelText(/to confirm/), 'Client CA{Enter}');
    await waitFor(() => expect(fake.callsOf('crl.catchUp')).toEqual([{ authorityId: 'a-1', confirm: 'Client CA' }]));
  });
});
