import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import type { PlainKey } from '../locales/translate.ts';
import { Icon } from './icon.tsx';
import { look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';
import { toneOf, type Verdict } from './tone.ts';

/** The state of a PIN as the token's flags say it; never a number that the token does not give. */
export type Tries = 'none' | 'low' | 'last' | 'blocked';

const STEPS: readonly { readonly tries: Tries; readonly word: PlainKey; readonly verdict: Verdict }[] = [
  { tries: 'none', word: 'ui.triesNone', verdict: 'pass' },
  { tries: 'low', word: 'ui.triesLow', verdict: 'warn' },
  { tries: 'last', word: 'ui.triesLast', verdict: 'fail' },
  { tries: 'blocked', word: 'ui.triesBlocked', verdict: 'fail' },
];

const Root = styled('div')({
  display: 'grid',
  gridTemplateColumns: `${rem(72)} minmax(0, 1fr)`,
  gap: `${rem(4)} ${rem(8)}`,
  alignItems: 'center',
  padding: `${rem(8)} 0`,
  borderBottom: `1px solid ${look.line}`,
  strong: { fontWeight: 600 },
  '.steps': { display: 'flex', border: `1px solid ${look.line}`, borderRadius: tokens.radius.chip, overflow: 'hidden' },
  '.steps > span': {
    ...type.small,
    flex: '1 1 0',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: rem(6),
    minHeight: rem(22),
    padding: `${rem(2)} ${rem(4)}`,
    textAlign: 'center',
    color: look.ink3,
  },
  '.steps > span + span': { borderLeft: `1px solid ${look.line}` },
  svg: { flex: 'none' },
  '.text': { ...type.small, gridColumn: 2, color: look.ink2 },
});

const Step = styled('span', { shouldForwardProp: (prop) => prop !== 'verdict' })<{ verdict: Verdict | undefined }>(({
  verdict,
}) => {
  if (verdict === undefined) return {};
  const { color } = toneOf[verdict];
  return {
    '&&': { background: color.tint, color: color.text, fontWeight: 600, boxShadow: `inset 0 -2px ${color.text}` },
  };
});

/** Four steps, one of them lit: none wrong, tries low, last try, blocked. `undefined` = the token does not tell. */
export function PinTries(props: {
  readonly label: string;
  readonly tries: Tries | undefined;
  readonly text?: ReactNode;
}): ReactNode {
  const t = useT();
  return (
    <Root role="group" aria-label={props.label}>
      <strong>{props.label}</strong>
      <div className="steps">
        {STEPS.map((step) => {
          const here = step.tries === props.tries;
          return (
            <Step key={step.tries} verdict={here ? step.verdict : undefined} aria-current={here || undefined}>
              {here ? <Icon name={toneOf[step.verdict].icon} size={14} /> : null}
              {t(step.word)}
            </Step>
          );
        })}
      </div>
      {props.text === undefined ? null : <div className="text">{props.text}</div>}
    </Root>
  );
}
