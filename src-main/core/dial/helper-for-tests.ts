import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../tls-helper');

/** Whether the TLS helper can be built here; a test without it is skipped and says so. */
export const hasGo = spawnSync('go', ['version']).status === 0;

let built: string | undefined;

/** Builds the TLS helper as scripts/lib/tls-helper.mjs does, once a process; Go itself keeps what has not changed. */
export function testHelper(): string {
  if (built !== undefined) return built;
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-tls-helper-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'tls-helper');
  const env = { ...process.env, CGO_ENABLED: '0', GOPROXY: 'off', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
  const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, '.'];
  execFileSync('go', args, { cwd: source, env, stdio: 'pipe' });
  built = program;
  return program;
}
