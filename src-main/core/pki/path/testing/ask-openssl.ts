import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PathCase } from './path-case.ts';

const SOURCE = join(import.meta.dirname, 'openssl-paths.c');
/** X509_PURPOSE_SSL_CLIENT, _SSL_SERVER, _ANY: OpenSSL has no purposes for what only OCPI knows. */
const PURPOSES: Readonly<Partial<Record<PathCase['purpose'], number>>> = { 'tls-client': 1, 'tls-server': 2 };
const ANY_PURPOSE = 7;

export interface OpensslVerdict {
  readonly accepts: boolean;
  readonly words: string;
}

let folder: string | undefined;

/** Compiles the small program against libcrypto; tells why not, or false. */
export function opensslPathsMissing(): string | false {
  if (folder !== undefined) return false;
  const made = mkdtempSync(join(tmpdir(), 'openssl-paths-'));
  const args = ['-O1', '-o', join(made, 'verify'), '-D_GNU_SOURCE', SOURCE, '-lcrypto'];
  const { status, error } = spawnSync('cc', args, { timeout: 60_000 });
  if (status === 0) {
    folder = made;
    return false;
  }
  rmSync(made, { recursive: true, force: true });
  return `no C compiler or no headers of OpenSSL 3 (${error?.message ?? `cc ends with ${status ?? 'a signal'}`})`;
}

export function removeOpensslPaths(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
}

/** OpenSSL's word on each case: strict, partial chains, policies, security level 2; anchors for the purpose alone. */
export function askOpenssl(cases: readonly PathCase[]): readonly OpensslVerdict[] {
  if (folder === undefined) throw new Error('compile first');
  const input = cases.map(lineOf).join('');
  const { stdout, status } = spawnSync(join(folder, 'verify'), { input, maxBuffer: 1 << 28, timeout: 120_000 });
  if (status !== 0) throw new Error(`the verifier ended with ${status ?? 'a signal'}`);
  const lines = stdout.toString('utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [code, words = ''] = line.split('\t');
    return { accepts: code === '0', words };
  });
}

/** The anchors that a validator without purposes of anchors should be given. */
export function anchorsFor({ anchors, purpose }: PathCase): readonly Uint8Array[] {
  return anchors.flatMap(({ der, purposes }) => {
    if (purposes === 'all') return [der];
    const fits = purpose === 'any' || purpose === 'authority' ? purposes.length > 0 : purposes.includes(purpose);
    return fits ? [der] : [];
  });
}

function lineOf(one: PathCase): string {
  const { leaf, intermediates, crls, at, purpose, revocation } = one;
  const checksCrls = revocation === 'required' || (revocation === 'if-known' && crls.length > 0);
  const hex = (list: readonly Uint8Array[]): string => list.map((der) => Buffer.from(der).toString('hex')).join(',');
  const fields = [
    Math.floor(at.getTime() / 1000),
    PURPOSES[purpose] ?? ANY_PURPOSE,
    checksCrls ? 1 : 0,
    hex([leaf]),
    hex(intermediates),
    hex(anchorsFor(one)),
    hex(crls),
  ];
  return `${fields.join('\t')}\n`;
}
