import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { focusRingInset, look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

export interface RadioCard<V extends string> {
  readonly value: V;
  readonly title: string;
  readonly text: ReactNode;
  readonly icon?: IconName;
  /** States and facts, each a `StateWord` or a span. */
  readonly facts?: ReactNode;
  /** A button at the right. */
  readonly action?: ReactNode;
  readonly disabled?: boolean;
}

interface RadioCardsProps<V extends string> {
  readonly label: string;
  readonly value: V | undefined;
  readonly cards: readonly RadioCard<V>[];
  readonly onChange: (value: V) => void;
}

const Root = styled('div')({
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.panel,
  overflow: 'hidden',
  '.card': {
    position: 'relative',
    display: 'flex',
    gap: rem(12),
    padding: `${rem(12)} ${rem(16)}`,
    alignItems: 'flex-start',
  },
  '.card + .card': { borderTop: `1px solid ${look.lineStrong}` },
  '.card:hover': { background: look.hover },
  '.card:has(:checked)': { background: look.selected, boxShadow: `inset 3px 0 ${look.accent}` },
  '.card:has(input:focus-visible)': focusRingInset,
  'input[type="radio"]': {
    width: rem(16),
    height: rem(16),
    margin: `${rem(2)} 0 0`,
    accentColor: look.accent,
    outline: 'none',
    // Above the label's veil: the pointer meets the button itself.
    position: 'relative',
    zIndex: 1,
    cursor: 'pointer',
  },
  label: { flex: '1 1 auto', minWidth: 0, cursor: 'pointer', display: 'flex', flexDirection: 'column', gap: rem(2) },
  'label::before': { content: '""', position: 'absolute', inset: 0 },
  '.title': { ...type.bodyStrong },
  '.text': { color: look.ink2 },
  '.facts': { display: 'flex', flexWrap: 'wrap', gap: `${rem(2)} ${rem(16)}`, paddingTop: rem(4) },
  '.action': { position: 'relative', zIndex: 1 },
  '& svg': { flex: 'none' },
  '.card:has(:disabled)': { color: look.inkDisabled },
});

/** A choice that needs a sentence each: title, text, facts, maybe a button. */
export function RadioCards<V extends string>({ label, value, cards, onChange }: RadioCardsProps<V>): ReactNode {
  const id = useId();
  return (
    <Root role="radiogroup" aria-label={label}>
      {cards.map((card) => (
        <div className="card" key={card.value}>
          <input
            type="radio"
            id={`${id}-${card.value}`}
            name={id}
            checked={card.value === value}
            disabled={card.disabled ?? false}
            aria-describedby={`${id}-${card.value}-text`}
            onChange={() => onChange(card.value)}
          />
          {card.icon === undefined ? null : <Icon name={card.icon} size={20} />}
          <label htmlFor={`${id}-${card.value}`}>
            <span className="title">{card.title}</span>
            <span className="text" id={`${id}-${card.value}-text`}>
              {card.text}
            </span>
            {card.facts === undefined ? null : <span className="facts">{card.facts}</span>}
          </label>
          {card.action === undefined ? null : <span className="action">{card.action}</span>}
        </div>
      ))}
    </Root>
  );
}
