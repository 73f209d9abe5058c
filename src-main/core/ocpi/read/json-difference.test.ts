import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDifference } from './json-difference.ts';
import { maskPersonal, personalSpots } from './personal-spots.ts';
import { parseExactly } from './read-object.ts';

const side = (text: string, module: 'locations' | 'sessions' = 'locations') => ({
  json: parseExactly(text),
  personal: new Set(personalSpots(module, text).map(({ path }) => path)),
});
const difference = (older: string, newer: string, module?: 'sessions') =>
  jsonDifference(side(older, module), side(newer, module), maskPersonal);

describe('what differs between two versions', () => {
  it('is told by name and place, with digits as they came', () => {
    expect(difference('{"a":1.10,"b":"x","c":null}', '{"b":"y","a":1.1,"d":{"e":[1]}}')).toEqual([
      { path: 'b', kind: 'changed', before: 'x', after: 'y', masked: false },
      { path: 'a', kind: 'changed', before: '1.10', after: '1.1', masked: false },
      { path: 'd', kind: 'added', after: '{"e":[1]}', masked: false },
      { path: 'c', kind: 'removed', before: 'null', masked: false },
    ]);
  });

  it('follows elements that have a name when they move', () => {
    const older = '{"evses":[{"uid":"1","status":"AVAILABLE"},{"uid":"2","status":"AVAILABLE"},{"uid":"3"}]}';
    const newer = '{"evses":[{"uid":"2","status":"CHARGING"},{"uid":"1","status":"AVAILABLE"},{"uid":"4"}]}';
    expect(difference(older, newer).map(({ path, kind }) => [kind, path])).toEqual([
      ['changed', 'evses[uid 2].status'],
      ['added', 'evses[uid 4]'],
      ['removed', 'evses[uid 3]'],
    ]);
  });

  it.each([
    ['of which one has no name', '[{"uid":"1"},{"x":1}]', '[{"uid":"1"},{"x":2}]'],
    [
      'of which two have the same name',
      '[{"uid":"1","x":1},{"uid":"1","x":1}]',
      '[{"uid":"1","x":1},{"uid":"1","x":2}]',
    ],
  ])('goes by the place in a list %s', (_what, older, newer) => {
    expect(difference(`{"evses":${older}}`, `{"evses":${newer}}`)).toMatchObject([
      { path: 'evses[1].x', kind: 'changed', before: '1', after: '2' },
    ]);
  });

  it('tells that personal data changed, and not what it is', () => {
    const of = (uid: string, contract: string): string =>
      `{"id":"S","cdr_token":{"uid":"${uid}","contract_id":"${contract}"},"token":[{"uid":"${uid}"}]}`;
    const changes = difference(of('04AABBCC1111', 'DE-ABC-1'), of('04AABBCC2222', 'DE-ABC-1'), 'sessions');
    expect(changes.map(({ path }) => path)).toEqual([
      'cdr_token.uid',
      'token[uid ••••••2222]',
      'token[uid ••••••1111]',
    ]);
    expect(changes.every(({ masked }) => masked)).toBe(true);
    expect(JSON.stringify(changes)).not.toContain('04AABBCC');
  });

  it('is nothing between a text and itself in another order of names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).toReversed());
        expect(difference(JSON.stringify(object), JSON.stringify(turned))).toEqual([]);
      }),
    );
  });

  it('is found wherever one leaf is another', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 }),
        fc.nat(),
        (object, pick) => {
          const names = Object.keys(object);
          const name = names[pick % names.length] ?? '';
          const other = { ...object, [name]: { 'something else': true } };
          fc.pre(Object.hasOwn(other, name) && JSON.stringify(object) !== JSON.stringify(other));
          expect(difference(JSON.stringify(object), JSON.stringify(other))).not.toEqual([]);
        },
      ),
    );
  });
});
