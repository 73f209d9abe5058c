import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { PartnerIdsView } from '../../../shared/contract/documents.ts';
import { ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { AnchoredBar } from './anchored-bar.tsx';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

const id = { partnerId: 'p-1', name: 'Exa\u202emple', kind: 'party' as const, id: 'DEEXA' };
const same: PartnerIdsView = {
  standing: 'current',
  ids: 1,
  registered: 1,
  added: [],
  removed: [],
  addedCount: 0,
  removedCount: 0,
};
const good: NonNullable<FakeHandlers['operators']> = {
  show: () =>
    ok({
      roster: { state: 'good', seq: 1, votesNeeded: 1, singleOperator: true, anchors: [], documents: [] },
      operators: [],
      me: { operatorId: 'o-1', name: 'Ada', roles: ['approver'], since: '2026-01-01T00:00:00Z' },
      proposals: [],
    }),
};

function open(view: PartnerIdsView, enrolled = true): FakeCore {
  const fake = createFakeCore({
    ...(enrolled ? { operators: good } : {}),
    documents: {
      partnerIds: () => ok(view),
      propose: ({ document }) => ok({ applied: false, document, version: 1, sha256: 'ab'.repeat(32) }),
    },
  });
  renderPage(<AnchoredBar />, fake, { route: { page: 'partners', params: {} } });
  return fake;
}

test('nothing is said where registry and roster agree', async () => {
  const fake = open(same);
  await waitFor(() => expect(fake.callsOf('documents.partnerIds')).toHaveLength(1));
  expect(screen.queryByRole('status')).toBeNull();
});

test('nothing is asked before there are operators', async () => {
  const fake = open({ ...same, addedCount: 1, added: [id] }, false);
  await waitFor(() => expect(fake.callsOf('operators.show')).toHaveLength(1));
  expect(fake.callsOf('documents.partnerIds')).toEqual([]);
});

test('what differs is shown and proposed, and the votes follow', async () => {
  const fake = open({ ...same, addedCount: 2, added: [id], removedCount: 1, removed: [{ ...id, id: 'DEOLD' }] });
  expect(await screen.findByText(/2 ids do not count yet, 1 are gone/u)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Look at it…' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('DEEXA')).toBeVisible();
  expect(dialog.getByText('goes out')).toBeVisible();
  expect(dialog.getByText('and 1 more')).toBeVisible();
  await userEvent.click(dialog.getByRole('button', { name: 'Propose' }));
  await waitFor(() => expect(useRouteStore.getState().route.page).toBe('operators'));
  expect(fake.callsOf('documents.propose')).toEqual([{ document: 'partner-ids' }]);
});

test('a list that was changed in the database is an alarm', async () => {
  open({ ...same, standing: 'altered', ids: 0, addedCount: 1, added: [id] });
  expect(await screen.findByRole('alert')).toHaveTextContent('nothing is signed');
});

test('what waits for votes already is not proposed again', async () => {
  const proposed = {
    version: 2,
    sha256: 'ab'.repeat(32),
    standing: 'proposed' as const,
    proposedBy: 'ada',
    proposedAt: '2026-01-02T08:00:00Z',
  };
  open({ ...same, addedCount: 1, added: [id], proposed });
  await userEvent.click(await screen.findByRole('button', { name: 'To the votes' }));
  expect(useRouteStore.getState().route.page).toBe('operators');
});
