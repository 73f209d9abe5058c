import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { ChargingPeriod } from '../../../shared/contract/ocpi-objects.ts';
import { useT } from '../../locales/language.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { energyCurve } from './energy-curve.ts';
import { PlainTable } from './tariff-part.tsx';
import { decimalWords } from './decimal-words.ts';

const Plot = styled('svg')({
  display: 'block',
  width: '100%',
  height: rem(140),
  border: `1px solid ${look.line}`,
  background: look.surface,
  polyline: { fill: 'none', stroke: look.accent, strokeWidth: 2, vectorEffect: 'non-scaling-stroke' },
  rect: { fill: look.line },
});

const Figure = styled('figure')({ margin: `0 0 ${rem(12)}`, maxWidth: rem(720) });
const Caption = styled('figcaption')({
  ...type.small,
  color: look.ink2,
  paddingTop: rem(4),
  '& > div': { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: `0 ${rem(16)}` },
  '.key': { display: 'inline-flex', alignItems: 'center', gap: rem(6) },
  '.line': { width: rem(16), borderTop: `2px solid ${look.accent}` },
  '.bar': { width: rem(16), height: rem(10), background: look.line },
});

const MOST_SHOWN = 200;

/** Charging periods: the energy over time as a picture, and each period with what was measured in it. */
export function PeriodsPart(props: {
  readonly periods: readonly ChargingPeriod[];
  readonly endedAt: string | null | undefined;
}): ReactNode {
  const t = useT();
  const { periods, endedAt } = props;
  const curve = energyCurve(periods, endedAt ?? undefined);
  return (
    <Section title={t('platformObjects.periods')} aside={t('platformObjects.periodCount', { count: periods.length })}>
      {curve === undefined ? null : (
        <Figure>
          <Plot
            role="img"
            viewBox="0 0 1000 200"
            preserveAspectRatio="none"
            aria-label={t('platformObjects.plot', { kwh: curve.total, kw: curve.mostPower })}
          >
            {curve.bars.map(({ from, to, height }) => (
              <rect
                key={from}
                x={from * 1000}
                width={Math.max((to - from) * 1000 - 1, 1)}
                y={200 - height * 180}
                height={height * 180}
              />
            ))}
            <polyline points={curve.points.map(({ x, y }) => `${x * 1000},${200 - y * 190}`).join(' ')} />
          </Plot>
          <Caption>
            <div>
              <UtcDate date={curve.from} relative={false} />
              <UtcDate date={curve.to} relative={false} />
            </div>
            <div>
              <span className="key">
                <span className="line" />
                {t('platformObjects.plotEnergy', { kwh: curve.total })}
              </span>
              <span className="key">
                <span className="bar" />
                {t('platformObjects.plotPower', { kw: curve.mostPower })}
              </span>
            </div>
          </Caption>
        </Figure>
      )}
      {periods.length === 0 ? (
        <p>{t('platformObjects.noPeriods')}</p>
      ) : (
        <PlainTable>
          <thead>
            <tr>
              <th>{t('platformObjects.begins')}</th>
              <th>{t('platformObjects.measured')}</th>
              <th>{t('platformObjects.tariff')}</th>
            </tr>
          </thead>
          <tbody>
            {periods.slice(0, MOST_SHOWN).map(({ startsAt, dimensions, tariffId }, at) => (
              <tr key={at}>
                <td>{startsAt === null ? '–' : <UtcDate date={new Date(startsAt)} />}</td>
                <td>
                  <SafeText
                    text={
                      dimensions
                        .map(
                          ({ type: dimension, volume }) =>
                            `${dimension} ${volume === undefined ? '–' : decimalWords(t.locale, volume)}`,
                        )
                        .join('; ') || '–'
                    }
                  />
                </td>
                <td>
                  <SafeText text={tariffId ?? '–'} />
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {periods.length > MOST_SHOWN ? (
        <p>{t('platformObjects.morePeriods', { count: periods.length - MOST_SHOWN })}</p>
      ) : null}
    </Section>
  );
}
