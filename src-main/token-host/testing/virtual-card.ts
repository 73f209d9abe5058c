import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './host-under-test.ts';
import type { TestToken } from './test-tokens.ts';

const cardProgram = fileURLToPath(new URL('../../../../shared/tools/virtual-piv-card.cjs', import.meta.url));
const openScPaths = ['/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so', '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so'];
const readerDriver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const READER_PORT = 35963;

const openSc = openScPaths.find((path) => existsSync(path));

export function hasCardProgram(): boolean {
  return existsSync(cardProgram);
}

/** Why the virtual card cannot be used here; undefined when it can. */
export function cardTrouble(): string | undefined {
  if (!hasCardProgram()) return 'the virtual card program is not there';
  if (openSc === undefined) return 'OpenSC is not installed';
  if (!existsSync('/usr/sbin/pcscd')) return 'pcscd is not installed';
  if (!existsSync(readerDriver)) return 'the virtual reader (vsmartcard-vpcd) is not installed';
  if (process.getuid?.() !== 0) return 'pcscd needs root to be started';
  // Somebody's readers and cards hang on it: it is left alone.
  if (daemonRuns()) return 'pcscd runs already';
  return undefined;
}

function daemonRuns(): boolean {
  try {
    return process.kill(Number(readFileSync('/run/pcscd/pcscd.pid', 'utf8')), 0);
  } catch {
    return false;
  }
}

export interface VirtualCard extends TestToken {
  /** `remove`, `insert`, `unblock` as the card program takes them; resolves when it said that it did. */
  order(command: 'remove' | 'insert' | 'unblock'): Promise<void>;
}

/** pcscd with the virtual reader, and a PIV card with P-256 keys in 9A and 9C in it. PIN 123456, three tries. */
export async function virtualPivCard(): Promise<VirtualCard> {
  const folder = temporaryFolder('piv');
  const daemon = spawn('/usr/sbin/pcscd', ['--foreground'], { stdio: 'ignore' });
  const daemonEnded = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  let card: ChildProcess | undefined;
  const remove = (): void => {
    card?.kill();
    daemon.kill();
    void daemonEnded.then(() => folder.remove());
  };
  try {
    await portOpens(READER_PORT);
    const files = ['9a', '9c'].flatMap((slot) => {
      const [key, certificate] = [join(folder.path, `${slot}.key`), join(folder.path, `${slot}.pem`)];
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650'];
      execFileSync(
        'openssl',
        ['req', '-x509', ...curve, '-keyout', key, '-out', certificate, '-subj', `/CN=PIV ${slot}`],
        {
          stdio: 'ignore',
        },
      );
      return [key, certificate];
    });
    card = spawn(process.execPath, [cardProgram, ...files, '123456'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const program = card;
    await said(program, 'inserted');
    return {
      name: 'OpenSC with a virtual PIV card',
      modulePath: openSc ?? '',
      env: {},
      pin: '123456',
      label: '',
      remove,
      order: async (command) => {
        const done = said(program, { remove: 'removed', insert: 'inserted', unblock: 'unblocked' }[command]);
        program.stdin?.write(`${command}\n`);
        await done;
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function said(program: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const listener = (chunk: Buffer): void => {
      if (!chunk.toString().includes(word)) return;
      program.stdout?.off('data', listener);
      resolve();
    };
    program.stdout?.on('data', listener);
    program.once('exit', () => reject(new Error('the virtual card ended')));
  });
}

async function portOpens(port: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error('the virtual reader did not come up');
}
