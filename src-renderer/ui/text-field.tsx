import { styled } from '@mui/material/styles';
import type { HTMLInputTypeAttribute, KeyboardEvent, ReactNode, Ref } from 'react';
import { FieldFrame, type FieldFrameProps } from './field.tsx';
import { Icon, type IconName } from './icon.tsx';
import { focusRingInset, look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

/** The box around an input; shared by all fields so that they line up. */
export const InputBox = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: rem(8),
  minHeight: rem(tokens.size.control),
  padding: `0 ${rem(8)}`,
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  color: look.ink2,
  '&:focus-within': { ...focusRingInset, borderColor: look.focus },
  '&[data-invalid]': { borderColor: look.fail.line },
  '&[data-off]': { background: look.canvas, borderColor: look.line },
  'input, textarea, select': {
    ...type.body,
    flex: '1 1 auto',
    minWidth: 0,
    width: '100%',
    padding: `${rem(4)} 0`,
    border: 0,
    outline: 'none',
    background: 'transparent',
    color: look.ink,
    '&::placeholder': { color: look.ink3, opacity: 1 },
    '&::-webkit-search-cancel-button': { display: 'none' },
  },
  textarea: { resize: 'vertical', minHeight: rem(60) },
  '&[data-mono] :is(input, textarea)': type.mono,
  '.aside': { ...type.small, color: look.ink3, whiteSpace: 'nowrap' },
});

interface TextFieldProps extends FieldFrameProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly type?: HTMLInputTypeAttribute;
  /** More than one line: how many. */
  readonly lines?: number;
  /** Small words inside the box at the right: “35 d”, “4 typed”. */
  readonly aside?: ReactNode;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly onBlur?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A line of text (or several): label above, hint and findings below. */
export function TextField({ inputRef, ...props }: TextFieldProps): ReactNode {
  const { value, onChange, lines } = props;
  return (
    <FieldFrame {...props}>
      {({ id, describedBy, invalid }) => {
        const common = {
          id,
          value,
          placeholder: props.placeholder,
          disabled: props.disabled ?? false,
          readOnly: props.readOnly ?? false,
          required: props.required ?? false,
          maxLength: props.maxLength,
          autoFocus: props.autoFocus ?? false,
          spellCheck: false,
          autoComplete: 'off',
          'aria-describedby': describedBy,
          'aria-invalid': invalid || undefined,
          onBlur: props.onBlur,
          onKeyDown: props.onKeyDown,
        } as const;
        return (
          <InputBox
            data-mono={props.mono === true || undefined}
            data-invalid={invalid || undefined}
            data-off={props.disabled === true || undefined}
          >
            {props.icon === undefined ? null : <Icon name={props.icon} />}
            {lines === undefined ? (
              <input
                {...common}
                ref={inputRef}
                type={props.type ?? 'text'}
                onChange={(event) => onChange(event.target.value)}
              />
            ) : (
              <textarea {...common} rows={lines} onChange={(event) => onChange(event.target.value)} />
            )}
            {props.aside === undefined ? null : <span className="aside">{props.aside}</span>}
          </InputBox>
        );
      }}
    </FieldFrame>
  );
}
