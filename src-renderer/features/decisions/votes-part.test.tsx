import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { DecisionView } from '../../../shared/contract/decisions.ts';
import { voidReasons } from '../../../shared/domain/request-votes.ts';
import { voteSentences } from '../../../shared/texts/vote-sentences.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { decision } from '../requests/testing/fake-requests.ts';
import { openDecision, vote } from './testing/fake-decisions.ts';
import { VotesPart } from './votes-part.tsx';

const show = (shown: DecisionView) => renderPage(<VotesPart decision={shown} />, createFakeCore());
const rows = () => screen.queryAllByRole('listitem');

test('where nobody is enrolled there are no votes to show', () => {
  show(decision());
  expect(screen.queryByRole('region', { name: 'Votes' })).toBeNull();
});

test('says how many there are, how many are needed, and who could give what is missing', () => {
  show(openDecision({ approvals: 1, couldVote: ['Bea'], votes: [vote()] }));
  const meter = screen.getByRole('meter', { name: 'Votes' });
  expect(meter).toHaveAttribute('aria-valuenow', '1');
  expect(meter).toHaveAttribute('aria-valuemax', '2');
  expect(screen.getByText('1 of 2 votes')).toBeVisible();
  expect(screen.getByText('1 vote is missing. Could give it: Bea.')).toBeVisible();
});

test('says so when nobody here could give what is missing', () => {
  show(openDecision({ approvals: 1, couldVote: [] }));
  expect(screen.getByText('1 vote is missing, and no operator here could give it.')).toBeVisible();
});

test('a vote that counts has its name, its time and its end', () => {
  show(openDecision({ votes: [vote({ via: 'file' })] }));
  const [row] = rows();
  expect(row).toHaveTextContent('Ada');
  expect(row).toHaveTextContent('for it');
  expect(row).toHaveTextContent('cast 2026-11-22 10:00 UTC, counts until 2026-11-29 10:00 UTC, came as a file');
});

describe('a vote that does not count says why', () => {
  test.each(voidReasons.map((reason) => [reason] as const))('%s', (standing) => {
    show(openDecision({ votes: [vote({ standing })] }));
    const [row] = rows();
    if (row === undefined) throw new Error('no vote is shown');
    expect(within(row).getByText(voteSentences[`standing_${standing}`])).toBeVisible();
    expect(row).not.toHaveTextContent('counts until');
  });
});

test('a vote of nobody known is no empty name', () => {
  show(openDecision({ votes: [vote({ name: '', standing: 'signature' })] }));
  expect(rows()[0]).toHaveTextContent('nobody known');
});

test('a vote against it stops everything, however many are for it', () => {
  show(openDecision({ state: 'against', approvals: 2, rejections: 1, votes: [vote({ decision: 'reject' })] }));
  expect(screen.getByText('As long as a vote against it counts, nothing is signed.')).toBeVisible();
  expect(screen.queryByText(/Could give/)).toBeNull();
});

test('single-operator mode is marked', () => {
  show(openDecision({ single: true, needed: 1 }));
  expect(screen.getByText('single operator')).toBeVisible();
});
