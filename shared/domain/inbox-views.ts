import { openStates, type RequestState } from './request-state.ts';

/** What of an incoming request's list a view shows; what is not named is not asked for. */
interface StockQuery {
  readonly states: readonly RequestState[];
  readonly claimed?: 'me' | 'nobody';
}

/** Views of the inbox that are there from the start, in their order. Their names are words of the language. */
export const stockViews = {
  'to-do': { states: openStates.filter((state) => state !== 'held') },
  mine: { states: openStates, claimed: 'me' },
  'second-vote': { states: ['voting'] },
  held: { states: ['held'] },
  unclear: { states: ['unclear', 'signing'] },
} as const satisfies Readonly<Record<string, StockQuery>>;

export type StockView = keyof typeof stockViews;
export const stockViewNames: readonly StockView[] = ['to-do', 'mine', 'second-vote', 'held', 'unclear'];
