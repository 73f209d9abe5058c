import type { z } from 'zod';
import { hostContract, type SignRequest } from '../../../shared/contract/host.ts';
import type {
  AlgorithmOffer,
  KeyAlgorithmName,
  KeyPurpose,
  MechanismView,
  TokenKey,
} from '../../../shared/contract/key-facts.ts';
import type { PromptView } from '../../../shared/contract/prompt.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { tokenFault } from './host-fault.ts';
import type { HostRun } from './host-run.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

/** One key, told by id and by public key, so that a swapped object never signs. */
export interface KeyTarget {
  readonly keyId: string;
  readonly spkiSha256: string;
}

export interface GenerateWish {
  readonly algorithm: KeyAlgorithmName;
  readonly purpose: KeyPurpose;
  readonly label: string;
  /** Hex CKA_ID that the unfinished key carries, so that it is found after a crash. */
  readonly intentId: string;
}

/** A signature and the exact bytes that were signed, both made by the host. */
export interface Signed {
  readonly signature: Uint8Array;
  readonly signingInput: Uint8Array;
}

export type PromptActionInput = z.input<typeof hostContract.prompts.open.input>['action'];

const page = hostContract.keys.list.item;

/** All keys of a slot's token. A list that does not hold what its end counts is not taken. */
export async function listKeys(run: HostRun, slotId: string): Answer<readonly TokenKey[]> {
  const keys: TokenKey[] = [];
  const end = await run.call({ kind: 'list' }, hostContract.keys.list.output, (host, alive) =>
    host.keys.list(
      { slotId },
      {
        onItem: (item) => {
          alive();
          keys.push(...page.parse(item).keys);
        },
      },
    ),
  );
  if (!end.ok) return end;
  return end.value.total === keys.length ? ok(keys) : fail(tokenFault('DRIVER_FAILED', 'key list incomplete'));
}

export function readMechanisms(
  run: HostRun,
  slotId: string,
): Answer<{ readonly mechanisms: MechanismView[]; readonly algorithms: AlgorithmOffer[] }> {
  return run.call({ kind: 'list' }, hostContract.module.mechanisms.output, (host) =>
    host.module.mechanisms({ slotId }),
  );
}

/** Makes a key. When the host does not answer nobody knows whether the token has it: OUTCOME_UNKNOWN, never repeated. */
export async function generateKey(run: HostRun, slotId: string, wish: GenerateWish): Answer<TokenKey> {
  const made = await run.call({ kind: 'generate', unclear: true }, hostContract.keys.generate.output, (host) =>
    host.keys.generate({ slotId, ...wish }),
  );
  return made.ok ? ok(made.value.key) : made;
}

export async function destroyKey(
  run: HostRun,
  slotId: string,
  keyId: string,
  spkiSha256: string | undefined,
): Answer<undefined> {
  const gone = await run.call({ kind: 'destroy', unclear: true }, hostContract.keys.destroy.output, (host) =>
    host.keys.destroy(spkiSha256 === undefined ? { slotId, keyId } : { slotId, keyId, spkiSha256 }),
  );
  return gone.ok ? ok(undefined) : gone;
}

/** Signs all requests or none. Never repeated here: an end without an answer says nothing about what was signed. */
export async function signBatch(
  run: HostRun,
  slotId: string,
  key: KeyTarget,
  purpose: KeyPurpose,
  requests: readonly SignRequest[],
): Answer<readonly Signed[]> {
  const { keyId, spkiSha256 } = key;
  const end = await run.call({ kind: 'sign', items: requests.length }, hostContract.sign.sign.output, (host) =>
    host.sign.sign({ slotId, keyId, spkiSha256, purpose, requests: [...requests] }),
  );
  if (!end.ok) return end;
  const { signatures } = end.value;
  return signatures.length === requests.length
    ? ok(signatures)
    : fail(tokenFault('DRIVER_FAILED', 'not as many signatures as requests'));
}

export async function logout(run: HostRun, slotId: string): Answer<undefined> {
  const out = await run.call({ kind: 'logout' }, hostContract.session.logout.output, (host) =>
    host.session.logout({ slotId }),
  );
  return out.ok ? ok(undefined) : out;
}

export async function openPrompt(run: HostRun, slotId: string, action: PromptActionInput): Answer<PromptView> {
  const opened = await run.call({ kind: 'list' }, hostContract.prompts.open.output, (host) =>
    host.prompts.open({ slotId, action }),
  );
  return opened.ok ? ok(opened.value.prompt) : opened;
}

export function answerPrompt(run: HostRun, promptId: string, sealed: Uint8Array): Answer<unknown> {
  return run.call({ kind: 'secret' }, hostContract.prompts.answer.output, (host) =>
    host.prompts.answer({ promptId, sealed }),
  );
}

export function cancelPrompt(run: HostRun, promptId: string): Answer<unknown> {
  return run.call({ kind: 'list' }, hostContract.prompts.cancel.output, (host) => host.prompts.cancel({ promptId }));
}
