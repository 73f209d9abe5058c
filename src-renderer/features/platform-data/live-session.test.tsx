import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OcpiSession } from '../../../shared/contract/ocpi-objects.ts';
import type { SessionRow } from '../../../shared/contract/platform-rows.ts';
import type { SyncRun } from '../../../shared/contract/platforms.ts';
import { ok } from '../../../shared/util/result.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { forgetReadings } from '../platforms/sync-session.ts';
import { OtherFieldsPart, licenceOf } from './other-fields-part.tsx';
import { SessionPart } from './session-part.tsx';

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  forgetReadings();
});

const row: SessionRow = {
  ...{
    module: 'sessions',
    rowId: 1,
    connectionId: 'c-1',
    connection: 'CPO',
    id: 'S1',
    lastUpdated: null,
    state: 'present',
  },
  ...{ findings: 0, startedAt: null, endedAt: null, tariffIds: [], status: 'ACTIVE' },
};
const session: OcpiSession = {
  ...{ kind: 'session', id: 'S1', lastUpdated: null, startedAt: null, endedAt: null, periods: [], status: 'ACTIVE' },
  other: [
    ['license', 'CC BY 4.0'],
    ['x_vendor', 'a\u202eb'],
  ],
};
const counts = {
  ...{ pages: 1, objects: 1, added: 0, changed: 1, same: 0, unlisted: 0, notUnderstood: 0, missed: 0, findings: 0 },
};

function open(fault?: SyncRun['fault'], status = 'ACTIVE') {
  const run: SyncRun = {
    ...{ runId: 1, module: 'sessions', kind: 'incremental', began: '2026-01-02T08:00:00.000Z', counts },
    ...(fault === undefined ? { end: 'done' } : { end: 'failed', fault }),
  };
  const fake = createFakeCore({ platforms: { sync: () => ok({ runs: [run], unread: [] }) } });
  renderPage(<SessionPart session={{ ...session, status }} row={row} />, fake);
  return fake;
}
const asked = { connectionId: 'c-1', kind: 'incremental', modules: ['sessions'] };
const follow = () => screen.findByRole('checkbox', { name: /30 seconds/ });

describe('a session that goes on', () => {
  test('is read again on demand', async () => {
    const fake = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Read sessions again' }));
    expect(fake.callsOf('platforms.sync')).toEqual([asked]);
  });

  test('is read again by itself as long as it is asked for', async () => {
    const fake = open();
    await userEvent.click(await follow());
    expect(fake.callsOf('platforms.sync')).toHaveLength(1);
    await act(() => vi.advanceTimersByTimeAsync(31_000));
    await waitFor(() => expect(fake.callsOf('platforms.sync')).toHaveLength(2));
    await userEvent.click(await follow());
    await act(() => vi.advanceTimersByTimeAsync(90_000));
    expect(fake.callsOf('platforms.sync')).toHaveLength(2);
  });

  test('is not asked for again by itself after the platform failed, and says how', async () => {
    const fake = open({ code: 'RATE_LIMITED', message: 'asked too often' });
    await userEvent.click(await follow());
    expect(await screen.findByText(/asked too often/)).toBeVisible();
    expect(await follow()).not.toBeChecked();
    await act(() => vi.advanceTimersByTimeAsync(90_000));
    expect(fake.callsOf('platforms.sync')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: /diagnosis/i }));
    expect(useRouteStore.getState().route).toMatchObject({
      page: 'platforms',
      params: { id: 'c-1', part: 'diagnosis' },
    });
  });
});

test('a session that has ended is not read again', () => {
  open(undefined, 'COMPLETED');
  expect(screen.queryByRole('button')).toBeNull();
});

test('fields that OCPI does not know are shown as they came, a licence by its name', () => {
  renderPage(<OtherFieldsPart object={session} version="2.2.1" />, createFakeCore({}));
  expect(screen.getByText('2 fields that OCPI 2.2.1 does not know')).toBeVisible();
  expect(screen.getByText('x_vendor')).toBeVisible();
  expect(screen.getByText('U+202E')).toBeVisible();
  expect(licenceOf(session)).toBe('CC BY 4.0');
});
