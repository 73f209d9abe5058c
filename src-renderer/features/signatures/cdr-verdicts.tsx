import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import type { Verdict } from '../../ui/tone.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { useCdrMeter, useCdrPrice, useSignedObject } from './cdr-queries.ts';
import { kwhText } from './meter-session.tsx';
import { toneOfMeter } from './meter-words.ts';
import { toneOfObject, toneOfPrice } from './verdict-tones.ts';

const Cards = styled('div')({
  display: 'grid',
  gap: rem(12),
  gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${rem(240)}), 1fr))`,
});
const Card = styled('button')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: rem(6),
  minHeight: rem(92),
  padding: `${rem(10)} ${rem(12)}`,
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.panel,
  background: look.surface,
  color: look.ink,
  textAlign: 'left',
  cursor: 'pointer',
  '&:hover': { borderColor: look.lineStrong },
  '.title': { ...type.small, color: look.ink3 },
  '.text': { ...type.small, color: look.ink2, overflowWrap: 'anywhere' },
});

interface CardProps {
  readonly title: string;
  /** Undefined while it is being computed. */
  readonly verdict: Verdict | undefined;
  readonly word: string;
  readonly text: string;
  readonly target: string;
}

function VerdictCard({ title, verdict, word, text, target }: CardProps): ReactNode {
  const id = useId();
  const show = (): void => {
    const part = document.getElementById(target);
    part?.scrollIntoView({ block: 'start' });
    part?.querySelector<HTMLElement>('h2')?.focus();
  };
  return (
    <Card type="button" aria-describedby={id} onClick={show}>
      <span className="title">{title}</span>
      {verdict === undefined ? null : <VerdictChip verdict={verdict} word={word} />}
      <span className="text" id={id}>
        {text}
      </span>
    </Card>
  );
}

export const PART_IDS = { meter: 'cdr-meter', party: 'cdr-party', price: 'cdr-price' } as const;

/** The three verdicts of a CDR at a glance; each opens its reasons. */
export function CdrVerdicts({ rowId }: { readonly rowId: number }): ReactNode {
  const t = useT();
  return (
    <Cards role="group" aria-label={t('signatures.threeVerdicts')}>
      <MeterCard rowId={rowId} />
      <PartyCard rowId={rowId} />
      <PriceCard rowId={rowId} />
    </Cards>
  );
}

function MeterCard({ rowId }: { readonly rowId: number }): ReactNode {
  const t = useT();
  const { data, error } = useCdrMeter(rowId);
  const title = t('signatures.meterCard');
  const target = PART_IDS.meter;
  if (data === undefined) return <Waiting title={title} target={target} isBroken={error !== null} />;
  const { session } = data;
  if (session === undefined) {
    const text = t('signatures.unsignedCdr');
    return (
      <VerdictCard title={title} verdict="notApplicable" word={t('signatures.noData')} text={text} target={target} />
    );
  }
  const worst = session.findings.find(({ severity }) => severity === 'violation');
  const energy =
    session.energyWh === undefined ? '' : t('signatures.energy', { kwh: kwhText(t.locale, session.energyWh) });
  const isOwnKey = session.findings.some(({ code }) => code === 'KEY_FROM_MESSAGE');
  const good = [energy, isOwnKey ? t('signatures.keyFromMessage') : ''].filter((part) => part !== '').join(' · ');
  const text = worst === undefined ? good : t(`signatures.finding_${worst.code}`);
  return (
    <VerdictCard
      title={title}
      verdict={toneOfMeter[session.verdict]}
      word={t(`signatures.verdict_${session.verdict}`)}
      text={text === '' ? t(`signatures.means_${session.verdict}`) : text}
      target={target}
    />
  );
}

function PartyCard({ rowId }: { readonly rowId: number }): ReactNode {
  const t = useT();
  const { data, error } = useSignedObject('cdrs', rowId);
  const title = t('signatures.partyCard');
  const target = PART_IDS.party;
  if (data === undefined) return <Waiting title={title} target={target} isBroken={error !== null} />;
  const { report } = data;
  const bad = report.signatures.find(({ verdict }) => verdict !== 'VALID');
  const text =
    bad === undefined ? t(`signatures.objectMeans_${report.verdict}`) : t(`signatures.signatureMeans_${bad.verdict}`);
  return (
    <VerdictCard
      title={title}
      verdict={toneOfObject[report.verdict]}
      word={t(`signatures.object_${report.verdict}`)}
      text={text}
      target={target}
    />
  );
}

function PriceCard({ rowId }: { readonly rowId: number }): ReactNode {
  const t = useT();
  const { data, error } = useCdrPrice(rowId);
  const title = t('signatures.priceCard');
  const target = PART_IDS.price;
  if (data === undefined) return <Waiting title={title} target={target} isBroken={error !== null} />;
  const { report } = data;
  const wrong = report.totals.filter(({ verdict }) => verdict === 'MISMATCH').length;
  const [cause] = report.causes;
  const text =
    wrong > 0
      ? t('signatures.totalsDiffer', { count: wrong })
      : cause === undefined
        ? t('signatures.totalsMatch')
        : t(`signatures.cause_${cause}`);
  return (
    <VerdictCard
      title={title}
      verdict={toneOfPrice[report.verdict]}
      word={t(`signatures.price_${report.verdict}`)}
      text={text}
      target={target}
    />
  );
}

function Waiting(props: { readonly title: string; readonly target: string; readonly isBroken: boolean }): ReactNode {
  const t = useT();
  const { title, target, isBroken } = props;
  return (
    <VerdictCard
      title={title}
      verdict={isBroken ? 'unknown' : undefined}
      word={t('signatures.notChecked')}
      text={isBroken ? t('signatures.notCheckedText') : t('signatures.checking')}
      target={target}
    />
  );
}
