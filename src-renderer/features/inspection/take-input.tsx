import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { sourceOfText, sourcesOfFiles } from './input-sources.ts';

export interface InputWays {
  /** What was typed or pasted: kept when core refuses it. */
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Files that together are more than core takes. */
  readonly tooMuch: CoreFault | undefined;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onText: (text: string) => void;
}

/** Files and text on their way to core: each becomes sources and is handed to `take`. */
export function useInputWays(take: (sources: readonly InputSource[]) => Promise<void>): InputWays {
  const t = useT();
  const [text, setText] = useState('');
  const [tooMuch, setTooMuch] = useState<CoreFault>();
  const hand = (sources: readonly InputSource[]): void => {
    setTooMuch(undefined);
    void take(sources);
  };
  return {
    text,
    setText,
    tooMuch,
    onFiles: (files) => {
      void sourcesOfFiles(files).then((sources) => ('code' in sources ? setTooMuch(sources) : hand(sources)));
    },
    onText: (given) => hand([sourceOfText(t('inspection.pasted'), given)]),
  };
}

interface TakeInputProps extends Omit<InputWays, 'tooMuch'> {
  readonly drop: string;
  readonly dropHint?: string;
  /** How such a text begins. */
  readonly placeholder: string;
  readonly lines: number;
  readonly action: string;
  /** The page's one deed, rather than a way beside others. */
  readonly main?: boolean;
}

/** Files by drag or button, or text that is pasted or typed. */
export function TakeInput(props: TakeInputProps): ReactNode {
  const t = useT();
  const { text, setText } = props;
  return (
    <>
      <DropZone
        text={props.drop}
        {...(props.dropHint === undefined ? {} : { hint: props.dropHint })}
        multiple
        onFiles={props.onFiles}
      />
      <TextField
        label={t('inspection.orPaste')}
        value={text}
        onChange={setText}
        lines={props.lines}
        mono
        placeholder={props.placeholder}
      />
      <ButtonRow>
        <Button
          {...(props.main === true ? { kind: 'primary', icon: 'file-search' } : {})}
          disabledReason={text.trim() === '' ? t('inspection.pasteFirst') : undefined}
          onClick={() => props.onText(text)}
        >
          {props.action}
        </Button>
      </ButtonRow>
    </>
  );
}

/** Ctrl+V anywhere but in a field. */
export function usePastedText(onText: (text: string) => void, enabled = true): void {
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const onPaste = (event: ClipboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() !== '') latest.current(text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [enabled]);
}
