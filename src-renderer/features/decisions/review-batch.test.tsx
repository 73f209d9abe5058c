import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { bea, operatorHandlers, overview } from '../operators/testing/fake-operators.ts';
import { RequestsPage } from '../requests/requests-page.tsx';
import { detail, issuance, prepared, requestHandlers, requestRow } from '../requests/testing/fake-requests.ts';
import { openDecision } from './testing/fake-decisions.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const toasts = () => useToastStore.getState().toasts.map(({ text }) => text);
const tbsOf = (number: string): string => `${number}0`.repeat(32);
const numberOf = (id: string): string => id.slice(2);

function open(change: NonNullable<FakeHandlers['decisions']> = {}): FakeCore {
  const fake = createFakeCore({
    ...requestHandlers(detail(), {
      show: ({ requestId }) =>
        ok(
          detail({
            request: requestRow({ requestId, state: 'prepared', commonName: `cpo${numberOf(requestId)}` }),
            issuances: [issuance({ issuanceId: `i-${numberOf(requestId)}` })],
          }),
        ),
      review: ({ issuanceId }) => ok(prepared({ issuanceId, tbsSha256: tbsOf(numberOf(issuanceId)) })),
    }),
    ...operatorHandlers(() => overview(bea)),
    decisions: {
      show: ({ issuanceId }) => ok(openDecision({ issuanceId, tbsSha256: tbsOf(numberOf(issuanceId)) })),
      vote: ({ ballots }) => ok({ decisions: ballots.map(({ issuanceId }) => openDecision({ issuanceId })) }),
      ...change,
    },
  });
  renderPage(<RequestsPage />, fake, { route: { page: 'requests', params: { vote: 'r-1 r-2 r-3' } } });
  return fake;
}
const shown = async (number: string) =>
  screen.findByText(tbsOf(number).replaceAll(/(.{4})(?=.)/gu, '$1 '), undefined, { timeout: 5000 });
const mark = () => screen.getByRole('checkbox', { name: /^Vote to approve this one/ });
const cast = () => screen.getByRole('button', { name: /^Vote to approve \d/ });

describe('several requests', () => {
  test('are opened one after the other by keys; only those that were marked are voted on, with one call', async () => {
    const fake = open();
    await shown('1');
    expect(cast()).toHaveAccessibleDescription('Mark at least one request.');
    await userEvent.click(mark());
    runCommand('decisions.next');
    await shown('2');
    expect(mark()).not.toBeChecked();
    runCommand('decisions.next');
    await shown('3');
    await waitFor(() => runCommand('decisions.mark'));
    await waitFor(() => expect(mark()).toBeChecked());
    await userEvent.click(cast());
    await waitFor(() =>
      expect(fake.callsOf('decisions.vote')).toEqual([
        {
          ballots: [
            { issuanceId: 'i-1', tbsSha256: tbsOf('1') },
            { issuanceId: 'i-3', tbsSha256: tbsOf('3') },
          ],
          decision: 'approve',
        },
      ]),
    );
    await waitFor(() => expect(toasts()).toEqual(['Votes for 2 requests cast']));
  });

  test('say which were looked at', async () => {
    open();
    await shown('1');
    await waitFor(() => expect(screen.getAllByText('looked at')).toHaveLength(1));
    expect(screen.getAllByText('not looked at yet')).toHaveLength(2);
  });

  test('that may not be voted for cannot be marked, and say why', async () => {
    const fake = open({ show: ({ issuanceId }) => ok(openDecision({ issuanceId, noVote: 'failed-checks' })) });
    await shown('1');
    expect(mark()).toBeDisabled();
    expect(screen.getByText('A check fails: it can be voted against, not for.')).toBeVisible();
    runCommand('decisions.cast');
    expect(fake.callsOf('decisions.vote')).toEqual([]);
  });

  test('of which core refuses one are none voted on, and the one is named', async () => {
    open({ vote: () => fail({ code: 'BALLOT_REFUSED', data: { index: 0, reason: 'changed' } } as const) });
    await shown('1');
    await userEvent.click(mark());
    await userEvent.click(cast());
    expect(await screen.findByRole('alert')).toHaveTextContent('What is prepared now is not what was shown.');
    expect(screen.getByText('cpo1', { selector: 'strong *' })).toBeVisible();
    expect(toasts()).toEqual([]);
  });
});
