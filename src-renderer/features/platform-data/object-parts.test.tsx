import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { OcpiCdr, OcpiLocation, OcpiTariff } from '../../../shared/contract/ocpi-objects.ts';
import { renderUi } from '../../ui/testing/render-ui.tsx';
import { energyCurve } from './energy-curve.ts';
import type { CdrRow } from '../../../shared/contract/platform-rows.ts';
import { ObjectParts } from './object-parts.tsx';

const tariff: OcpiTariff = {
  kind: 'tariff',
  id: 'T1',
  lastUpdated: null,
  other: [],
  currency: 'EUR',
  altTexts: [],
  elements: [
    {
      components: [{ type: 'ENERGY', price: '0.450', vat: '19.0', taxes: [], stepSize: '1000' }],
      restrictions: { startTime: '08:00', endTime: '20:00', days: ['MONDAY', 'FRIDAY'] },
    },
    {
      components: [
        { type: 'ENERGY', price: '0.30', taxes: [] },
        { type: 'SESSION_TIME', price: '1', taxes: [] },
      ],
    },
  ],
};
const cdr: OcpiCdr = {
  kind: 'cdr',
  id: 'C1',
  lastUpdated: null,
  other: [],
  startedAt: '2026-01-02T08:00:00Z',
  endedAt: '2026-01-02T09:00:00Z',
  currency: 'EUR',
  periods: [
    { startsAt: '2026-01-02T08:00:00Z', dimensions: [{ type: 'ENERGY', volume: '10' }] },
    { startsAt: '2026-01-02T08:30:00Z', dimensions: [{ type: 'ENERGY', volume: '2.50' }] },
  ],
  totalCost: { beforeTaxes: '4.20', afterTaxes: '4.998', taxes: [{ name: 'VAT', percentage: '19' }] },
  tariffs: [],
};
const row: CdrRow = {
  ...{
    module: 'cdrs',
    rowId: 1,
    connectionId: 'c-1',
    connection: 'CPO',
    id: 'C1',
    lastUpdated: null,
    state: 'present',
  },
  ...{ findings: 0, startedAt: null, endedAt: null, tariffIds: [], signed: false, credit: false },
};
const show = (object: OcpiTariff | OcpiCdr) => renderUi(<ObjectParts object={object} row={row} history={[]} />);

describe('a tariff', () => {
  test('tells its elements in words, with every digit of its prices', () => {
    show(tariff);
    expect(screen.getByText('0.450 EUR per kWh, VAT 19.0 %, in steps of 1000')).toBeVisible();
    expect(screen.getByText('Mon, Fri; 08:00 … 20:00')).toBeVisible();
  });

  test('shows what a week costs, and never ignores what OCPI does not know', () => {
    show(tariff);
    const week = within(screen.getByRole('table', { name: 'A week of ENERGY' }));
    const day = within(week.getByRole('row', { name: /^08:00–20:00/ }));
    expect(day.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual([
      ...['0.450 EUR', '0.30 EUR', '0.30 EUR', '0.30 EUR', '0.450 EUR', '0.30 EUR', '0.30 EUR'],
    ]);
    expect(screen.getAllByText(/^Not computable/).length).toBeGreaterThan(0);
  });

  test('tells the price of a moment', () => {
    show(tariff);
    fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2026-11-23' } });
    fireEvent.change(screen.getByLabelText('Time'), { target: { value: '08:00' } });
    const table = within(screen.getByRole('table', { name: 'Price at a time' }));
    expect(table.getByRole('row', { name: /Energy, per kWh/ })).toHaveTextContent('0.450 EUR');
  });
});

test('a location shows its stations, meters with their keys, hours and states over time', () => {
  const meter = { id: 'M1', model: 'eMeter', publicKeys: ['04AB'], software: [], lastUpdated: null };
  const lists = { directions: [], images: [], capabilities: [], restrictions: [], schedule: [] };
  const connector = { id: '1', standard: 'IEC_62196_T2', tariffIds: ['T1'], capabilities: [], lastUpdated: null };
  const evse = {
    uid: 'E1',
    evseId: 'DE*GEF*E1',
    status: 'CHARGING',
    connectors: [connector],
    meters: [meter],
    ...lists,
    lastUpdated: null,
  };
  const location: OcpiLocation = {
    ...{ kind: 'location', id: 'L1', lastUpdated: null, other: [], related: [], facilities: [], services: [] },
    ...{ directions: [], images: [], meters: [], city: 'Jena', coordinates: { latitude: '50.9', longitude: '11.5' } },
    stations: [{ id: 'CS1', capabilities: [], meters: [], evses: [evse] }],
    hours: { regular: [{ weekday: 1, begin: '08:00', end: '20:00' }], openings: [], closings: [] },
  };
  const history = [{ evseUid: 'E1', status: 'AVAILABLE', at: '2026-01-02T08:00:00.000Z' }];
  renderUi(<ObjectParts object={location} row={row} history={history} />);
  expect(screen.getByText('DE*GEF*E1')).toBeVisible();
  expect(screen.getByText('50.9, 11.5')).toBeVisible();
  expect(screen.getByText('04AB')).toBeVisible();
  expect(screen.getByText('08:00–20:00')).toBeVisible();
  expect(screen.getByText('AVAILABLE')).toBeVisible();
});

describe('a CDR', () => {
  test('shows its costs, its energy over time and what it lacks', () => {
    show(cdr);
    expect(screen.getByText('4.20 EUR')).toBeVisible();
    expect(screen.getByText('VAT 19 %')).toBeVisible();
    expect(
      screen.getByRole('img', { name: 'Energy over time up to 12.5 kWh, mean power of the periods up to 20 kW' }),
    ).toBeVisible();
    expect(screen.getByText('It has no copy of the tariff.')).toBeVisible();
    expect(screen.getByText('ENERGY 2.50')).toBeVisible();
  });

  test('without times or energy has no picture', () => {
    expect(energyCurve([{ startsAt: null, dimensions: [{ type: 'ENERGY', volume: '1' }] }], undefined)).toBeUndefined();
    expect(energyCurve([], '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});
