import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { QuoteReport } from '../../../shared/contract/pricing.ts';
import { ok } from '../../../shared/util/result.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { QuotePart } from './quote-part.tsx';

const quote: QuoteReport = {
  currency: 'EUR',
  before: '11',
  lines: [],
  causes: [],
  points: [
    { seconds: 0, before: '0' },
    { seconds: 3600, before: '11' },
  ],
};
const handlers = (report: QuoteReport = quote): FakeHandlers => ({
  pricing: {
    quoteTariff: () =>
      ok({
        quote: report,
        findings: [
          { code: 'TARIFF_FIELD_UNKNOWN', severity: 'fail', path: 'elements[0].dayOfWeek', wanted: 'day_of_week' },
        ],
      }),
  },
});
const route = { route: { page: 'tariffs', params: {} } };

test('asks for the session that is typed, and shows cost, picture and what the tariff cannot mean', async () => {
  const fake = createFakeCore(handlers());
  renderPage(<QuotePart rowId={3} />, fake, route);
  fireEvent.change(screen.getByLabelText('Energy, kWh'), { target: { value: '12,5' } });
  fireEvent.change(screen.getByLabelText('Minutes of parking'), { target: { value: '30' } });
  expect(await screen.findByText('11 EUR before taxes, unknown EUR after taxes')).toBeVisible();
  expect(screen.getByRole('img', { name: 'Cost over time, before taxes' })).toBeVisible();
  expect(screen.getByText('elements[0].dayOfWeek · day_of_week')).toBeVisible();
  await waitFor(() =>
    expect(fake.callsOf('pricing.quoteTariff').at(-1)).toMatchObject({
      rowId: 3,
      wish: { chargingMinutes: 60, parkingMinutes: 30, energyKwh: '12.5' },
    }),
  );
});

test('what is no session is not asked', async () => {
  const fake = createFakeCore(handlers());
  renderPage(<QuotePart rowId={3} />, fake, route);
  fireEvent.change(screen.getByLabelText('Minutes of charging'), { target: { value: 'long' } });
  expect(await screen.findByText('Give a begin, a duration and an energy.')).toBeVisible();
});

test('what cannot be computed is told with its cause, and no amount', async () => {
  const open: QuoteReport = { lines: [], causes: ['TIME_ZONE_MISSING'], points: [] };
  renderPage(<QuotePart rowId={3} />, createFakeCore(handlers(open)), route);
  expect(await screen.findByText('unknown before taxes, unknown after taxes')).toBeVisible();
  expect(screen.getByText(/nobody tells the time zone/)).toBeVisible();
});
