import type { PromptItem } from '../../../shared/contract/prompt-item.ts';
import type { Caller } from '../../../shared/contract/wire/serve.ts';
import type { TokenContext } from './prompts.ts';

export interface Calling {
  readonly context: TokenContext;
  readonly items: readonly PromptItem[];
  hangUp(): void;
}

/** A caller's side of a call: what it was told, and a way to hang up. */
export function calling(origin: Caller['origin']): Calling {
  const items: PromptItem[] = [];
  const stops: (() => void)[] = [];
  let reason: 'CANCELLED' | undefined;
  const context: TokenContext = {
    caller: { actor: 'ada', roles: ['operator'], origin },
    stop: {
      get reason() {
        return reason;
      },
      onStop: (listener) => void stops.push(listener),
    },
    emit: (item) => {
      items.push(item);
      return Promise.resolve(true);
    },
  };
  const hangUp = (): void => {
    reason = 'CANCELLED';
    for (const stop of stops) stop();
  };
  return { context, items, hangUp };
}
