import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { OcpiTariff, PriceComponent, TariffRestrictions } from '../../../shared/contract/ocpi-objects.ts';
import { minutesOf, mondayOf, pricesAt, tariffWeek, type WeekPrice } from '../../../shared/domain/tariff-week.ts';
import { useT } from '../../locales/language.tsx';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { FieldRow, Prose, Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { useNow } from '../../ui/use-now.ts';
import { decimalWords } from './decimal-words.ts';

export const PlainTable = styled('table')({
  ...type.body,
  borderCollapse: 'collapse',
  width: '100%',
  tableLayout: 'fixed',
  'th, td': { textAlign: 'left', padding: `${rem(5)} ${rem(12)} ${rem(5)} 0`, borderBottom: `1px solid ${look.line}` },
  th: { ...type.small, color: look.ink3, fontWeight: 400, whiteSpace: 'nowrap' },
  td: { verticalAlign: 'top', overflowWrap: 'anywhere' },
  '.number': { textAlign: 'right' },
  '.quiet': { color: look.ink3 },
});
const Wide = styled('div')({ overflowX: 'auto' });

type Part = { readonly tariff: Pick<OcpiTariff, 'elements' | 'currency' | 'taxIncluded'> };

/** A tariff as people read it: its elements in words, what a week costs, what a moment costs. */
export function TariffPart({ tariff }: Part): ReactNode {
  const t = useT();
  return (
    <>
      <Elements tariff={tariff} />
      {tariff.elements.length === 0 ? null : <Week tariff={tariff} />}
      {tariff.elements.length === 0 ? null : <Moment tariff={tariff} />}
      {tariff.taxIncluded === undefined ? null : (
        <p>
          {t('platformObjects.taxIncluded')} <SafeText text={tariff.taxIncluded} />
        </p>
      )}
    </>
  );
}

function Elements({ tariff }: Part): ReactNode {
  const t = useT();
  const { elements, currency } = tariff;
  return (
    <Section title={t('platformObjects.elements')}>
      {elements.length === 0 ? (
        <p>{t('platformObjects.noElements')}</p>
      ) : (
        <Wide>
          <PlainTable>
            <colgroup>
              <col width="10%" />
              <col width="45%" />
              <col width="45%" />
            </colgroup>
            <thead>
              <tr>
                <th>{t('platformObjects.element')}</th>
                <th>{t('platformObjects.price')}</th>
                <th>{t('platformObjects.when')}</th>
              </tr>
            </thead>
            <tbody>
              {elements.map(({ components, restrictions }, at) => (
                <tr key={at}>
                  <td>{at + 1}</td>
                  <td>
                    {components.map((component, place) => (
                      <div key={place}>
                        <SafeText text={priceText(t, component, currency)} />
                      </div>
                    ))}
                  </td>
                  <td>
                    <SafeText text={restrictionText(t, restrictions)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </Wide>
      )}
    </Section>
  );
}

/** What each hour of a week costs: the first element that fits counts, as OCPI has it. */
function Week({ tariff }: Part): ReactNode {
  const t = useT();
  const today = useNow(3_600_000).toISOString().slice(0, 10);
  const monday = mondayOf(today);
  const dimensions = tariffWeek(tariff.elements, monday);
  return (
    <Section title={t('platformObjects.week')} aside={t('platformObjects.weekOf', { day: monday })}>
      <Prose>{t('platformObjects.localTime')}</Prose>
      {dimensions.map(({ type: dimension, known, spans, prices }) => (
        <Wide key={dimension}>
          <PlainTable aria-label={t('platformObjects.weekFor', { dimension })}>
            <thead>
              <tr>
                <th>
                  <SafeText text={dimensionText(t, dimension)} />
                </th>
                {DAYS.map((day) => (
                  <th key={day}>{t(`platformObjects.day_${day}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {spans.map(({ from, to }, at) => (
                <tr key={from}>
                  <th scope="row">{`${clock(from)}–${clock(to)}`}</th>
                  {(prices[at] ?? []).map((price, day) => (
                    <td key={day}>
                      <SafeText text={cellText(t, tariff, price, known)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </Wide>
      ))}
    </Section>
  );
}

function Moment({ tariff }: Part): ReactNode {
  const t = useT();
  const now = useNow(3_600_000).toISOString();
  const [date, setDate] = useState(now.slice(0, 10));
  const [time, setTime] = useState('12:00');
  const minute = minutesOf(time);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  const prices = isDay && minute !== undefined ? pricesAt(tariff.elements, { date, minute }) : [];
  return (
    <Section title={t('platformObjects.moment')}>
      <FieldRow>
        <TextField label={t('platformObjects.date')} type="date" value={date} onChange={setDate} />
        <TextField label={t('platformObjects.time')} type="time" value={time} onChange={setTime} />
      </FieldRow>
      <PlainTable aria-label={t('platformObjects.moment')}>
        <tbody>
          {prices.map(({ type: dimension, known, price }) => (
            <tr key={dimension}>
              <th scope="row">
                <SafeText text={dimensionText(t, dimension)} />
              </th>
              <td>
                <SafeText text={cellText(t, tariff, price, known)} />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Section>
  );
}

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function dimensionText(t: Translate, dimension: string): string {
  const key = `platformObjects.dimension_${dimension.trim().toUpperCase()}`;
  return isTextKey(key) ? formatText(t.language, key) : dimension;
}

/** Prices stand with every digit that came. */
export function priceText(t: Translate, component: PriceComponent, currency: string | undefined): string {
  const { type: dimension, price, vat, stepSize } = component;
  const unit = `platformObjects.per_${dimension.trim().toUpperCase()}`;
  return [
    `${priceWords(t, price)} ${currency ?? ''}${isTextKey(unit) ? formatText(t.language, unit) : ` ${dimension}`}`,
    vat === undefined ? undefined : t('platformObjects.vat', { percent: decimalWords(t.locale, vat) }),
    stepSize === undefined || stepSize === '1' ? undefined : t('platformObjects.step', { size: stepSize }),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

const priceWords = (t: Translate, price: string | undefined): string =>
  price === undefined ? '–' : decimalWords(t.locale, price);

function cellText(t: Translate, { elements, currency }: Part['tariff'], price: WeekPrice, known: boolean): string {
  if (!known) return t('platformObjects.notComputable');
  switch (price.kind) {
    case 'unreadable':
      return t('platformObjects.unreadable', { element: price.element + 1 });
    case 'none':
    case 'price': {
      const component = price.kind === 'price' ? elements[price.element]?.components[price.component] : undefined;
      const text =
        component === undefined
          ? t('platformObjects.nothing')
          : `${priceWords(t, component.price)} ${currency ?? ''}`.trim();
      const maybe = price.maybe.map((element) => element + 1).join(', ');
      return maybe === '' ? text : `${text} (${t('platformObjects.maybe', { elements: maybe })})`;
    }
  }
}

/** Restrictions in words, in the order in which people think of them. */
function restrictionText(t: Translate, restrictions: TariffRestrictions | undefined): string {
  if (restrictions === undefined) return t('platformObjects.always');
  const { startTime, endTime, startDate, endDate, days, reservation, requestingPower } = restrictions;
  const between = (from: string | undefined, to: string | undefined, unit: string): string | undefined =>
    from === undefined && to === undefined ? undefined : `${from ?? ''} … ${to ?? ''} ${unit}`.trim();
  const all = [
    days.length === 0
      ? undefined
      : days
          .map((day) => {
            const key = `platformObjects.day_${day.trim().toUpperCase()}`;
            return isTextKey(key) ? formatText(t.language, key) : day;
          })
          .join(', '),
    between(startTime, endTime, ''),
    between(startDate, endDate, ''),
    between(restrictions.minKwh, restrictions.maxKwh, 'kWh'),
    between(restrictions.minPower, restrictions.maxPower, 'kW'),
    between(restrictions.minCurrent, restrictions.maxCurrent, 'A'),
    between(restrictions.minDuration, restrictions.maxDuration, 's'),
    reservation,
    requestingPower === undefined ? undefined : t(`platformObjects.power_${requestingPower ? 'yes' : 'no'}`),
  ].filter((text) => text !== undefined);
  return all.length === 0 ? t('platformObjects.always') : all.join('; ');
}
