import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { ok } from '../../shared/util/result.ts';
import { INITIAL_STATUS, useAppStatus } from '../platform/app-status.ts';
import { queryClient } from '../platform/core.ts';
import { operatorHandlers, overview } from '../features/operators/testing/fake-operators.ts';
import { useRouteStore } from '../platform/route.ts';
import { createFakeCore, type FakeCore } from '../testing/fake-core.ts';
import { fakeSlot, fakeToken, fakeWorld } from '../testing/fake-world.ts';
import { renderPage } from '../testing/render-page.tsx';
import { Banners } from './banners.tsx';
import { CoreStatus } from './core-status.tsx';

beforeEach(() => {
  queryClient.clear();
  useAppStatus.setState(INITIAL_STATUS, true);
});
const open = (fake: FakeCore) =>
  renderPage(
    <CoreStatus>
      <Banners />
    </CoreStatus>,
    fake,
  );
const page = () => useRouteStore.getState().route.page;

/** A workspace whose welcome was never finished, with nothing in it. */
function freshCore(change: (world: FakeCore['world']) => void = () => undefined): FakeCore {
  const world = fakeWorld();
  world.workspace = { ...world.workspace, fresh: true };
  world.modules = world.modules.filter(({ moduleId }) => moduleId === 'software');
  const blank = fakeToken('', '', { initialised: false, userPinSet: false, software: true });
  world.slots = [fakeSlot({ moduleId: 'software', name: 'Software token' }, '0', blank)];
  world.groups = [];
  change(world);
  return createFakeCore({}, world);
}

test('a workspace with nothing in it opens with the welcome', async () => {
  open(freshCore());
  await waitFor(() => expect(page()).toBe('welcome'));
});

test.each([
  [
    'key groups',
    (world: FakeCore['world']): void => {
      world.groups = fakeWorld().groups;
    },
  ],
  [
    'a library',
    (world: FakeCore['world']): void => {
      world.modules = fakeWorld().modules;
    },
  ],
] as const)('a workspace that was given %s by the command line opens without it', async (_what, change) => {
  const fake = freshCore(change);
  open(fake);
  await waitFor(() => expect(fake.callsOf('keys.groups')).not.toHaveLength(0));
  await waitFor(() => expect(useAppStatus.getState().workspace).toBeDefined());
  expect(page()).toBe('tokens');
});

test('who takes over a copied workspace is told that its libraries have to be confirmed again', async () => {
  const world = fakeWorld();
  world.workspace = { ...world.workspace, provenance: 'copied' };
  world.modules = world.modules.map((module) =>
    module.trust === 'built-in' ? module : { ...module, trust: 'changed' as const },
  );
  open(createFakeCore({}, world));
  await userEvent.click(await screen.findByRole('button', { name: /work on with|Accept|copy|this one/iu }));
  expect(await screen.findByText(/confirm each of them again/u)).toBeVisible();
});

test.each([
  [{ requests: 2, authorities: 0 }, /signing of 2 requests was cut off/u, 'To the requests', 'requests'],
  [{ requests: 0, authorities: 1 }, /making of 1 authority was cut off/u, 'To the authorities', 'authorities'],
] as const)(
  'what a crash left unclear is told on every page until it is decided (%j)',
  async (unclear, text, link, to) => {
    const world = fakeWorld();
    world.unclear = unclear;
    const fake = createFakeCore({}, world);
    open(fake);
    expect(await screen.findByText(text)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: link }));
    expect(page()).toBe(to);
    world.unclear = { requests: 0, authorities: 0 };
    fake.tell('audit');
    await waitFor(() => expect(screen.queryByText(text)).not.toBeInTheDocument());
  },
);

test('where nothing is unclear nothing is told of it', async () => {
  open(createFakeCore());
  await waitFor(() => expect(useAppStatus.getState().user.name).toBe('brandt'));
  expect(screen.queryByText(/cut off/u)).not.toBeInTheDocument();
});

test('a roster that cannot be relied on is told on every page, until it can', async () => {
  let now = overview(undefined, {
    operators: [],
    roster: { ...overview().roster, state: 'locked', trouble: { code: 'ROSTER_ROLLED_BACK', seq: 2 } },
  });
  const fake = createFakeCore(operatorHandlers(() => now));
  open(fake);
  const banner = await screen.findByRole('alert');
  expect(banner).toHaveTextContent('nothing can be changed: entries that were there are missing (at entry 2)');
  await userEvent.click(screen.getByRole('button', { name: 'Operators' }));
  expect(page()).toBe('operators');
  now = overview();
  fake.tell('operators');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('what ends within a week is announced once at the start, and leads to it', async () => {
  const counts = { ended: 1, week: 2, month: 0, later: 0 };
  const list = () => ok({ total: 3, rows: [], counts, partners: [], authorities: [] });
  const fake = createFakeCore({ expiry: { list } });
  open(fake);
  expect(await screen.findByText('2 certificates end within a week.', {}, { timeout: 4000 })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Show' }));
  expect(useRouteStore.getState().route).toMatchObject({ page: 'expiry', params: { within: '7' } });
  fake.tell('certificates');
  await waitFor(() => expect(screen.queryByText('2 certificates end within a week.')).toBeNull());
  expect(fake.callsOf('expiry.list')).toEqual([{ within: 7, replaced: false, offset: 0, limit: 1 }]);
});
