import type { ReactNode } from 'react';
import type { OcpiCdr, Price } from '../../../shared/contract/ocpi-objects.ts';
import { cdrLacks, type CdrLack } from '../../../shared/domain/cdr-lacks.ts';
import { useT } from '../../locales/language.tsx';
import { Findings } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { PeriodsPart } from './periods-part.tsx';
import { PlainTable, TariffPart } from './tariff-part.tsx';
import { decimalWords } from './decimal-words.ts';

const COSTS = [
  ['fixed', 'totalFixedCost'],
  ['energy', 'totalEnergyCost'],
  ['time', 'totalTimeCost'],
  ['parking', 'totalParkingCost'],
  ['reservation', 'totalReservationCost'],
  ['total', 'totalCost'],
] as const;
const VERDICT: Readonly<Record<CdrLack['for'], 'warn' | 'info'>> = { price: 'warn', signature: 'info', links: 'info' };

/** A CDR: what it costs and why, what was measured, its own copy of the tariff, and what it lacks. */
export function CdrPart({ cdr }: { readonly cdr: OcpiCdr }): ReactNode {
  const t = useT();
  const lacks = cdrLacks(cdr);
  return (
    <>
      <Costs cdr={cdr} />
      <PeriodsPart periods={cdr.periods} endedAt={cdr.endedAt} />
      {cdr.tariffs.map((tariff) => (
        <Section key={tariff.id} title={t('platformObjects.ownTariff', { id: tariff.id })}>
          <TariffPart tariff={tariff} />
        </Section>
      ))}
      <Section title={t('platformObjects.lacks')}>
        {lacks.length === 0 ? (
          <p>{t('platformObjects.lacksNothing')}</p>
        ) : (
          <Findings
            findings={lacks.map(({ code, for: what }) => ({
              verdict: VERDICT[what],
              sentence: t(`platformObjects.lack_${code}`),
              reason: t(`platformObjects.lackFor_${what}`),
              code,
            }))}
          />
        )}
      </Section>
    </>
  );
}

function Costs({ cdr }: { readonly cdr: OcpiCdr }): ReactNode {
  const t = useT();
  const { currency = '', totalEnergy, totalTime, totalParkingTime } = cdr;
  const rows = COSTS.flatMap(([name, field]) => {
    const price = cdr[field];
    return price === undefined ? [] : [[name, price] as const];
  });
  const volume = (stated: string | undefined, unit: string): string | undefined =>
    stated && `${decimalWords(t.locale, stated)} ${unit}`;
  const volumes: Readonly<Record<string, string | undefined>> = {
    energy: volume(totalEnergy, 'kWh'),
    time: volume(totalTime, 'h'),
    parking: volume(totalParkingTime, 'h'),
  };
  return (
    <Section title={t('platformObjects.costs')}>
      {rows.length === 0 ? (
        <p>{t('platformObjects.noCosts')}</p>
      ) : (
        <PlainTable>
          <thead>
            <tr>
              <th>{t('platformObjects.costOf')}</th>
              <th>{t('platformObjects.volume')}</th>
              <th className="number">{t('platformObjects.beforeTaxes')}</th>
              <th className="number">{t('platformObjects.afterTaxes')}</th>
              <th>{t('platformObjects.taxes')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, price]) => (
              <tr key={name}>
                <td>{t(`platformObjects.cost_${name}`)}</td>
                <td>
                  <SafeText text={volumes[name] ?? '–'} />
                </td>
                <Money price={price.beforeTaxes} currency={currency} />
                <Money price={price.afterTaxes} currency={currency} />
                <td>
                  <SafeText text={taxText(t.locale, price)} />
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Section>
  );
}

function Money(props: { readonly price: string | undefined; readonly currency: string }): ReactNode {
  const t = useT();
  const { price, currency } = props;
  return (
    <td className="number">
      <SafeText text={price === undefined ? '–' : `${decimalWords(t.locale, price)} ${currency}`.trim()} />
    </td>
  );
}

const taxText = (locale: string, { taxes }: Price): string =>
  taxes
    .map(({ name, percentage, amount }) =>
      [
        name,
        percentage === undefined ? undefined : `${decimalWords(locale, percentage)} %`,
        amount === undefined ? undefined : decimalWords(locale, amount),
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    )
    .join(', ') || '–';
