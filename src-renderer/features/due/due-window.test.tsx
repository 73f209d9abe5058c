import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { DueHindrance, DueTask } from '../../../shared/contract/due.ts';
import type { GroupSeries, RehearsedSeries } from '../../../shared/contract/plans.ts';
import { ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { fakeWorld } from '../../testing/fake-world.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { bea, cleo, operatorHandlers, overview } from '../operators/testing/fake-operators.ts';
import { DueBadge } from './due-badge.tsx';
import { DuePage } from './due-page.tsx';
import { ExpiryPage } from './expiry-page.tsx';
import { OwnSeriesPart, PlansPart } from './index.ts';
import { plan, task } from './testing/fake-due.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

interface Shown {
  readonly plans?: readonly ReturnType<typeof plan>[];
  readonly tasks?: readonly DueTask[];
  readonly hindrance?: DueHindrance;
  readonly more?: FakeHandlers;
}

function open({ plans = [], tasks = [], hindrance, more = {} }: Shown): FakeCore {
  const fake = createFakeCore({
    ...more,
    plans: {
      list: () => ok({ total: plans.length, red: plans.length, rows: [...plans] }),
      cancel: () => ok({ plan: plan({ state: 'cancelled' }) }),
      set: () => ok({ plan: plan() }),
      rehearse: () => ok({ rows: [rehearsed], more: false }),
    },
    due: {
      list: () => ok({ tasks: [...tasks], ...(hindrance === undefined ? {} : { hindrance }) }),
      trustClock: () => ok({ now: '2026-03-01T12:00:00.000Z' }),
    },
  });
  renderPage(<DuePage />, fake, { route: { page: 'due', params: {} } });
  return fake;
}
const rehearsed: RehearsedSeries = {
  side: 'issued',
  keyGroupId: 'group-1',
  purpose: 'tls-client',
  partyIds: ['DEGEF'],
  accepted: [],
  verdict: 'none',
};
const route = () => useRouteStore.getState().route;

describe('the badge', () => {
  const badge = (red: number): FakeCore => {
    const list = () => ok({ total: red, red, rows: [] });
    const fake = createFakeCore({ plans: { list } });
    renderPage(<DueBadge />, fake);
    return fake;
  };
  test('counts the plans that wait for a decision', async () => {
    badge(3);
    expect(await screen.findByText('3')).toHaveAttribute('title', 'Waiting for a decision');
  });
  test('is not there while none waits', async () => {
    const fake = badge(0);
    await waitFor(() => expect(fake.callsOf('plans.list')).toHaveLength(1));
    expect(screen.queryByTitle('Waiting for a decision')).toBeNull();
  });
});

describe('what stands in the way of everything', () => {
  test.each([
    ['restored', /restored or copied/u],
    ['clock', /the clock jumped/u],
    ['roster', /the roster is locked/u],
  ] as const)('is told: %s', async (hindrance, words) => {
    open({ hindrance, tasks: [task()] });
    expect(await screen.findByText(words)).toBeVisible();
  });

  test('a person who looked says that the clock is right', async () => {
    const fake = open({ hindrance: 'clock' });
    await userEvent.click(await screen.findByRole('button', { name: 'The clock is right…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Is the clock of this computer right?' }));
    expect(await dialog.findByText(/UTC/u)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'It is right' }));
    await waitFor(() => expect(fake.callsOf('due.trustClock')).toEqual([{}]));
    await waitFor(() => expect(fake.callsOf('due.list').length).toBeGreaterThan(1));
  });

  test('who may not say so is not asked', async () => {
    open({ hindrance: 'clock', more: operatorHandlers(() => overview(cleo)) });
    expect(await screen.findByText(/the clock jumped/u)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'The clock is right…' })).toBeNull());
  });
});

describe('a task', () => {
  test.each([
    [task({ kind: 'plan', subject: 'p-9', requestId: 'r-9', needs: 'nothing' }), 'requests', 'r-9'],
    [task({ kind: 'standing', subject: 'r-8', why: 'renewal' }), 'requests', 'r-8'],
    [task({ kind: 'crl', subject: 'a-1' }), 'authorities', 'a-1'],
    [task({ kind: 'checkpoint', subject: 'w' }), 'audit', undefined],
  ])('leads to what it is about (%#)', async (one, page, id) => {
    open({ tasks: [one] });
    await userEvent.click(await screen.findByRole('button', { name: 'Open' }));
    expect(route().page).toBe(page);
    expect(route().params['id']).toBe(id);
  });

  test('that comes later and lacks a person does not say that it happens by itself', async () => {
    open({ tasks: [task({ kind: 'plan', state: 'soon', needs: 'person', why: 'unseen' })] });
    expect(await screen.findByText(/Nobody has seen the new certificate at work yet/u)).toBeVisible();
    expect(screen.getByText('Needs a person')).toBeVisible();
    expect(screen.queryByText('By itself')).toBeNull();
  });

  test('of a standing approval says why it needs no vote', async () => {
    open({ tasks: [task({ kind: 'standing', why: 'renewal' })] });
    expect(await screen.findByText(/without a new vote/u)).toBeVisible();
  });
});

describe('a plan', () => {
  test('leads to its request', async () => {
    open({ plans: [plan()] });
    await userEvent.click(await screen.findByRole('button', { name: 'Open' }));
    expect(route()).toMatchObject({ page: 'requests', params: { id: 'r-1' } });
  });

  test('is cancelled with a note for the record', async () => {
    const fake = open({ plans: [plan()] });
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel the plan…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel the replacement plan?' }));
    const button = dialog.getByRole('button', { name: 'Cancel the plan' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(dialog.getByRole('textbox'), 'agreed by telephone{Enter}');
    await waitFor(() => expect(fake.callsOf('plans.cancel')).toEqual([{ planId: 'p-1', note: 'agreed by telephone' }]));
  });

  test('opens its terms with the first field in focus', async () => {
    open({ plans: [plan()] });
    await userEvent.click(await screen.findByRole('button', { name: 'Change…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('combobox', { name: 'The older one ends' })).toHaveFocus();
  });

  test('that is not made yet has the overlap of the settings', async () => {
    const world = fakeWorld();
    world.settings = { ...world.settings, overlapDays: 21 };
    const list = () => ok({ total: 0, red: 0, rows: [] });
    renderPage(<PlansPart about={{ requestId: 'r-1' }} undecided />, createFakeCore({ plans: { list } }, world));
    expect(await screen.findByText('after an overlap of 21 days')).toBeVisible();
  });
});

test('the slider of the rehearsal moves by days and writes no seconds', async () => {
  const fake = open({ tasks: [task()] });
  await userEvent.click(await screen.findByRole('button', { name: 'Rehearse…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await dialog.findByText('Nobody');
  const field = dialog.getByRole('textbox');
  expect(field.getAttribute('value')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/u);
  dialog.getByRole('slider').focus();
  await userEvent.type(field, '{ArrowUp}');
  expect(field.getAttribute('value')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/u);
  expect(dialog.getByRole('slider')).toHaveValue('1');
  await waitFor(() => expect(fake.callsOf('plans.rehearse').at(-1)).toMatchObject({ at: /:\d\d:00/u }));
});

describe('what ends', () => {
  const counts = { ended: 0, week: 0, month: 0, later: 0 };
  const list = () => ok({ total: 0, rows: [], counts, partners: [], authorities: [] });
  const file = { content: new Uint8Array([1]), suggestedName: 'expiry.csv', mediaType: 'text/csv' };
  const show = (params: Record<string, string> = {}, handlers: FakeHandlers['expiry'] = {}): FakeCore => {
    const fake = createFakeCore({ expiry: { list, export: () => ok(file), ...handlers } });
    renderPage(<ExpiryPage />, fake, { route: { page: 'expiry', params } });
    return fake;
  };

  test('is told to be nothing where nothing does', async () => {
    show();
    expect(await screen.findByText('Nothing ends in this time')).toBeVisible();
  });

  test('is saved as a table of what the filter lets through', async () => {
    const saveFile = vi.fn(() => Promise.resolve({ kind: 'failed', reason: 'full' }));
    vi.stubGlobal('shell', { saveFile });
    const fake = show({ within: '7' });
    await userEvent.click(await screen.findByRole('button', { name: 'CSV' }));
    await waitFor(() => expect(saveFile).toHaveBeenCalledWith('expiry.csv', new Uint8Array([1])));
    expect(fake.callsOf('expiry.export')).toEqual([{ within: 7, replaced: false, format: 'csv' }]);
    // A file that was not written is not kept quiet about.
    expect(await screen.findByRole('alert')).toBeVisible();
  });
});

describe('a key group of our own', () => {
  const one = (n: number): GroupSeries['certificates'][number] => ({
    certificateId: `c-${n}`,
    number: n,
    commonName: 'cpo.example',
    notBefore: `2026-0${n}-01T00:00:00.000Z`,
    notAfter: `2026-0${n + 1}-10T00:00:00.000Z`,
  });
  const series = (side: 'own' | 'issued', partyIds: string[]): GroupSeries => ({
    side,
    keyGroupId: 'g',
    purpose: 'tls-client',
    partyIds,
    certificates: [one(1), one(2)],
    stretches: [{ kind: 'overlap', from: '2026-02-01T00:00:00.000Z', to: '2026-02-10T00:00:00.000Z' }],
  });
  const show = (all: GroupSeries[]): FakeCore => {
    const fake = createFakeCore({ plans: { timeline: () => ok({ series: all }) } });
    renderPage(<OwnSeriesPart keyGroupId="g" owner="DEGEF" />, fake);
    return fake;
  };

  test('shows its certificates in time with their overlap', async () => {
    show([series('own', ['DEGEF'])]);
    expect(await screen.findByRole('heading', { name: 'Certificates of this key group' })).toBeVisible();
    expect(screen.getAllByText('Overlap 9 d').length).toBeGreaterThan(0);
  });

  test('does not show those of another party, nor what we issued under the same name', async () => {
    const fake = show([series('own', ['DEXYZ']), series('issued', ['DEGEF'])]);
    await waitFor(() => expect(fake.callsOf('plans.timeline')).toEqual([{ keyGroupId: 'g' }]));
    expect(screen.queryByRole('heading', { name: 'Certificates of this key group' })).toBeNull();
  });
});

test('whoever is an approver may say that the clock is right', async () => {
  open({ hindrance: 'clock', more: operatorHandlers(() => overview(bea)) });
  expect(await screen.findByRole('button', { name: 'The clock is right…' })).toBeVisible();
});
