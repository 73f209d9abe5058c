import { useCallback, useEffect, useRef, useState } from 'react';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import type { PinClient } from './pin-app.tsx';
import { isBlocked, isLastTry } from './prompt-rules.ts';

export interface PromptFault {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type PromptPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'asking'; readonly view: PromptView; readonly fault: PromptFault | undefined }
  | { readonly kind: 'sending'; readonly view: PromptView }
  /** Nothing more can be done here. */
  | { readonly kind: 'over'; readonly fault: PromptFault };

export interface Secret {
  readonly name: SecretField['name'];
  readonly value: string;
}

export interface Prompt {
  readonly phase: PromptPhase;
  readonly submit: (secrets: readonly Secret[], lastTryAccepted: boolean) => void;
  readonly cancel: () => void;
}

function faultOf(error: { readonly code: string; readonly data?: unknown }): PromptFault {
  const { code, data } = error;
  return { code, data: typeof data === 'object' && data !== null ? { ...data } : {} };
}

/**
 * The prompt as the token host tells it. After each failed try it is asked again, so that the flags shown are fresh;
 * a try is never repeated by itself.
 */
export function usePrompt(client: PinClient, onDone: () => void): Prompt {
  const [phase, setPhase] = useState<PromptPhase>({ kind: 'loading' });
  const asked = useRef(false);

  const ask = useCallback(
    async (earlier?: PromptFault): Promise<PromptView | undefined> => {
      const answer = await client.prompt.show({});
      if (answer.ok) {
        setPhase({ kind: 'asking', view: answer.value, fault: earlier });
        return answer.value;
      }
      // The reason why the try failed says more than that the prompt is gone.
      setPhase({ kind: 'over', fault: earlier ?? faultOf(answer.error) });
      return undefined;
    },
    [client],
  );

  const send = useCallback(
    async (view: PromptView, secrets: readonly Secret[], lastTryAccepted: boolean): Promise<void> => {
      setPhase({ kind: 'sending', view });
      const answer = await client.prompt.submit({ secrets: [...secrets], lastTryAccepted });
      if (answer.ok) onDone();
      else await ask(faultOf(answer.error));
    },
    [client, ask, onDone],
  );

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void ask().then((view) => {
      // With a PIN pad the question is on the reader's display already; only a last try waits for its tick.
      if (view?.pinPad === true && !isBlocked(view) && !isLastTry(view)) void send(view, [], false);
    });
  }, [ask, send]);

  return {
    phase,
    submit: (secrets, lastTryAccepted) => {
      if (phase.kind === 'asking') void send(phase.view, secrets, lastTryAccepted);
    },
    cancel: () => {
      // The window closes at once; a host that is busy with the token answers nobody.
      void client.prompt.cancel({});
      onDone();
    },
  };
}
