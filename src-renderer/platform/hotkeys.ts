import { useEffect, useRef } from 'react';

/** What of a keyboard event a combination depends on. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `Ctrl+Shift+K` of a press; a letter counts without case, a character that needs Shift (`?`) stands for itself. */
export function combinationOf(press: KeyPress): string {
  const letter = press.key.length === 1;
  const key = letter ? (press.key === ' ' ? 'Space' : press.key.toUpperCase()) : press.key;
  const shiftCounts = press.shiftKey && (!letter || /[A-Z]/u.test(key));
  return [
    press.ctrlKey || press.metaKey ? 'Ctrl+' : '',
    press.altKey ? 'Alt+' : '',
    shiftCounts ? 'Shift+' : '',
    key,
  ].join('');
}

export interface Hotkey {
  readonly keys: string;
  readonly run: () => void;
  /** Also works while a dialog is open. */
  readonly inDialogs?: boolean;
}

const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type);
}

/** Finds the hotkey of a press; `pending` is the first key of a sequence such as `G T`. */
export function matchHotkey(
  hotkeys: readonly Hotkey[],
  combination: string,
  pending: string | undefined,
): { readonly kind: 'run'; readonly hotkey: Hotkey } | { readonly kind: 'wait' } | undefined {
  const whole = pending === undefined ? combination : `${pending} ${combination}`;
  const hotkey = hotkeys.findLast(({ keys }) => keys === whole);
  if (hotkey !== undefined) return { kind: 'run', hotkey };
  if (hotkeys.some(({ keys }) => keys.startsWith(`${whole} `))) return { kind: 'wait' };
  return undefined;
}

/** Binds keys for the whole window. Plain letters are left to fields and open dialogs; Ctrl, Alt and F keys are not typed text. */
export function useHotkeys(hotkeys: readonly Hotkey[]): void {
  const latest = useRef(hotkeys);
  useEffect(() => {
    latest.current = hotkeys;
  }, [hotkeys]);
  useEffect(() => {
    let pending: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = (): void => {
      pending = undefined;
      clearTimeout(timer);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
      const command = event.ctrlKey || event.metaKey || event.altKey || /^F\d/u.test(event.key);
      if (!command && isTyping(event.target)) return;
      const dialog = document.querySelector('[role="dialog"]') !== null;
      const usable = latest.current.filter((hotkey) => !dialog || hotkey.inDialogs === true);
      const match = matchHotkey(usable, combinationOf(event), pending);
      forget();
      if (match === undefined) return;
      event.preventDefault();
      if (match.kind === 'run') match.hotkey.run();
      else {
        pending = combinationOf(event);
        timer = setTimeout(forget, SEQUENCE_MS);
      }
    };
    // The second key of a sequence belongs to the sequence: a list would take it for its own (`K` goes up in it).
    const onSecondKey = (event: KeyboardEvent): void => {
      if (pending === undefined || isTyping(event.target)) return;
      if (matchHotkey(latest.current, combinationOf(event), pending) === undefined) return;
      event.stopPropagation();
      onKeyDown(event);
    };
    window.addEventListener('keydown', onSecondKey, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      forget();
      window.removeEventListener('keydown', onSecondKey, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
