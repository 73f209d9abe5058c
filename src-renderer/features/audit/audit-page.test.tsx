import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AuditRow } from '../../../shared/contract/audit.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { forgetListViews } from '../lists/list-view.ts';
import { AuditPage } from './audit-page.tsx';
import { readHead } from './verify-part.tsx';

const HEAD = 'ab12'.repeat(16);
const row = (seq: number, change: Partial<AuditRow> = {}): AuditRow => ({
  seq,
  at: '2026-11-22T13:00:00Z',
  actor: 'brandt',
  event: 'key.made',
  outcome: 'done',
  subject: `subject-${seq}`,
  data: '{"algorithm":"ec-p256","n":1}',
  hash: HEAD,
  ...change,
});
const ROWS = [
  row(3, { event: 'csr.created.refused', outcome: 'refused', code: 'TOKEN_REMOVED' }),
  row(2, { event: 'something.new', subject: 'evil\u202e' }),
  row(1),
];
const handlers = (audit: FakeHandlers['audit'] = {}): FakeHandlers => ({
  audit: {
    list: () => ok({ total: ROWS.length, rows: ROWS }),
    events: () => ok({ events: ['key.made', 'csr.created.refused'] }),
    ...audit,
  },
});

beforeEach(() => {
  forgetListViews();
  useRegistry.setState({ commands: [], providers: [] });
});
afterEach(() => vi.unstubAllGlobals());

async function open(fake: FakeCore): Promise<void> {
  renderPage(<AuditPage />, fake, { route: { page: 'audit', params: {} } });
  await screen.findByText('3 entries');
}

test('events are told in words, unknown ones as they are written, refusals with their code', async () => {
  await open(createFakeCore(handlers()));
  const lines = screen.getAllByRole('row').map((line) => line.textContent);
  expect(lines[1]).toContain('CSR signed');
  expect(lines[1]).toContain('RefusedTOKEN_REMOVED'.replace('Refused', 'Refused '));
  expect(lines[2]).toContain('something.new');
  expect(lines[3]).toContain('Key made');
});

describe('filters', () => {
  test('by words, event and outcome are asked of core together', async () => {
    const fake = createFakeCore(handlers());
    await open(fake);
    await userEvent.type(screen.getByRole('searchbox'), 'brandt');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Event' }), 'key.made');
    await userEvent.click(screen.getByRole('radio', { name: 'Refused' }));
    await waitFor(() =>
      expect(fake.callsOf('audit.list').at(-1)).toMatchObject({
        offset: 0,
        filter: 'brandt',
        event: 'key.made',
        outcome: 'refused',
      }),
    );
  });

  test('that leave nothing can be dropped one by one', async () => {
    const fake = createFakeCore(
      handlers({
        list: ({ outcome }) => ok(outcome === 'refused' ? { total: 0, rows: [] } : { total: 3, rows: ROWS }),
      }),
    );
    await open(fake);
    await userEvent.click(screen.getByRole('radio', { name: 'Refused' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove the last filter' }));
    expect(await screen.findByText('3 entries')).toBeVisible();
    expect(screen.getByRole('radio', { name: 'All' })).toBeChecked();
  });
});

test('an entry shows its data as lines, its hash whole, and hidden characters as codes', async () => {
  await open(createFakeCore(handlers()));
  await userEvent.click(screen.getAllByRole('row')[2]!);
  const entry = screen.getByRole('complementary', { name: 'Entry 2' });
  expect(within(entry).getByText('"algorithm": "ec-p256",', { exact: false })).toBeVisible();
  expect(within(entry).getByText(/^(?:ab12 ?){16}$/)).toBeVisible();
  expect(within(entry).getByRole('img', { name: 'hidden character U+202E' })).toBeVisible();
});

describe('verifying', () => {
  const verdict = (answer: Awaited<ReturnType<NonNullable<NonNullable<FakeHandlers['audit']>['verify']>>>) =>
    createFakeCore(handlers({ verify: () => answer }));
  const verify = async (fake: FakeCore, head = ''): Promise<string | null> => {
    await open(fake);
    await userEvent.click(screen.getByRole('button', { name: /Verify the chain/ }));
    if (head !== '') await userEvent.type(screen.getByRole('textbox', { name: 'Head of the chain' }), head);
    await userEvent.click(screen.getByRole('button', { name: 'Verify' }));
    await screen.findByText('Is every entry as it was written?');
    return screen.getByText('Is every entry as it was written?').closest('[role="status"]')?.textContent ?? null;
  };

  test('without a head says intact, and that the end is not anchored', async () => {
    const fake = verdict(ok({ verdict: 'intact', anchored: false, entries: 3, head: HEAD }));
    const words = await verify(fake);
    expect(words).toContain('Intact');
    expect(words).toContain('End not anchored');
    expect(fake.callsOf('audit.verify')).toEqual([{}]);
  });

  test('against a head in any spacing says that the end is anchored', async () => {
    const fake = verdict(ok({ verdict: 'intact', anchored: true, entries: 3, head: HEAD }));
    expect(await verify(fake, 'AB12 '.repeat(16))).toContain('End anchored');
    expect(fake.callsOf('audit.verify')).toEqual([{ head: HEAD }]);
  });

  test('names the entry at which the chain is broken', async () => {
    const fault = { kind: 'edited', seq: 2, detail: 'entry 2 was changed' } as const;
    const fake = verdict(ok({ verdict: 'broken', anchored: false, entries: 3, head: HEAD, fault }));
    expect(await verify(fake)).toContain('Broken at entry 2');
  });

  test('tells a cut end, where the noted head is not in the chain', async () => {
    const fault = { kind: 'cut', seq: 4, detail: 'the chain ends before entry 4' } as const;
    const fake = verdict(ok({ verdict: 'broken', anchored: false, entries: 3, head: HEAD, fault }));
    expect(await verify(fake, HEAD)).toContain('Head not found');
  });

  test('shows how far it is and can be cancelled', async () => {
    let stopped = false;
    const fake = createFakeCore(
      handlers({
        verify: async (_, { emit, stop }) => {
          await emit({ done: 1000, total: 5000 });
          await new Promise<void>((resolve) => {
            stop.onStop(() => resolve());
          });
          stopped = true;
          return ok({ verdict: 'intact', anchored: false, entries: 0, head: HEAD });
        },
      }),
    );
    await open(fake);
    runCommand('audit.verify');
    await userEvent.click(await screen.findByRole('button', { name: 'Verify' }));
    expect(await screen.findByText(/1,000 of 5,000/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(stopped).toBe(true));
    expect(screen.queryByText('Is every entry as it was written?')).toBeNull();
  });

  test.each([
    ['', 'none'],
    ['12', 'wrong'],
    ['g'.repeat(64), 'wrong'],
    [HEAD.toUpperCase(), 'head'],
  ])('a head %j is %s', (text, kind) => {
    expect(readHead(text).kind).toBe(kind);
  });
});

describe('exporting', () => {
  test('goes to the place that was picked and tells file, entries and head', async () => {
    const pickPlace = vi.fn(() => Promise.resolve({ grant: 'g1', path: '/tmp/audit.jsonl' }));
    vi.stubGlobal('shell', { pickPlace });
    const fake = createFakeCore(handlers({ export: () => ok({ path: '/tmp/audit.jsonl', entries: 3, head: HEAD }) }));
    await open(fake);
    await userEvent.click(screen.getByRole('button', { name: /Export/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    expect(await screen.findByText('/tmp/audit.jsonl')).toBeVisible();
    expect(pickPlace).toHaveBeenCalledWith('new-file', 'audit-2026-11-22.jsonl');
    expect(fake.callsOf('audit.export')).toEqual([{ target: { grant: 'g1' } }]);
  });

  test('tells why core could not write there', async () => {
    vi.stubGlobal('shell', { pickPlace: () => Promise.resolve({ grant: 'g1', path: '/tmp/x' }) });
    const fake = createFakeCore(
      handlers({ export: () => fail({ code: 'PLACE_REFUSED', data: { reason: 'exists' } }) }),
    );
    await open(fake);
    await userEvent.click(screen.getByRole('button', { name: /Export/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('There is something at this place already');
  });
});

test('days are asked for from their first to their last moment in UTC', async () => {
  const fake = createFakeCore(handlers());
  await open(fake);
  fireEvent.change(screen.getByLabelText('From this day (UTC)'), { target: { value: '2026-11-01' } });
  fireEvent.change(screen.getByLabelText('To the end of this day (UTC)'), { target: { value: '2026-11-22' } });
  await waitFor(() =>
    expect(fake.callsOf('audit.list').at(-1)).toMatchObject({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-22T23:59:59.999Z',
    }),
  );
});

test('who acted, in what area, by whom and about what are asked of core together', async () => {
  const fake = createFakeCore(handlers());
  await open(fake);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Area' }), 'key');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Acting as' }), 'operator');
  await userEvent.type(screen.getByRole('textbox', { name: 'By exactly this name' }), 'ada');
  await userEvent.type(screen.getByRole('textbox', { name: 'About exactly this id' }), 'r1');
  await waitFor(() =>
    expect(fake.callsOf('audit.list').at(-1)).toMatchObject({
      group: 'key',
      actorKind: 'operator',
      actor: 'ada',
      subject: 'r1',
    }),
  );
  const choices = within(screen.getByRole('combobox', { name: 'Event' })).getAllByRole('option');
  expect(choices.map(({ textContent }) => textContent)).toEqual(['All events', 'Key made']);
});

test('an entry leads to what it names, and to the entries about the same', async () => {
  const links = () => ok({ links: [{ kind: 'request' as const, id: 'r9', name: 'cpo1' }] });
  const fake = createFakeCore(handlers({ links }));
  await open(fake);
  await userEvent.click(screen.getAllByRole('row')[3]!);
  const entry = screen.getByRole('complementary', { name: 'Entry 1' });
  await userEvent.click(within(entry).getByRole('button', { name: 'only about this' }));
  await waitFor(() => expect(fake.callsOf('audit.list').at(-1)).toMatchObject({ subject: 'subject-1' }));
  await userEvent.click(await within(entry).findByRole('button', { name: 'cpo1' }));
  expect(useRouteStore.getState().route).toMatchObject({ page: 'requests', params: { id: 'r9' } });
});

test('what is shown is exported with its filters', async () => {
  vi.stubGlobal('shell', { pickPlace: () => Promise.resolve({ grant: 'g1', path: '/tmp/a.csv' }) });
  const fake = createFakeCore(handlers({ exportView: () => ok({ path: '/tmp/a.csv', entries: 2 }) }));
  await open(fake);
  await userEvent.click(screen.getByRole('radio', { name: 'Refused' }));
  await waitFor(() => expect(fake.callsOf('audit.list').at(-1)).toMatchObject({ outcome: 'refused' }));
  await userEvent.click(screen.getByRole('button', { name: /Export/ }));
  await userEvent.click(screen.getByRole('radio', { name: 'What is shown, as CSV' }));
  await userEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
  expect(await screen.findByText('/tmp/a.csv')).toBeVisible();
  expect(fake.callsOf('audit.exportView')).toEqual([{ target: { grant: 'g1' }, format: 'csv', outcome: 'refused' }]);
});

describe('checkpoints', () => {
  const made = { seq: 7, head: HEAD, at: '2026-11-22T13:00:00Z', by: 'Ada', why: 'logout' as const, sha256: HEAD };
  const state = { entriesSince: 12, dueAt: '2026-11-29T13:00:00.000Z', isDue: false };
  const dialog = () => screen.findByRole('dialog');

  test('those made here are listed with who, when and why', async () => {
    const list = () => ok({ total: 1, rows: [made], state });
    await open(createFakeCore({ ...handlers(), checkpoints: { list } }));
    await userEvent.click(screen.getByRole('button', { name: 'Checkpoints…' }));
    const table = await screen.findByRole('table', { name: 'Checkpoints' });
    expect(within(table).getByText('At sign-out')).toBeVisible();
    expect(within(table).getByRole('button', { name: 'Save the checkpoint to entry 7' })).toBeVisible();
    expect(screen.getByText(/No folder yet/)).toBeVisible();
  });

  test('one that was kept elsewhere shows that the log was rolled back', async () => {
    const checkpoint = { verdict: 'cut' as const, seq: 9, at: '2026-11-22T13:00:00Z', signer: 'Ada' };
    const verify = () => ok({ verdict: 'intact' as const, anchored: false, entries: 3, head: HEAD, checkpoint });
    const fake = createFakeCore(handlers({ verify }));
    await open(fake);
    await userEvent.click(screen.getByRole('button', { name: /Verify the chain/ }));
    const input = document.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) throw new Error('no file input');
    await userEvent.upload(input, new File(['{}'], 'checkpoint.json', { type: 'application/json' }));
    expect(await screen.findByText(/Compared with checkpoint.json/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Verify' }));
    expect(await screen.findByText(/The log ends before entry 9/)).toBeVisible();
    expect(fake.callsOf('audit.verify')[0]).toHaveProperty('checkpoint');
  });

  test('a restored workspace goes on only when the number of missing entries is typed', async () => {
    const behind = { ...state, catchUp: { last: 40, known: 30 } };
    const list = () => ok({ total: 0, rows: [], state: behind });
    const ahead = { seq: 62, last: 40, missing: 22, at: '2026-11-22T13:00:00Z', signer: 'Ada' };
    const catchUp = ({ confirm }: { confirm?: string | undefined }) =>
      confirm === '22' ? ok({ seq: 62, missing: 22, state }) : fail({ code: 'CHECKPOINT_AHEAD' as const, data: ahead });
    const fake = createFakeCore({ ...handlers(), checkpoints: { list, catchUp } });
    await open(fake);
    await userEvent.click(await screen.findByRole('button', { name: 'Read the newest checkpoint…' }));
    const input = (await dialog()).querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) throw new Error('no file input');
    await userEvent.upload(input, new File(['{}'], 'newest.json', { type: 'application/json' }));
    expect(await screen.findByText('Go on without 22 missing entries?')).toBeVisible();
    await userEvent.type(within(await dialog()).getByRole('textbox'), '22');
    await userEvent.click(screen.getByRole('button', { name: 'Go on without them' }));
    await waitFor(() => expect(fake.callsOf('checkpoints.catchUp')).toHaveLength(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
