import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { fail, type Result } from '../../../shared/util/result.ts';
import { tokenFault } from './host-fault.ts';

/** One after the other for each name, such as prompts of one token; different names do not wait for each other. */
export interface Turns {
  /** Runs work in its turn. Who is stopped while waiting does not begin: PIN_CANCELLED. */
  take<T>(name: string, stop: Stop, work: () => Promise<Result<T, TokenFault>>): Promise<Result<T, TokenFault>>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take: (name, stop, work) => {
      const turn = (last.get(name) ?? Promise.resolve()).then(() =>
        stop.reason === undefined ? work() : fail(tokenFault('PIN_CANCELLED', stop.reason)),
      );
      const settled = turn.then(
        () => undefined,
        () => undefined,
      );
      last.set(name, settled);
      void settled.then(() => {
        if (last.get(name) === settled) last.delete(name);
      });
      return turn;
    },
  };
}
