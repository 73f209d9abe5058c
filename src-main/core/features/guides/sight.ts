import type { GuideStepId, Sight, SightCode, SightState } from '../../../../shared/domain/guides.ts';

/** What is seen of the steps of a run; a step that is not named is one of which nothing can be seen. */
export type Sights = Partial<Readonly<Record<GuideStepId, readonly Sight[]>>>;

const LONGEST_NAMES = 300;

export function sight(code: SightCode, state: SightState, values: Sight['values'] = {}): Sight {
  return { code, state, values };
}

/** So many names as fit a line. */
export function namesText(names: readonly string[]): string {
  const text = names.join(', ');
  return text.length <= LONGEST_NAMES ? text : `${text.slice(0, LONGEST_NAMES)}…`;
}

/** `done` when all of some are; `none` when there are none. */
export function shareState(count: number, of: number): SightState {
  if (of === 0) return 'none';
  return count >= of ? 'done' : 'open';
}
