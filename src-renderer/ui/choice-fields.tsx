import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { FieldFrame, type FieldFrameProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { InputBox } from './text-field.tsx';
import { focusRing, look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

export { CheckField } from './check-field.tsx';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
  /** Second line of a radio choice. */
  readonly text?: ReactNode;
}

interface ChoiceProps<V extends string> extends FieldFrameProps {
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
}

function pick<V extends string>(choices: readonly Choice<V>[], value: string, onChange: (value: V) => void): void {
  const chosen = choices.find((choice) => choice.value === value);
  if (chosen !== undefined) onChange(chosen.value);
}

const SelectBox = styled(InputBox)({
  position: 'relative',
  padding: 0,
  select: {
    appearance: 'none',
    padding: `${rem(4)} ${rem(30)} ${rem(4)} ${rem(8)}`,
    cursor: 'pointer',
    borderRadius: tokens.radius.control,
    textOverflow: 'ellipsis',
  },
  option: { background: look.raised, color: look.ink },
  svg: { position: 'absolute', right: rem(8), pointerEvents: 'none' },
});

/** One of several, in a native list: the keyboard and screen readers know it. */
export function SelectField<V extends string>(props: ChoiceProps<V> & { readonly autoFocus?: boolean }): ReactNode {
  const { value, choices, onChange } = props;
  return (
    <FieldFrame {...props}>
      {({ id, describedBy, invalid }) => (
        <SelectBox data-invalid={invalid || undefined} data-off={props.disabled === true || undefined}>
          <select
            id={id}
            value={value}
            disabled={props.disabled ?? false}
            autoFocus={props.autoFocus ?? false}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            onChange={(event) => pick(choices, event.target.value, onChange)}
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value} disabled={choice.disabled ?? false}>
                {choice.label}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" />
        </SelectBox>
      )}
    </FieldFrame>
  );
}

const Segments = styled('div')({
  display: 'inline-flex',
  flexWrap: 'wrap',
  alignSelf: 'flex-start',
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.control,
  overflow: 'clip',
  overflowClipMargin: 4,
  label: {
    ...type.body,
    position: 'relative',
    display: 'inline-flex',
    alignItems: 'center',
    minHeight: rem(tokens.size.control - 2),
    padding: `${rem(2)} ${rem(10)}`,
    color: look.ink2,
    cursor: 'pointer',
    '&:not(:first-of-type)': { borderLeft: `1px solid ${look.lineMid}` },
    '&:hover': { background: look.hover },
    '&:has(:checked)': {
      background: look.selected,
      color: look.ink,
      fontWeight: 600,
      boxShadow: `inset 0 -2px ${look.accent}`,
    },
    '&:has(:focus-visible)': { ...focusRing, zIndex: 1, outlineOffset: -2 },
    '&:has(:disabled)': { color: look.inkDisabled, cursor: 'default' },
  },
  input: { position: 'absolute', inset: 0, opacity: 0, margin: 0, cursor: 'inherit' },
  '@media (forced-colors: active)': { 'label:has(:checked)': { borderBottom: '3px solid Highlight' } },
});

/** One of two to four short words, all visible; arrow keys move as in every radio group. */
export function SegmentedField<V extends string>(props: ChoiceProps<V> & { readonly hideLabel?: boolean }): ReactNode {
  const group = (id: string, labelling: object): ReactNode => (
    <Segments role="radiogroup" {...labelling}>
      {props.choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={id}
            value={choice.value}
            checked={choice.value === props.value}
            disabled={(props.disabled ?? false) || (choice.disabled ?? false)}
            onChange={() => props.onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </Segments>
  );
  if (props.hideLabel === true) return group(`segments-${props.label}`, { 'aria-label': props.label });
  return (
    <FieldFrame {...props} group>
      {({ id, labelId, describedBy }) => group(id, { 'aria-labelledby': labelId, 'aria-describedby': describedBy })}
    </FieldFrame>
  );
}
