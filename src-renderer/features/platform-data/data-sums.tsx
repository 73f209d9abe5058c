import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { RowFilter } from '../../../shared/contract/platform-rows.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { decimalWords } from './decimal-words.ts';

const Line = styled('div')({
  ...type.small,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: `${rem(2)} ${rem(16)}`,
  minHeight: rem(30),
  padding: `${rem(2)} ${rem(20)}`,
  borderTop: `1px solid ${look.line}`,
  background: look.canvas,
  color: look.ink2,
  flex: 'none',
  strong: { color: look.ink, fontWeight: 600 },
});

/** So many are summed up unasked; each is read, and a list waits behind it. */
const UNASKED = 20_000;

interface DataSumsProps {
  readonly module: 'sessions' | 'cdrs';
  readonly filter: RowFilter;
  /** Undefined while it is not known how many the filter finds. */
  readonly rows: number | undefined;
}

/** Energy and money of all rows that the filter finds, per currency; what states none is counted, not taken as zero. */
export function DataSums({ module, filter, rows }: DataSumsProps): ReactNode {
  const t = useT();
  const key = JSON.stringify(filter);
  const [askedFor, setAskedFor] = useState<string>();
  const isAsked = rows !== undefined && rows > 0 && (rows <= UNASKED || askedFor === key);
  const sums = useCoreQuery(
    'platforms',
    ['platformData.sums', module, key],
    (core) => core.platformData.sums({ module, filter }),
    { enabled: isAsked, keepPrevious: false },
  );
  if (rows === 0) return null;
  const found = sums.data;
  return (
    <Line role="status" aria-label={t('dataLists.sums')}>
      {sums.error === null ? null : <FaultNote fault={sums.error.fault} />}
      {rows === undefined ? null : !isAsked ? (
        <Button small onClick={() => setAskedFor(key)}>
          {t('dataLists.sumUp', { count: rows })}
        </Button>
      ) : found === undefined ? (
        t('dataLists.summing')
      ) : (
        <>
          <span>{t('dataLists.sumRows', { count: found.rows })}</span>
          <span>
            <strong>{decimalWords(t.locale, found.kwh)}</strong> {t('platformData.col_kwh')}
            {found.withoutKwh === 0 ? null : ` (${t('dataLists.without', { count: found.withoutKwh })})`}
          </span>
          {found.costs.map(({ currency, amount, rows: with_ }) => (
            <span key={currency}>
              <strong>{decimalWords(t.locale, amount)}</strong>{' '}
              <SafeText text={currency === '' ? t('dataLists.noCurrency') : currency} />
              {` (${t('dataLists.sumRows', { count: with_ })})`}
            </span>
          ))}
          {found.withoutCost === 0 ? null : <span>{t('dataLists.withoutCost', { count: found.withoutCost })}</span>}
        </>
      )}
    </Line>
  );
}
