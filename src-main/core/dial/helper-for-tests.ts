import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../tls-helper');

/** Whether the TLS helper can be built here; a test without it is skipped and says so. */
export const hasGo = spawnSync('go', ['version']).status === 0;

/** Builds the TLS helper as scripts/lib/tls-helper.mjs does; Go itself keeps what has not changed. */
export function testHelper(): string {
  const folder = join(tmpdir(), `ocpi-console-tls-helper-${process.pid}`);
  const program = join(folder, 'tls-helper');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: '0', GOPROXY: 'off', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
  const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', `${program}.new`, '.'];
  execFileSync('go', args, { cwd: source, env, stdio: 'pipe' });
  renameSync(`${program}.new`, program);
  return program;
}
