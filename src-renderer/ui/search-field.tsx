import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { InputBox } from './text-field.tsx';

interface SearchFieldProps {
  /** Accessible name and placeholder. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly autoFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** Search above a list: no label of its own line, Esc clears. `data-search` is where Ctrl+F goes. */
export function SearchField({ inputRef, ...props }: SearchFieldProps): ReactNode {
  const t = useT();
  const { value, onChange } = props;
  return (
    <InputBox>
      <Icon name="search" />
      <input
        ref={inputRef}
        type="search"
        data-search
        aria-label={props.label}
        placeholder={props.label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        autoFocus={props.autoFocus ?? false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          } else props.onKeyDown?.(event);
        }}
      />
      {value === '' ? null : <IconButton icon="x" size={14} label={t('ui.clear')} onClick={() => onChange('')} />}
    </InputBox>
  );
}
