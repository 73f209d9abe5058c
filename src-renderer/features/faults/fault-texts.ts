import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { GenerationState } from '../../../shared/contract/keys.ts';
import type { placeErrors } from '../../../shared/contract/place.ts';
import type { CommonCode, Procedure } from '../../../shared/contract/wire/contract.ts';
import { formatText, isTextKey, type TextKey, type Translate } from '../../locales/translate.ts';
import type { CoreFault } from '../../platform/core.ts';

type CodesOf<P> = P extends Procedure ? keyof P['errors'] & string : never;

/** Every code that a call to core can end in: those of the wire and those each call declares. */
export type FaultCode =
  | CommonCode
  | {
      [F in keyof AppContract]: { [C in keyof AppContract[F]]: CodesOf<AppContract[F][C]> }[keyof AppContract[F]];
    }[keyof AppContract];

type PlaceReason = (typeof placeErrors)['PLACE_REFUSED']['_output']['reason'];

/** Does not compile while a code, a reason or a state has no text. */
export type FaultTextKey =
  | `errors.${FaultCode}`
  | `errors.${FaultCode}_next`
  | `errors.place_${PlaceReason}`
  | `errors.state_${GenerationState}`;
type Complete<K extends TextKey> = K;
/** @public Only compiled: a code without its texts is an error here. */
export type EveryFaultHasItsTexts = Complete<FaultTextKey>;

export interface FaultWords {
  /** What happened. */
  readonly sentence: string;
  /** What it means and what to do. */
  readonly consequence: string;
  /** What the token said, as its library named it: `CKR_DEVICE_ERROR (48)`. */
  readonly cryptoki: string | undefined;
  readonly detail: string | undefined;
  readonly hashes: { readonly expected: string; readonly actual: string } | undefined;
  /** Values that the fault names: ids of the wrong form, findings. */
  readonly values: readonly string[];
}

const MOST_VALUES = 20;

/** The words for a fault. Its data was checked by core; here only strings and numbers of it are read. */
export function faultWords(t: Translate, fault: CoreFault): FaultWords {
  const data = recordOf(fault.data);
  const text = (key: string, otherwise: 'errors.unknownCode' | 'errors.unknownCode_next'): string =>
    isTextKey(key)
      ? formatText(t.language, key, spoken(t, data))
      : formatText(t.language, otherwise, { code: fault.code });
  const reason = `errors.place_${textOf(data['reason']) ?? ''}`;
  const expected = textOf(data['expected']);
  const actual = textOf(data['actual']);
  return {
    sentence: text(`errors.${fault.code}`, 'errors.unknownCode'),
    consequence: isTextKey(reason)
      ? formatText(t.language, reason)
      : text(`errors.${fault.code}_next`, 'errors.unknownCode_next'),
    cryptoki: textOf(data['cryptoki']),
    detail: textOf(data['detail']),
    hashes: expected === undefined || actual === undefined ? undefined : { expected, actual },
    values: listOf(data['findings']).slice(0, MOST_VALUES),
  };
}

/** Data as values of a sentence: the state of a generation in words. */
function spoken(t: Translate, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const state = `errors.state_${textOf(data['state']) ?? ''}`;
  return isTextKey(state) ? { ...data, state: formatText(t.language, state) } : data;
}

function recordOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(findings: unknown): readonly string[] {
  if (!Array.isArray(findings)) return [];
  return findings.flatMap((finding: unknown) => {
    const { code, value } = recordOf(finding);
    const words = [textOf(value), textOf(code)].filter((word) => word !== undefined);
    return words.length === 0 ? [] : [words.join(' · ')];
  });
}
