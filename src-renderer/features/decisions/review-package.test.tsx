import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { InspectionPage } from '../inspection/inspection-page.tsx';
import { RequestsPage } from '../requests/requests-page.tsx';
import { TBS_SHA256 } from '../requests/testing/fake-requests.ts';
import { usePackageFile } from './package-file.ts';
import { packageView } from './testing/fake-decisions.ts';

beforeEach(() => usePackageFile.setState({ open: undefined }));

const CONTENT = encodeUtf8('{"kind":"a package"}');
const file = (name = 'x.approval.json'): File => new File([new Uint8Array(CONTENT)], name);
const candidate = (name: string, keyHere: boolean) => ({
  certificateId: `c-${name}`,
  sha256: 'ef56'.repeat(16),
  subject: `CN=${name}`,
  notAfter: '2027-06-01T00:00:00.000Z',
  keyHere,
});

/** Her key is here, and nobody counts its signature any more. */
const old = { ...candidate('Bea-of-last-year', true), reason: 'expired' as const };

function fakeWith(change: NonNullable<FakeHandlers['decisions']> = {}): FakeCore {
  return createFakeCore({
    decisions: {
      readPackage: () => ok(packageView()),
      signPackage: () => ok({ content: CONTENT, suggestedName: 'x.vote.json' }),
      ...change,
    },
    inspection: { open: () => fail({ code: 'INPUT_TOO_LARGE', data: { limit: 1 } }) },
    signatures: { verifyFiles: () => ok({ files: [] }) },
    operators: {
      candidates: () => ok({ candidates: [candidate('Bea', true), candidate('Ada', false), old] }),
    },
  });
}

async function open(fake: FakeCore): Promise<void> {
  renderPage(<RequestsPage />, fake, { route: { page: 'requests', params: { package: 'open' } } });
  await userEvent.upload(screen.getByLabelText('Drop an approval package here, or choose it'), file());
}
const region = (name: string) => screen.findByRole('region', { name });

test('what the sender says stands apart from what the bytes say', async () => {
  await open(fakeWith());
  const said = within(await region('What the sender says'));
  expect(said.getByText('Rheinhub')).toBeVisible();
  expect(said.getByText('Dora')).toBeVisible();
  expect(said.getByText('Ada')).toBeVisible();
  const bytes = within(await region('What the bytes say here'));
  expect(bytes.getByText('No check of the bytes warns or fails.')).toBeVisible();
  expect(bytes.queryByText('Rheinhub')).toBeNull();
  expect(bytes.queryByText('Dora')).toBeNull();
});

test('the vote is over the bytes that were shown, by a certificate whose key is here', async () => {
  const fake = fakeWith();
  await open(fake);
  await region('What the bytes say here');
  expect(screen.queryByText(/Bea-of-last-year/)).toBeNull();
  const vote = within(await region('Your vote'));
  expect(vote.getByRole('button', { name: /^Vote to approve/ })).toHaveAccessibleDescription(
    'Choose an identity certificate first.',
  );
  await userEvent.click(await vote.findByRole('radio', { name: /CN=Bea/ }));
  expect(vote.queryByRole('radio', { name: /CN=Ada/ })).toBeNull();
  await userEvent.click(vote.getByRole('button', { name: /^Vote against/ }));
  await waitFor(() =>
    expect(fake.callsOf('decisions.signPackage')).toEqual([
      { content: CONTENT, certificateId: 'c-Bea', tbsSha256: TBS_SHA256, decision: 'reject' },
    ]),
  );
});

test.each(['own', 'results'] as const)('a check among %s that fails keeps from agreeing', async (list) => {
  const failing = [{ code: 'POSSESSION', reason: 'POSSESSION_INVALID', verdict: 'fail', values: {} } as const];
  await open(fakeWith({ readPackage: () => ok(packageView({ [list]: failing })) }));
  const vote = within(await region('Your vote'));
  await userEvent.click(await vote.findByRole('radio', { name: /CN=Bea/ }));
  expect(vote.getByRole('button', { name: /^Vote to approve/ })).toHaveAccessibleDescription(
    'A check fails: it can be voted against, not for.',
  );
  expect(vote.getByRole('button', { name: /^Vote against/ })).not.toHaveAttribute('aria-disabled');
});

test('a file that is no package says so', async () => {
  await open(fakeWith({ readPackage: () => fail({ code: 'PACKAGE_UNREADABLE', data: {} }) }));
  expect(await screen.findByRole('alert')).toHaveTextContent('PACKAGE_UNREADABLE');
});

test('a package that is dropped to be inspected is reviewed', async () => {
  const fake = fakeWith();
  renderPage(<InspectionPage />, fake, { route: { page: 'inspection', params: {} } });
  await userEvent.upload(screen.getByLabelText(/Drop/), file());
  await waitFor(() =>
    expect(useRouteStore.getState().route).toEqual({ page: 'requests', params: { package: 'open' } }),
  );
  expect(fake.callsOf('inspection.open')).toEqual([]);
});

test('another JSON file that is dropped to be inspected is inspected', async () => {
  const fake = fakeWith({ readPackage: () => fail({ code: 'PACKAGE_UNREADABLE', data: {} }) });
  renderPage(<InspectionPage />, fake, { route: { page: 'inspection', params: {} } });
  await userEvent.upload(screen.getByLabelText(/Drop/), file('renewal.json'));
  await waitFor(() => expect(fake.callsOf('inspection.open')).toHaveLength(1));
});
