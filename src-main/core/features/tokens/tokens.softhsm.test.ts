import { createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { PromptItem } from '../../../../shared/contract/prompt-item.ts';
import type { Result } from '../../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { forkHosts } from '../../../common/fork-hosts.ts';
import { channelWire } from '../../../common/links.ts';
import { seal } from '../../../common/seal.ts';
import { canBuildFaultModule, faultyToken } from '../../../token-host/testing/fault-module.ts';
import { forkTokenHost } from '../../../token-host/testing/host-under-test.ts';
import { emptySoftHsm, softHsmPath, type TestToken } from '../../../token-host/testing/test-tokens.ts';
import { systemClock, systemTimer } from '../../clock.ts';
import type { CoreOwner } from '../../owner.ts';
import { testFolder } from '../../store/store-for-tests.ts';
import { fakeDevice } from '../../token-client/fake-host-for-tests.ts';
import type { TokenContext } from '../../token-client/prompts.ts';
import { systemLibraryFiles } from './library-file.ts';
import type { TokenHandle } from './token-places.ts';
import { tokensWorld, type TokensWorld } from './tokens-for-tests.ts';

const entry = (name: string): string => fileURLToPath(new URL(`../../../token-host/${name}`, import.meta.url));
const request = { kind: 'test', challenge: encodeUtf8('a challenge of the test') } as const;

/** As the command line forks them: only what is on its list of variables reaches a host. */
function forkedWith(env: TestToken['env']): CoreOwner['spawnHost'] {
  const entries = { pkcs11: entry('pkcs11-entry.ts'), software: entry('software-entry.ts') };
  return forkHosts(entries, { ...process.env, ...env });
}

/** The switches of the fault module are on no such list, so the test forks its hosts itself. */
function forkedWithFaults(env: TestToken['env']): CoreOwner['spawnHost'] {
  const others = forkedWith({});
  return (hostId, kind) => {
    if (kind === 'software') return others(hostId, kind);
    const { child } = forkTokenHost(env);
    return Promise.resolve({
      wire: channelWire(child),
      pid: child.pid ?? 0,
      kill: () => void child.kill('SIGKILL'),
      onExit: (listener) => void child.once('exit', (code) => listener(code ?? 1)),
    });
  };
}

/** The feature with real processes, a real library and the real clock. */
async function realWorld(token: TestToken, spawnHost = forkedWith(token.env)) {
  const folder = testFolder();
  const world = await tokensWorld(
    { module: fakeDevice(), software: fakeDevice() },
    {
      clock: systemClock,
      timer: systemTimer,
      files: systemLibraryFiles,
      softwareFolder: join(folder.path, 'software-token'),
      report: () => undefined,
      owner: {
        spawnHost,
        openPinWindow: undefined,
        takeGrant: () => undefined,
        runtime: { version: '0', testRuntime: true },
      },
    },
  );
  const context = typist(world, { pin: token.pin, newPin: token.pin, soPin: token.soPin ?? '' });
  const { modules } = world.service;
  const place = { path: token.modulePath };
  const seen = value(await modules.inspect(context.caller, place));
  const module = value(await modules.add(context.caller, { place, sha256: seen.sha256 ?? '' }));
  return {
    ...world,
    context,
    module,
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

function value<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Answers each prompt as the command line does. */
function typist(
  { service }: TokensWorld,
  secrets: Readonly<Record<string, string>>,
): TokenContext & { asked: string[] } {
  const asked: string[] = [];
  const context: TokenContext & { asked: string[] } = {
    asked,
    caller: { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' },
    stop: { reason: undefined, onStop: () => undefined },
    emit: (item: PromptItem) => {
      if (item.kind === 'prompt') {
        const { promptId, sealKey, fields, action } = item.prompt;
        asked.push(action);
        const typed = fields.map(({ name }) => ({ name, value: encodeUtf8(secrets[name] ?? '') }));
        const sealed = seal(sealKey, promptId, { secrets: typed, lastTryAccepted: false });
        void service.answerPrompt(context.caller, promptId, sealed);
      }
      return Promise.resolve(true);
    },
  };
  return context;
}

async function initialised({ service, module, context }: Awaited<ReturnType<typeof realWorld>>): Promise<TokenHandle> {
  const slot = service.list().slots.find(({ moduleId }) => moduleId === module.moduleId);
  const wish = { moduleId: module.moduleId, slotId: slot?.slotId ?? '', label: 'Roaming', confirm: 'Roaming' };
  return value(await service.access.find(value(await service.init(context, wish))));
}

function generate({ service }: TokensWorld, token: TokenHandle) {
  const wish = { algorithm: 'ec-p256', purpose: 'tls-client', label: 'k1', intentId: '00ff' } as const;
  return service.access.generateKey(token, wish);
}

function verifies(
  key: TokenKey,
  signed: { readonly signature: Uint8Array; readonly signingInput: Uint8Array },
): boolean {
  const publicKey = createPublicKey({ key: Buffer.from(key.spki ?? []), format: 'der', type: 'spki' });
  return verify('sha256', signed.signingInput, publicKey, signed.signature);
}

const target = ({ keyId, spkiSha256 }: TokenKey) => ({ keyId, spkiSha256: spkiSha256 ?? '' });

test('SoftHSM: initialised, a key made, a signature; the host is killed; the PIN is asked and it signs again', async ({
  skip,
}) => {
  skip(softHsmPath === undefined, 'no SoftHSM on this machine');
  const softHsm = emptySoftHsm();
  await using at = await realWorld(softHsm);
  const { service, context, module } = at;
  const token = await initialised(at);
  value(await service.signIn(context, token.uri, 'make a key'));
  const key = value(await generate(at, token));
  const sign = () => service.access.signOne(context, token, target(key), 'tls-client', request, 'sign');
  expect(verifies(key, value(await sign()))).toBe(true);

  const running = (await service.modules.list()).find(({ moduleId }) => moduleId === module.moduleId);
  process.kill(running?.host.pid ?? 0, 'SIGKILL');
  await expect.poll(() => service.access.resolve(token.uri).ok).toBe(false);
  expect(verifies(key, value(await sign()))).toBe(true);
  expect(context.asked).toEqual(['init-token', 'sign-in', 'sign-in']);
  expect(at.events().filter((event) => event.startsWith('host.'))).toEqual(['host.crashed', 'host.restarted']);
  expect(JSON.stringify(at.audit)).not.toContain(softHsm.pin);
  softHsm.remove();
});

test('a library that hangs in C_GetSlotList is killed and back, while the software token goes on', async ({ skip }) => {
  skip(softHsmPath === undefined, 'no SoftHSM on this machine');
  skip(!canBuildFaultModule, 'no C compiler on this machine');
  const faulty = faultyToken(emptySoftHsm());
  await using at = await realWorld(faulty, forkedWithFaults(faulty.env));
  const { service, module } = at;
  const hostOf = async (moduleId: string) =>
    (await service.modules.list()).find((one) => one.moduleId === moduleId)?.host;
  faulty.control('hang=C_GetSlotList');
  await expect.poll(async () => (await hostOf(module.moduleId))?.state, { timeout: 20_000 }).toBe('restarting');
  faulty.control();
  await expect.poll(async () => (await hostOf(module.moduleId))?.state, { timeout: 20_000 }).toBe('running');

  expect(await hostOf('software')).toMatchObject({ state: 'running', restarts: 0 });
  expect(at.audit.find(({ event }) => event === 'host.killed')).toMatchObject({
    data: { fault: 'TOKEN_NOT_ANSWERING' },
  });
  faulty.remove();
});
