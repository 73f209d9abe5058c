import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { LintFindingView, QuoteReport } from '../../../shared/contract/pricing.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Findings } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { FieldRow, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { useNow } from '../../ui/use-now.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { amountText, Calculation } from './calculation.tsx';

const Figure = styled('figure')({ margin: `${rem(8)} 0`, maxWidth: rem(720) });
const Plot = styled('svg')({
  display: 'block',
  width: '100%',
  height: rem(140),
  border: `1px solid ${look.line}`,
  background: look.surface,
  polyline: { fill: 'none', stroke: look.accent, strokeWidth: 2, vectorEffect: 'non-scaling-stroke' },
});
const Caption = styled('figcaption')({
  ...type.small,
  color: look.ink2,
  display: 'flex',
  justifyContent: 'space-between',
});
const Sum = styled('p')({ ...type.bodyStrong, paddingTop: rem(8) });

const WHOLE = /^\d{1,5}$/;
const QUANTITY = /^\d{1,5}(?:\.\d{1,6})?$/;

/** What a session would cost by a stored tariff: start, duration, energy; the cost over its time as a picture. */
export function QuotePart({ rowId }: { readonly rowId: number }): ReactNode {
  const t = useT();
  const now = new Date(useNow(3_600_000)).toISOString();
  const [date, setDate] = useState(now.slice(0, 10));
  const [time, setTime] = useState('12:00');
  const [minutes, setMinutes] = useState('60');
  const [parking, setParking] = useState('0');
  const [kwh, setKwh] = useState('20');
  const [timeZone, setTimeZone] = useState('');
  const at = Date.parse(`${date}T${time}:00Z`);
  const energy = kwh.replace(',', '.');
  const isReady =
    !Number.isNaN(at) && WHOLE.test(minutes) && Number(minutes) > 0 && WHOLE.test(parking) && QUANTITY.test(energy);
  const wish = {
    startsAt: Number.isNaN(at) ? now : new Date(at).toISOString(),
    chargingMinutes: Math.min(10_080, Number(minutes)),
    parkingMinutes: Math.min(10_080, Number(parking)),
    energyKwh: energy,
    ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }),
  };
  // Asked when the typing rests; what cannot be a session is not asked.
  const settled = useSettled(isReady ? JSON.stringify(wish) : '');
  return (
    <Section title={t('signatures.quoteTitle')}>
      <FieldRow>
        <TextField label={t('signatures.quoteDate')} type="date" value={date} onChange={setDate} />
        <TextField label={t('signatures.quoteTime')} type="time" value={time} onChange={setTime} />
        <TextField label={t('signatures.quoteMinutes')} value={minutes} onChange={setMinutes} />
        <TextField label={t('signatures.quoteParking')} value={parking} onChange={setParking} />
        <TextField label={t('signatures.quoteEnergy')} value={kwh} onChange={setKwh} />
        <TextField
          label={t('signatures.quoteZone')}
          value={timeZone}
          onChange={setTimeZone}
          hint={t('signatures.quoteZoneHint')}
        />
      </FieldRow>
      {settled === '' ? <p>{t('signatures.quoteIncomplete')}</p> : <Answer rowId={rowId} wish={settled} />}
    </Section>
  );
}

function Answer({ rowId, wish }: { readonly rowId: number; readonly wish: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery('platforms', ['pricing.quoteTariff', rowId, wish], (core) =>
    core.pricing.quoteTariff({
      rowId,
      wish: JSON.parse(wish) as Parameters<typeof core.pricing.quoteTariff>[0]['wish'],
      settings: {},
    }),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingState what={t('signatures.thePrice')} />;
  const { quote, findings } = query.data;
  return (
    <>
      <Cost quote={quote} />
      <Lint findings={findings} />
    </>
  );
}

function Cost({ quote }: { readonly quote: QuoteReport }): ReactNode {
  const t = useT();
  const { before, after, currency = '', lines, causes, points } = quote;
  const sum = t('signatures.quoteSum', {
    before: `${amountText(t, before)} ${currency}`.trim(),
    after: `${amountText(t, after)} ${currency}`.trim(),
  });
  const most = Math.max(...points.map((point) => Number.parseFloat(point.before ?? '0')), 0);
  const end = points.at(-1)?.seconds ?? 0;
  return (
    <>
      <Sum>
        <SafeText text={sum} />
      </Sum>
      {causes.length === 0 ? null : (
        <Findings
          findings={causes.map((cause) => ({
            verdict: 'unknown',
            sentence: t(`signatures.cause_${cause}`),
            code: cause,
          }))}
        />
      )}
      {most === 0 || end === 0 ? null : (
        <Figure>
          <Plot role="img" viewBox="0 0 1000 200" preserveAspectRatio="none" aria-label={t('signatures.quotePlot')}>
            <polyline
              points={points
                .map(
                  (point) =>
                    `${(point.seconds / end) * 1000},${200 - (Number.parseFloat(point.before ?? '0') / most) * 190}`,
                )
                .join(' ')}
            />
          </Plot>
          <Caption>
            <span>{t('signatures.quotePlot')}</span>
            <span>{t('signatures.quoteEnd', { minutes: Math.round(end / 60) })}</span>
          </Caption>
        </Figure>
      )}
      {lines.length === 0 ? null : <Calculation lines={lines} currency={currency} more={0} />}
    </>
  );
}

const TONES = { fail: 'fail', warn: 'warn', note: 'info' } as const;

/** What the tariff cannot mean, and what it probably does not mean. */
function Lint({ findings }: { readonly findings: readonly LintFindingView[] }): ReactNode {
  const t = useT();
  return (
    <Section title={t('signatures.lintTitle')} level={3}>
      {findings.length === 0 ? (
        <p>{t('signatures.lintNothing')}</p>
      ) : (
        <Findings
          findings={findings.map(({ code, severity, path, found, wanted }) => ({
            verdict: TONES[severity],
            sentence: t(`signatures.lint_${code}`),
            reason: (
              <SafeText text={[path, found, wanted].filter((part) => part !== undefined && part !== '').join(' · ')} />
            ),
            code,
          }))}
        />
      )}
    </Section>
  );
}
