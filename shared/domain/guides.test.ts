import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aboutKinds,
  contradicts,
  guides,
  mayBeAbout,
  openSteps,
  sightStates,
  stateOfStep,
  stepsOfGuide,
  stepStates,
} from './guides.ts';

const all = guides.flatMap(({ steps }) => steps.map(({ id }) => id));

test('no step stands in two guides, nor twice in one', () => {
  expect(new Set(all).size).toBe(all.length);
});

test('every guide ends with a checkpoint, so that its record can be proven', () => {
  expect(guides.map(({ steps }) => steps.at(-1)?.command)).toEqual(guides.map(() => 'audit checkpoint --out FILE'));
});

test('every guide is about something', () => {
  expect(guides.filter(({ id }) => !aboutKinds.some((kind) => mayBeAbout(id, kind)))).toEqual([]);
});

test('what is revoked in a guide is followed by a new list, and that by telling the partners', () => {
  for (const id of ['token-lost', 'key-compromised'] as const) {
    const order = stepsOfGuide(id).map((step) => step.id.replace(/^[a-z]+-/, ''));
    const places = ['standing', 'revoke', 'list', 'export', 'tell', 'checkpoint'].map((name) => order.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  }
});

test('the last word on a step counts', () => {
  const marks = [
    { step: 'ca-look', state: 'done' },
    { step: 'ca-roll', state: 'not-needed' },
    { step: 'ca-look', state: 'open' },
  ] as const;
  expect(stateOfStep(marks, 'ca-look')).toBe('open');
  expect(stateOfStep(marks, 'ca-roll')).toBe('not-needed');
});

test('a run is settled when the last mark of each of its steps is', () => {
  const mark = fc.record({ step: fc.constantFrom(...all), state: fc.constantFrom(...stepStates) });
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 60 }), fc.constantFrom(...guides), (marks, { id }) => {
      const open = openSteps(id, marks);
      const expected = stepsOfGuide(id).filter((step) => {
        const own = marks.filter((one) => one.step === step.id);
        const last = own[own.length - 1];
        return last === undefined || last.state === 'open';
      });
      expect(open).toEqual(expected.map((step) => step.id));
    }),
    { numRuns: 60 },
  );
});

test('marks of steps that no guide has any more settle nothing', () => {
  expect(openSteps('ca-rollover', [{ step: 'gone', state: 'done' }])).toHaveLength(stepsOfGuide('ca-rollover').length);
});

test('only what core sees as open contradicts a person; what it does not see never does', () => {
  const told = sightStates.filter((state) => contradicts('done', [{ state }]));
  expect(told).toEqual(['open']);
  expect(contradicts('open', [{ state: 'open' }])).toBe(false);
  expect(contradicts('not-needed', [{ state: 'open' }])).toBe(false);
});
