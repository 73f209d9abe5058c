import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CdrRow } from '../../../shared/contract/platform-rows.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { noVerdicts } from '../signatures/testing/fake-verdicts.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { connection, row as connectionRow } from '../platforms/testing/fake-connection.ts';
import { CdrsPage, TariffsPage } from './data-pages.tsx';

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
});

const row: CdrRow = {
  module: 'cdrs',
  rowId: 7,
  connectionId: 'c-1',
  connection: 'Example CPO',
  party: 'DEGEF',
  id: 'CDR\u202e7',
  lastUpdated: '2026-01-02T09:31:00Z',
  state: 'present',
  findings: 2,
  worst: 'warn',
  startedAt: '2026-01-02T08:00:00Z',
  endedAt: null,
  kwh: '20.50',
  cost: '8.20',
  currency: 'EUR',
  locationId: 'LOC1',
  tariffIds: [],
  tokenUid: '••••••E680',
  signed: false,
  credit: false,
};
const TOTAL = 1_000_000;
const original = '{"id":"CDR7","total_cost":8.20,"cdr_token":{"uid":"••••••E680"}}';

const fakeCore = () =>
  createFakeCore({
    ...noVerdicts,
    platforms: {
      list: () => ok({ connections: [connectionRow()] }),
      get: () =>
        ok(
          connection({
            settings: { ...connection().settings, partnerId: 'p-1', generationId: 'g-1' },
            identity: {
              ...{ groupRef: 'r-1', keyGroupId: 'gef-emsp', generation: 2, notAfter: '2027-01-02T10:00:00.000Z' },
              ...{ software: false },
            },
          }),
        ),
    },
    platformData: {
      views: () => ok({ views: [] }),
      rows: () => ok({ rows: [row], total: TOTAL, all: TOTAL, milliseconds: 3 }),
      object: () =>
        ok({
          row,
          party: { source: 'object', standing: 'not-among-roles' },
          findings: [{ code: 'TIMESTAMP_WITHOUT_ZONE', severity: 'note', path: 'end_date_time', found: '2026-01-02' }],
          moreFindings: 3,
          links: [
            { kind: 'session', path: '', id: 'S1', module: 'sessions', rowId: 9, certainty: 'id' },
            { kind: 'session', path: '', id: 'S2', module: 'sessions', rowId: 10, certainty: 'probable' },
            { kind: 'tariff', path: '', id: 'T1', certainty: 'id' },
          ],
          versions: [],
          statusHistory: [],
          version: '2.2.1',
          url: 'https://cpo.example/cdrs',
          receivedAt: '2026-01-02T10:00:00.000Z',
        }),
      original: () => ok({ text: original, sha256: '0'.repeat(64), masked: 1, receivedAt: '2026-01-02T10:00:00.000Z' }),
      reveal: () => ok({ objects: [{ rowId: 7, fields: [{ path: 'cdr_token.uid', value: '04A2E680' }] }] }),
    },
  });

describe('a list of what was read', () => {
  test('shows its rows, how many there are, and hidden characters in the open', async () => {
    renderPage(<CdrsPage />, fakeCore());
    expect(await screen.findByText('8.20 EUR')).toBeVisible();
    expect(screen.getByText('1,000,000 rows')).toBeVisible();
    expect(screen.getByText('U+202E')).toBeVisible();
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', String(TOTAL + 1));
  });

  test('says what to do where nothing was read', async () => {
    const fake = createFakeCore({
      platforms: { list: () => ok({ connections: [connectionRow()] }) },
      platformData: {
        views: () => ok({ views: [] }),
        rows: () => ok({ rows: [], total: 0, all: 0, milliseconds: 1 }),
      },
    });
    renderPage(<TariffsPage />, fake);
    expect(await screen.findByText('Nothing was read yet')).toBeVisible();
  });

  test('asks core for what is typed', async () => {
    const fake = fakeCore();
    renderPage(<CdrsPage />, fake);
    await userEvent.type(await screen.findByRole('searchbox'), 'jena');
    await waitFor(() =>
      expect(fake.callsOf('platformData.rows').at(-1)).toMatchObject({ module: 'cdrs', filter: { text: 'jena' } }),
    );
  });

  test('tells a fault of core with what to do', async () => {
    const fake = createFakeCore({
      platforms: { list: () => ok({ connections: [] }) },
      platformData: { views: () => ok({ views: [] }), rows: () => fail({ code: 'PLATFORM_STORE_DAMAGED', data: {} }) },
    });
    renderPage(<CdrsPage />, fake);
    expect(await screen.findByRole('alert')).toHaveTextContent('platform.db');
  });
});

describe('an object', () => {
  const open = () => {
    const fake = fakeCore();
    renderPage(<CdrsPage />, fake, { route: { page: 'cdrs', params: { row: '7' } } });
    return fake;
  };

  test('shows what deviates, what it belongs to, and its JSON with each digit', async () => {
    open();
    expect(await screen.findByText('end_date_time')).toBeVisible();
    expect(screen.getByText('3 findings more')).toBeVisible();
    expect(screen.getByText(/not held here/)).toBeVisible();
    expect(await screen.findByText(/"total_cost": 8\.20/)).toBeVisible();
  });

  test('leads to what it belongs to', async () => {
    open();
    await userEvent.click(await screen.findByRole('button', { name: /Session S1/ }));
    expect(useRouteStore.getState().route).toMatchObject({ page: 'sessions', params: { row: '9' } });
  });

  test('says how surely something belongs to it, whose it is, and with which certificate it was asked for', async () => {
    open();
    expect(await screen.findByText(/probably, by driver token and time/)).toBeVisible();
    const certificate = await screen.findByRole('button', { name: 'Certificate gef-emsp g2' });
    expect(screen.getByRole('button', { name: 'Partner Example' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Connection Example CPO' })).toBeVisible();
    await userEvent.click(certificate);
    expect(useRouteStore.getState().route).toMatchObject({ page: 'keys', params: { ref: 'r-1', generation: 'g-1' } });
  });

  test('says where its party comes from and whether the platform speaks for it', async () => {
    open();
    expect(await screen.findByText('Stated in the object; not among the roles of the platform')).toBeVisible();
  });

  test('shows personal data for a reason alone', async () => {
    const fake = open();
    await userEvent.click(await screen.findByRole('button', { name: /Reveal personal data/ }));
    const dialog = within(await screen.findByRole('dialog'));
    const button = dialog.getByRole('button', { name: 'Reveal personal data' });
    expect(button).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox'), 'invoice disputed');
    await userEvent.click(button);
    expect(await screen.findByText('04A2E680')).toBeVisible();
    expect(fake.callsOf('platformData.reveal')).toEqual([{ module: 'cdrs', rowIds: [7], reason: 'invoice disputed' }]);
  });
});
