import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { GuideMark, GuideRunRow, GuideRunView, GuideStepView } from '../../../shared/contract/guides.ts';
import { guides as allGuides, stepsOfGuide } from '../../../shared/domain/guides.ts';
import { guideSentences } from '../../../shared/texts/guide-sentences.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore, type Route } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { guideCommands } from './guide-commands.ts';
import { GuidesPage } from './guides-page.tsx';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

const run = (more: Partial<GuideRunRow> = {}): GuideRunRow => ({
  runId: 'run-1',
  guide: 'ca-rollover',
  about: { kind: 'authority', authorityId: 'a-1' },
  aboutName: 'Client CA',
  state: 'open',
  startedAt: '2026-01-20T08:00:00.000Z',
  startedBy: 'Ada',
  reason: '',
  settled: 0,
  steps: 13,
  ...more,
});

/** All steps of the roll-over, some of them changed. */
function view(
  more: Partial<Record<string, Partial<GuideStepView>>> = {},
  row: Partial<GuideRunRow> = {},
): GuideRunView {
  return {
    run: run(row),
    steps: stepsOfGuide('ca-rollover').map(({ id, place, command }) => ({
      step: id,
      state: 'open',
      sights: [],
      marks: [],
      ...(place === undefined ? {} : { place }),
      ...(command === undefined ? {} : { command }),
      ...more[id],
    })),
    links: { authorityId: 'a-1' },
  };
}

const list = (rows: readonly GuideRunRow[]): FakeHandlers['guides'] => ({
  list: () => ok({ total: rows.length, open: rows.filter(({ state }) => state === 'open').length, rows: [...rows] }),
});

function open(handlers: FakeHandlers['guides'], params: Route['params'] = {}): FakeCore {
  const fake = createFakeCore({ guides: { ...list([]), ...handlers } });
  renderPage(<GuidesPage />, fake, { route: { page: 'guides', params } });
  return fake;
}

const step = async (name: string) => within(await screen.findByRole('group', { name }));

test('where nothing is under way, every guide is offered with when to use it', async () => {
  open({});
  expect(await screen.findByText('No guide is under way.')).toBeVisible();
  const names = screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'));
  expect(names).toEqual(allGuides.map(({ id }) => `Start the guide: ${guideSentences[`guide_${id}`]}`));
  expect(screen.getByText(/Do not wait for proof/u)).toBeVisible();
});

test('what is under way stands before what has ended, and opens', async () => {
  const ended = run({ runId: 'run-2', state: 'abandoned', aboutName: 'Old\u202eCA', reason: 'no' });
  open({ ...list([run(), ended]), show: () => ok(view()) });
  await screen.findByRole('heading', { name: 'Ended' });
  const heads = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
  expect(heads).toEqual(['Under way', 'When something has happened', 'Ended']);
  expect(screen.getByText(/U\+202E/u)).toBeInTheDocument();
  const [first] = screen.getAllByRole('button', { name: 'Open' });
  if (first === undefined) throw new Error('no button');
  await userEvent.click(first);
  expect(useRouteStore.getState().route.params).toEqual({ run: 'run-1' });
});

test('a guide is begun about what was chosen, with the time since when', async () => {
  const fake = open(
    {
      choices: () =>
        ok({
          choices: [{ about: { kind: 'operator', operatorId: 'o-1' }, name: 'Bea Jones', detail: 'approver' }],
          more: false,
        }),
      start: () => ok(view()),
      show: () => ok(view()),
    },
    { start: 'card-lost' },
  );
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Start the guide' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.findByRole('option', { name: 'Bea Jones – approver' });
  await userEvent.selectOptions(dialog.getByRole('combobox'), 'Bea Jones – approver');
  await userEvent.type(dialog.getByLabelText(/Last surely in good hands/u), '2026-01-01 10:00');
  await userEvent.click(dialog.getByRole('button', { name: 'Start the guide' }));
  await waitFor(() =>
    expect(fake.callsOf('guides.start')).toEqual([
      { guide: 'card-lost', about: { kind: 'operator', operatorId: 'o-1' }, since: '2026-01-01T10:00:00Z' },
    ]),
  );
  expect(useRouteStore.getState().route.params).toEqual({ run: 'run-1' });
});

test('what the page before has named is not asked again', async () => {
  const fake = open(
    { start: () => ok(view()), show: () => ok(view()) },
    { start: 'ca-rollover', authority: 'a-1', name: 'Client CA' },
  );
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('Client CA')).toBeVisible();
  expect(dialog.queryByRole('combobox')).toBeNull();
  await userEvent.click(dialog.getByRole('button', { name: 'Start the guide' }));
  await waitFor(() =>
    expect(fake.callsOf('guides.start')).toEqual([
      { guide: 'ca-rollover', about: { kind: 'authority', authorityId: 'a-1' } },
    ]),
  );
});

test('a step shows what the console sees, and unknown is told as unknown', async () => {
  open(
    {
      show: () =>
        ok(
          view({
            'ca-serve': { sights: [{ code: 'PARTNERS_SWITCHED', state: 'open', values: { count: 1, of: 3 } }] },
            'ca-trust': { sights: [{ code: 'PARTNERS_SERVED', state: 'unknown', values: { count: 3 } }] },
          }),
        ),
    },
    { run: 'run-1' },
  );
  const serve = await step('Let the new authority serve the partners');
  expect(serve.getByText('Partners served by the new authority too: 1 of 3.')).toBeVisible();
  const trust = await step('Wait until the partners trust it');
  expect(trust.getByText(/What they trust is not seen here/u)).toBeVisible();
  expect((await step('Publish the new chain')).getByText('Of this the console can see nothing.')).toBeVisible();
});

test('a step is settled at once, and the focus goes on to the next one that is open', async () => {
  let done = false;
  const fake = open(
    {
      show: () => ok(done ? view({ 'ca-look': { state: 'done' } }, { settled: 1 }) : view()),
      check: () => {
        done = true;
        return ok(view());
      },
    },
    { run: 'run-1' },
  );
  const look = await step('See what hangs on the authority');
  await userEvent.click(look.getByRole('button', { name: 'Done' }));
  await waitFor(() =>
    expect(fake.callsOf('guides.check')).toEqual([{ runId: 'run-1', step: 'ca-look', state: 'done', note: '' }]),
  );
  await waitFor(() => expect(screen.getByRole('heading', { name: 'Make the new key and certificate' })).toHaveFocus());
});

test('who says done where the console sees otherwise is told so first', async () => {
  const sights = [{ code: 'SUCCESSOR_NONE', state: 'open', values: {} }] as const;
  const fake = open(
    { show: () => ok(view({ 'ca-roll': { sights: [...sights] } })), check: () => ok(view()) },
    { run: 'run-1' },
  );
  await userEvent.click((await step('Make the new key and certificate')).getByRole('button', { name: 'Done' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/The console sees that it is not/u)).toBeVisible();
  expect(fake.callsOf('guides.check')).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(fake.callsOf('guides.check')).toHaveLength(1));
});

test('not needed wants a reason', async () => {
  const fake = open({ show: () => ok(view()), check: () => ok(view()) }, { run: 'run-1' });
  await userEvent.click((await step('Give it its policy')).getByRole('button', { name: 'Not needed…' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  await userEvent.type(dialog.getByRole('textbox'), 'there is one for all');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(fake.callsOf('guides.check')).toEqual([
      { runId: 'run-1', step: 'ca-policy', state: 'not-needed', note: 'there is one for all' },
    ]),
  );
});

test('a refused word stays in its dialog with the reason', async () => {
  open(
    { show: () => ok(view()), check: () => fail({ code: 'GUIDE_ENDED', data: { state: 'finished' } }) },
    { run: 'run-1' },
  );
  await userEvent.click((await step('Give it its policy')).getByRole('button', { name: 'Note…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByRole('textbox'), 'x');
  await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await dialog.findByText(/This run has ended/u)).toBeVisible();
});

test('a settled step keeps what was said short, with names made visible, and opens again', async () => {
  const note = 'W'.repeat(1900);
  const mark: GuideMark = { state: 'done', note, at: '2026-01-20T09:00:00.000Z', by: 'Eve\u202e', seen: [] };
  open({ show: () => ok(view({ 'ca-look': { state: 'done', marks: [mark] } })) }, { run: 'run-1' });
  const look = await step('See what hangs on the authority');
  expect(look.getByText(note)).toBeVisible();
  expect(look.getByText(/U\+202E/u)).toBeInTheDocument();
  expect(look.queryByRole('button', { name: 'Open the authority' })).toBeNull();
  await userEvent.click(look.getByRole('button', { name: 'Show the step' }));
  expect(look.getByRole('button', { name: 'Open the authority' })).toBeVisible();
  expect(look.getByRole('button', { name: 'Open again…' })).toBeVisible();
});

test('a step leads to its page, opened at what the run is about', async () => {
  open({ show: () => ok(view()) }, { run: 'run-1' });
  await userEvent.click(
    (await step('See what hangs on the authority')).getByRole('button', { name: 'Open the authority' }),
  );
  expect(useRouteStore.getState().route).toMatchObject({ page: 'authorities', params: { id: 'a-1' } });
});

test('it is finished when no step is open, and says how many are until then', async () => {
  const fake = open({ show: () => ok(view()), finish: () => ok(view()) }, { run: 'run-1' });
  const finish = await screen.findByRole('button', { name: 'Finish' });
  expect(finish).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(finish);
  expect(fake.callsOf('guides.finish')).toEqual([]);
});

test('abandoning wants a reason', async () => {
  const fake = open({ show: () => ok(view()), abandon: () => ok(view()) }, { run: 'run-1' });
  await userEvent.click(await screen.findByRole('button', { name: 'More' }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Abandon…' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Abandon' })).toHaveAttribute('aria-disabled', 'true');
  await userEvent.type(dialog.getByRole('textbox'), 'a false alarm');
  await userEvent.click(dialog.getByRole('button', { name: 'Abandon' }));
  await waitFor(() => expect(fake.callsOf('guides.abandon')).toEqual([{ runId: 'run-1', reason: 'a false alarm' }]));
});

test('what has ended can be read and saved, and nothing in it can be said', async () => {
  open(
    { show: () => ok(view({}, { state: 'finished', endedAt: '2026-01-21T08:00:00.000Z', endedBy: 'Bea' })) },
    {
      run: 'run-1',
    },
  );
  expect(await screen.findByText(/finished by Bea/u)).toBeVisible();
  for (const name of ['Done', 'Not needed…', 'Note…', 'Open again…', 'Finish'])
    expect(screen.queryByRole('button', { name })).toBeNull();
});

test('every guide has a command that begins it from any page', () => {
  expect(guideCommands.map(({ id }) => id)).toEqual(allGuides.map(({ id }) => `guides.start.${id}`));
  guideCommands[0]?.run();
  expect(useRouteStore.getState().route).toMatchObject({ page: 'guides', params: { start: 'token-lost' } });
});
