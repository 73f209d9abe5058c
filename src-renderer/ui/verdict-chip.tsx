import { styled, type CSSObject } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon, type IconName } from './icon.tsx';
import { type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';
import { toneOf, VERDICTS, type Verdict } from './tone.ts';

interface VerdictProps {
  readonly verdict: Verdict;
  /** The word for this case (“Tries low”); the verdict's own word if absent. */
  readonly word?: string;
  /** Another icon of the same severity, for instance an hourglass for “requested”. */
  readonly icon?: IconName;
}

/** One static block with a rule per verdict: rows draw many of these, and static styles are serialised once. */
const perVerdict = (rule: (verdict: Verdict) => CSSObject): CSSObject =>
  Object.fromEntries(VERDICTS.map((verdict) => [`&[data-verdict="${verdict}"]`, rule(verdict)]));

const Chip = styled('span')({
  ...type.label,
  fontSize: rem(12),
  display: 'inline-flex',
  alignItems: 'center',
  gap: rem(5),
  minHeight: rem(tokens.size.chip),
  padding: `${rem(1)} ${rem(7)} ${rem(1)} ${rem(5)}`,
  borderRadius: tokens.radius.chip,
  whiteSpace: 'nowrap',
  verticalAlign: 'top',
  flex: 'none',
  svg: { flex: 'none' },
  ...perVerdict((verdict) => {
    const { color, dashed } = toneOf[verdict];
    return { border: `1px ${dashed ? 'dashed' : 'solid'} ${color.line}`, background: color.tint, color: color.text };
  }),
});

/** Verdict in a box: for heads and findings. In table rows use `StateWord`. */
export function VerdictChip({ verdict, word, icon }: VerdictProps): ReactNode {
  const t = useT();
  const tone = toneOf[verdict];
  return (
    <Chip data-verdict={verdict}>
      <Icon name={icon ?? tone.icon} size={14} />
      {word ?? t(tone.word)}
    </Chip>
  );
}

const Word = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: rem(6),
  whiteSpace: 'nowrap',
  verticalAlign: 'top',
  svg: { flex: 'none' },
  ...perVerdict((verdict) => ({ color: toneOf[verdict].color.text })),
});

/** State without a box, for rows: icon and word. */
export function StateWord({ verdict, word, icon }: VerdictProps): ReactNode {
  const t = useT();
  const tone = toneOf[verdict];
  return (
    <Word data-verdict={verdict}>
      <Icon name={icon ?? tone.icon} size={14} />
      {word ?? t(tone.word)}
    </Word>
  );
}

const Counts = styled('span')({
  display: 'inline-flex',
  gap: rem(14),
  '& > span': { display: 'inline-flex', alignItems: 'center', gap: rem(5) },
});

/** How many of each verdict, in the order given; a count of zero is grey whatever its icon. */
export function VerdictCounts(props: { readonly counts: Partial<Readonly<Record<Verdict, number>>> }): ReactNode {
  const t = useT();
  const numbers = new Intl.NumberFormat(t.locale);
  return (
    <Counts>
      {VERDICTS.map((verdict) => {
        const count = props.counts[verdict];
        if (count === undefined) return null;
        const tone = toneOf[verdict];
        return (
          <Word key={verdict} data-verdict={count === 0 ? 'notApplicable' : verdict}>
            <Icon name={tone.icon} size={14} />
            <span role="img" aria-label={`${t(tone.word)}: ${numbers.format(count)}`}>
              {numbers.format(count)}
            </span>
          </Word>
        );
      })}
    </Counts>
  );
}
