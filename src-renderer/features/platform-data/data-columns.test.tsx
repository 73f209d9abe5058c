import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ObjectRow } from '../../../shared/contract/platform-rows.ts';
import { createTranslate } from '../../locales/translate.ts';
import { columnsOf, rowText } from './data-columns.tsx';

const row: ObjectRow = {
  ...{ module: 'cdrs', rowId: 1, connectionId: 'c-1', connection: 'Example CPO', party: 'DEGEF', id: 'CDR1' },
  ...{ state: 'present', findings: 0, startedAt: null, endedAt: null, lastUpdated: null, locationId: 'LOC1' },
  ...{ kwh: '34.771', cost: '1250.50', hours: '0.1833', currency: 'EUR', tariffIds: [], signed: false, credit: false },
};

test.each([
  ['de', '34,771', '1.250,50'],
  ['en', '34.771', '1,250.50'],
] as const)(
  'decimals are told the way of %s with every digit, so that no thousand is seen in them',
  (language, kwh, cost) => {
    const t = createTranslate(language);
    const shown = columnsOf(t, ['id', 'kwh', 'cost']).slice(1);
    const texts = shown.map(({ render: cell }) => render(cell(row)).container.textContent);
    expect(texts).toEqual([kwh, `${cost} EUR`]);
    expect(rowText(t, row, ['kwh', 'cost'])).toBe(`${kwh}\t${cost}`);
  },
);
