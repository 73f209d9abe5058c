import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import type { GroupDefaults } from '../../shared/contract/keys.ts';
import type { PromptItem } from '../../shared/contract/prompt-item.ts';
import type { SecretField } from '../../shared/contract/prompt.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { frame, type Wire, wirePair } from '../../shared/contract/wire/frames.ts';
import type { Caller } from '../../shared/contract/wire/serve.ts';
import { encodeUtf8 } from '../../shared/util/utf8.ts';
import { channelWire } from '../common/links.ts';
import { seal } from '../common/seal.ts';
import type { Clock } from './clock.ts';
import { type Core, startCore } from './core.ts';
import type { CoreOwner, HostProcess } from './owner.ts';
import { testFolder } from './store/store-for-tests.ts';

const hostEntry = (name: string): string => fileURLToPath(new URL(`../token-host/${name}`, import.meta.url));

const entries = { pkcs11: hostEntry('pkcs11-entry.ts'), software: hostEntry('software-entry.ts') };

/** Token hosts as real processes; Node runs the TypeScript as it is. `env`: what a module of the test needs. */
export function realHosts(env: Readonly<Record<string, string>>): CoreOwner['spawnHost'] {
  return (_hostId, kind) => {
    const child = fork(entries[kind], [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', ...env },
      execArgv: [],
    });
    return Promise.resolve({
      wire: channelWire(child),
      pid: child.pid ?? 0,
      kill: () => void child.kill('SIGKILL'),
      onExit: (listener) => void child.once('exit', (code) => listener(code ?? 128)),
    });
  };
}

/**
 * Real hosts whose answers to some calls are lost: the process is killed after it has done the work and before core
 * hears of it.
 */
export function losingAnswers(spawnHost: CoreOwner['spawnHost'], lost: ReadonlySet<string>): CoreOwner['spawnHost'] {
  return async (hostId, kind): Promise<HostProcess> => {
    const host = await spawnHost(hostId, kind);
    const waiting = new Map<unknown, string>();
    const wire: Wire = {
      ...host.wire,
      post: (message) => {
        const [what, id, path] = Array.isArray(message) ? (message as readonly unknown[]) : [];
        if (what === frame.call && typeof path === 'string' && lost.has(path)) waiting.set(id, path);
        host.wire.post(message);
      },
      onMessage: (listener) =>
        host.wire.onMessage((message) => {
          const [what, id] = Array.isArray(message) ? (message as readonly unknown[]) : [];
          if (what === frame.done && waiting.has(id)) host.kill();
          else listener(message);
        }),
    };
    return { ...host, wire };
  };
}

/** Real hosts of which some calls are refused with a code, as by a token that was pulled out in time: nothing is done. */
export function refusingCalls(
  spawnHost: CoreOwner['spawnHost'],
  refused: ReadonlyMap<string, string>,
): CoreOwner['spawnHost'] {
  return async (hostId, kind): Promise<HostProcess> => {
    const host = await spawnHost(hostId, kind);
    const listeners: ((message: unknown) => void)[] = [];
    const wire: Wire = {
      ...host.wire,
      onMessage: (listener) => {
        listeners.push(listener);
        host.wire.onMessage(listener);
      },
      post: (message) => {
        const [what, id, path] = Array.isArray(message) ? (message as readonly unknown[]) : [];
        const code = what === frame.call && typeof path === 'string' ? refused.get(path) : undefined;
        if (code === undefined) host.wire.post(message);
        else queueMicrotask(() => listeners.forEach((listener) => listener([frame.failed, id, { code, data: {} }])));
      },
    };
    return { ...host, wire };
  };
}

export type Secrets = Readonly<Partial<Record<SecretField['name'], string>>>;

/** Answers prompts as the command line does, sealed to the host, and keeps what was asked. */
export function typist(client: () => AppClient, secrets: Secrets) {
  const asked: string[] = [];
  return {
    asked,
    onItem: async (item: PromptItem): Promise<void> => {
      if (item.kind !== 'prompt') return;
      const { action, fields, promptId, sealKey, tokenLabel } = item.prompt;
      asked.push(`${action} ${tokenLabel}`);
      const typed = fields.map(({ name }) => ({ name, value: encodeUtf8(secrets[name] ?? '') }));
      const sealed = seal(sealKey, promptId, { secrets: typed, lastTryAccepted: false });
      const answered = await client().tokens.answerPrompt({ promptId, sealed });
      if (!answered.ok) await client().tokens.cancelPrompt({ promptId });
    },
  };
}

export interface CoreWorldOptions {
  readonly spawnHost: CoreOwner['spawnHost'];
  readonly secrets?: Secrets;
  readonly caller?: Partial<Caller>;
  readonly clock?: Clock;
  readonly owner?: Partial<CoreOwner>;
}

/** A whole core in a folder of its own, without Electron, and a client on a wire to it. */
export async function coreWorld({ spawnHost, secrets = {}, caller, clock, owner }: CoreWorldOptions) {
  const folder = testFolder();
  const workspacePath = join(folder.path, 'workspace');
  const whole: CoreOwner = {
    spawnHost,
    openPinWindow: undefined,
    takeGrant: () => undefined,
    decodeWorker: fileURLToPath(new URL('workers/decode-worker.ts', import.meta.url)),
    platformWorker: fileURLToPath(new URL('platform-worker/platform-worker.ts', import.meta.url)),
    runtime: { version: '0.0.0', testRuntime: true },
    ...owner,
  };
  const create = { kind: 'rehearsal', name: 'test' } as const;
  let core: Core | undefined;

  async function start(): Promise<AppClient> {
    const options = { workspacePath, owner: whole, create, ...(clock === undefined ? {} : { clock }) };
    core = value(await startCore(options));
    return attach();
  }
  function attach(more: Partial<Caller> = {}): AppClient {
    const [near, far] = wirePair();
    core?.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli', ...caller, ...more });
    return createClient<AppContract>(near);
  }

  const world = {
    workspacePath,
    folder: folder.path,
    client: await start(),
    attach,
    /** Answers the prompts of another connection with the same secrets. */
    typist: (client: AppClient) => typist(() => client, secrets),
    stop: async (): Promise<void> => {
      await core?.close();
    },
    /** Ends the core and starts another on the same workspace. */
    again: async (): Promise<void> => {
      await core?.close();
      world.client = await start();
    },
    person: typist((): AppClient => world.client, secrets),
    /** `event` or `event CODE` of every entry, oldest first. */
    audit: async (): Promise<string[]> => {
      const listed = value(await world.client.audit.list({ offset: 0, limit: 500 }));
      return listed.rows.map(({ event, code }) => (code === undefined ? event : `${event} ${code}`)).reverse();
    },
    /** All log files, one after the other. */
    logs: (): string => {
      const logs = join(workspacePath, 'logs');
      return readdirSync(logs)
        .map((name) => readFileSync(join(logs, name), 'utf8'))
        .join('');
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await core?.close();
      folder[Symbol.dispose]();
    },
  };
  return world;
}

export type CoreWorld = Awaited<ReturnType<typeof coreWorld>>;

/** Confirms a library as an operator does, having read its hash. */
export async function addModule({ client }: CoreWorld, path: string): Promise<string> {
  const place = { path };
  const { library } = value(await client.tokens.inspectLibrary({ place }));
  const added = value(await client.tokens.addModule({ place, sha256: library.sha256 ?? '' }));
  return added.module.moduleId;
}

/** Initialises the first token of a module that has none yet; answers its URI. */
export async function initToken({ client, person }: CoreWorld, moduleId: string, label: string): Promise<string> {
  const { slots } = value(await client.tokens.list({}));
  const slot = slots.find((one) => one.moduleId === moduleId && one.token?.initialised === false);
  if (slot === undefined) throw new Error('no token to initialise');
  const wish = { moduleId, slotId: slot.slotId, label, confirm: label };
  return value(await client.tokens.init(wish, person)).tokenUri;
}

export function groupDefaults(more: Partial<GroupDefaults> = {}): GroupDefaults {
  return {
    subject: [
      { type: 'CN', value: 'ocpi.example.org' },
      { type: 'O', value: 'Grün & Söhne' },
      { type: 'C', value: 'DE' },
    ],
    san: [{ kind: 'dns', value: 'ocpi.example.org' }],
    ids: { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
    algorithm: 'ec-p256',
    padding: 'pkcs1',
    encoding: 'sequence',
    validityDays: 30,
    overlapDays: 5,
    ...more,
  };
}

/** A key group; answers its reference. */
export async function createGroup(
  { client }: CoreWorld,
  id: string,
  more: {
    readonly counterpart?: string;
    readonly purpose?: 'tls-client' | 'tls-server' | 'identity';
  } & Partial<GroupDefaults> = {},
): Promise<string> {
  const { counterpart, purpose = 'tls-client', ...defaults } = more;
  const wish = { id, purpose, owner: 'DEGEF', defaults: groupDefaults(defaults) };
  const made = await client.keys.createGroup(counterpart === undefined ? wish : { ...wish, counterpart });
  return value(made).group.groupRef;
}

export function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: object },
): T {
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The code of a call that has to fail. */
export function faultOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.ok ? 'succeeded' : (result.error?.code ?? 'no code');
}
