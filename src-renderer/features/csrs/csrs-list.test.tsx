import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { setCoreConnection } from '../../platform/core.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { csrSearch } from './csr-search.ts';
import { CsrsPage } from './csrs-page.tsx';
import { csrHandlers, csrRow, GROUP_REF } from './testing/fake-csrs.ts';

beforeEach(forgetListViews);
const ROUTE = { page: 'csrs', params: {} };

test('the newest stands first; typing asks core, fingerprints in any spacing', async () => {
  const fake = createFakeCore(csrHandlers());
  renderPage(<CsrsPage />, fake, { route: ROUTE });
  await screen.findByText('1 CSR');
  expect(fake.callsOf('csrs.list')[0]).toEqual({ offset: 0, limit: 200, sort: 'createdAt', descending: true });
  await userEvent.type(screen.getByRole('searchbox'), 'DA83 da83');
  await waitFor(() => expect(fake.callsOf('csrs.list').at(-1)).toMatchObject({ filter: 'da83da83' }));
});

test('of one group only that group’s are asked for, and all are one step away', async () => {
  const fake = createFakeCore(csrHandlers());
  renderPage(<CsrsPage />, fake, { route: { page: 'csrs', params: { group: GROUP_REF } } });
  await waitFor(() => expect(fake.callsOf('csrs.list')[0]).toMatchObject({ groupRef: GROUP_REF }));
  await userEvent.click(await screen.findByRole('button', { name: 'Show all CSRs' }));
  expect(useRouteStore.getState().route.params).toEqual({});
});

test('Enter on a row opens it', async () => {
  renderPage(<CsrsPage />, createFakeCore(csrHandlers()), { route: ROUTE });
  await screen.findByText('1 CSR');
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Enter}');
  expect(useRouteStore.getState().route.params).toEqual({ id: 'csr-7', name: 'cpo1-emsp1-key g7' });
});

test('thirty ids show three and how many more there are', async () => {
  const many = Array.from({ length: 30 }, (_, at) => `DE*C${at + 10}`);
  const row = csrRow(7, { ids: { partyIds: [], subCpoIds: many, subEmspIds: [] } });
  const handlers = csrHandlers();
  const fake = createFakeCore({ ...handlers, csrs: { ...handlers.csrs, list: () => ok({ total: 1, rows: [row] }) } });
  renderPage(<CsrsPage />, fake, { route: ROUTE });
  expect(await screen.findByText('+27')).toHaveAttribute('title', many.slice(3).join(', '));
});

test('without any the step before is offered: a key group', async () => {
  const handlers = csrHandlers();
  const fake = createFakeCore({
    csrs: { ...handlers.csrs, list: () => ok({ total: 0, rows: [] }) },
    keys: { groups: () => ok({ total: 0, rows: [] }) },
  });
  renderPage(<CsrsPage />, fake, { route: ROUTE });
  await screen.findByText('No CSR yet');
  await userEvent.click(await screen.findByRole('button', { name: 'New key group' }));
  expect(useRouteStore.getState().route).toEqual({ page: 'keys', params: { new: 'group' } });
});

test('the palette finds CSRs by fingerprint and opens them', async () => {
  const fake = createFakeCore(csrHandlers());
  setCoreConnection(fake.connection);
  const [item] = await csrSearch.search('da83 da83', 8);
  expect(fake.callsOf('csrs.list').at(-1)).toMatchObject({ filter: 'da83da83', limit: 8 });
  item?.open();
  expect(useRouteStore.getState().route.params).toMatchObject({ id: 'csr-7' });
});
