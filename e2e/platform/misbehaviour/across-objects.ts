import { type Misbehaviour, withEvses } from './misbehaviour.ts';

/** What is wrong only beside another object or an earlier read: deviations 10 and 17. */
export const acrossObjects = {
  'evse-uid-elsewhere': {
    about: 'the first EVSEs of the first two locations have one uid',
    deviation: 17,
    object: (one, index, { module }) =>
      module === 'locations' && index < 2
        ? withEvses(one, (evse, i) => (i === 0 ? { ...evse, uid: index === 0 ? 'Shared-7' : 'SHARED-7' } : evse))
        : one,
  },
  'delta-gives-nothing': {
    about: 'nothing has ever changed, as far as its filter by date goes',
    deviation: 10,
    // Whole reads of sessions and CDRs begin with the year 2000.
    filter: (filter) => ((filter.from ?? 0) > Date.UTC(2001, 0, 1) ? { ...filter, from: Infinity } : filter),
  },
} satisfies Record<string, Misbehaviour>;
