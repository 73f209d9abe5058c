import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A SoftHSM with one initialised token, in a folder of its own. Its PIN protects nothing. */
export interface BenchToken {
  readonly modulePath: string;
  readonly label: string;
  readonly pin: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the C program over this token and returns what it answered. */
  peer(mode: 'sign', algorithm: PeerAlgorithm, keyId: string, ms: number): Promise<{ count: number; ms: number }>;
  peer(mode: 'make', algorithm: PeerAlgorithm, count: number): Promise<{ ms: readonly number[] }>;
  peer(mode: 'list', passes: number): Promise<{ ms: number[]; sizesFirstMs: number[]; cpuMs: number; keys: number }>;
  remove(): void;
}

export type PeerAlgorithm = 'ec' | 'rsa';

const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const LABEL = 'Bench';
const PIN = 'bench-user';
const SO_PIN = 'bench-officer';

/** Files here cost no disk, whose other users would be measured too: SoftHSM waits for it with every key it makes. */
const MEMORY = '/dev/shm';

/** A folder for a token, in memory where the system has a place for it. */
export function tokenFolder(): string {
  return mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'ocpi-console-bench-'));
}

/** A token in a temporary folder, gone with `remove`. */
export async function temporaryToken(): Promise<BenchToken> {
  const folder = tokenFolder();
  return openToken(folder, () => rmSync(folder, { recursive: true, force: true }));
}

/** A token in a folder that stays, for what is slow to make. */
export function keptToken(folder: string): Promise<BenchToken> {
  return openToken(folder, () => undefined);
}

async function openToken(folder: string, remove: () => void): Promise<BenchToken> {
  const modulePath = LIBRARIES.find((path) => existsSync(path));
  if (modulePath === undefined) throw new Error('There is no SoftHSM 2 here (package softhsm2): nothing to measure.');
  const program = buildPeer();
  const tokens = join(folder, 'tokens');
  const conf = join(folder, 'softhsm2.conf');
  const isNew = !existsSync(tokens);
  mkdirSync(tokens, { recursive: true, mode: 0o700 });
  const env = { SOFTHSM2_CONF: conf };
  const run = async (
    mode: string,
    args: readonly (string | number)[],
    secrets: readonly string[],
  ): Promise<unknown> => {
    const answer = await runPeer(program, [modulePath, mode, LABEL, ...args.map(String)], env, secrets);
    return JSON.parse(answer) as unknown;
  };
  // Each time anew: a kept folder may have been made at another place.
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  if (isNew) await run('init', [], [SO_PIN, PIN]);
  return {
    modulePath,
    label: LABEL,
    pin: PIN,
    env,
    // The program's answers have the shape that its modes promise in peer.c.
    peer: (mode: string, ...args: (string | number)[]) => run(mode, args, [PIN]) as Promise<never>,
    remove: () => {
      rmSync(dirname(program), { recursive: true, force: true });
      remove();
    },
  };
}

function buildPeer(): string {
  const program = join(mkdtempSync(join(tmpdir(), 'ocpi-console-peer-')), 'peer');
  const source = fileURLToPath(new URL('peer.c', import.meta.url));
  try {
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-o', program, source, '-ldl'], { stdio: 'pipe' });
  } catch (error) {
    throw new Error('The C program beside this file could not be built: is there a C compiler (cc)?', { cause: error });
  }
  return program;
}

function runPeer(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`the C program failed: ${stderr.trim()}`, { cause: error }));
    });
    child.stdin?.end(secrets.map((secret) => `${secret}\n`).join(''));
  });
}
