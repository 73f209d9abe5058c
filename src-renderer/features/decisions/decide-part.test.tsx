import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DecisionView } from '../../../shared/contract/decisions.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { ada, bea, cleo, operatorHandlers, overview } from '../operators/testing/fake-operators.ts';
import { RequestPage } from '../requests/request-page.tsx';
import { preparedDetail, requestHandlers, TBS_SHA256 } from '../requests/testing/fake-requests.ts';
import { openDecision, vote } from './testing/fake-decisions.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const toasts = () => useToastStore.getState().toasts.map(({ text }) => text);
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const BALLOT = { issuanceId: 'i-1', tbsSha256: TBS_SHA256 };

interface Given {
  readonly me?: typeof ada;
  readonly refuse?: boolean;
}

function open(shown: DecisionView, { me = bea, refuse = false }: Given = {}): FakeCore {
  const refused = fail({ code: 'BALLOT_REFUSED', data: { index: 0, reason: 'changed' } } as const);
  const fake = createFakeCore({
    ...requestHandlers(preparedDetail(), { approve: () => ok({ issued: [] }) }),
    ...operatorHandlers(() => overview(me)),
    decisions: { show: () => ok(shown), vote: () => (refuse ? refused : ok({ decisions: [shown] })) },
  });
  renderPage(<RequestPage requestId="r-1" />, fake);
  return fake;
}

describe('while votes are missing', () => {
  test('a vote for it names exactly the bytes that are shown', async () => {
    const fake = open(openDecision());
    await userEvent.click(await button(/^Vote to approve/));
    await waitFor(() => expect(fake.callsOf('decisions.vote')).toEqual([{ ballots: [BALLOT], decision: 'approve' }]));
    await waitFor(() => expect(toasts()).toEqual(['You voted for it']));
    expect(fake.callsOf('requests.approve')).toEqual([]);
  });

  test('a vote against it is one deed away', async () => {
    const fake = open(openDecision());
    await userEvent.click(await button(/^Vote against/));
    await waitFor(() => expect(fake.callsOf('decisions.vote')).toEqual([{ ballots: [BALLOT], decision: 'reject' }]));
  });

  test('nothing can be issued, and the button says why', async () => {
    const fake = open(openDecision({ approvals: 1 }), { me: ada });
    const issue = await button(/^Sign and issue/);
    expect(issue).toHaveAccessibleDescription('1 vote is missing.');
    await userEvent.click(issue);
    expect(fake.callsOf('requests.approve')).toEqual([]);
  });

  test('who has voted for it can only change their mind', async () => {
    open(openDecision({ approvals: 1, votes: [vote({ operatorId: bea.operatorId, name: 'Bea' })] }));
    await waitFor(async () =>
      expect(await button(/^Vote to approve/)).toHaveAccessibleDescription('You have voted for it.'),
    );
    expect(await button(/^Vote against/)).not.toHaveAttribute('aria-disabled');
  });

  test('a vote that core refuses is no vote, and says why', async () => {
    open(openDecision(), { refuse: true });
    await userEvent.click(await button(/^Vote to approve/));
    expect(await screen.findByRole('alert')).toHaveTextContent('What is prepared now is not what was shown.');
    expect(toasts()).toEqual([]);
  });
});

test.each([
  ['entered-it', 'You entered this request: others have to agree to it.'],
  ['role', 'None of your roles has a vote by the policy.'],
  ['not-signed-in', 'Only an operator who is signed in has a vote.'],
  ['roster-locked', 'The roster does not hold; until it does nobody votes.'],
  ['not-prepared', 'It is signed already or given up, so there is nothing to vote on.'],
] as const)('who may not vote (%s) finds out why and casts none', async (noVote, sentence) => {
  const fake = open(openDecision({ noVote }), { me: cleo });
  expect(await button(/^Vote to approve/)).toHaveAccessibleDescription(sentence);
  expect(await button(/^Vote against/)).toHaveAccessibleDescription(sentence);
  await userEvent.click(await button(/^Vote to approve/));
  await userEvent.click(await button(/^Vote against/));
  expect(fake.callsOf('decisions.vote')).toEqual([]);
});

test('what fails a check can be voted against, not for', async () => {
  open(openDecision({ noVote: 'failed-checks' }));
  expect(await button(/^Vote to approve/)).toHaveAccessibleDescription(
    'A check fails: it can be voted against, not for.',
  );
  expect(await button(/^Vote against/)).not.toHaveAttribute('aria-disabled');
});

test('enough votes make issuing the one deed', async () => {
  const fake = open(openDecision({ state: 'approved', approvals: 2, couldVote: [] }), { me: ada });
  await userEvent.click(await button(/^Sign and issue/));
  await waitFor(() => expect(fake.callsOf('requests.approve')).toEqual([{ approvals: [BALLOT] }]));
  expect(fake.callsOf('decisions.vote')).toEqual([]);
  await waitFor(() => expect(toasts()).toEqual(['Certificate issued']));
});

describe('the only operator', () => {
  const alone = openDecision({ single: true, needed: 1, couldVote: ['Ada'] });

  test('votes and issues with one button, which says that it is one person', async () => {
    const fake = open(alone, { me: ada });
    await userEvent.click(await button(/^Approve and issue as single operator/));
    await waitFor(() => expect(fake.callsOf('requests.approve')).toEqual([{ approvals: [BALLOT] }]));
    expect(fake.callsOf('decisions.vote')).toEqual([{ ballots: [BALLOT], decision: 'approve' }]);
  });

  test('issues nothing when the vote is refused', async () => {
    const fake = open(alone, { me: ada, refuse: true });
    await userEvent.click(await button(/^Approve and issue as single operator/));
    expect(await screen.findByRole('alert')).toHaveTextContent('BALLOT_REFUSED');
    expect(fake.callsOf('requests.approve')).toEqual([]);
  });
});

describe('approvers elsewhere', () => {
  test('the vote file goes to core as it is', async () => {
    const fake = createFakeCore({
      ...requestHandlers(preparedDetail()),
      ...operatorHandlers(() => overview(bea)),
      decisions: {
        show: () => ok(openDecision()),
        importVotes: () => ok({ taken: 1, decision: openDecision() }),
      },
    });
    renderPage(<RequestPage requestId="r-1" />, fake);
    await userEvent.click(await button('Import votes…'));
    const file = new File(['{"votes":[]}'], 'x.vote.json');
    await userEvent.upload(await screen.findByLabelText('Drop a vote file here, or choose it'), file);
    await waitFor(() => expect(toasts()).toEqual(['1 vote taken']));
    expect(fake.callsOf('decisions.importVotes')).toEqual([{ content: encodeUtf8('{"votes":[]}') }]);
  });
});
