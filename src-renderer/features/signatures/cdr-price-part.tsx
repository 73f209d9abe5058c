import { useState, type ReactNode } from 'react';
import type { PriceReport, PriceSettingsInput, PriceTotalView } from '../../../shared/contract/pricing.ts';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Findings } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { FieldRow, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { amountText, Calculation, MoneyTable, Wide } from './calculation.tsx';
import { USUAL, useCdrPrice } from './cdr-queries.ts';
import { VerdictLine } from './verdict-line.tsx';
import { toneOfPrice, toneOfTotal } from './verdict-tones.ts';

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
                    sentence: t('signatures.range', {
                      from: amountText(t, range.lowest),
                      to: amountText(t, range.highest),
                    }),
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
      <Wide>
        <MoneyTable>
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
                <td className="number">
                  {one.stated === undefined ? '–' : <SafeText text={amountText(t, one.stated)} />}
                </td>
                <td className="number">{one.computed === undefined ? '–' : amountText(t, one.computed)}</td>
                <td className="number">{one.difference === undefined ? '' : amountText(t, one.difference)}</td>
                <td>
                  <StateWord verdict={toneOfTotal[one.verdict]} word={t(`signatures.totalVerdict_${one.verdict}`)} />
                  {one.cause === undefined ? null : <div className="quiet">{t(`signatures.cause_${one.cause}`)}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </MoneyTable>
      </Wide>
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
