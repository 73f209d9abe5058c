import { spawnSync } from 'node:child_process';

export interface OpensslAnswer {
  readonly status: number | null;
  readonly output: string;
}

/** Runs the system's OpenSSL as an independent judge; input goes to its standard input. */
export function openssl(args: readonly string[], input: Uint8Array): OpensslAnswer {
  const { status, stdout, stderr } = spawnSync('openssl', args, { input, timeout: 30_000 });
  return { status, output: `${stdout.toString('utf8')}${stderr.toString('utf8')}` };
}

/** Why tests against OpenSSL cannot run here, or false when they can. */
export const opensslMissing: string | false =
  spawnSync('openssl', ['version']).status === 0 ? false : 'no openssl on the path';
