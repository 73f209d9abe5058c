import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PeerPass {
  /** Of the OpenSSL that the system has. */
  readonly version: string;
  readonly count: number;
  readonly held: number;
  readonly ms: number;
  readonly cpuMs: number;
}

/** OpenSSL's parse-and-verify loop in C, over the requests it was given. */
export interface CsrPeer {
  run(passes: number): Promise<PeerPass>;
  remove(): void;
}

/** Compiles the C program beside this file and writes the requests where it finds them; says what is missing. */
export function csrPeer(csrs: readonly Uint8Array[]): CsrPeer | string {
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-csr-peer-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const source = fileURLToPath(new URL('csr-peer.c', import.meta.url));
  const program = join(folder, 'csr-peer');
  const { status, error } = spawnSync('cc', ['-O2', '-o', program, source, '-lcrypto'], { timeout: 60_000 });
  if (status !== 0) {
    remove();
    return `no C compiler or no headers of OpenSSL 3 (${error?.message ?? `cc ends with ${status ?? 'a signal'}`})`;
  }
  const file = join(folder, 'requests');
  writeFileSync(file, Buffer.concat(csrs.flatMap((der) => [lengthOf(der), der])));
  return { run: (passes) => run(program, [file, String(passes)]), remove };
}

function lengthOf(der: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(der.length);
  return length;
}

function run(program: string, args: readonly string[]): Promise<PeerPass> {
  return new Promise((resolve, reject) => {
    execFile(program, args, (error, stdout) => {
      if (error === null)
        resolve(JSON.parse(stdout) as PeerPass); // the shape that the program prints
      else reject(new Error('the C program failed', { cause: error }));
    });
  });
}
