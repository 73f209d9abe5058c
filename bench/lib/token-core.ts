import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KeyAlgorithmName, TokenKey } from '../../shared/contract/key-facts.ts';
import type { PromptItem } from '../../shared/contract/prompt-item.ts';
import type { Result } from '../../shared/util/result.ts';
import { encodeUtf8 } from '../../shared/util/utf8.ts';
import { forkHosts } from '../../src-main/common/fork-hosts.ts';
import { seal } from '../../src-main/common/seal.ts';
import { systemClock, systemTimer } from '../../src-main/core/clock.ts';
import {
  createTokensService,
  SOFTWARE_MODULE,
  systemLibraryFiles,
  type TokenAccess,
  type TokenContext,
  type TokenHandle,
  type TokensService,
} from '../../src-main/core/features/tokens/index.ts';
import { createWorkspace } from '../../src-main/core/store/workspace.ts';
import type { BenchToken } from './soft-hsm.ts';

/** The tokens feature of core as the product builds it: a real workspace, a real forked token host. */
export interface TokenCore {
  readonly access: TokenAccess;
  readonly token: TokenHandle;
  /** Of the token host that runs now. */
  hostPid(): Promise<number>;
  /** Signs in again after the host was started anew. */
  signIn(): Promise<void>;
  generate(algorithm: KeyAlgorithmName): Promise<TokenKey>;
  close(): Promise<void>;
}

const entry = (name: string): string => fileURLToPath(new URL(`../../src-main/token-host/${name}`, import.meta.url));
const MACHINE = 'bench';
const actor = { kind: 'local-user', name: 'bench' } as const;
const caller = { actor: 'bench', roles: ['viewer', 'operator'], origin: 'cli' } as const;

/** Core runs in this process, so that its event loop can be watched; it is signed in when this returns. */
export async function openTokenCore(bench: BenchToken): Promise<TokenCore> {
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-core-'));
  const workspace = value(
    await createWorkspace(
      join(folder, 'workspace'),
      { kind: 'rehearsal', name: 'Bench' },
      { clock: systemClock, uuid: randomUUID, machine: MACHINE, actor },
    ),
  );
  const entries = { pkcs11: entry('pkcs11-entry.ts'), software: entry('software-entry.ts') };
  const tokens = createTokensService({
    db: workspace.database.db,
    unit: workspace.unit,
    clock: systemClock,
    timer: systemTimer,
    owner: {
      spawnHost: forkHosts(entries, { ...process.env, ...bench.env }),
      openPinWindow: undefined,
      takeGrant: () => undefined,
      runtime: { version: '0', testRuntime: true },
    },
    files: systemLibraryFiles,
    softwareFolder: workspace.paths.softwareToken,
    workspaceId: workspace.info.id,
    machine: MACHINE,
    acknowledged: () => true,
    settings: () => ({ idleMinutes: 60, signOutOnLock: true }),
    newId: randomUUID,
    actorOf: () => actor,
    system: actor,
    changed: () => undefined,
    report: (error) => {
      throw error;
    },
  });
  await tokens.start();
  const place = { path: bench.modulePath };
  const seen = value(await tokens.modules.inspect(caller, place));
  value(await tokens.modules.add(caller, { place, sha256: seen.sha256 ?? '' }));
  await tokens.settled();
  const slot = tokens.list().slots.find((one) => one.token?.label === bench.label);
  const token = value(await tokens.access.find(slot?.token?.uri ?? ''));
  const signIn = async (): Promise<void> => {
    value(await tokens.access.signIn(typist(tokens, bench.pin), token, 'measure'));
  };
  await signIn();
  return {
    access: tokens.access,
    token,
    hostPid: async () => {
      const modules = await tokens.modules.list();
      return modules.find(({ moduleId }) => moduleId !== SOFTWARE_MODULE)?.host.pid ?? 0;
    },
    signIn,
    generate: async (algorithm) => {
      const id = randomBytes(16).toString('hex');
      const wish = { algorithm, purpose: 'tls-client', label: `bench ${id}`, intentId: id } as const;
      return value(await tokens.access.generateKey(token, wish));
    },
    close: async () => {
      await tokens.stop();
      await workspace.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers each prompt as the command line does. */
function typist(tokens: TokensService, pin: string): TokenContext {
  return {
    caller,
    stop: { reason: undefined, onStop: () => undefined },
    emit: (item: PromptItem) => {
      if (item.kind === 'prompt') {
        const { promptId, sealKey, fields } = item.prompt;
        const secrets = fields.map(({ name }) => ({ name, value: encodeUtf8(pin) }));
        void tokens.answerPrompt(caller, promptId, seal(sealKey, promptId, { secrets, lastTryAccepted: false }));
      }
      return Promise.resolve(true);
    },
  };
}

/** The value of a call that has to succeed. */
export function value<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.error)}`);
  return result.value;
}
