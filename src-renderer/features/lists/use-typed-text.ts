import { useEffect, useState } from 'react';

/** How long typing rests before a list is asked: shorter than what is felt, longer than between two quick keys. */
export const TYPING_MS = 60;

/**
 * What a list is searched for: what is typed once typing rests, at once what is pasted, chosen or taken away, which
 * changes by more than one character.
 */
export function useTypedText(text: string): string {
  const [typed, setTyped] = useState(text);
  const [before, setBefore] = useState(text);
  if (before !== text) {
    setBefore(text);
    if (Math.abs(text.length - before.length) > 1) setTyped(text);
  }
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return typed;
}
