import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { forkHosts } from '../common/fork-hosts.ts';
import { tlsHelperPath } from '../common/tls-helper-path.ts';
import type { CoreOwner } from '../core/owner.ts';
import type { CliIo } from './command.ts';
import { runCli } from './run-cli.ts';
import { askHidden } from './terminal.ts';

/** `ocpi-console` on plain Node; the package runs the same inside Electron (src-main/shell). */
const out = join(__dirname, '..');

const owner: CoreOwner = {
  spawnHost: forkHosts(
    { pkcs11: join(out, 'tokenHost', 'tokenHost.cjs'), software: join(out, 'softwareHost', 'softwareHost.cjs') },
    process.env,
  ),
  openPinWindow: undefined,
  takeGrant: () => undefined,
  decodeWorker: join(out, 'decodeWorker', 'decodeWorker.cjs'),
  platformWorker: join(out, 'platformWorker', 'platformWorker.cjs'),
  tlsHelper: tlsHelperPath(out),
  runtime: { version: readVersion(), testRuntime: false },
};

function readVersion(): string {
  const facts: unknown = JSON.parse(readFileSync(join(out, '..', 'package.json'), 'utf8'));
  return typeof facts === 'object' && facts !== null && 'version' in facts && typeof facts.version === 'string'
    ? facts.version
    : '0';
}

const io: CliIo = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  // Not `process.stdin.isTTY`: touching the stream would take the bytes that --pin-fd 0 is to read.
  askHidden: isatty(0) ? askHidden(process.stdin, process.stderr) : undefined,
  cwd: process.cwd(),
  env: process.env,
};

// `… | head` closes our output early: that is an end, not a fault of ours.
process.stdout.on('error', () => process.exit(process.exitCode ?? 0));

runCli(process.argv.slice(2), io, owner).then(
  (code) => {
    process.exitCode = code;
    if (!isatty(0)) return;
    // The core may have ended while a question stood: what still listens for its answer must not hold the process.
    process.stdin.setRawMode(false);
    process.stdin.pause();
  },
  (error: unknown) => {
    io.err(`This is a fault of the program itself. [INTERNAL] ${error instanceof Error ? error.name : ''}
`);
    // Hosts may still be up and would keep the process alive.
    process.exit(1);
  },
);
