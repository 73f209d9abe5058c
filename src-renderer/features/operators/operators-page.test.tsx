import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { OperatorsPage } from './operators-page.tsx';
import { ada, bea, cleo, ENTRY, GENESIS, operatorHandlers, overview, proposal } from './testing/fake-operators.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('before there are operators', () => {
  const none = {
    ...overview(),
    operators: [],
    roster: { ...overview().roster, state: 'none' as const, seq: 0, genesis: undefined, head: undefined },
  };
  function open(): FakeCore {
    let now = none as ReturnType<typeof overview>;
    const begin = () => {
      now = overview(ada);
      return ok(now);
    };
    const fake = createFakeCore(operatorHandlers(() => now, { begin }));
    renderPage(<OperatorsPage />, fake);
    return fake;
  }

  test('a certificate that does not fit cannot be chosen and says why', async () => {
    open();
    expect(await screen.findByRole('radio', { name: /CN=Old/ })).toBeDisabled();
    expect(screen.getByText('It has ended.')).toBeVisible();
  });

  test('the first operator is enrolled once the name was typed; then the genesis fingerprint is shown', async () => {
    const fake = open();
    await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'Dora');
    await userEvent.click(screen.getByRole('radio', { name: /CN=Dora/ }));
    await userEvent.click(screen.getByRole('checkbox', { name: /^Requester/ }));
    await userEvent.click(await button('Enrol the first operator…'));
    const dialog = await screen.findByRole('dialog', { name: 'Enrol Dora as the first operator?' });
    const confirm = within(dialog).getByRole('button', { name: 'Enrol the first operator' });
    expect(confirm).toBeDisabled();
    await userEvent.type(within(dialog).getByRole('textbox'), 'Dora');
    await userEvent.click(confirm);
    const kept = await screen.findByRole('dialog', { name: 'Keep this outside this computer' });
    expect(within(kept).getByRole('group', { name: 'Genesis fingerprint' })).toHaveTextContent(
      (GENESIS.match(/.{4}/gu) ?? []).join(' '),
    );
    expect(fake.callsOf('operators.begin')).toEqual([
      { name: 'Dora', certificateId: 'c-dora', roles: ['approver', 'ca-operator'] },
    ]);
  });

  test('one who may not vote cannot be the first', async () => {
    open();
    await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'Dora');
    await userEvent.click(screen.getByRole('radio', { name: /CN=Dora/ }));
    await userEvent.click(screen.getByRole('checkbox', { name: /^Approver/ }));
    expect(await button('Enrol the first operator…')).toHaveAccessibleDescription(/has to be an approver/);
  });
});

describe('the roster', () => {
  const show = (me = ada, change = {}, more = {}): FakeCore => {
    const fake = createFakeCore(operatorHandlers(() => overview(me, change), more));
    renderPage(<OperatorsPage />, fake);
    return fake;
  };

  test('names operators, roles and rules', async () => {
    show();
    const table = await screen.findByRole('grid', { name: 'Operators' });
    expect(table).toHaveTextContent('Ada (you)');
    expect(table).toHaveTextContent('Requester, Approver, CA operator');
    expect(screen.getAllByText('2 votes needed').length).toBeGreaterThan(0);
  });

  test('single-operator mode is marked plainly', async () => {
    show(ada, { roster: { ...overview().roster, singleOperator: true, votesNeeded: 1 } });
    expect(await screen.findByText(/One person decides alone/)).toBeVisible();
  });

  test('a proposal is voted on by the SHA-256 of exactly what is shown', async () => {
    const vote = () => ok({ applied: true, overview: overview(bea) });
    const fake = show(bea, { proposals: [proposal] }, { vote });
    expect(await screen.findByText('Roles of Bea from now on: Approver, Auditor')).toBeVisible();
    expect(screen.getByText('1 of 2 votes')).toBeVisible();
    await userEvent.click(await button('Vote for it'));
    await waitFor(() =>
      expect(fake.callsOf('operators.vote')).toEqual([{ proposalId: 'p-1', entry: ENTRY, decision: 'approve' }]),
    );
  });

  test('who has voted, and who is no approver, cannot and is told why', async () => {
    show(ada, { proposals: [proposal] });
    expect(await button('Vote for it')).toHaveAccessibleDescription('You have voted already.');
  });

  test('a viewer sees everything greyed out, with the missing role', async () => {
    const fake = show(cleo, { proposals: [proposal] });
    expect(await button('Vote for it')).toHaveAccessibleDescription(
      'It takes the role approver; Cleo does not have it.',
    );
    expect(await button(/^Enrol…/)).toHaveAccessibleDescription(/approver or CA operator/);
    runCommand('operators.enrol');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(fake.callsOf('operators.propose')).toEqual([]);
  });

  test('a change is proposed as it was wished', async () => {
    const fake = show(ada, {}, { propose: () => ok({ proposal }) });
    await userEvent.click(await button(/^Enrol…/));
    const dialog = await screen.findByRole('dialog', { name: 'Enrol an operator' });
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Dora');
    await userEvent.click(await within(dialog).findByRole('radio', { name: /CN=Dora/ }));
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Auditor/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Propose' }));
    await waitFor(() =>
      expect(fake.callsOf('operators.propose')).toEqual([
        { wish: { kind: 'enrol', name: 'Dora', certificateId: 'c-dora', roles: ['auditor'] } },
      ]),
    );
  });

  test('a rule that forbids a change is told where the change was wished', async () => {
    const propose = () => fail({ code: 'ROSTER_RULE' as const, data: { reason: 'too-few-approvers' as const } });
    show(ada, {}, { propose });
    await userEvent.click(await button('Change rules…'));
    const dialog = await screen.findByRole('dialog', { name: 'Rules of the roster' });
    const votes = within(dialog).getByRole('textbox');
    await userEvent.clear(votes);
    await userEvent.type(votes, '9');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Propose' }));
    expect(await within(dialog).findByText(/fewer approvers than votes/)).toBeVisible();
  });

  test('removing asks for the typed name', async () => {
    const fake = show(ada, {}, { propose: () => ok({ proposal }) });
    await userEvent.click(await button('Actions on Bea'));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Remove/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Propose to remove Bea?' });
    await userEvent.type(within(dialog).getByRole('textbox'), 'Bea');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Propose removal' }));
    await waitFor(() =>
      expect(fake.callsOf('operators.propose')).toEqual([{ wish: { kind: 'remove', operatorId: 'o-bea' } }]),
    );
  });
});

test('a roster that cannot be relied on says what is wrong and what to do', async () => {
  const roster = { ...overview().roster, state: 'locked' as const, trouble: { code: 'ROSTER_VOTES' as const, seq: 2 } };
  renderPage(<OperatorsPage />, createFakeCore(operatorHandlers(() => overview(undefined, { roster, operators: [] }))));
  expect(await screen.findByText('an entry does not have the votes that it needs (at entry 2)')).toBeVisible();
  expect(screen.getByText(/restore a backup/)).toBeVisible();
});
