import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Partner, PartnerRow } from '../../../shared/contract/partners.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { PartnersPage } from './partners-page.tsx';

type Handlers = NonNullable<FakeHandlers['partners']>;

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
});

const confirmed = { by: 'ada', how: 'phone', at: '2026-01-02T08:00:00Z', note: 'asked B.' } as const;
const partner: Partner = {
  partnerId: 'p-1',
  version: 3,
  name: 'Example \u202eCPO',
  platform: 'Hub',
  ids: [
    { kind: 'party', id: 'DEEXA', confirmed },
    { kind: 'sub-cpo', id: 'DE*EXA' },
  ],
  contacts: [{ name: 'B. Example', role: 'security', phone: '+49 30 1', mail: 'ops@example.org' }],
  allowedAlgorithms: [],
  allowedNames: ['dns:*.example.org'],
  authorityIds: [],
  authorities: [],
  notes: '',
  archived: false,
  createdAt: '2026-01-01T08:00:00Z',
  createdBy: 'ada',
  changedAt: '2026-01-02T08:00:00Z',
  changedBy: 'ada',
};
const row: PartnerRow = {
  partnerId: 'p-1',
  name: 'Example CPO',
  platform: 'Hub',
  partyIds: ['DEEXA'],
  subCpoIds: ['DE*EXA'],
  subEmspIds: [],
  unconfirmed: 1,
  archived: false,
  version: 3,
  changedAt: '2026-01-02T08:00:00Z',
  changedBy: 'ada',
};

const handlers = (change: Handlers = {}): FakeHandlers => ({
  authorities: { list: () => ok({ authorities: [] }) },
  certificates: { claims: () => ok({ total: 0, rows: [] }) },
  partners: {
    list: () => ok({ total: 1, rows: [row] }),
    show: () => ok({ partner, findings: [] }),
    history: () => ok({ total: 0, rows: [] }),
    check: () => ok({ findings: [] }),
    add: () => ok({ partner }),
    edit: () => ok({ partner }),
    setArchived: () => ok({ partner }),
    remove: () => ok({}),
    ...change,
  },
});
function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<PartnersPage />, fake, { route: { page: 'partners', params } });
}
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const dialog = () => screen.findByRole('dialog');

describe('the list', () => {
  test('shows ids and how far they are confirmed, and asks core for words, state and order', async () => {
    const fake = createFakeCore(handlers());
    open(fake);
    await screen.findByText('1 partner');
    expect(screen.getByRole('img', { name: /DE\*EXA/u })).toBeVisible();
    expect(screen.getByText('1 unconfirmed')).toBeVisible();
    await userEvent.type(screen.getByRole('searchbox'), 'DEEXA');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'all');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Ids' }), 'unconfirmed');
    await userEvent.click(button('Platform'));
    await waitFor(() =>
      expect(fake.callsOf('partners.list').at(-1)).toEqual({
        offset: 0,
        limit: 200,
        filter: 'DEEXA',
        archived: 'all',
        unconfirmed: true,
        sort: 'platform',
        descending: false,
      }),
    );
  });

  test('says what the registry is when it is empty, and offers the first step', async () => {
    open(createFakeCore(handlers({ list: () => ok({ total: 0, rows: [] }) })));
    expect(await screen.findByText('No partner yet')).toBeVisible();
    expect(screen.getAllByRole('button', { name: /^Add partner/ }).length).toBe(2);
  });
});

describe('a new partner', () => {
  test('is stated in the dialog, judged by core while it is typed, and opened when it is stored', async () => {
    const fake = createFakeCore(
      handlers({
        check: ({ spec }) =>
          ok({
            findings:
              spec.ids.length === 0
                ? []
                : [
                    {
                      level: 'fail',
                      code: 'PARTNER_ID_TAKEN',
                      path: 'ids.0',
                      value: 'DENEW',
                      other: { partnerId: 'p-1', name: 'Example CPO' },
                    },
                  ],
          }),
      }),
    );
    open(fake, { ask: 'add' });
    const inside = within(await dialog());
    await userEvent.type(inside.getByRole('textbox', { name: /^Name \(required\)/ }), 'New one');
    await userEvent.type(inside.getByRole('textbox', { name: 'Ids it may speak for' }), 'DENEW DE-NEW ');
    await userEvent.type(inside.getByRole('textbox', { name: 'Longest life, days' }), '90');
    await userEvent.type(inside.getByRole('textbox', { name: 'Names' }), 'dns:*.new.example');
    await userEvent.click(inside.getByRole('button', { name: 'Add a contact' }));
    await userEvent.type(inside.getByRole('textbox', { name: 'Mail' }), 'ops@new.example');
    expect(await inside.findByText(/DENEW belongs to the partner Example CPO/)).toBeVisible();
    await userEvent.click(inside.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(fake.callsOf('partners.add')).toEqual([
        {
          spec: {
            name: 'New one',
            platform: '',
            ids: [
              { kind: 'party', id: 'DENEW' },
              { kind: 'sub-emsp', id: 'DE-NEW' },
            ],
            contacts: [{ name: '', role: '', phone: '', mail: 'ops@new.example' }],
            allowedAlgorithms: [],
            maxLifetimeDays: 90,
            allowedNames: ['dns:*.new.example'],
            authorityIds: [],
            notes: '',
          },
        },
      ]),
    );
    await waitFor(() => expect(useRouteStore.getState().route.params['id']).toBe('p-1'));
  });

  test('without a name cannot be stored, and the reason stands there', async () => {
    const fake = createFakeCore(handlers());
    open(fake, { ask: 'add' });
    const inside = within(await dialog());
    await userEvent.type(inside.getByRole('textbox', { name: 'Longest life, days' }), 'soon{Enter}');
    expect(inside.getAllByText('A whole number from 1 to 3650.').length).toBeGreaterThan(0);
    expect(fake.callsOf('partners.add')).toEqual([]);
  });
});

describe('one partner', () => {
  test('shows its hostile name as text and each id with who made sure of it', async () => {
    open(createFakeCore(handlers()), { id: 'p-1' });
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('U+202E');
    expect(screen.getByText('by phone')).toBeVisible();
    expect(screen.getByText('not confirmed')).toBeVisible();
    expect(screen.getByText(/asked B\./)).toBeVisible();
  });

  test('has an id confirmed with how, by whom, when and a note; the others stay as they are', async () => {
    const fake = createFakeCore(handlers());
    open(fake, { id: 'p-1' });
    await userEvent.click(await screen.findByRole('button', { name: 'Confirm…' }));
    const inside = within(await dialog());
    await userEvent.selectOptions(inside.getByRole('combobox', { name: 'How' }), 'registry');
    const at = inside.getByRole('textbox', { name: 'When (UTC)' });
    await userEvent.clear(at);
    await userEvent.type(at, '2026-01-03 10:00');
    await userEvent.type(inside.getByRole('textbox', { name: 'Note' }), 'afirev');
    await userEvent.click(inside.getByRole('button', { name: 'Record' }));
    const [wish] = fake.callsOf('partners.edit') as readonly { version: number; spec: { ids: unknown } }[];
    expect(wish?.version).toBe(3);
    expect(wish?.spec.ids).toEqual([
      { kind: 'party', id: 'DEEXA', confirmed },
      {
        kind: 'sub-cpo',
        id: 'DE*EXA',
        confirmed: { how: 'registry', by: '', at: '2026-01-03T10:00:00Z', note: 'afirev' },
      },
    ]);
  });

  test('keeps confirmations when it is edited', async () => {
    const fake = createFakeCore(handlers());
    open(fake, { id: 'p-1' });
    await screen.findByRole('heading', { level: 1 });
    runCommand('partners.edit');
    const inside = within(await dialog());
    await userEvent.type(inside.getByRole('textbox', { name: 'Platform' }), ' 2');
    await userEvent.click(inside.getByRole('button', { name: 'Save' }));
    expect(fake.callsOf('partners.edit')).toMatchObject([{ spec: { platform: 'Hub 2', ids: partner.ids } }]);
  });

  test('is archived after a question and removed after its name', async () => {
    const fake = createFakeCore(handlers({ remove: () => fail({ code: 'PARTNER_IN_USE', data: { claims: 2 } }) }));
    open(fake, { id: 'p-1' });
    await screen.findByRole('heading', { level: 1 });
    runCommand('partners.archive');
    await userEvent.click(within(await dialog()).getByRole('button', { name: 'Archive' }));
    expect(fake.callsOf('partners.setArchived')).toEqual([{ partnerId: 'p-1', version: 3, archived: true }]);
    runCommand('partners.remove');
    const inside = within(await dialog());
    await userEvent.type(inside.getByRole('textbox'), partner.name);
    await userEvent.click(inside.getByRole('button', { name: /^Remove/ }));
    expect(await inside.findByText(/stays/)).toBeVisible();
  });
});

test('what somebody else changed while the dialog was open is not overwritten', async () => {
  let now = partner;
  const fake = createFakeCore(handlers({ show: () => ok({ partner: now, findings: [] }) }));
  open(fake, { id: 'p-1' });
  await screen.findByRole('heading', { level: 1 });
  runCommand('partners.edit');
  const inside = within(await dialog());
  now = { ...partner, version: 4, platform: 'changed elsewhere' };
  fake.tell('partners');
  await screen.findAllByText('Version 4');
  await userEvent.click(inside.getByRole('button', { name: 'Save' }));
  expect(fake.callsOf('partners.edit')).toMatchObject([{ version: 3 }]);
});

test('of a thousand ids some are drawn, and the others on demand', async () => {
  const ids = Array.from({ length: 1000 }, (_, n) => ({ kind: 'sub-cpo' as const, id: `DE*${1000 + n}` }));
  open(createFakeCore(handlers({ show: () => ok({ partner: { ...partner, ids }, findings: [] }) })), { id: 'p-1' });
  await screen.findByRole('heading', { level: 1 });
  expect(screen.getAllByRole('button', { name: 'Confirm…' }).length).toBe(100);
  await userEvent.click(button('Show more: 900 ids'));
  expect(screen.getAllByRole('button', { name: 'Confirm…' }).length).toBe(200);
});

describe('a file', () => {
  const preview = {
    format: 'csv' as const,
    sha256: '1'.repeat(64),
    planSha256: '2'.repeat(64),
    counts: { add: 1, change: 0, same: 0, refused: 1 },
    rows: [
      {
        place: 1,
        name: 'New',
        action: 'add' as const,
        changes: [{ field: 'name' as const, before: null, after: 'New' }],
        findings: [],
      },
      {
        place: 2,
        name: 'Bad',
        action: 'refused' as const,
        changes: [],
        findings: [{ level: 'fail' as const, code: 'PARTY_ID_FORM', path: 'ids.0', value: 'DE' }],
      },
    ],
  };

  test('is previewed, and exactly what was seen is taken', async () => {
    const counts = { add: 1, change: 0, same: 0, refused: 1 };
    const fake = createFakeCore(handlers({ preview: () => ok(preview), import: () => ok({ counts }) }));
    open(fake);
    await screen.findByText('1 partner');
    runCommand('partners.import');
    const inside = within(await dialog());
    await userEvent.type(inside.getByRole('textbox'), 'name');
    await userEvent.click(inside.getByRole('button', { name: 'Look at the text' }));
    expect(await inside.findByText('DE has not the form of an id.')).toBeVisible();
    expect(fake.callsOf('partners.import')).toEqual([]);
    await userEvent.click(inside.getByRole('button', { name: 'Take all but the refused' }));
    expect(fake.callsOf('partners.import')).toMatchObject([
      { sha256: preview.sha256, planSha256: preview.planSha256, skipRefused: true },
    ]);
  });
});

test('who claims an id is asked of core and leads to each claim', async () => {
  const claim = {
    where: 'request',
    ref: 'r-1',
    kind: 'sub-cpo',
    id: 'DE*EXA',
    subject: 'CN=x',
    state: 'received',
  } as const;
  const fake = createFakeCore({
    ...handlers(),
    certificates: { claims: () => ok({ total: 1, rows: [claim] }) },
  });
  open(fake);
  await screen.findByText('1 partner');
  runCommand('partners.claims');
  const inside = within(await dialog());
  await userEvent.type(inside.getByRole('textbox'), 'de*exa');
  await userEvent.click(await inside.findByRole('button', { name: 'CN=x' }));
  expect(fake.callsOf('certificates.claims').at(-1)).toEqual({ id: 'de*exa', offset: 0, limit: 100 });
  expect(useRouteStore.getState().route).toEqual({ page: 'requests', params: { id: 'r-1' } });
});
