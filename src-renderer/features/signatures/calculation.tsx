import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { PriceLineView } from '../../../shared/contract/pricing.ts';
import { useT } from '../../locales/language.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { decimalWords } from '../platform-data/decimal-words.ts';

/** A table that may scroll by itself. */
export const Wide = styled('div')({ overflowX: 'auto' });
export const MoneyTable = styled('table')({
  ...type.body,
  borderCollapse: 'collapse',
  width: '100%',
  'th, td': { textAlign: 'left', padding: `${rem(5)} ${rem(12)} ${rem(5)} 0`, borderBottom: `1px solid ${look.line}` },
  th: { ...type.small, color: look.ink3, fontWeight: 400, whiteSpace: 'nowrap' },
  td: { verticalAlign: 'top', overflowWrap: 'anywhere' },
  '.number': { textAlign: 'right', whiteSpace: 'nowrap' },
  '.quiet': { ...type.small, color: look.ink3 },
});

type T = ReturnType<typeof useT>;

/** An exact amount the language's way; what does not end keeps its ellipsis, what nobody says is unknown. */
export function amountText(t: T, text: string | undefined): string {
  if (text === undefined) return t('signatures.unknown');
  const cut = text.endsWith('…');
  return `${decimalWords(t.locale, cut ? text.slice(0, -1) : text)}${cut ? '…' : ''}`;
}

/** The lines of a price as a table that a driver could follow. */
export function Calculation(props: {
  readonly lines: readonly PriceLineView[];
  readonly currency: string;
  readonly more: number;
}): ReactNode {
  const t = useT();
  const { lines, currency, more } = props;
  return (
    <Section title={t('signatures.calculation')} level={3} aside={currency}>
      <Wide>
        <MoneyTable>
          <thead>
            <tr>
              <th>{t('signatures.period')}</th>
              <th>{t('signatures.dimension')}</th>
              <th className="number">{t('signatures.quantity')}</th>
              <th className="number">{t('signatures.billed')}</th>
              <th className="number">{t('signatures.unitPrice')}</th>
              <th className="number">{t('signatures.beforeTax')}</th>
              <th className="number">{t('signatures.tax')}</th>
              <th className="number">{t('signatures.afterTax')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <tr key={index}>
                <td>
                  {line.period + 1}
                  {line.startsAt === undefined ? null : (
                    <div className="quiet">
                      <UtcDate date={new Date(line.startsAt)} relative={false} />
                    </div>
                  )}
                </td>
                <td>
                  {line.reservation ? t('signatures.reservation') : t(`signatures.dimension_${line.dimension}`)}
                  <div className="quiet">
                    <SafeText text={t('signatures.elementOf', { id: line.tariffId, element: line.element + 1 })} />
                  </div>
                </td>
                <td className="number">
                  {line.unit === 'once' ? t('signatures.once') : `${amountText(t, line.quantity)} ${line.unit}`}
                </td>
                <td className="number">{line.unit === 'once' ? '' : `${amountText(t, line.billed)} ${line.unit}`}</td>
                <td className="number">{amountText(t, line.price)}</td>
                <td className="number">{amountText(t, line.before)}</td>
                <td className="number">
                  {line.taxPercent === undefined
                    ? t('signatures.unknown')
                    : t('signatures.percent', { value: amountText(t, line.taxPercent) })}
                </td>
                <td className="number">{amountText(t, line.after)}</td>
              </tr>
            ))}
          </tbody>
        </MoneyTable>
      </Wide>
      {more === 0 ? null : <p>{t('signatures.moreLines', { count: more })}</p>}
    </Section>
  );
}
