import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';

/** Which of the token's two PINs a try would be counted against. */
export type Counted = 'pin' | 'soPin';
type PinState = PromptView['pin'];

/** What was typed, as far as the page judges it: its length in bytes of UTF-8 (as tokens count), never the text. */
export interface Typed {
  readonly bytes: number;
  /** Undefined where nothing has to be typed twice. */
  readonly sameTwice?: boolean | undefined;
}

/**
 * The PINs that this action has checked by the token; one that is typed twice is set, not checked. With a PIN pad there
 * are no fields to tell it.
 */
export function countedPins({ fields, pinPad, action }: PromptView): readonly Counted[] {
  if (!pinPad)
    return (['soPin', 'pin'] as const).filter((name) => fields.some((field) => field.name === name && !field.repeat));
  if (action === 'export-pkcs12') return [];
  return [action === 'init-token' || action === 'set-pin' || action === 'unblock' ? 'soPin' : 'pin'];
}

/** The states of those PINs, in the order shown. */
export function countedStates(view: PromptView): readonly { readonly name: Counted; readonly state: PinState }[] {
  return countedPins(view).map((name) => ({ name, state: view[name] }));
}

export function isBlocked(view: PromptView): boolean {
  return countedStates(view).some(({ state }) => state === 'blocked');
}

/** One more wrong try blocks: a tick comes first. */
export function isLastTry(view: PromptView): boolean {
  return countedStates(view).some(({ state }) => state === 'last-try');
}

export function fitsField(field: SecretField, typed: Typed | undefined): boolean {
  if (typed === undefined || typed.bytes === 0) return false;
  const lengthFits = typed.bytes >= field.minLength && typed.bytes <= field.maxLength;
  return lengthFits && (!field.repeat || typed.sameTwice === true);
}

/** May the button be pressed? */
export function canSubmit(
  view: PromptView,
  typed: Readonly<Partial<Record<SecretField['name'], Typed>>>,
  lastTryAccepted: boolean,
): boolean {
  if (isBlocked(view) || (isLastTry(view) && !lastTryAccepted)) return false;
  return view.fields.every((field) => fitsField(field, typed[field.name]));
}

/** Characters as a person counts them, near enough: an emoji is one. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}

/** Bytes of UTF-8, counted without making another copy of the secret. */
export function countBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Lengths above this are no limit that a person meets. */
const NO_LIMIT = 255;

/** How the allowed length is told. */
export function lengthRule({
  minLength,
  maxLength,
}: SecretField): 'exactly' | 'between' | 'at-least' | 'at-most' | 'any' {
  if (minLength === maxLength) return 'exactly';
  if (maxLength >= NO_LIMIT) return minLength > 1 ? 'at-least' : 'any';
  return minLength > 1 ? 'between' : 'at-most';
}
