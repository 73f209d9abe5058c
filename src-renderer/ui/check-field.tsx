import { styled } from '@mui/material/styles';
import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { focusRing, look } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

/** A native box of 16 in a target of 24; its drawing is the element after it. */
const Box = styled('span')({
  position: 'relative',
  display: 'inline-grid',
  placeItems: 'center',
  width: rem(tokens.size.hitMin),
  height: rem(tokens.size.hitMin),
  flex: 'none',
  verticalAlign: 'top',
  input: { position: 'absolute', inset: 0, width: '100%', height: '100%', margin: 0, opacity: 0, cursor: 'inherit' },
  '.mark': {
    width: rem(16),
    height: rem(16),
    borderRadius: tokens.radius.chip,
    border: `1px solid ${look.lineStrong}`,
    background: look.surface,
    color: look.onAccent,
    display: 'grid',
    placeItems: 'center',
    pointerEvents: 'none',
  },
  '.mark svg': { visibility: 'hidden' },
  '& :is(input:checked, input:indeterminate) + .mark': { background: look.accent, borderColor: look.accent },
  '& :is(input:checked, input:indeterminate) + .mark svg': { visibility: 'visible' },
  'input:disabled + .mark': { borderColor: look.line, background: look.canvas },
  'input:focus-visible + .mark': focusRing,
  '@media (forced-colors: active)': { '.mark': { forcedColorAdjust: 'none', borderColor: 'ButtonText' } },
});

interface CheckMarkProps {
  readonly label: string;
  readonly checked: boolean;
  readonly partly?: boolean;
  readonly tabIndex?: number;
  readonly onChange: (checked: boolean) => void;
}

/** The box alone, for tables; always with a name. */
export function CheckMark({ label, checked, partly = false, tabIndex = 0, onChange }: CheckMarkProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current !== null) input.current.indeterminate = partly;
  }, [partly]);
  return (
    <Box>
      <input
        ref={input}
        type="checkbox"
        aria-label={label}
        tabIndex={tabIndex}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="mark">
        <Icon name={partly ? 'minus' : 'check'} size={13} />
      </span>
    </Box>
  );
}

const Label = styled('label')({
  display: 'inline-flex',
  gap: rem(6),
  alignItems: 'flex-start',
  marginLeft: rem(-4),
  cursor: 'pointer',
  '& > span:last-child': { paddingTop: rem(2) },
  '&:has(:disabled)': { color: look.inkDisabled, cursor: 'default' },
});

interface CheckFieldProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** A statement that is on or off. */
export function CheckField({ label, checked, onChange, disabled = false }: CheckFieldProps): ReactNode {
  return (
    <Label>
      <Box>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="mark">
          <Icon name="check" size={13} />
        </span>
      </Box>
      <span>{label}</span>
    </Label>
  );
}
