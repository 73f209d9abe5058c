import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DocumentVersion, PolicyView } from '../../../shared/contract/documents.ts';
import { defaultCheckPolicy } from '../../../shared/domain/default-policy.ts';
import { policyRules } from '../../../shared/domain/policy-rules.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { PolicyPage } from './policy-page.tsx';

type Policy = PolicyView['policy'];
const usual: Policy = structuredClone(defaultCheckPolicy) as Policy; // a copy that may be written to
const SHA = 'ab'.repeat(32);

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});

const view = (change: Partial<PolicyView> = {}): PolicyView => ({
  document: 'policy',
  standing: 'usual',
  policy: usual,
  above: usual,
  effective: { policy: usual, sha256: SHA },
  ...change,
});
const version: DocumentVersion = {
  version: 2,
  sha256: SHA,
  standing: 'past',
  proposedBy: 'ad\u202ea',
  proposedAt: '2026-01-02T08:00:00Z',
};

interface Given {
  readonly view?: PolicyView;
  readonly policy?: FakeHandlers['policy'];
  readonly rest?: FakeHandlers;
}

function core({ view: shown = view(), policy = {}, rest = {} }: Given = {}): FakeCore {
  return createFakeCore({
    authorities: { list: () => ok({ authorities: [] }) },
    partners: { list: () => ok({ total: 0, rows: [] }) },
    policy: {
      show: ({ document }) => ok({ ...shown, document }),
      list: () => ok({ policies: [] }),
      history: () => ok({ total: 0, rows: [] }),
      read: ({ text }) => ok({ policy: JSON.parse(text) as Policy }), // the fake takes what the editor made
      propose: ({ document }) => ok({ applied: true, document, version: 1, sha256: SHA }),
      ...policy,
    },
    ...rest,
  });
}

function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<PolicyPage />, fake, { route: { page: 'policy', params } });
}
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const days = () => screen.findByRole('textbox', { name: /^Longest life of a certificate in days/u });
const dialog = () => screen.findByRole('dialog');

describe('the editor', () => {
  test('explains every rule and finds one by its name or by its words', async () => {
    open(core());
    expect(await screen.findByText(`${policyRules.length} rules`)).toBeVisible();
    await userEvent.type(screen.getByRole('searchbox'), 'backdate');
    expect(screen.getByText('1 rule')).toBeVisible();
    expect(screen.getByRole('textbox', { name: /may start before now/u })).toHaveValue('5');
    await userEvent.clear(screen.getByRole('searchbox'));
    await userEvent.type(screen.getByRole('searchbox'), 'wrong mail');
    expect(screen.getByText('No rule fits')).toBeVisible();
  });

  test('marks what was changed and takes it back', async () => {
    open(core());
    await userEvent.clear(await days());
    await userEvent.type(await days(), '7');
    expect(screen.getByText(/In force: 30/u)).toBeVisible();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Rules' }), 'changed');
    expect(screen.getByText('1 rule')).toBeVisible();
    await userEvent.click(button('Take back'));
    expect(screen.getByText('0 rules')).toBeVisible();
  });

  test('says what is no value and proposes nothing until it is mended', async () => {
    open(core());
    await userEvent.clear(await days());
    await userEvent.type(await days(), '0');
    expect(screen.getByText('A whole number from 1 to 3,650.')).toBeVisible();
    expect(button(/^Set…/u)).toHaveAccessibleDescription('Mend what is marked first.');
  });

  test('proposes nothing while nothing was changed', async () => {
    open(core());
    await days();
    expect(button(/^Set…/u)).toHaveAccessibleDescription('Nothing was changed yet.');
  });

  test('tells that a stored policy was altered, and lets it be proposed anew', async () => {
    open(core({ view: view({ standing: 'altered' }) }));
    expect(await screen.findByRole('alert')).toHaveTextContent('nothing is signed');
    expect(button(/^Set…/u)).not.toHaveAccessibleDescription('Nothing was changed yet.');
  });
});

describe('setting', () => {
  test('shows the changes once more and sends the whole policy', async () => {
    const fake = core();
    open(fake);
    await userEvent.clear(await days());
    await userEvent.type(await days(), '7');
    runCommand('policy.propose');
    const asked = within(await dialog());
    expect(asked.getByText('validity.maxDays')).toBeVisible();
    await userEvent.click(asked.getByRole('button', { name: 'Set' }));
    await waitFor(() => expect(fake.callsOf('policy.propose')).toHaveLength(1));
    const [sent] = fake.callsOf('policy.propose') as { document: string; policy: Policy }[];
    expect([sent?.document, sent?.policy.validity.maxDays]).toEqual(['policy', 7]);
    expect(sent?.policy.encoding).toEqual(usual.encoding);
  });

  test('that a rule keeps from it says which rule', async () => {
    const read = () =>
      fail({ code: 'POLICY_UNREADABLE' as const, data: { rule: 'names.patterns.0', detail: 'name pattern' } });
    open(core({ policy: { read } }));
    await userEvent.clear(await days());
    await userEvent.type(await days(), '7');
    runCommand('policy.propose');
    await userEvent.click(within(await dialog()).getByRole('button', { name: 'Set' }));
    expect(await screen.findByText(/names\.patterns\.0: name pattern/u)).toBeVisible();
  });

  test('with operators is a proposal, and the page with the votes follows', async () => {
    const operators: FakeHandlers['operators'] = {
      show: () =>
        ok({
          roster: { state: 'good', seq: 1, votesNeeded: 1, singleOperator: true, anchors: [], documents: [] },
          operators: [],
          me: { operatorId: 'o-1', name: 'Ada', roles: ['approver'], since: '2026-01-01T00:00:00Z' },
          proposals: [],
        }),
    };
    const propose: NonNullable<FakeHandlers['policy']>['propose'] = ({ document }) =>
      ok({ applied: false, document, version: 1, sha256: SHA, proposal: { proposalId: 'p-1', entry: SHA } });
    open(core({ policy: { propose }, rest: { operators } }));
    await userEvent.clear(await days());
    await userEvent.type(await days(), '7');
    await userEvent.click(await screen.findByRole('button', { name: /^Propose…/u }));
    await userEvent.click(within(await dialog()).getByRole('button', { name: 'Propose' }));
    await waitFor(() => expect(useRouteStore.getState().route.page).toBe('operators'));
  });
});

describe('trying', () => {
  test('lists the requests that would be judged otherwise, with the checks, and leads to them', async () => {
    const row = {
      requestId: 'r-1',
      name: 'ocpi.\u202eexample',
      state: 'received' as const,
      receivedAt: '2026-01-02T08:00:00Z',
      before: 'warn' as const,
      after: 'fail' as const,
      changes: [{ code: 'KEY_ALGORITHM' as const, before: 'pass' as const, after: 'fail' as const }],
    };
    const fake = core({ policy: { try: () => ok({ tried: 12, refused: 1, freed: 0, rows: [row] }) } });
    open(fake);
    await days();
    await userEvent.click(button(/^Try…/u));
    const asked = within(await dialog());
    await userEvent.click(asked.getByRole('button', { name: 'Try' }));
    expect(await asked.findByRole('status')).toHaveTextContent(
      '12 requests were tried. 1 would be judged otherwise, 1 would be refused.',
    );
    expect(asked.getByRole('cell', { name: /Kind and size of the key/u })).toBeVisible();
    expect(fake.callsOf('policy.try')).toMatchObject([{ document: 'policy', last: 500 }]);
    await userEvent.click(asked.getByRole('button', { name: /example/u }));
    expect(useRouteStore.getState().route).toMatchObject({ page: 'requests', params: { id: 'r-1' } });
  });
});

describe('as JSON', () => {
  test('a pasted policy comes into the editor when core can read it', async () => {
    open(core());
    await days();
    await userEvent.click(button('More'));
    await userEvent.click(screen.getByRole('menuitem', { name: 'JSON…' }));
    const asked = within(await dialog());
    const field = asked.getByRole('textbox', { name: 'Policy' });
    expect(field).toHaveValue(JSON.stringify(usual, undefined, 2));
    const text = JSON.stringify({ ...usual, validity: { ...usual.validity, maxDays: 3 } });
    await userEvent.clear(field);
    await userEvent.click(field);
    await userEvent.paste(text);
    await userEvent.click(asked.getByRole('button', { name: 'Take into the editor' }));
    await waitFor(async () => expect(await days()).toHaveValue('3'));
  });
});

describe('the history', () => {
  test('shows what each version changed, and takes an old one into the editor', async () => {
    const old = { ...usual, validity: { ...usual.validity, maxDays: 9 } };
    const changes = [{ rule: 'validity.maxDays', before: '30', after: '9' }];
    const fake = core({
      policy: { history: () => ok({ total: 1, rows: [{ ...version, empty: false, changes }] }) },
      rest: { documents: { text: () => ok({ version, text: JSON.stringify(old) }) } },
    });
    open(fake);
    expect(await screen.findByText('validity.maxDays')).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'Take into the editor' }));
    await waitFor(async () => expect(await days()).toHaveValue('9'));
    expect(fake.callsOf('documents.text')).toEqual([{ document: 'policy', sha256: SHA }]);
  });
});

test('the policy of a partner is chosen above and says that it can only narrow', async () => {
  const partner = {
    partnerId: 'p-1',
    name: 'Example CPO',
    platform: '',
    partyIds: [],
    subCpoIds: [],
    subEmspIds: [],
    unconfirmed: 0,
    archived: false,
    version: 1,
    changedAt: '2026-01-02T08:00:00Z',
    changedBy: 'ada',
  };
  const fake = core({ rest: { partners: { list: () => ok({ total: 1, rows: [partner] }) } } });
  open(fake);
  await days();
  await waitFor(() => expect(screen.getByRole('option', { name: 'a partner' })).toBeEnabled());
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Of' }), 'partner');
  expect(await screen.findByText(/It can only take away/u)).toBeVisible();
  expect(fake.callsOf('policy.show').at(-1)).toEqual({ document: 'policy/partner/p-1' });
});
