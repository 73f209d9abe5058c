import type { StopSignal } from '../../../../shared/contract/wire/client.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';

/** The end of a call here as what a client takes as its end there. */
export function signalOf(stop: Stop): StopSignal {
  return {
    get aborted() {
      return stop.reason !== undefined;
    },
    addEventListener: (_type, listener) => stop.onStop(listener),
  };
}
