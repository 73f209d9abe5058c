import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { relativeText } from '../../ui/format/date-text.ts';
import type { FieldFinding } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useNow } from '../../ui/use-now.ts';
import { readUtcInput, stepUtcInput } from './utc-text.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface UtcFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly findings: readonly FieldFinding[];
  /** What an empty field means; left to the issuer unless told otherwise. */
  readonly placeholder?: string;
  /** Other words than the distance to now: “35 d”. */
  readonly aside?: string | undefined;
}

/** A UTC time as text, with its distance in words; arrow up and down move by a day, with Shift by an hour. */
export function UtcField({ label, value, onChange, findings, placeholder, aside }: UtcFieldProps): ReactNode {
  const t = useT();
  const now = useNow();
  const read = readUtcInput(value);
  const wrong: readonly FieldFinding[] = read.kind === 'wrong' ? [{ verdict: 'fail', text: t('keys.timeForm') }] : [];
  const words = read.kind === 'time' ? (aside ?? relativeText(t, new Date(read.iso), now)) : undefined;
  return (
    <TextField
      label={label}
      value={value}
      placeholder={placeholder ?? t('keys.timePlaceholder')}
      maxLength={30}
      {...(words === undefined ? {} : { aside: words })}
      findings={[...wrong, ...findings]}
      onChange={onChange}
      onKeyDown={(event) => {
        const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (direction === undefined) return;
        const next = stepUtcInput(value, direction * (event.shiftKey ? HOUR : DAY));
        if (next === undefined) return;
        event.preventDefault();
        onChange(next);
      }}
    />
  );
}
