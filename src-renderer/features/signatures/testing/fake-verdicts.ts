import { ok } from '../../../../shared/util/result.ts';
import type { FakeHandlers } from '../../../testing/fake-core.ts';

const settings = { stepSize: 'session', flat: 'session', rounding: 'exact', places: 2, limits: true };

/** Answers for pages that show verdicts beside what a test is about: nothing signed, nothing to compute. */
export const noVerdicts: FakeHandlers = {
  signatures: { cdrMeter: () => ok({}) },
  signedObjects: {
    object: () =>
      ok({
        report: { verdict: 'UNSIGNED', kind: 'cdr', signatures: [], vendor: [], notes: [], defects: [], nested: [] },
      }),
  },
  pricing: {
    cdr: () =>
      ok({
        report: {
          verdict: 'NOT_COMPUTABLE',
          totals: [],
          lines: [],
          moreLines: 0,
          notes: [],
          causes: ['PERIODS_MISSING'],
          settings,
        },
      }),
    quoteTariff: () => ok({ quote: { lines: [], causes: [], points: [] }, findings: [] }),
  },
};
