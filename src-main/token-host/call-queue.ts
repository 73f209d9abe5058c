import type { Stop } from '../../shared/contract/wire/serve.ts';
import { fail, type Result } from '../../shared/util/result.ts';

export interface Cancelled {
  readonly code: 'CANCELLED';
}

/** One call after the other: a token has one state, and a module must never be entered twice. */
export interface CallQueue {
  /** Runs `work` when everything before it has ended. What was given up while it waited is not begun. */
  run<T, F>(work: () => Promise<Result<T, F>>, stop?: Stop): Promise<Result<T, F | Cancelled>>;
}

export function createCallQueue(): CallQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: <T, F>(work: () => Promise<Result<T, F>>, stop?: Stop) => {
      const turn = last.then((): Promise<Result<T, F | Cancelled>> | Result<T, F | Cancelled> =>
        stop?.reason === undefined ? work() : fail({ code: 'CANCELLED' }),
      );
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
