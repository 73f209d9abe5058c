import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type {
  PriceLineView,
  PriceReport,
  PriceSettingsInput,
  PriceTotalView,
} from '../../../shared/contract/pricing.ts';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Findings } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { FieldRow, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { decimalWords } from '../platform-data/decimal-words.ts';
import { USUAL, useCdrPrice } from './cdr-queries.ts';
import { VerdictLine } from './verdict-line.tsx';
import { toneOfPrice, toneOfTotal } from './verdict-tones.ts';

const Scroll = styled('div')({ overflowX: 'auto' });
const Table = styled('table')({
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

/** The calculation of a CDR's price, line by line, and every total that it states beside what follows from the tariff. */
export function CdrPricePart({ rowId, id }: { readonly rowId: number; readonly id: string }): ReactNode {
  const t = useT();
  const [settings, setSettings] = useState<PriceSettingsInput>(USUAL);
  const query = useCdrPrice(rowId, settings);
  const report = query.data?.report;
  return (
    <div id={id}>
      <Section title={t('signatures.priceOf')}>
        {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
        {query.data === undefined && query.error === null ? <LoadingState what={t('signatures.thePrice')} /> : null}
        {report === undefined ? null : <Report report={report} />}
        <Readings settings={settings} setSettings={setSettings} />
      </Section>
    </div>
  );
}

function Report({ report }: { readonly report: PriceReport }): ReactNode {
  const t = useT();
  const { verdict, lines, totals, causes, notes, reason, range, currency } = report;
  return (
    <>
      <VerdictLine verdict={toneOfPrice[verdict]} word={t(`signatures.price_${verdict}`)} />
      {causes.length + notes.length === 0 && reason === undefined && range === undefined ? null : (
        <Findings
          findings={[
            ...causes.map((cause) => ({
              verdict: 'unknown' as const,
              sentence: t(`signatures.cause_${cause}`),
              code: cause,
            })),
            ...(reason === undefined
              ? []
              : [
                  {
                    verdict: 'info' as const,
                    sentence: t(`signatures.slip_${reason}`),
                    reason: t('signatures.aGuess'),
                    code: reason,
                  },
                ]),
            ...(range === undefined
              ? []
              : [
                  {
                    verdict: 'info' as const,
                    sentence: t('signatures.range', { from: amount(t, range.lowest), to: amount(t, range.highest) }),
                    code: 'RANGE',
                  },
                ]),
            ...notes.map((note) => ({
              verdict: 'info' as const,
              sentence: t(`signatures.priceNote_${note}`),
              code: note,
            })),
          ]}
        />
      )}
      {lines.length === 0 ? null : <Calculation lines={lines} currency={currency ?? ''} more={report.moreLines} />}
      <Totals totals={totals} currency={currency ?? ''} />
    </>
  );
}

function amount(t: T, text: string | undefined): string {
  if (text === undefined) return t('signatures.unknown');
  const cut = text.endsWith('…');
  return `${decimalWords(t.locale, cut ? text.slice(0, -1) : text)}${cut ? '…' : ''}`;
}

function Calculation(props: {
  readonly lines: readonly PriceLineView[];
  readonly currency: string;
  readonly more: number;
}): ReactNode {
  const t = useT();
  const { lines, currency, more } = props;
  return (
    <Section title={t('signatures.calculation')} level={3} aside={currency}>
      <Scroll>
        <Table>
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
                  {line.unit === 'once' ? t('signatures.once') : `${amount(t, line.quantity)} ${line.unit}`}
                </td>
                <td className="number">{line.unit === 'once' ? '' : `${amount(t, line.billed)} ${line.unit}`}</td>
                <td className="number">{amount(t, line.price)}</td>
                <td className="number">{amount(t, line.before)}</td>
                <td className="number">
                  {line.taxPercent === undefined
                    ? t('signatures.unknown')
                    : t('signatures.percent', { value: amount(t, line.taxPercent) })}
                </td>
                <td className="number">{amount(t, line.after)}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Scroll>
      {more === 0 ? null : <p>{t('signatures.moreLines', { count: more })}</p>}
    </Section>
  );
}

function Totals({
  totals,
  currency,
}: {
  readonly totals: readonly PriceTotalView[];
  readonly currency: string;
}): ReactNode {
  const t = useT();
  const shown = totals.filter(
    ({ verdict, computed }) => verdict !== 'NOT_STATED' || (computed !== undefined && computed !== '0'),
  );
  if (shown.length === 0) return null;
  return (
    <Section title={t('signatures.totals')} level={3} aside={currency}>
      <Scroll>
        <Table>
          <thead>
            <tr>
              <th>{t('signatures.total')}</th>
              <th className="number">{t('signatures.stated')}</th>
              <th className="number">{t('signatures.computed')}</th>
              <th className="number">{t('signatures.difference')}</th>
              <th>{t('signatures.verdict')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={`${one.name} ${one.side}`}>
                <td>
                  {t(`signatures.total_${one.name}`)}
                  <div className="quiet">{one.side === 'quantity' ? '' : t(`signatures.side_${one.side}`)}</div>
                </td>
                <td className="number">{one.stated === undefined ? '–' : <SafeText text={amount(t, one.stated)} />}</td>
                <td className="number">{one.computed === undefined ? '–' : amount(t, one.computed)}</td>
                <td className="number">{one.difference === undefined ? '' : amount(t, one.difference)}</td>
                <td>
                  <StateWord verdict={toneOfTotal[one.verdict]} word={t(`signatures.totalVerdict_${one.verdict}`)} />
                  {one.cause === undefined ? null : <div className="quiet">{t(`signatures.cause_${one.cause}`)}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Scroll>
    </Section>
  );
}

const STEPS = ['session', 'period', 'ignored'] as const;
const FLATS = ['session', 'element', 'period'] as const;
const ROUNDINGS = ['exact', 'line'] as const;

/** Points where texts and practice differ: whoever changes one sees what follows. */
function Readings(props: {
  readonly settings: PriceSettingsInput;
  readonly setSettings: (settings: PriceSettingsInput) => void;
}): ReactNode {
  const t = useT();
  const { settings, setSettings } = props;
  return (
    <Section title={t('signatures.settingsTitle')} level={3}>
      <FieldRow>
        <SelectField
          label={t('signatures.stepSize')}
          value={settings.stepSize ?? 'session'}
          choices={STEPS.map((value) => ({ value, label: t(`signatures.stepSize_${value}`) }))}
          onChange={(value) => setSettings({ ...settings, stepSize: STEPS.find((one) => one === value) })}
        />
        <SelectField
          label={t('signatures.flat')}
          value={settings.flat ?? 'session'}
          choices={FLATS.map((value) => ({ value, label: t(`signatures.flat_${value}`) }))}
          onChange={(value) => setSettings({ ...settings, flat: FLATS.find((one) => one === value) })}
        />
        <SelectField
          label={t('signatures.rounding')}
          value={settings.rounding ?? 'exact'}
          choices={ROUNDINGS.map((value) => ({ value, label: t(`signatures.rounding_${value}`) }))}
          onChange={(value) => setSettings({ ...settings, rounding: ROUNDINGS.find((one) => one === value) })}
        />
      </FieldRow>
    </Section>
  );
}
