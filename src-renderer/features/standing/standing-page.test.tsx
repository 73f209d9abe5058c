import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OperatorView } from '../../../shared/contract/operators.ts';
import type { StandingView } from '../../../shared/contract/standing.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { certificateRow } from '../decoded/testing/fake-documents.ts';
import { ada, cleo, operatorHandlers, overview } from '../operators/testing/fake-operators.ts';
import { StandingPage } from './standing-page.tsx';
import { standingRule, standingView } from './testing/fake-standing.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

interface Given {
  readonly rules?: readonly StandingView[];
  readonly me?: OperatorView;
  readonly params?: Readonly<Record<string, string>>;
  readonly standing?: FakeHandlers['standing'];
}

function open({ rules = [standingView()], me = ada, params = {}, standing = {} }: Given = {}): FakeCore {
  const fake = createFakeCore({
    ...operatorHandlers(() => overview(me)),
    certificates: { list: () => ok({ total: 1, rows: [certificateRow('c-1')] }) },
    standing: {
      list: () => ok({ rules: [...rules] }),
      uses: () => ok({ total: 0, rows: [] }),
      draft: () => ok({ rule: standingRule({ acceptedWarnings: [] }) }),
      propose: () => ok({ applied: false, document: 'standing/s-1', version: 1, sha256: 'ab'.repeat(32) }),
      stop: () => ok(standingView({ state: 'stopped' })),
      ...standing,
    },
  });
  renderPage(<StandingPage />, fake, { route: { page: 'standing', params } });
  return fake;
}

test('where there is none the page says what they are for', async () => {
  open({ rules: [] });
  expect(await screen.findByText('No standing approvals')).toBeVisible();
  expect(screen.getByText(/For keys that are renewed every day/u)).toBeVisible();
});

test('a rule tells in words what it allows and who voted for it', async () => {
  open();
  const allows = within(await screen.findByRole('region', { name: 'What it allows' }));
  expect(allows.getByText('24 hours to 7 days')).toBeVisible();
  expect(allows.getByText('dns:cpo1.example.org')).toBeVisible();
  const history = within(screen.getByRole('region', { name: 'Who allowed it' }));
  expect(history.getByText('Bea')).toBeVisible();
});

test('the rule that the route names is shown, not the first', async () => {
  const second = standingView({ rule: standingRule({ standingId: 's-2', name: 'Weekly' }), state: 'expired' });
  open({ rules: [standingView(), second], params: { id: 's-2' } });
  expect(await screen.findByRole('heading', { name: 'Weekly' })).toBeVisible();
  expect(screen.getByText('Its time is over. Renewals wait for votes again.')).toBeVisible();
});

test('hostile and long values are drawn as text and make nothing wider', async () => {
  const rule = standingRule({ name: `n\u202e${'x'.repeat(190)}`, keyGroupId: 'g'.repeat(255) });
  open({ rules: [standingView({ rule, partnerName: '<b>GEF</b>' })] });
  expect(await screen.findByRole('button', { name: '<b>GEF</b>' })).toBeVisible();
  expect(document.body.textContent).not.toContain('\u202e');
});

test('an altered rule is said in words that cannot be missed', async () => {
  open({ rules: [standingView({ state: 'altered', voters: [] })] });
  expect(await screen.findByRole('alert')).toHaveTextContent('What is stored is not what operators signed');
  expect(screen.getByText('Nobody yet')).toBeVisible();
});

test('a proposed one leads to where it is voted on', async () => {
  open({ rules: [standingView({ state: 'proposed', voters: [] })] });
  await userEvent.click(await screen.findByRole('button', { name: 'Vote on it' }));
  expect(useRouteStore.getState().route.page).toBe('operators');
});

test('uses lead to their requests; one whose signature is unclear says so', async () => {
  const at = '2026-11-20T10:00:00.000Z';
  const rows = [
    { requestId: 'r-1', issuanceId: 'i-1', certificateId: 'c-1', at },
    { requestId: 'r-2', issuanceId: 'i-2', at },
  ];
  open({ standing: { uses: () => ok({ total: 2, rows }) } });
  const uses = within(await screen.findByRole('list', { name: 'Renewals under it' }));
  expect(uses.getByText('The token’s answer was lost')).toBeVisible();
  const [first] = uses.getAllByRole('button', { name: 'Request' });
  if (first === undefined) throw new Error('no link');
  await userEvent.click(first);
  expect(useRouteStore.getState().route).toMatchObject({ page: 'requests', params: { id: 'r-1' } });
});

describe('stopping', () => {
  const stopButton = () => screen.findByRole('button', { name: 'Stop' });

  test('asks once, with the safe answer in focus, and then stops it', async () => {
    const fake = open();
    await userEvent.click(await stopButton());
    const dialog = within(await screen.findByRole('dialog', { name: 'Stop “GEF daily” for good?' }));
    expect(dialog.getByRole('button', { name: /Keep it/u })).toHaveFocus();
    await userEvent.click(dialog.getByRole('button', { name: 'Stop it' }));
    await waitFor(() => expect(fake.callsOf('standing.stop')).toEqual([{ standingId: 's-1' }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('a refusal stands in the dialog', async () => {
    open({ standing: { stop: () => fail({ code: 'STANDING_NOT_FOUND', data: {} }) } });
    await userEvent.click(await stopButton());
    await userEvent.click(await screen.findByRole('button', { name: 'Stop it' }));
    expect(await screen.findByText('There is no such standing approval.')).toBeVisible();
  });

  test.each(['stopped', 'expired', 'dropped'] as const)('is not offered for one that is %s', async (state) => {
    open({ rules: [standingView({ state })] });
    expect(await stopButton()).toHaveAttribute('aria-disabled', 'true');
  });

  test('a viewer can neither stop one nor propose one', async () => {
    open({ me: cleo });
    await waitFor(async () => expect(await stopButton()).toHaveAttribute('aria-disabled', 'true'));
    expect(screen.getByRole('button', { name: /^New from certificate/u })).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('a new one', () => {
  const dialogOf = async () => within(await screen.findByRole('dialog', { name: 'New standing approval' }));

  test('from a certificate that is chosen in the dialog, narrowed and proposed', async () => {
    const fake = open();
    await userEvent.click(await screen.findByRole('button', { name: /^New from certificate/u }));
    const dialog = await dialogOf();
    expect(dialog.getByRole('button', { name: 'Propose' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(await dialog.findByRole('radio'));
    const days = await dialog.findByRole('textbox', { name: /Longest validity/u });
    await userEvent.clear(days);
    await userEvent.type(days, '3');
    await userEvent.click(dialog.getByRole('checkbox', { name: /overlap with the certificate before is longer/u }));
    await userEvent.click(dialog.getByRole('button', { name: 'Propose' }));
    const acceptedWarnings = ['OVERLAP_TOO_LONG'];
    const rule = standingRule({ maxDays: 3, expires: '2027-05-01T00:00:00Z', acceptedWarnings });
    await waitFor(() => expect(fake.callsOf('standing.propose')).toEqual([{ rule }]));
    expect(useRouteStore.getState().route.page).toBe('operators');
  });

  test.each([
    [/^Name/u, ' '],
    [/Least validity/u, '23'],
    [/Longest validity/u, '31'],
    [/^Ends/u, '2026-10-01 00:00'],
    [/^Ends/u, '2028-10-01 00:00'],
  ])('%s as %j is not proposed', async (name, text) => {
    open({ params: { certificate: 'c-1' } });
    const dialog = await dialogOf();
    const field = await dialog.findByRole('textbox', { name });
    await userEvent.clear(field);
    await userEvent.type(field, text);
    expect(dialog.getByRole('button', { name: 'Propose' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('a certificate that no rule fits says so', async () => {
    open({
      params: { certificate: 'c-1' },
      standing: { draft: () => fail({ code: 'STANDING_UNFIT', data: { reason: 'services' } }) },
    });
    expect(
      await (await dialogOf()).findByText(/no standing approval for the renewals of this certificate/u),
    ).toBeVisible();
  });
});
