import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AnswerCheck } from '../../../shared/contract/answers.ts';
import { useT } from '../../locales/language.tsx';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { VerdictChip, VerdictCounts } from '../../ui/verdict-chip.tsx';
import { CheckText } from '../certificates/path-part.tsx';

const List = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  containerType: 'inline-size',
  '& > li': {
    display: 'grid',
    gridTemplateColumns: `${rem(92)} minmax(0, 1fr)`,
    gap: rem(4),
    padding: `${rem(8)} 0`,
    borderBottom: `1px solid ${look.line}`,
    alignItems: 'start',
    justifyItems: 'start',
  },
  '.sentence': { fontWeight: 600, overflowWrap: 'anywhere' },
  '[data-verdict="pass"] .sentence': { fontWeight: 400 },
  '.values': { listStyle: 'none', margin: `${rem(2)} 0`, padding: 0, overflowWrap: 'anywhere' },
  '.more': { ...type.small, color: look.ink3 },
  '.code': { ...type.monoSmall, color: look.ink3 },
  '@container (max-width: 24rem)': { '& > li': { gridTemplateColumns: 'minmax(0, 1fr)' } },
});

const ORDER: readonly AnswerCheck['verdict'][] = ['fail', 'warn', 'pass'];
const MOST_VALUES = 50;

interface AnswerChecksProps {
  readonly checks: readonly AnswerCheck[];
  readonly accepted: ReadonlySet<AnswerCheck['code']>;
  readonly onAccept: (code: AnswerCheck['code'], accepted: boolean) => void;
}

/** Everything that was checked, worst first; each warning is ticked by itself, a failure cannot be. */
export function AnswerChecks({ checks, accepted, onAccept }: AnswerChecksProps): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const of = (verdict: AnswerCheck['verdict']): number => checks.filter((check) => check.verdict === verdict).length;
  const sorted = checks.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const troubled = of('fail') + of('warn') > 0;
  const shown = open || !troubled ? sorted : sorted.filter(({ verdict }) => verdict !== 'pass');
  return (
    <Section
      title={t('answers.checks')}
      aside={<VerdictCounts counts={{ fail: of('fail'), warn: of('warn'), pass: of('pass') }} />}
    >
      <List>
        {shown.map((check, index) => (
          <li key={`${check.code} ${index}`} data-verdict={check.verdict}>
            <VerdictChip verdict={check.verdict} />
            <div>
              <div className="sentence">{checkWords(t, check)}</div>
              <Values check={check} />
              <div className="code">
                <Mono text={check.code} />
              </div>
              {check.verdict === 'warn' ? (
                <CheckField
                  label={t('answers.acceptThis')}
                  checked={accepted.has(check.code)}
                  onChange={(on) => onAccept(check.code, on)}
                />
              ) : null}
            </div>
          </li>
        ))}
      </List>
      {troubled && of('pass') > 0 ? (
        <Button small kind="text" onClick={() => setOpen(!open)}>
          {open ? t('answers.hidePassed') : t('answers.showPassed', { count: of('pass') })}
        </Button>
      ) : null}
    </Section>
  );
}

/** What a check names: checks of the path in the window's words, everything else as it stands in the documents. */
function Values({ check }: { readonly check: AnswerCheck }): ReactNode {
  const t = useT();
  const all: readonly ReactNode[] =
    check.reasons?.map((reason, at) => <CheckText key={at} check={reason} />) ??
    check.values.map((value, at) => <SafeText key={at} text={value} />);
  if (all.length === 0) return null;
  return (
    <ul className="values">
      {all.slice(0, MOST_VALUES).map((value, at) => (
        <li key={at}>{value}</li>
      ))}
      {all.length > MOST_VALUES ? (
        <li className="more">{t('answers.moreValues', { count: all.length - MOST_VALUES })}</li>
      ) : null}
    </ul>
  );
}

/** The window's words for a check; core's English where it has none. */
function checkWords(t: Translate, check: AnswerCheck): ReactNode {
  const key = check.verdict === 'pass' ? `answers.right_${check.code}` : `answers.wrong_${check.code}`;
  return isTextKey(key) ? formatText(t.language, key) : <SafeText text={check.message} />;
}
