import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { MeterSessionView } from '../../../shared/contract/signed-meter.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { useRouteStore } from '../../platform/route.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { InspectionPage } from '../inspection/inspection-page.tsx';
import { CdrMeterPart } from './cdr-meter-part.tsx';
import { forgetMeterFiles } from './meter-files.ts';
import { MeterPage } from './meter-page.tsx';
import { kwhText } from './meter-session.tsx';

const reading = {
  role: 'begin',
  roleText: 'B',
  time: '2026-03-01T10:00:00.000+01:00',
  at: '2026-03-01T09:00:00.000Z',
  quality: 'synchronised',
  obis: '1-0:1.8.0',
  kind: 'import',
  value: '100.5',
  unit: 'kWh',
  wh: '100500',
} as const;

const session: MeterSessionView = {
  verdict: 'RULE_VIOLATION',
  records: [
    {
      where: 'record 1',
      signature: 'valid',
      format: 'OCMF',
      version: '1.0',
      algorithm: { hash: 'sha256', form: 'der', isExtension: false },
      key: { sha256: 'a'.repeat(64), curve: 'secp256r1', origin: 'message', spki: Uint8Array.of(1, 2) },
      names: [
        { name: 'meter', text: 'M-1' },
        { name: 'user', text: '\u202eevil' },
      ],
      readings: [reading],
      moreReadings: 0,
      signedBytes: 3,
      signedSha256: 'b'.repeat(64),
      signed: Uint8Array.of(1, 2, 3),
    },
  ],
  moreRecords: 0,
  findings: [
    { code: 'KEY_FROM_MESSAGE', severity: 'warning', record: 0 },
    { code: 'ENERGY_DIFFERS', severity: 'violation', found: '2304', wanted: '1304' },
  ],
  energyWh: '1304.5',
};

const withFiles = (one: MeterSessionView = session): FakeHandlers => ({
  signatures: {
    verifyFiles: () => ok({ files: [{ file: 'a.ocmf', verdict: one.verdict, sessions: [one], moreSessions: 0 }] }),
    cdrMeter: ({ reason }) => ok(reason === 'none' ? {} : { session: one }),
  },
});

beforeEach(() => forgetMeterFiles());

test('a pasted record goes to core with the typed key, and its verdict, energy and reasons are shown', async () => {
  const fake = createFakeCore(withFiles());
  renderPage(<MeterPage />, fake, { route: { page: 'meter', params: {} } });
  fireEvent.change(screen.getByRole('textbox', { name: /Public key of the meter/ }), { target: { value: ' 04aa ' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'Or paste text' }), { target: { value: 'OCMF|{}|{}' } });
  await userEvent.click(screen.getByRole('button', { name: 'Verify' }));
  expect(await screen.findByText('Rule broken')).toBeVisible();
  expect(fake.callsOf('signatures.verifyFiles')[0]).toMatchObject({ keys: ['04aa'] });
  expect(screen.getByText('1.3045 kWh signed')).toBeVisible();
  expect(screen.getByText(/The energy that is billed is not/)).toBeVisible();
  expect(screen.getByText('found 2304 · wanted 1304')).toBeVisible();
  expect(screen.getByText('clock synchronised')).toBeVisible();
  expect(document.body.textContent).not.toContain('\u202e');
});

test('signed bytes open on demand', async () => {
  renderPage(<MeterPage />, createFakeCore(withFiles()), { route: { page: 'meter', params: {} } });
  fireEvent.change(screen.getByRole('textbox', { name: 'Or paste text' }), { target: { value: 'x' } });
  await userEvent.click(screen.getByRole('button', { name: 'Verify' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Show signed bytes' }));
  expect(screen.getByRole('button', { name: 'Copy signed bytes as hex' })).toBeVisible();
});

test('of a stored CDR the bytes come with a reason alone', async () => {
  const masked = Object.fromEntries(
    Object.entries(session.records[0]!).filter(([name]) => name !== 'signed'),
  ) as (typeof session)['records'][number];
  const fake = createFakeCore({
    signatures: {
      cdrMeter: ({ reason }) => ok({ session: reason === undefined ? { ...session, records: [masked] } : session }),
    },
  });
  renderPage(<CdrMeterPart rowId={7} />, fake, { route: { page: 'cdrs', params: {} } });
  expect(await screen.findByText('Rule broken')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Show signed bytes' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show driver and bytes…' }));
  const dialog = within(screen.getByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Show' })).toHaveAttribute('aria-disabled', 'true');
  fireEvent.change(dialog.getByRole('textbox', { name: 'Reason' }), { target: { value: 'dispute 17' } });
  await userEvent.click(dialog.getByRole('button', { name: 'Show' }));
  await waitFor(() => expect(fake.callsOf('signatures.cdrMeter').at(-1)).toEqual({ rowId: 7, reason: 'dispute 17' }));
  expect(await screen.findByRole('button', { name: 'Show signed bytes' })).toBeVisible();
});

test('a CDR without signed data says so', async () => {
  const fake = createFakeCore({ signatures: { cdrMeter: () => ok({}) } });
  renderPage(<CdrMeterPart rowId={7} />, fake, { route: { page: 'cdrs', params: {} } });
  expect(await screen.findByText('This CDR carries no signed meter data.')).toBeVisible();
});

test.each([
  ['1304', '1.304'],
  ['0.1', '0.0001'],
  ['150', '0.15'],
  ['-20', '-0.02'],
  ['16086276', '16,086.276'],
  ['0', '0'],
])('%s Wh are %s kWh', (wh, kwh) => expect(kwhText('en', wh)).toBe(kwh));

test('signed meter data that are dropped to be inspected open their own page', async () => {
  const fake = createFakeCore(withFiles());
  renderPage(<InspectionPage />, fake, { route: { page: 'inspection', params: {} } });
  await userEvent.upload(screen.getByLabelText(/Drop/), new File(['OCMF|{}|{}'], 'session.ocmf'));
  await waitFor(() => expect(useRouteStore.getState().route).toEqual({ page: 'meter', params: {} }));
  expect(fake.callsOf('inspection.open')).toEqual([]);
});

test('a certificate that is dropped is not asked about as meter data', async () => {
  const fake = createFakeCore({
    ...withFiles(),
    inspection: {
      open: () => fail({ code: 'INPUT_TOO_LARGE', data: { limit: 1 } }),
    },
  });
  renderPage(<InspectionPage />, fake, { route: { page: 'inspection', params: {} } });
  await userEvent.upload(screen.getByLabelText(/Drop/), new File(['PEM'], 'leaf.pem'));
  await waitFor(() => expect(fake.callsOf('inspection.open')).toHaveLength(1));
  expect(fake.callsOf('signatures.verifyFiles')).toEqual([]);
});
