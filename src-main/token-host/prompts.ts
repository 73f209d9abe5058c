import type { PromptEnd, PromptView } from '../../shared/contract/prompt.ts';
import type { TokenView } from '../../shared/contract/key-facts.ts';
import type { TokenFault, TokenFaultCode } from '../../shared/contract/token-faults.ts';
import type { Stop } from '../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import { createSealKey, type NamedSecret, type SealKey } from '../common/seal.ts';
import type { SecretBytes, TokenBackend } from './backend.ts';
import type { CallQueue } from './call-queue.ts';
import {
  type Action,
  fieldsOf,
  reasonOf,
  refusal,
  type SecretName,
  spends,
  vaultField,
  viewedAction,
} from './prompt-fields.ts';
import type { Job, TypedSigner } from './typed-signing.ts';

type Ended<T> = Result<T, TokenFault | { readonly code: 'CANCELLED' }>;

interface Prompt {
  readonly slotId: string;
  readonly action: Action;
  readonly sealKey: SealKey;
  /** For `sign`: built and checked before anybody is asked for a PIN. */
  readonly job: Job | undefined;
  view: PromptView;
  trying: boolean;
  givenUp: boolean;
  readonly wrong: string[];
  end: Result<PromptEnd, TokenFault> | undefined;
  readonly listeners: Set<() => void>;
}

export interface Prompts {
  open(slotId: string, action: Action, stop?: Stop): Promise<Ended<PromptView>>;
  show(promptId: string): Result<PromptView, TokenFault>;
  /** One try with these secrets, which are wiped whatever comes. A wrong PIN leaves the prompt open; nothing is tried twice. */
  submit(
    promptId: string,
    secrets: readonly NamedSecret[],
    lastTryAccepted: boolean,
  ): Promise<Result<undefined, TokenFault>>;
  /**
   * The same with sealed secrets, for one try: whatever the token says, the prompt ends with it. What is sealed goes through
   * other hands, and who keeps a wrong answer could hand it over again and again until the token is blocked.
   */
  answer(promptId: string, sealed: Uint8Array): Promise<Result<undefined, TokenFault>>;
  wait(promptId: string, tell: (code: string) => Promise<boolean>, stop: Stop): Promise<Ended<PromptEnd>>;
  cancel(promptId: string): Result<undefined, TokenFault>;
  /** Whoever opened them is gone. */
  cancelAll(): void;
}

/** Faults after which another try by hand makes sense; every other one ends the prompt. */
const leavesOpen: ReadonlySet<TokenFaultCode> = new Set([
  'PIN_INCORRECT',
  'PIN_LENGTH',
  'PIN_INVALID',
  'PIN_LAST_TRY',
  'TOKEN_BUSY',
]);
const MAX_OPEN = 20;
const MAX_ENDED = 50;
const gone = fail({ code: 'PROMPT_GONE', data: {} } as const);

/**
 * Prompts of a host: what waits for a PIN, one try at a time, secrets wiped after each. `library` names what the token is
 * reached through, for the person who is asked.
 */
export function createPrompts(
  backend: TokenBackend,
  signer: TypedSigner,
  queue: CallQueue,
  newId: () => string,
  library: () => string | undefined = () => undefined,
): Prompts {
  const prompts = new Map<string, Prompt>();

  function open(slotId: string, action: Action, stop?: Stop): Promise<Ended<PromptView>> {
    return queue.run(async () => {
      if ([...prompts.values()].filter(({ end }) => end === undefined).length >= MAX_OPEN) {
        return fail({ code: 'TOKEN_BUSY', data: { detail: 'too many open prompts' } });
      }
      const token = await tokenIn(slotId);
      if (!token.ok) return token;
      const refused = refusal(action, token.value);
      if (refused !== undefined) return fail(refused);
      let job: Job | undefined;
      if (action.kind === 'sign') {
        const { keyId, spkiSha256, purpose, request } = action;
        const made = await signer.prepare({ slotId, keyId, spkiSha256 }, purpose, [request]);
        if (!made.ok) return made;
        job = made.value;
      }
      let keyLabel = '';
      if (action.kind === 'export-pkcs12') {
        const { keyId, spkiSha256 } = action;
        const key = await backend.find({ slotId, keyId, spkiSha256 });
        if (!key.ok) return key;
        keyLabel = key.value.label === '' ? keyId : key.value.label;
      }
      const promptId = newId();
      const sealKey = createSealKey(promptId);
      const about = { library: library(), reason: reasonOf(action, token.value, keyLabel) };
      const view = viewOf(promptId, action, token.value, sealKey.publicKey, about);
      prompts.set(promptId, {
        slotId,
        action,
        sealKey,
        job,
        view,
        trying: false,
        givenUp: false,
        wrong: [],
        end: undefined,
        listeners: new Set(),
      });
      return ok(view);
    }, stop);
  }

  async function tokenIn(slotId: string): Promise<Result<TokenView, TokenFault>> {
    const slots = await backend.slots();
    if (!slots.ok) return slots;
    const slot = slots.value.find((one) => one.slotId === slotId);
    if (slot?.token !== undefined) return ok(slot.token);
    return fail(slot?.fault ?? { code: 'TOKEN_ABSENT', data: {} });
  }

  function live(promptId: string): Prompt | undefined {
    const prompt = prompts.get(promptId);
    return prompt?.end === undefined && prompt?.givenUp !== true ? prompt : undefined;
  }

  async function submit(
    promptId: string,
    secrets: readonly NamedSecret[],
    lastTryAccepted: boolean,
    tries: 'one' | 'by-hand',
  ): Promise<Result<undefined, TokenFault>> {
    try {
      const prompt = live(promptId);
      if (prompt === undefined) return gone;
      // A second answer beside a running one could spend a second try.
      if (prompt.trying) return fail({ code: 'TOKEN_BUSY', data: { detail: 'the prompt is being answered' } });
      const values = matchFields(prompt.view, secrets);
      if (!values.ok) return values;
      return settle(prompt, await tryAlone(prompt, values.value, lastTryAccepted), tries);
    } finally {
      for (const { value } of secrets) value.fill(0);
    }
  }

  /** A try that breaks off ends the prompt: nobody knows whether the token counted it. */
  async function tryAlone(prompt: Prompt, values: Secrets, lastTryAccepted: boolean): Promise<Ended<PromptEnd>> {
    prompt.trying = true;
    try {
      return await queue.run(() => tryOnce(prompt, values, lastTryAccepted));
    } catch (error) {
      end(prompt, fail({ code: 'DRIVER_FAILED', data: { detail: 'the try broke off' } }));
      throw error;
    } finally {
      prompt.trying = false;
    }
  }

  /** Looks at the token again right before the try: what the flags said when the prompt was opened may be old. */
  async function tryOnce(
    prompt: Prompt,
    values: Secrets,
    lastTryAccepted: boolean,
  ): Promise<Result<PromptEnd, TokenFault>> {
    if (prompt.givenUp) return fail({ code: 'PIN_CANCELLED', data: {} });
    const token = await tokenIn(prompt.slotId);
    if (!token.ok) return token;
    if (token.value.serial !== prompt.view.tokenSerial || token.value.label !== prompt.view.tokenLabel) {
      return fail({ code: 'TOKEN_REMOVED', data: { detail: 'another token is in this slot now' } });
    }
    const refused = refusal(prompt.action, token.value);
    if (refused !== undefined) return fail(refused);
    const tries = spends(prompt.action, token.value);
    if (tries !== undefined && token.value[tries] === 'last-try' && !lastTryAccepted) {
      prompt.view = { ...prompt.view, pin: token.value.pin, soPin: token.value.soPin };
      return fail({ code: 'PIN_LAST_TRY', data: {} });
    }
    const done = await perform(prompt, values);
    if (!done.ok && done.error.code === 'PIN_INCORRECT') {
      const after = await tokenIn(prompt.slotId);
      if (after.ok) prompt.view = { ...prompt.view, pin: after.value.pin, soPin: after.value.soPin };
    }
    return done;
  }

  async function perform({ slotId, action, job }: Prompt, secret: Secrets): Promise<Result<PromptEnd, TokenFault>> {
    const nothing = (result: Result<undefined, TokenFault>): Result<PromptEnd, TokenFault> =>
      result.ok ? ok({}) : result;
    switch (action.kind) {
      case 'sign-in':
        return nothing(await backend.signIn(slotId, secret('pin')));
      case 'init-token':
        return nothing(await backend.initToken(slotId, action.label, secret('soPin'), secret('newPin')));
      case 'change-pin':
        return nothing(await backend.changePin(slotId, secret('pin'), secret('newPin')));
      case 'set-pin':
        return nothing(await backend.setPin(slotId, secret('soPin'), secret('newPin')));
      case 'export-pkcs12': {
        const { keyId, spkiSha256 } = action;
        const file = await backend.exportPkcs12({ slotId, keyId, spkiSha256 }, secret('passphrase'));
        return file.ok ? ok({ file: file.value }) : file;
      }
      case 'vault-key': {
        const key = await backend.deriveVaultKey?.(secret(vaultField(action.use)), action.salt);
        if (key === undefined) return fail({ code: 'NOT_SUPPORTED', data: {} });
        return key.ok ? ok({ derivedKey: key.value }) : key;
      }
      case 'sign': {
        if (job === undefined) return gone;
        const signed = await signer.sign(job, secret('pin'));
        if (!signed.ok) return signed;
        const [first] = signed.value;
        return first === undefined ? gone : ok({ ...first });
      }
    }
  }

  function settle(prompt: Prompt, tried: Ended<PromptEnd>, tries: 'one' | 'by-hand'): Result<undefined, TokenFault> {
    const result = tried.ok ? tried : asTokenFault(tried.error);
    if (result.ok) {
      end(prompt, result);
      return ok(undefined);
    }
    if (tries === 'by-hand' && leavesOpen.has(result.error.code) && !prompt.givenUp) {
      prompt.wrong.push(result.error.code);
      for (const listener of prompt.listeners) listener();
    } else {
      end(prompt, prompt.givenUp ? fail({ code: 'PIN_CANCELLED', data: {} }) : result);
    }
    return result;
  }

  function end(prompt: Prompt, result: Result<PromptEnd, TokenFault>): void {
    if (prompt.end !== undefined) return;
    prompt.end = result;
    for (const listener of prompt.listeners) listener();
    // Kept for a while, so that who asks late still learns how it ended.
    const ended = [...prompts.entries()].filter(([, { end: how }]) => how !== undefined);
    for (const [id] of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) prompts.delete(id);
  }

  async function wait(
    promptId: string,
    tell: (code: string) => Promise<boolean>,
    stop: Stop,
  ): Promise<Ended<PromptEnd>> {
    const prompt = prompts.get(promptId);
    if (prompt === undefined) return gone;
    let told = 0;
    for (;;) {
      const code = prompt.wrong[told];
      if (code !== undefined) {
        told += 1;
        await tell(code);
      } else if (prompt.end !== undefined) {
        return prompt.end;
      } else if (stop.reason !== undefined) {
        return fail({ code: 'CANCELLED' });
      } else {
        await somethingNew(prompt, stop);
      }
    }
  }

  function somethingNew(prompt: Prompt, stop: Stop): Promise<void> {
    return new Promise((resolve) => {
      const listener = (): void => {
        prompt.listeners.delete(listener);
        resolve();
      };
      prompt.listeners.add(listener);
      stop.onStop(listener);
    });
  }

  function cancel(promptId: string): Result<undefined, TokenFault> {
    const prompt = live(promptId);
    if (prompt === undefined) return gone;
    prompt.givenUp = true;
    // While a try is under way the module cannot be called back; how it ends is told by the try.
    if (!prompt.trying) end(prompt, fail({ code: 'PIN_CANCELLED', data: {} }));
    return ok(undefined);
  }

  return {
    open,
    show: (promptId) => {
      const prompt = live(promptId);
      return prompt === undefined ? gone : ok(prompt.view);
    },
    submit: (promptId, secrets, lastTryAccepted) => submit(promptId, secrets, lastTryAccepted, 'by-hand'),
    answer: async (promptId, sealed) => {
      const prompt = live(promptId);
      if (prompt === undefined) return gone;
      const opened = prompt.sealKey.open(sealed);
      if (opened === undefined) return fail({ code: 'PIN_INVALID', data: { detail: 'not sealed to this prompt' } });
      return submit(promptId, opened.secrets, opened.lastTryAccepted, 'one');
    },
    wait,
    cancel,
    cancelAll: () => {
      for (const id of [...prompts.keys()]) cancel(id);
    },
  };
}

type Secrets = (name: SecretName) => SecretBytes;

/** Exactly the fields that were asked for, each within its limits: checked before a try is spent. */
function matchFields(view: PromptView, secrets: readonly NamedSecret[]): Result<Secrets, TokenFault> {
  const values = new Map(secrets.map(({ name, value }) => [name, value]));
  if (values.size !== view.fields.length || secrets.length !== view.fields.length) {
    return fail({ code: 'PIN_INVALID', data: { detail: 'not the secrets that were asked for' } });
  }
  for (const { name, minLength, maxLength } of view.fields) {
    const value = values.get(name);
    if (value === undefined) {
      return fail({ code: 'PIN_INVALID', data: { detail: 'not the secrets that were asked for' } });
    }
    if (value.length < Math.max(minLength, 1) || value.length > maxLength) {
      return fail({ code: 'PIN_LENGTH', data: { detail: `${minLength}–${maxLength}` } });
    }
  }
  return ok((name) => values.get(name) ?? new Uint8Array());
}

function viewOf(
  promptId: string,
  action: Action,
  token: TokenView,
  sealKey: Uint8Array,
  { library, reason }: { readonly library: string | undefined; readonly reason: string },
): PromptView {
  return {
    promptId,
    action: viewedAction(action),
    tokenLabel: token.label,
    tokenSerial: token.serial,
    software: token.software,
    ...(library === undefined ? {} : { library }),
    reason,
    pinPad: token.pinPad,
    fields: [...fieldsOf(action, token)],
    pin: token.pin,
    soPin: token.soPin,
    sealKey,
  };
}

function asTokenFault(error: TokenFault | { readonly code: 'CANCELLED' }): Result<never, TokenFault> {
  return fail(error.code === 'CANCELLED' ? { code: 'PIN_CANCELLED', data: {} } : error);
}
