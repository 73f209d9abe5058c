import { expect, test } from 'vitest';
import type { SavedView } from '../../../shared/contract/request-desk.ts';
import type { ListView } from '../lists/list-view.ts';
import { inboxQueryOf } from './inbox-query.ts';

const view = (filters: ListView['filters'], more: Partial<ListView> = {}): ListView => ({
  text: '',
  filters,
  sort: [{ column: 'receivedAt', direction: 'descending' }],
  active: -1,
  ...more,
});
const saved: readonly SavedView[] = [
  {
    viewId: 'v-1',
    name: 'Berlin',
    query: { states: ['held'], claims: 'DEGEF', filter: 'berlin', sort: 'partner', descending: false },
    by: 'ada',
    at: '2026-11-23T00:00:00Z',
  },
];
const usual = { sort: 'receivedAt', descending: true };

test('a list without filters asks for everything, newest first', () => {
  expect(inboxQueryOf(view({}), '', saved)).toEqual(usual);
});

test.each([
  ['mine', { claimed: 'me' }],
  ['second-vote', { states: ['voting'] }],
  ['held', { states: ['held'] }],
])('the view %s asks for what it says', (name, asked) => {
  expect(inboxQueryOf(view({ view: name }), '', saved)).toMatchObject({ ...usual, ...asked });
});

test('a filter in the bar stands over what the view says, and leaves the rest of it', () => {
  const asked = inboxQueryOf(view({ view: 'saved:v-1', state: 'received', verdict: 'fail' }), 'jena', saved);
  expect(asked).toEqual({ ...usual, states: ['received'], verdicts: ['fail'], claims: 'DEGEF', filter: 'jena' });
});

test('a view that somebody has removed, and filters that are none of ours, ask for nothing', () => {
  expect(inboxQueryOf(view({ view: 'saved:gone', state: 'x', claimed: 'x' }), '', saved)).toEqual(usual);
});
