import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { hostContract } from '../../../shared/contract/host.ts';
import type { PromptView } from '../../../shared/contract/prompt.ts';
import type { SlotView, TokenKey, TokenView } from '../../../shared/contract/key-facts.ts';
import { type Client, createClient } from '../../../shared/contract/wire/client.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import type { Result } from '../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { channelWire } from '../../common/links.ts';
import { seal } from '../../common/seal.ts';

export type HostClient = Client<typeof hostContract>;

export interface HostUnderTest {
  readonly client: HostClient;
  readonly child: ChildProcess;
  /** Resolves with the exit code or signal. */
  readonly ended: Promise<number | string>;
  /** What it wrote to standard error so far. */
  errors(): string;
  stop(): void;
}

/** Forks the real entry, as the command line does; Node runs the TypeScript as it is. */
export function forkTokenHost(env: Readonly<Record<string, string>>, entry = 'pkcs11-entry.ts'): HostUnderTest {
  const child = fork(fileURLToPath(new URL(`../${entry}`, import.meta.url)), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    execArgv: ['--no-warnings'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return {
    client: createClient<typeof hostContract>(channelWire(child)),
    child,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))),
    errors: () => errors,
    stop: () => void child.kill('SIGKILL'),
  };
}

/** A folder that is gone with `remove`. */
export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `ocpi-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The value of a call that has to succeed; the fault as text otherwise. */
export async function value<T>(call: Promise<Result<T, { readonly code: string }>>): Promise<T> {
  const result = await call;
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The code of a call that has to fail. */
export async function faultCode(call: Promise<Result<unknown, { readonly code: string }>>): Promise<string> {
  const result = await call;
  return result.ok ? 'succeeded' : result.error.code;
}

export async function slotsOf(client: HostClient): Promise<readonly SlotView[]> {
  return (await value(client.module.slots({}))).slots;
}

export async function tokenOf(client: HostClient, slotId: string): Promise<TokenView | undefined> {
  return (await slotsOf(client)).find((slot) => slot.slotId === slotId)?.token;
}

export type Action = InputOf<(typeof hostContract)['prompts']['open']>['action'];
export type Typed = Readonly<Partial<Record<'pin' | 'newPin' | 'soPin' | 'passphrase' | 'vaultPassphrase', string>>>;

/** Answers an open prompt as the command line does: sealed to its key. */
export function answer(client: HostClient, prompt: PromptView, typed: Typed, lastTryAccepted = false) {
  const secrets = Object.entries(typed).map(([name, text]) => ({ name, value: encodeUtf8(text) }));
  const sealed = seal(prompt.sealKey, prompt.promptId, { secrets, lastTryAccepted });
  return client.prompts.answer({ promptId: prompt.promptId, sealed });
}

/** Opens a prompt and answers it once; how the answer went. A prompt that stays open is given up. */
export async function ask(client: HostClient, slotId: string, action: Action, typed: Typed, lastTryAccepted = false) {
  const opened = await client.prompts.open({ slotId, action });
  if (!opened.ok) return opened;
  const { prompt } = opened.value;
  const answered = await answer(client, prompt, typed, lastTryAccepted);
  if (!answered.ok) {
    await client.prompts.cancel({ promptId: prompt.promptId });
    return answered;
  }
  return client.prompts.wait({ promptId: prompt.promptId });
}

export function signIn(client: HostClient, slotId: string, pin: string) {
  return ask(client, slotId, { kind: 'sign-in', reason: 'test' }, { pin });
}

export async function keysOf(client: HostClient, slotId: string): Promise<readonly TokenKey[]> {
  const keys: TokenKey[] = [];
  await value(client.keys.list({ slotId }, { onItem: (page) => void keys.push(...page.keys) }));
  return keys;
}
