import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvidenceVerdictView } from '../../shared/contract/evidence.ts';
import { realHosts, value } from '../core/core-for-tests.ts';
import { evidenceWorld, type EvidenceWorld } from '../core/features/evidence/evidence-for-tests.ts';
import type { CoreOwner } from '../core/owner.ts';
import { softHsmPath } from '../token-host/testing/test-tokens.ts';
import type { CliEnd } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

describe.runIf(softHsmPath !== undefined)('evidence by command line', () => {
  let at: EvidenceWorld;
  const ada = ['--operator', 'Ada Smith', '--pin-file', 'pin'];
  const folder = (name: string): string => join(at.world.folder, name);

  async function run(argv: readonly string[], workspace = at.world.workspacePath): Promise<CliEnd> {
    let [out, err] = ['', ''];
    const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const env = { XDG_CONFIG_HOME: folder('none'), APPDATA: folder('none') };
    const owner: CoreOwner = {
      spawnHost: realHosts(at.module.env),
      openPinWindow: undefined,
      takeGrant: () => undefined,
      decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
      runtime: { version: '0.0.0', testRuntime: true },
    };
    const where = workspace === '' ? [] : ['--workspace', workspace];
    const code = await runCli([...argv, ...where], { ...io, askHidden: undefined, cwd: at.world.folder, env }, owner);
    return { code, out, err };
  }

  beforeAll(async () => {
    at = await evidenceWorld();
    writeFileSync(folder('pin'), at.module.pin, { mode: 0o600 });
    writeFileSync(folder('root.der'), at.anchor);
    value(await at.ada.operators.signOut({}));
  }, 90_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  test('what is exported with a new checkpoint is verified without a workspace, with pinned roots', async () => {
    const exported = await run(['evidence', 'export', '--request', at.issued, '--sign', '--out', 'e.json', ...ada]);
    expect([exported.code, exported.err]).toEqual([0, '']);
    const pins = ['--genesis', at.genesis, '--anchor', 'root.der'];
    const verified = await run(['evidence', 'verify', 'e.json', ...pins, '--json'], '');
    const { lines, voters } = JSON.parse(verified.out) as EvidenceVerdictView; // what is read of it is expected below
    expect(verified.code).toBe(0);
    expect(voters).toEqual(['Ada Smith', 'Bea Jones']);
    expect(lines.filter(({ verdict }) => verdict !== 'proven').map(({ reason }) => reason)).toEqual([
      'DOCUMENTS_NONE',
      'REVOCATION_UNKNOWN',
    ]);
  });

  test('a broken file ends with 3 and says what is broken', async () => {
    const text = readFileSync(folder('e.json'), 'utf8').replace('"singleOperator":false', '"singleOperator":true');
    writeFileSync(folder('broken.json'), text);
    const { code, out } = await run(['evidence', 'verify', 'broken.json'], '');
    expect(code).toBe(exitCode.refused);
    expect(out).toContain('BROKEN');
    expect(out).toContain('The roster was another one when it was decided.');
  });

  test('what is no evidence is refused, and a wrong fingerprint is usage', async () => {
    expect((await run(['evidence', 'verify', 'root.der'], '')).err).toContain('EVIDENCE_UNREADABLE');
    expect((await run(['evidence', 'verify', 'e.json', '--genesis', 'xyz'], '')).code).toBe(exitCode.usage);
  });

  test('a report is written as a page', async () => {
    const { code } = await run(['request', 'report', '--request', at.issued, '--out', 'report.html']);
    expect(code).toBe(0);
    expect(readFileSync(folder('report.html'), 'utf8')).toContain('<!doctype html>');
  });

  test('a signed rejection is an answer', async () => {
    const { code, out } = await run(['request', 'answer', '--request', at.rejected, '--format', 'rejection']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'ocpi-console rejection', signed: true, reason: 'wrong-ids' });
  });
});
