import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldAt, fieldBeside } from './byte-fields.ts';
import { rowAfterKey } from './row-keys.ts';
import { sortAfterClick, sortAfterKey } from './table-sort.ts';
import { labelPlaces, shareOf, ticksOf } from './timeline-scale.ts';

const fields = [
  { id: 'info', label: 'info', start: 0, end: 100 },
  { id: 'subject', label: 'subject', start: 10, end: 40 },
  { id: 'cn', label: 'cn', start: 12, end: 20 },
];

describe('fields of bytes', () => {
  test('the innermost field is named', () => {
    expect(fieldAt(fields, 15)?.id).toBe('cn');
    expect(fieldAt(fields, 30)?.id).toBe('subject');
  });
  test('a byte outside all fields has none', () => {
    expect(fieldAt(fields, 100)).toBeUndefined();
  });
  test('forwards and backwards go to the neighbouring starts', () => {
    expect(fieldBeside(fields, 0, 1)?.id).toBe('subject');
    expect(fieldBeside(fields, 12, -1)?.id).toBe('subject');
    expect(fieldBeside(fields, 12, 1)).toBeUndefined();
  });
});

test('no key leads outside the list', () => {
  const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'j', 'k', 'Home', 'End', 'PageDown', 'PageUp');
  fc.assert(
    fc.property(
      keys,
      fc.integer({ min: 1, max: 50 }),
      fc.nat(49),
      fc.integer({ min: 0, max: 60 }),
      (key, count, at, page) => {
        const next = rowAfterKey(key, Math.min(at, count - 1), count, page);
        expect(next).toBeGreaterThanOrEqual(0);
        expect(next).toBeLessThan(count);
      },
    ),
  );
});

describe('sorting', () => {
  test('a further key keeps the first', () => {
    const sort = [{ column: 'a', direction: 'ascending' }] as const;
    expect(sortAfterClick(sort, 'b', true)).toEqual([...sort, { column: 'b', direction: 'ascending' }]);
  });
  test('the key after the last column begins anew', () => {
    const columns = ['a', 'b'].map((id) => ({ id, header: id, width: '1fr', sortable: true, render: () => id }));
    expect(sortAfterKey([{ column: 'b', direction: 'ascending' }], columns, false)).toEqual([
      { column: 'a', direction: 'ascending' },
    ]);
  });
});

describe('time scale', () => {
  const from = new Date('2026-09-30T00:00:00Z');
  const to = new Date('2027-01-27T00:00:00Z');
  test('a time outside stays at the edge', () => {
    expect(shareOf(new Date('2020-01-01'), from, to)).toBe(0);
    expect(shareOf(new Date('2030-01-01'), from, to)).toBe(1);
  });
  test('months are marked at their first day in UTC', () => {
    expect(ticksOf(from, to).map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
      '2026-10-01',
      '2026-11-01',
      '2026-12-01',
      '2027-01-01',
    ]);
  });
  test('an empty or turned range has no marks', () => {
    expect(ticksOf(to, from)).toEqual([]);
  });
  test('labels of neighbouring bands do not share a line', () => {
    const [first, second] = labelPlaces([
      { start: 0.5, end: 0.52 },
      { start: 0.55, end: 0.58 },
    ]);
    expect(first?.lane).not.toBe(second?.lane);
  });
});
