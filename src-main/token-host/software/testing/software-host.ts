import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { hostContract } from '../../../../shared/contract/host.ts';
import type { KeyAlgorithmName, TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { PromptEnd, SecretField } from '../../../../shared/contract/prompt.ts';
import { type Client, createClient } from '../../../../shared/contract/wire/client.ts';
import { channelWire } from '../../../common/links.ts';
import { seal } from '../../../common/seal.ts';
import type { Action } from '../../prompt-fields.ts';
import { expectOk, secret, SLOT } from './software-token.ts';

export const softwareEntry = fileURLToPath(new URL('../../software-entry.ts', import.meta.url));

type PromptSecrets = Readonly<Partial<Record<SecretField['name'], string>>>;

/** A real process of the software token, spoken to as core does. */
export interface SoftwareHost {
  readonly client: Client<typeof hostContract>;
  readonly child: ChildProcess;
  /** Opens a prompt and answers it once, sealed; `secrets` by field, as asked for. */
  prompt(action: Action, secrets: PromptSecrets, slotId?: string): Promise<PromptEnd>;
  generate(algorithm: KeyAlgorithmName, label?: string): Promise<TokenKey>;
  keys(): Promise<readonly TokenKey[]>;
  stop(): Promise<void>;
}

export interface HostProgram {
  readonly entry: string;
  readonly execPath?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startSoftwareHost({ entry, execPath, env }: HostProgram): Promise<SoftwareHost> {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execPath: execPath ?? process.execPath,
    execArgv: [],
    env: { ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const client = createClient<typeof hostContract>(channelWire(child));
  await once(child, 'message');

  return {
    client,
    child,
    async prompt(action, secrets, slotId = SLOT) {
      const { prompt } = await expectOk(client.prompts.open({ slotId, action }));
      const given = prompt.fields.map(({ name }) => ({ name, value: secret(secrets[name] ?? '') }));
      const sealed = seal(prompt.sealKey, prompt.promptId, { secrets: given, lastTryAccepted: false });
      await expectOk(client.prompts.answer({ promptId: prompt.promptId, sealed }));
      return expectOk(client.prompts.wait({ promptId: prompt.promptId }));
    },
    async generate(algorithm, label = algorithm) {
      const wish = { slotId: SLOT, algorithm, purpose: 'object-signing' as const, label, intentId: '00' };
      return (await expectOk(client.keys.generate(wish))).key;
    },
    async keys() {
      const keys: TokenKey[] = [];
      const onItem = (page: { readonly keys: readonly TokenKey[] }) => void keys.push(...page.keys);
      await expectOk(client.keys.list({ slotId: SLOT }, { onItem }));
      return keys;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
