import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowFilter } from '../../../shared/contract/platform-rows.ts';
import { amountOf, filtersOf, filtersOfRows, rowFilterOf } from './data-filter.ts';
import { decimalWords } from './decimal-words.ts';

describe('what core is asked for', () => {
  it('is of the contract’s form, whatever is typed into amounts, days, states and yes or no', () => {
    const typed = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('4,20', '-1.5', '2026-02-30', '2026-01-31'));
    const names = fc.constantFrom('costFrom', 'costTo', 'from', 'to', 'state', 'findings', 'valid', 'status');
    fc.assert(
      fc.property(fc.dictionary(names, typed), (filters) => {
        expect(RowFilter.safeParse(rowFilterOf('', filters)).success).toBe(true);
      }),
    );
  });

  it('takes whole days, the last one with all its hours', () => {
    expect(rowFilterOf('', { from: '2026-01-31', to: '2026-01-31' })).toEqual({
      from: '2026-01-31T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
    });
  });

  it('comes back from a saved view as it was asked for', () => {
    const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'B', '7', '-', '*') });
    const words = (most: number) => fc.uniqueArray(word, { minLength: 1, maxLength: most });
    const time = fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    const filter = fc.record(
      {
        ...{
          connectionIds: words(3),
          partnerId: word,
          text: word,
          party: word,
          status: words(3),
          from: time,
          to: time,
        },
        ...{
          currency: word,
          country: word,
          type: word,
          objectId: word,
          locationId: word,
          evseUid: word,
          tariffId: word,
        },
        ...{ sessionId: word, hasFindings: fc.boolean(), published: fc.boolean(), signed: fc.boolean() },
        ...{ credit: fc.boolean(), valid: fc.boolean(), costFrom: fc.constant('4.20'), costTo: fc.constant('-3') },
        state: fc.subarray(['present', 'unlisted', 'not-understood'] as const, { minLength: 1 }).map((all) => [...all]),
        findingCode: word.map((code) => code.toUpperCase()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filter, (asked) => {
        const { text, filters } = filtersOfRows(asked);
        expect(rowFilterOf(text, filters)).toEqual(asked);
      }),
    );
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
