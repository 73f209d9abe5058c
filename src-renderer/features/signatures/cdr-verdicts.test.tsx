import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { PriceReport } from '../../../shared/contract/pricing.ts';
import type { ObjectReportView } from '../../../shared/contract/signed-objects.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { CdrPricePart } from './cdr-price-part.tsx';
import { CdrVerdicts } from './cdr-verdicts.tsx';
import { SignedPart } from './signed-part.tsx';

const settings = { stepSize: 'session', flat: 'session', rounding: 'exact', places: 2, limits: true };
const price: PriceReport = {
  verdict: 'MISMATCH',
  currency: 'EUR',
  totals: [
    { name: 'total_cost', side: 'before', stated: '7', computed: '6', difference: '1', verdict: 'MISMATCH' },
    { name: 'total_time_cost', side: 'before', computed: '0', verdict: 'NOT_STATED' },
  ],
  lines: [
    {
      ...{ period: 0, dimension: 'ENERGY', reservation: false, quantity: '10', billed: '10', unit: 'kWh' },
      ...{ tariffId: 'T\u202e1', element: 0, price: '0.333333333333…', before: '5' },
    },
  ],
  moreLines: 0,
  notes: ['MIN_PRICE_APPLIED'],
  causes: [],
  reason: 'LIMIT_IGNORED',
  settings,
};
const party: ObjectReportView = {
  verdict: 'BROKEN',
  kind: 'cdr',
  signatures: [
    { verdict: 'WRONG_PARTY', party: 'DE*GEF', parties: ['DEOTH'], notes: ['NOT_CHECKED'], chain: ['CN=Other'] },
  ],
  vendor: [],
  notes: [],
  defects: [{ code: 'DUPLICATE_MEMBER', path: 'elements[0].price', offset: 12 }],
  nested: [],
};
const handlers: FakeHandlers = {
  signatures: { cdrMeter: () => ok({}) },
  signedObjects: { object: () => ok({ report: party }) },
  pricing: { cdr: () => ok({ report: price }) },
};
const route = { route: { page: 'cdrs', params: {} } };

test('the three verdicts stand side by side, unsigned neither good nor bad', async () => {
  renderPage(<CdrVerdicts rowId={1} />, createFakeCore(handlers), route);
  const cards = within(screen.getByRole('group', { name: 'Meter, party and price' }));
  expect(await cards.findByText('No signed data')).toBeVisible();
  expect(await cards.findByText('Signature broken')).toBeVisible();
  expect(await cards.findByText('Price differs')).toBeVisible();
  expect(cards.getByText('One stated total differs.')).toBeVisible();
  expect(cards.getByText(/does not speak for the owner/)).toBeVisible();
});

test('what cannot be asked is not checked, and not green', async () => {
  const lost = createFakeCore({ ...handlers, pricing: { cdr: () => fail({ code: 'VERIFIER_LOST', data: {} }) } });
  renderPage(<CdrVerdicts rowId={1} />, lost, route);
  expect(await screen.findByText('Not checked')).toBeVisible();
});

test('a calculation shows each line and each total, unknown as unknown and foreign text made visible', async () => {
  renderPage(<CdrPricePart rowId={1} id="price" />, createFakeCore(handlers), route);
  expect(await screen.findByText('The least price of the tariff applies.')).toBeVisible();
  expect(screen.getByText(/min_price and max_price are left out/)).toBeVisible();
  expect(screen.getByRole('cell', { name: '0.333333333333…' })).toBeVisible();
  expect(screen.getAllByRole('cell', { name: 'unknown' })).toHaveLength(2);
  expect(screen.queryByText('Time cost')).toBeNull();
  expect(document.body.textContent).not.toContain('\u202e');
});

test('signatures tell who claims to be whom, and what the JSON hides', async () => {
  renderPage(<SignedPart module="cdrs" rowId={1} />, createFakeCore(handlers), route);
  expect(await screen.findByText('DEOTH')).toBeVisible();
  expect(screen.getByText(/what parsers hide \(DUPLICATE_MEMBER\)/)).toBeVisible();
  expect(screen.getByText('elements[0].price')).toBeVisible();
  expect(screen.getByText('No revocation list tells whether the certificate was revoked.')).toBeVisible();
});
