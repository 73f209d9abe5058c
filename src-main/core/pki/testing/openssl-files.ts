import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openssl } from './openssl.ts';

/** A folder for one test, removed when it goes out of scope. */
export interface OpensslFolder extends Disposable {
  write(name: string, content: string | Uint8Array): void;
  /** Runs OpenSSL with `@name` standing for a file of the folder; throws with its words when it refuses. */
  run(...args: readonly string[]): void;
  read(name: string): Uint8Array;
  path(name: string): string;
}

export function opensslFolder(): OpensslFolder {
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-pki-'));
  return {
    write: (name, content) => writeFileSync(join(folder, name), content),
    path: (name) => join(folder, name),
    read: (name) => new Uint8Array(readFileSync(join(folder, name))),
    run: (...args) => {
      const full = args.map((arg) => (arg.startsWith('@') ? join(folder, arg.slice(1)) : arg));
      const { status, output } = openssl(full, new Uint8Array(0));
      if (status !== 0) throw new Error(`openssl ${full.join(' ')}: ${output}`);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
