import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GenerationView } from '../../shared/contract/keys.ts';
import { type CoreWorld, typist, value } from '../core/core-for-tests.ts';
import { type Core, startCore } from '../core/core.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';

const PIN = '12345678';

/** Kills a core so many times while it makes groups, keys and CSRs. */
export function testKills(rounds: number): void {
  if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');
  describe.runIf(softHsmPath !== undefined)('a core that is killed while it makes groups, keys and CSRs', () => {
    const softHsm = emptySoftHsm();
    let world: CliWorld;
    const told = { 'key-group create': 0, 'key generate': 0, 'csr create': 0 };

    beforeAll(async () => {
      world = cliWorld({ env: softHsm.env });
      for (const name of ['pin', 'so-pin']) world.file(name, PIN);
      await world.json('workspace', 'create');
      const holder = await world.hold();
      await world.json('module', 'add', '--path', softHsm.modulePath);
      const secrets = ['--pin-file', 'pin', '--so-pin-file', 'so-pin'];
      await world.json('token', 'init', '--module', 'softhsm', '--label', 'hsm', ...secrets);
      await holder.close();
    });
    afterAll(() => {
      world[Symbol.dispose]();
      softHsm.remove();
    });

    /** Starts the loop and kills it some time after it has told so many deeds as done. */
    async function killedAfter(deeds: number, ms: number, run: string): Promise<void> {
      const script = join(import.meta.dirname, 'process-for-tests.ts');
      const child = spawn(process.execPath, [script, '--loop', world.workspace, run], {
        cwd: world.folder,
        env: { ...process.env, ...softHsm.env, NODE_NO_WARNINGS: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      let trouble = '';
      child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          const before = said.split('\n').length;
          said += chunk.toString();
          const now = said.split('\n').length;
          if (before <= deeds && now > deeds) setTimeout(() => child.kill('SIGKILL'), ms);
        });
        child.once('exit', () => resolve());
      });
      expect(trouble).toBe('');
      for (const line of said.split('\n').slice(0, -1)) told[line as keyof typeof told] += 1; // the loop tells nothing else
    }

    async function opened(): Promise<{ core: Core; client: AppClient; person: CoreWorld['person'] }> {
      const core = value(await startCore({ workspacePath: world.workspace, owner: world.owner }));
      const [near, far] = wirePair();
      core.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' });
      const client = createClient<AppContract>(near);
      return { core, client, person: typist(() => client, { pin: PIN }) };
    }

    async function generationsOf(client: AppClient): Promise<GenerationView[]> {
      const all: GenerationView[] = [];
      for (let offset = 0; ; offset += 500) {
        const { rows } = value(await client.keys.groups({ offset, limit: 500 }));
        for (const { latest, generations } of rows) {
          expect(generations).toBe(latest === undefined ? 0 : 1);
          if (latest !== undefined) all.push(latest);
        }
        if (rows.length < 500) return all;
      }
    }

    async function expectWhole(): Promise<void> {
      const { core, client, person } = await opened();
      const { findings } = value(await client.workspace.check({}));
      expect(findings.filter(({ level }) => level !== 'pass')).toEqual([]);

      const findUri = async (): Promise<string> =>
        value(await client.tokens.list({})).slots.find(({ token }) => token?.label === 'hsm')?.token?.uri ?? '';
      await expect.poll(findUri, { timeout: 30_000 }).toMatch(/^pkcs11:/);
      const tokenUri = await findUri();
      for (const { generationId, state } of await generationsOf(client)) {
        if (state === 'unclear') value(await client.keys.resolveUnclear({ generationId }, person));
      }
      value(await client.tokens.signIn({ tokenUri }, person));
      const { rows, total } = value(await client.keys.onToken({ tokenUri, offset: 0, limit: 500 }));
      const generations = await generationsOf(client);
      const settled = generations.filter(({ state }) => ['key-made', 'requested'].includes(state));
      expect(generations.filter(({ state }) => !['key-made', 'requested', 'key-missing'].includes(state))).toEqual([]);
      // Every key on the token is some generation's, and every generation's key is on the token.
      expect(rows.filter(({ group }) => group === undefined).map(({ key }) => key.label)).toEqual([]);
      expect(total).toBe(settled.length);

      const csrs = value(await client.csrs.list({ offset: 0, limit: 1 })).total;
      const entries = async (event: string): Promise<number> =>
        value(await client.audit.list({ offset: 0, limit: 1, event, outcome: 'done' })).total;
      expect(await entries('csr.created')).toBe(csrs);
      expect(settled.reduce((sum, { csrCount }) => sum + csrCount, 0)).toBe(csrs);
      expect(await entries('key.planned')).toBe(generations.length);
      // What was told as done is there.
      expect(csrs).toBeGreaterThanOrEqual(told['csr create']);
      expect(settled.length).toBeGreaterThanOrEqual(told['key generate']);
      expect(value(await client.keys.groups({ offset: 0, limit: 1 })).total).toBeGreaterThanOrEqual(
        told['key-group create'],
      );
      await core.close();
    }

    test(`${rounds} times at random points: nothing told is lost, nothing is half-made`, async () => {
      for (let round = 0; round < rounds; round++) {
        await killedAfter(2 + ((round * 3) % 8), randomInt(0, 400), `r${round}`);
        await expectWhole();
      }
      expect(told['csr create']).toBeGreaterThan(0);
    }, 1_500_000);
  });
}
