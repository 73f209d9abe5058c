import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowFilter } from '../../../shared/contract/platform-rows.ts';
import { row as connectionRow } from '../platforms/testing/fake-connection.ts';
import { amountOf, filtersOf, rowFilterOf } from './data-filter.ts';
import { decimalWords } from './decimal-words.ts';

const connections = [
  connectionRow({ connectionId: 'a', partnerId: 'p1' }),
  connectionRow({ connectionId: 'b', partnerId: 'p1' }),
  connectionRow({ connectionId: 'c', partnerId: null }),
];

describe('what core is asked for', () => {
  it('is of the contract’s form, whatever is typed into amounts, days, states and yes or no', () => {
    const typed = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('4,20', '-1.5', '2026-02-30', '2026-01-31'));
    const names = fc.constantFrom('costFrom', 'costTo', 'from', 'to', 'state', 'findings', 'valid', 'status');
    fc.assert(
      fc.property(fc.dictionary(names, typed), (filters) => {
        expect(RowFilter.safeParse(rowFilterOf('', filters, connections)).success).toBe(true);
      }),
    );
  });

  it('takes whole days, the last one with all its hours', () => {
    expect(rowFilterOf('', { from: '2026-01-31', to: '2026-01-31' }, [])).toEqual({
      from: '2026-01-31T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
    });
  });

  it('asks for the connections of a partner, and for none where it has none', () => {
    expect(rowFilterOf('', { partner: 'p1' }, connections)).toEqual({ connectionIds: ['a', 'b'] });
    expect(rowFilterOf('', { partner: 'gone' }, connections)).toEqual({ connectionIds: [] });
    expect(rowFilterOf('', { partner: 'p1', connection: 'c' }, connections)).toEqual({ connectionIds: ['c'] });
  });

  it('reads an amount with a comma, and nothing else than one', () => {
    expect(['4,20', ' 4.2 ', '-3', '1.000,5', 'x', '', '1e3'].map(amountOf)).toEqual([
      ...['4.20', '4.2', '-3'],
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});

it('lists offer the filters that their rows can have', () => {
  expect(filtersOf('cdrs')).toContain('costFrom');
  expect(filtersOf('locations')).not.toContain('costFrom');
  expect(filtersOf('tokens')).toContain('valid');
});

it('sums keep every digit in each language', () => {
  expect(decimalWords('en-GB', '12345678901234567890.50')).toBe('12,345,678,901,234,567,890.50');
  expect(decimalWords('de-DE', '-1234.5')).toBe('-1.234,5');
  expect(decimalWords('de-DE', 'NaN')).toBe('NaN');
});
