import { styled } from '@mui/material/styles';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

const Root = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: rem(12),
  padding: rem(12),
  border: `1px dashed ${look.lineStrong}`,
  borderRadius: tokens.radius.panel,
  color: look.ink2,
  '&[data-over]': { borderColor: look.accent, background: look.selected, color: look.ink },
  '& > svg': { flex: 'none' },
  '.text': { flex: '1 1 12rem' },
  '.hint': { ...type.small, color: look.ink3 },
  input: { display: 'none' },
});

interface DropZoneProps {
  /** What belongs here: “a CSR as PEM or DER”. */
  readonly text: string;
  readonly hint?: string;
  /** As in an input: `.pem,.der`. */
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Files by drag or by button; the window only hands them on, it decodes nothing. */
export function DropZone({ text, hint, accept, multiple = false, onFiles }: DropZoneProps): ReactNode {
  const t = useT();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null): void => {
    const files = list === null ? [] : Array.from(list);
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  const drag = (event: DragEvent, inside: boolean): void => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <Root
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <Icon name="upload" />
      <span className="text">
        {text}
        {hint === undefined ? null : <div className="hint">{hint}</div>}
      </span>
      <input
        ref={input}
        type="file"
        aria-label={text}
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('ui.chooseFile')}</Button>
    </Root>
  );
}
