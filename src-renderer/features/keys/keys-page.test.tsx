import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { fakeWorld } from '../../testing/fake-world.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { csrHandlers, generation } from '../csrs/testing/fake-csrs.ts';
import { forgetListViews } from '../lists/list-view.ts';
import { KeysPage } from './keys-page.tsx';

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
});
const here = () => useRouteStore.getState().route;
const openList = (fake: FakeCore): void => void renderPage(<KeysPage />, fake, { route: { page: 'keys', params: {} } });
async function openGroup(fake: FakeCore): Promise<void> {
  renderPage(<KeysPage />, fake, { route: { page: 'keys', params: { ref: 'ref-cpo1', name: 'cpo1-emsp1-key' } } });
  await screen.findByRole('heading', { level: 1, name: 'cpo1-emsp1-key' });
}

describe('the list', () => {
  test('asks core for words, purpose and order', async () => {
    const fake = createFakeCore();
    openList(fake);
    await screen.findByText('3 key groups');
    await userEvent.type(screen.getByRole('searchbox'), 'cpo1');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Purpose' }), 'tls-client');
    await userEvent.click(screen.getByRole('button', { name: 'Owner' }));
    await waitFor(() =>
      expect(fake.callsOf('keys.groups').at(-1)).toEqual({
        offset: 0,
        limit: 200,
        filter: 'cpo1',
        purpose: 'tls-client',
        sort: 'owner',
        descending: false,
      }),
    );
  });

  test('opens a group by Enter and by its id', async () => {
    const { group } = csrHandlers().keys ?? {};
    openList(createFakeCore({ keys: { group: group! } }));
    await screen.findByText('3 key groups');
    await userEvent.click(screen.getByRole('button', { name: 'cpo1-emsp1-key' }));
    expect(here().params).toEqual({ ref: 'ref-cpo1', name: 'cpo1-emsp1-key' });
  });

  test('without groups and tokens leads to the tokens first', async () => {
    const world = { ...fakeWorld(), groups: [], slots: [] };
    openList(createFakeCore({}, world));
    expect(await screen.findByText(/Its keys need a token: none is ready yet/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Go to the tokens' }));
    expect(here().page).toBe('tokens');
  });

  test('that cannot be read says why and tries again by hand only', async () => {
    const fake = createFakeCore({ keys: { groups: () => fail({ code: 'DEADLINE' }) } });
    openList(fake);
    expect(await screen.findByRole('alert')).toHaveTextContent('DEADLINE');
    expect(fake.callsOf('keys.groups')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(fake.callsOf('keys.groups').length).toBeGreaterThan(1));
  });
});

describe('a new group', () => {
  test('is made from what stands in the fields, and then shown', async () => {
    const fake = createFakeCore({
      ...csrHandlers(),
      keys: {
        ...csrHandlers().keys,
        createGroup: ({ id, purpose, owner }) =>
          ok({
            group: { groupRef: 'new', id, purpose, owner, createdAt: '2026-11-22T13:00:00Z', generations: 0, csrs: 0 },
          }),
      },
    });
    renderPage(<KeysPage />, fake, { route: { page: 'keys', params: { new: 'group' } } });
    await userEvent.type(screen.getByRole('textbox', { name: /Key group id/ }), 'emsp-2');
    await userEvent.type(screen.getByRole('textbox', { name: /Owner/ }), 'DEGEF');
    await userEvent.type(screen.getByRole('textbox', { name: /Party, sub-CPO/ }), 'DEGEF DE*GEF,DE-GDF ');
    act(() => runCommand('keys.makeGroup'));
    await waitFor(() => expect(here().params).toMatchObject({ ref: 'new' }));
    expect(fake.callsOf('keys.createGroup')).toMatchObject([
      {
        id: 'emsp-2',
        purpose: 'tls-client',
        owner: 'DEGEF',
        defaults: {
          ids: { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
          validityDays: 30,
          overlapDays: 5,
        },
      },
    ]);
  });

  test('with a wrong id says so while typing and is not made', async () => {
    const fake = createFakeCore();
    renderPage(<KeysPage />, fake, { route: { page: 'keys', params: { new: 'group' } } });
    const id = screen.getByRole('textbox', { name: /Key group id/ });
    await userEvent.clear(id);
    await userEvent.type(id, 'emsp 2');
    expect(id).toHaveAccessibleDescription(/Only A–Z/);
    act(() => runCommand('keys.makeGroup'));
    expect(fake.callsOf('keys.createGroup')).toEqual([]);
  });
});

describe('a group', () => {
  test('shows its generations as timeline and table, and offers the step that comes next', async () => {
    await openGroup(createFakeCore(csrHandlers()));
    const table = screen.getByRole('grid', { name: 'Keys of this group' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    await userEvent.click(screen.getByRole('button', { name: 'As a table' }));
    expect(screen.getByRole('table')).toHaveTextContent('2026-10-31 00:00 UTC');
    runCommand('keys.makeCsr');
    expect(here()).toMatchObject({ page: 'csrs', params: { generation: 'gen-8', group: 'ref-cpo1' } });
  });

  test('generates on the token of the generation before, by the algorithm that it offers', async () => {
    const fake = createFakeCore({
      ...csrHandlers(),
      keys: {
        ...csrHandlers().keys,
        generate: async (_, { emit }) => {
          await emit({ kind: 'pin-window-open' });
          return ok({ generation: generation(9) });
        },
      },
    });
    await openGroup(fake);
    act(() => runCommand('keys.generate'));
    const dialog = await screen.findByRole('dialog', { name: /generation 9/ });
    expect(await within(dialog).findByText('The token can make 2 kinds of keys.')).toBeVisible();
    expect(within(dialog).getByRole('radio', { name: /GEF-CARD-07/ })).toBeChecked();
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Algorithm' }), 'ec-p384');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Generate key' }));
    await waitFor(() => expect(here().params).toMatchObject({ generation: 'gen-9' }));
    expect(fake.callsOf('keys.generate')).toEqual([
      {
        groupRef: 'ref-cpo1',
        tokenUri: 'pkcs11:token=GEF-CARD-07;serial=004F61A317C2',
        algorithm: 'ec-p384',
      },
    ]);
  });

  test('says where the PIN is typed while the token waits for it', async () => {
    const fake = createFakeCore({
      ...csrHandlers(),
      keys: {
        ...csrHandlers().keys,
        generate: async (_, { emit, stop }) => {
          await emit({ kind: 'pin-window-open' });
          await new Promise<void>((resolve) => {
            stop.onStop(() => resolve());
          });
          return fail({ code: 'PIN_CANCELLED', data: {} });
        },
      },
    });
    await openGroup(fake);
    act(() => runCommand('keys.generate'));
    const button = () => screen.getByRole('button', { name: 'Generate key' });
    await waitFor(() => expect(button()).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(button());
    expect(await screen.findByText(/The PIN window is open/)).toBeVisible();
  });

  test('asks the token about a key whose making is unclear', async () => {
    const unclear = generation(8, { state: 'unclear' });
    const handlers = csrHandlers();
    const group = await createFakeCore(handlers).client.keys.group({ groupRef: 'ref-cpo1' });
    const detail = group.ok ? group.value : undefined;
    const fake = createFakeCore({
      ...handlers,
      keys: {
        group: () => ok({ ...detail!, generations: [unclear] }),
        resolveUnclear: () => ok({ generation: generation(8) }),
      },
    });
    await openGroup(fake);
    expect(screen.getByText(/Only GEF-CARD-07 knows whether the key is there/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Look on the token' }));
    await waitFor(() => expect(fake.callsOf('keys.resolveUnclear')).toEqual([{ generationId: 'gen-8' }]));
    expect(useRegistry.getState().commands.find(({ id }) => id === 'keys.makeCsr')?.disabledReason).toBeDefined();
  });

  test('changes its defaults', async () => {
    const fake = createFakeCore({
      ...csrHandlers(),
      keys: { ...csrHandlers().keys, changeDefaults: () => ok({}) },
    });
    await openGroup(fake);
    act(() => runCommand('keys.defaults'));
    const dialog = await screen.findByRole('dialog');
    const overlap = within(dialog).getByRole('textbox', { name: 'Overlap with the successor' });
    await userEvent.clear(overlap);
    await userEvent.type(overlap, '7');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save defaults' }));
    await waitFor(() =>
      expect(fake.callsOf('keys.changeDefaults')).toMatchObject([
        { groupRef: 'ref-cpo1', defaults: { overlapDays: 7 } },
      ]),
    );
  });
});
