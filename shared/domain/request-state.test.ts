import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStates, requestMayBecome, type RequestState, requestStates } from './request-state.ts';

const state = fc.constantFrom(...requestStates);
const aside: readonly RequestState[] = ['held', 'withdrawn', 'superseded', 'expired', 'rejected'];
const after = (from: RequestState): RequestState[] => requestStates.filter((to) => requestMayBecome(from, to));

/** Every state that can be reached without going through one of these. */
function reachable(from: RequestState, without: readonly RequestState[]): ReadonlySet<RequestState> {
  const seen = new Set<RequestState>();
  const open = [from];
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const next of after(one))
      if (!seen.has(next) && !without.includes(next)) {
        seen.add(next);
        open.push(next);
      }
  return seen;
}

describe('a request', () => {
  test('that was put aside is prepared or voted on anew before anything is signed', () => {
    for (const from of aside) expect(after(from)).not.toContain('signing');
    for (const from of aside) expect([...reachable(from, ['prepared'])]).not.toContain('signing');
  });

  test('with a certificate never gets back to where it could have a second one', () => {
    for (const from of ['issued', 'delivered', 'in-use'] as const) {
      const later = reachable(from, []);
      for (const open of openStates) expect(later.has(open)).toBe(false);
    }
  });

  test('that has expired stays so', () => {
    expect(after('expired')).toEqual([]);
  });

  test('can be put aside only while nothing is decided', () => {
    fc.assert(
      fc.property(state, fc.constantFrom('held', 'withdrawn', 'superseded', 'expired'), (from, to) => {
        if (requestMayBecome(from, to)) expect(openStates).toContain(from);
      }),
    );
  });

  test('whose signature is under way is in nobody’s hands', () => {
    for (const to of aside) expect(requestMayBecome('signing', to)).toBe(false);
  });
});
