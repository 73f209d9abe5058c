import { expect, test } from 'vitest';
import { countsAsIssued, type IssuanceState, mayIssue } from './issuance-state.ts';
import { type RequestState, requestMayBecome } from './request-state.ts';

const issuanceStates: readonly IssuanceState[] = ['prepared', 'signing', 'issued', 'unclear', 'dropped'];
const requestStates: readonly RequestState[] = ['received', 'prepared', 'signing', 'issued', 'rejected', 'unclear'];

test('nothing is issued without the state signing before it', () => {
  expect(issuanceStates.filter((state) => mayIssue(state, 'issued'))).toEqual(['signing']);
  expect(requestStates.filter((state) => requestMayBecome(state, 'issued'))).toEqual(['signing']);
});

test('what was issued, dropped or is unclear never signs again', () => {
  for (const state of ['issued', 'unclear', 'dropped'] as const) {
    expect(issuanceStates.filter((to) => mayIssue(state, to))).toEqual([]);
  }
});

test('whatever may have been signed counts as issued', () => {
  expect(countsAsIssued).toEqual(['signing', 'issued', 'unclear']);
});

test('a request that was issued stays issued', () => {
  expect(requestStates.filter((to) => requestMayBecome('issued', to))).toEqual([]);
});
