import { useCallback, useRef, useState } from 'react';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import { countBytes, countCharacters, type Typed } from './prompt-rules.ts';
import type { Secret } from './use-prompt.ts';

type Slot = SecretField['name'] | `${SecretField['name']}-repeat`;

export interface SecretFields {
  /** Characters in each input. */
  readonly typed: Readonly<Partial<Record<Slot, number>>>;
  readonly judged: Readonly<Partial<Record<SecretField['name'], Typed>>>;
  /** Ref and change listener of one input. */
  bind(slot: Slot): {
    readonly inputRef: (element: HTMLInputElement | null) => void;
    readonly onInput: () => void;
  };
  /** Hands the texts out and empties every input, at once. */
  take(): readonly Secret[];
  readonly focusFirst: () => void;
}

/** The inputs of a prompt: texts stay in the elements, the page learns lengths and whether two of them are the same. */
export function useSecretFields(fields: PromptView['fields']): SecretFields {
  const elements = useRef(new Map<Slot, HTMLInputElement>());
  const [typed, setTyped] = useState<SecretFields['typed']>({});
  const [judged, setJudged] = useState<SecretFields['judged']>({});

  const textOf = (slot: Slot): string => elements.current.get(slot)?.value ?? '';

  function look(): void {
    const lengths: Partial<Record<Slot, number>> = {};
    for (const slot of elements.current.keys()) lengths[slot] = countCharacters(textOf(slot));
    const judgements: Partial<Record<SecretField['name'], Typed>> = {};
    for (const { name, repeat } of fields) {
      const bytes = countBytes(textOf(name));
      judgements[name] = repeat ? { bytes, sameTwice: textOf(name) === textOf(`${name}-repeat`) } : { bytes };
    }
    setTyped(lengths);
    setJudged(judgements);
  }

  function clear(): void {
    for (const element of elements.current.values()) element.value = '';
    look();
  }

  const focusFirst = useCallback(() => {
    const [first] = elements.current.values();
    first?.focus();
  }, []);

  return {
    typed,
    judged,
    bind: (slot) => ({
      inputRef: (element) => {
        if (element === null) elements.current.delete(slot);
        else elements.current.set(slot, element);
      },
      onInput: look,
    }),
    take: () => {
      const secrets = fields.map(({ name }) => ({ name, value: textOf(name) }));
      clear();
      return secrets;
    },
    focusFirst,
  };
}
