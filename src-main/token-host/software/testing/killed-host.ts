import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { watch } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import { type SoftwareHost, softwareEntry, startSoftwareHost } from './software-host.ts';
import { expectOk, PASSPHRASE, SLOT, WORKSPACE } from './software-token.ts';

const MOST_MS = 120;

let root: string;
let folder: string;

async function signedInHost(): Promise<SoftwareHost> {
  const host = await startSoftwareHost({ entry: softwareEntry });
  await expectOk(host.client.module.open({ path: folder, parameters: WORKSPACE }));
  await host.prompt({ kind: 'sign-in', reason: 'test' }, { pin: PASSPHRASE });
  return host;
}

/** Makes and destroys keys until the process is gone; tells in `known` and `gone` what was answered before. */
async function workUntilKilled(host: SoftwareHost, known: Map<string, TokenKey>, gone: Set<string>): Promise<void> {
  for (;;) {
    const kind = randomInt(2) === 0 ? 'ec-p256' : 'ed25519';
    const wish = { slotId: SLOT, algorithm: kind, purpose: 'identity', label: kind, intentId: '00' } as const;
    const made = await host.client.keys.generate(wish);
    if (!made.ok) return;
    known.set(made.value.key.keyId, made.value.key);
    const [oldest] = known.values();
    if (known.size < 5 || oldest === undefined) continue;
    // From here on its fate is open, until the answer comes.
    known.delete(oldest.keyId);
    const { keyId, spkiSha256 = '' } = oldest;
    const destroyed = await host.client.keys.destroy({ slotId: SLOT, keyId, spkiSha256 });
    if (!destroyed.ok) return;
    gone.add(keyId);
  }
}

/** In even rounds after a random time, in odd ones while the files of a random change are being written. */
function killSoon(host: SoftwareHost, round: number): () => void {
  const kill = () => void host.child.kill('SIGKILL');
  if (round % 2 === 0) {
    const timer = setTimeout(kill, randomInt(MOST_MS));
    return () => clearTimeout(timer);
  }
  let left = randomInt(1, 20);
  const watcher = watch(join(folder, 'keys'), () => {
    left -= 1;
    if (left === 0) kill();
  });
  return () => watcher.close();
}

async function signs(host: SoftwareHost, { keyId, spkiSha256 = '' }: TokenKey): Promise<boolean> {
  const requests = [{ kind: 'test' as const, challenge: Uint8Array.of(7) }];
  return (await host.client.sign.sign({ slotId: SLOT, keyId, spkiSha256, purpose: 'identity', requests })).ok;
}

/** A process killed at random moments, so many times: whole keys, none lost, none come back. */
export function testKilledHost(rounds: number): void {
  beforeAll(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'software-killed-'));
    folder = join(root, 'token');
  });
  afterAll(() => fs.rm(root, { recursive: true }));

  test(
    `a process killed at a random moment (${rounds} times) leaves whole keys, none lost, none come back`,
    async () => {
      const first = await startSoftwareHost({ entry: softwareEntry });
      await expectOk(first.client.module.open({ path: folder, parameters: WORKSPACE }));
      await first.prompt({ kind: 'init-token', label: 'Team' }, { newPin: PASSPHRASE });
      await first.stop();

      const known = new Map<string, TokenKey>();
      const gone = new Set<string>();
      let host = await signedInHost();
      for (let round = 0; round < rounds; round++) {
        const exited = once(host.child, 'exit');
        const stopWaiting = killSoon(host, round);
        await workUntilKilled(host, known, gone);
        await exited;
        stopWaiting();
        expect(host.child.signalCode).toBe('SIGKILL');

        host = await signedInHost();
        const keys = await host.keys();
        const ids = new Set(keys.map(({ keyId }) => keyId));
        expect([...known.keys()].filter((keyId) => !ids.has(keyId))).toEqual([]);
        expect([...gone].filter((keyId) => ids.has(keyId))).toEqual([]);
        for (const key of keys) expect(await signs(host, key), `round ${round}`).toBe(true);
        expect((await fs.readdir(join(folder, 'keys'))).filter((name) => !name.endsWith('.json'))).toEqual([]);
        for (const key of keys) known.set(key.keyId, key);
      }
      await host.stop();
      expect(known.size + gone.size).toBeGreaterThan(0);
    },
    20 * 60_000,
  );
}
