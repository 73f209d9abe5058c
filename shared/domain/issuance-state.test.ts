import { expect, test } from 'vitest';
import { countsAsIssued, type IssuanceState, mayIssue } from './issuance-state.ts';
import { requestMayBecome, requestStates } from './request-state.ts';

const issuanceStates: readonly IssuanceState[] = ['prepared', 'signing', 'issued', 'unclear', 'dropped'];

test('nothing is issued without the state signing before it', () => {
  expect(issuanceStates.filter((state) => mayIssue(state, 'issued'))).toEqual(['signing']);
  expect(requestStates.filter((state) => requestMayBecome(state, 'issued'))).toEqual([
    'signing',
    // Told as delivered by mistake.
    'delivered',
  ]);
});

test('what was issued, dropped or is unclear never signs again', () => {
  for (const state of ['issued', 'unclear', 'dropped'] as const) {
    expect(issuanceStates.filter((to) => mayIssue(state, to))).toEqual([]);
  }
});

test('whatever may have been signed counts as issued', () => {
  expect(countsAsIssued).toEqual(['signing', 'issued', 'unclear']);
});

test('a request that was issued goes nowhere but to its partner', () => {
  expect(requestStates.filter((to) => requestMayBecome('issued', to))).toEqual(['delivered', 'in-use']);
  expect(requestStates.filter((to) => requestMayBecome('delivered', to))).toEqual(['issued', 'in-use']);
  expect(requestStates.filter((to) => requestMayBecome('in-use', to))).toEqual([]);
});
