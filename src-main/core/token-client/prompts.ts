import { hostContract } from '../../../shared/contract/host.ts';
import type { PromptItem } from '../../../shared/contract/prompt-item.ts';
import type { PromptEnd } from '../../../shared/contract/prompt.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { Caller, Stop } from '../../../shared/contract/wire/serve.ts';
import { fail, type Result } from '../../../shared/util/result.ts';
import type { Timer } from '../clock.ts';
import type { CoreOwner } from '../owner.ts';
import { answerPrompt, cancelPrompt, openPrompt, type PromptActionInput } from './host-calls.ts';
import { tokenFault } from './host-fault.ts';
import type { HostRun } from './host-run.ts';
import { createTurns } from './turns.ts';

/** The call on whose behalf a secret is asked: who asks, how it is told to stop, how it is told of the prompt. */
export interface TokenContext {
  readonly caller: Caller;
  readonly stop: Stop;
  readonly emit: (item: PromptItem) => Promise<boolean>;
}

export interface WrongTry {
  readonly caller: Caller;
  readonly action: PromptActionInput;
  readonly slotId: string;
  readonly hostId: string;
  readonly code: string;
}

export interface PromptsDeps {
  readonly owner: Pick<CoreOwner, 'openPinWindow'>;
  readonly timer: Timer;
  /** How long a person may look for the PIN. */
  readonly personMs: () => number;
  /** A try that the token refused: worth an audit entry. */
  readonly wrongTry: (facts: WrongTry) => Promise<void>;
}

export interface Prompts {
  /**
   * Has the host ask for what the action needs, and waits for its end. The secret never comes by here: it goes from the
   * PIN window to the host, or sealed to a one-time key of the host by `answer`. Cancelled by the caller's stop, by the
   * person, or after `personMs` without a try: PIN_CANCELLED. One prompt for each token at a time, and three in all with
   * those that wait for their turn: TOKEN_BUSY for who comes then, so that nobody is buried in PIN windows.
   */
  run(
    context: TokenContext,
    run: HostRun,
    slotId: string,
    action: PromptActionInput,
  ): Promise<Result<PromptEnd, TokenFault>>;
  /** Passes on what is sealed. Only the caller who was shown the prompt can answer it; for all others it is gone. */
  answer(caller: Caller, promptId: string, sealed: Uint8Array): Promise<Result<unknown, TokenFault>>;
  cancel(caller: Caller, promptId: string): Result<undefined, TokenFault>;
  /** The owner could not open the PIN window. */
  windowFailed(promptId: string): void;
  /** Gives all up: the session was locked. */
  cancelAll(): void;
}

interface OpenPrompt {
  readonly caller: Caller;
  readonly route: 'window' | 'caller';
  submit(sealed: Uint8Array): Promise<Result<unknown, TokenFault>>;
  giveUp(): void;
}

/** Open or waiting for their turn. */
const MOST_ASKED = 3;

export function createPrompts({ owner, timer, personMs, wrongTry }: PromptsDeps): Prompts {
  const open = new Map<string, OpenPrompt>();
  const turns = createTurns();
  let asked = 0;
  /** Changes when all is given up, also what waits for its turn. */
  let round = 0;

  async function run(
    context: TokenContext,
    host: HostRun,
    slotId: string,
    action: PromptActionInput,
  ): Promise<Result<PromptEnd, TokenFault>> {
    if (asked >= MOST_ASKED) return fail(tokenFault('TOKEN_BUSY', 'too many open prompts'));
    asked += 1;
    const mine = round;
    try {
      return await turns.take(`${host.hostId} ${slotId}`, context.stop, () =>
        mine === round ? ask(context, host, slotId, action) : Promise.resolve(fail(tokenFault('PIN_CANCELLED'))),
      );
    } finally {
      asked -= 1;
    }
  }

  async function ask(
    context: TokenContext,
    host: HostRun,
    slotId: string,
    action: PromptActionInput,
  ): Promise<Result<PromptEnd, TokenFault>> {
    const { caller, stop, emit } = context;
    if (stop.reason !== undefined) return fail(tokenFault('PIN_CANCELLED', stop.reason));
    const opened = await openPrompt(host, slotId, action);
    if (!opened.ok) return opened;
    const prompt = opened.value;
    const { promptId } = prompt;
    const route = caller.origin === 'window' && owner.openPinWindow !== undefined ? 'window' : 'caller';

    let stopTimer: () => void = () => undefined;
    let giveUp: (why: string) => void = () => undefined;
    const givenUp = new Promise<Result<never, TokenFault>>((resolve) => {
      giveUp = (why) => resolve(fail(tokenFault('PIN_CANCELLED', why)));
    });
    const waitForPerson = (): void => {
      stopTimer();
      stopTimer = timer(() => giveUp('time is up'), personMs());
    };

    const waiting = host.aside(hostContract.prompts.wait.output, (client) =>
      client.prompts.wait(
        { promptId },
        {
          onItem: async ({ code }) => {
            waitForPerson();
            const told = /^[A-Z][A-Z0-9_]{1,39}$/.test(code) ? code : 'PIN_INVALID';
            await wrongTry({ caller, action, slotId, hostId: host.hostId, code: told });
            if (!(await emit({ kind: 'wrong', code: told }))) giveUp('nobody listens');
          },
        },
      ),
    );
    const personLeft = route === 'window' ? host.personAtHost() : () => undefined;
    const submit = async (sealed: Uint8Array): Promise<Result<unknown, TokenFault>> => {
      stopTimer(); // the clock of the person stands still while the token thinks; its own deadline runs
      const answered = await answerPrompt(host, promptId, sealed);
      if (answered.ok) waiting.hurry('secret');
      else if (open.has(promptId)) waitForPerson();
      return answered;
    };
    open.set(promptId, { caller, route, submit, giveUp: () => giveUp('cancelled') });
    stop.onStop(() => giveUp('caller stopped'));
    waitForPerson();

    if (route === 'window') owner.openPinWindow?.(host.hostId, promptId);
    void emit(route === 'window' ? { kind: 'pin-window-open' } : { kind: 'prompt', prompt }).then((taken) => {
      if (!taken) giveUp('nobody listens');
    });

    const { by, end } = await Promise.race([
      waiting.end.then((result) => ({ by: 'host', end: result }) as const),
      givenUp.then((result) => ({ by: 'person', end: result }) as const),
    ]);
    open.delete(promptId);
    stopTimer();
    personLeft();
    // In the host's turn: while it is busy it can't be called back, and nobody waits for that.
    if (by === 'person') void cancelPrompt(host, promptId);
    return end;
  }

  return {
    run,
    answer: async (caller, promptId, sealed) => {
      const prompt = open.get(promptId);
      if (prompt?.caller !== caller || prompt.route !== 'caller') return fail(tokenFault('PROMPT_GONE'));
      return prompt.submit(sealed);
    },
    cancel: (caller, promptId) => {
      const prompt = open.get(promptId);
      if (prompt?.caller !== caller) return fail(tokenFault('PROMPT_GONE'));
      prompt.giveUp();
      return { ok: true, value: undefined };
    },
    windowFailed: (promptId) => open.get(promptId)?.giveUp(),
    cancelAll: () => {
      round += 1;
      for (const prompt of [...open.values()]) prompt.giveUp();
    },
  };
}
