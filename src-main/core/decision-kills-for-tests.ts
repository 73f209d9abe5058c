import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { value } from './core-for-tests.ts';
import { brokenPromises } from './decision-deeds-for-tests.ts';
import { decisionWorld } from './features/decisions/decisions-for-tests.ts';

/** Kills a core so many times, at random points, while two operators decide and a third enters requests. */
export function testDecisionKills(rounds: number): void {
  test(`a core killed ${rounds} times while operators decide keeps every promise`, async () => {
    await using at = await decisionWorld({ requests: 1, third: true });
    const bea = await at.enrolBea();
    await at.enrolDan(bea);
    await at.world.stop();
    const { workspacePath } = at.world;
    const seen = new Map<string, number>();

    for (let round = 0; round < rounds; round += 1) {
      const script = join(import.meta.dirname, 'decision-loop-for-tests.ts');
      const child = spawn(process.execPath, [script, workspacePath, at.authorityId, at.partnerId], {
        env: { ...process.env, ...at.module.env, OCPI_CONSOLE_TEST_PIN: at.module.pin, NODE_NO_WARNINGS: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let told = '';
      let trouble = '';
      child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          // Only once it has begun its deeds: before, there is nothing to cut.
          const begins = told.split('\n').length < 3;
          told += chunk.toString();
          if (begins && told.split('\n').length >= 3) setTimeout(() => child.kill('SIGKILL'), randomInt(0, 700));
        });
        child.once('exit', () => resolve());
      });
      expect(trouble).toBe('');
      expect(told).toMatch(/^ready\n/);
      for (const line of told.split('\n').slice(1, -1)) seen.set(line, (seen.get(line) ?? 0) + 1);
      expect(brokenPromises(workspacePath)).toEqual([]);
    }
    expect([...seen.keys()].filter((line) => line.endsWith(': INTERNAL'))).toEqual([]);
    // With few rounds chance may lead nowhere.
    if (rounds > 50) expect((seen.get('issue: done') ?? 0) + (seen.get('next: done') ?? 0)).toBeGreaterThan(0);
    expect([...seen.keys()].filter((line) => line.endsWith(': done')).length).toBeGreaterThan(0);

    // And the workspace goes on working.
    await at.world.again();
    const { findings } = value(await at.world.client.workspace.check({}));
    expect(findings.filter(({ level }) => level !== 'pass')).toEqual([]);
  }, 2_400_000);
}
