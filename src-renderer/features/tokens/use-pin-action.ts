import { useCallback, useState } from 'react';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import type { PromptItem } from '../../../shared/contract/prompt-item.ts';
import type { StopSignal } from '../../../shared/contract/wire/client.ts';
import type { Result } from '../../../shared/util/result.ts';
import { useCoreAction, type CoreAction, type CoreFault } from '../../platform/core.ts';

export interface PinCallOptions {
  readonly signal: StopSignal;
  readonly onItem: (item: PromptItem) => void;
}

export interface PinAction<I, T> extends CoreAction<I, T> {
  /** The PIN window was opened for this action. It closes itself; that it did is seen from the token's state. */
  readonly pinOpen: boolean;
  /** Code of a try that the token refused; the PIN window stays open for another one by hand. */
  readonly wrong: string | undefined;
}

/** An action on a token that may ask for a secret in the PIN window. Cancelling closes that window too. */
export function usePinAction<I, T>(
  act: (client: AppClient, input: I, options: PinCallOptions) => Promise<Result<T, CoreFault>>,
): PinAction<I, T> {
  const [pinOpen, setPinOpen] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const action = useCoreAction<I, T>((client, input, signal) =>
    act(client, input, {
      signal,
      onItem: (item) => {
        if (item.kind === 'pin-window-open') setPinOpen(true);
        if (item.kind === 'wrong') setWrong(item.code);
      },
    }),
  );
  const { run: start } = action;
  const run = useCallback(
    (input: I): Promise<T | undefined> => {
      setPinOpen(false);
      setWrong(undefined);
      return start(input);
    },
    [start],
  );
  return { ...action, run, pinOpen: pinOpen && action.busy, wrong };
}
