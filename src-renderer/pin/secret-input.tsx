import { useState, type ReactNode, type Ref } from 'react';
import { useT } from '../locales/language.tsx';
import { FieldFrame, type FieldFinding } from '../ui/field.tsx';
import { InputBox } from '../ui/text-field.tsx';

interface SecretInputProps {
  readonly label: string;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly typed: number;
  readonly findings: readonly FieldFinding[];
  readonly disabled: boolean;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly onInput: () => void;
}

/**
 * A field whose text lives in the input element alone: no state, no default, no history. Nothing is cut off at a maximum,
 * because a PIN that was cut in silence is a wrong one.
 */
export function SecretInput(props: SecretInputProps): ReactNode {
  const t = useT();
  const [capsLock, setCapsLock] = useState(false);
  const findings = capsLock
    ? [...props.findings, { verdict: 'warn' as const, text: t('pin.capsLock') }]
    : props.findings;
  return (
    <FieldFrame label={props.label} findings={findings}>
      {({ id, describedBy, invalid }) => (
        <InputBox data-invalid={invalid || undefined} data-off={props.disabled || undefined}>
          <input
            id={id}
            ref={props.inputRef}
            type="password"
            autoComplete="off"
            spellCheck={false}
            autoFocus={props.autoFocus ?? false}
            disabled={props.disabled}
            placeholder={props.placeholder}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            onInput={props.onInput}
            onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
          />
          <span className="aside">{t('pin.typed', { count: props.typed })}</span>
        </InputBox>
      )}
    </FieldFrame>
  );
}
