import { join } from 'node:path';
import { isatty } from 'node:tty';
import { forkHosts } from '../common/fork-hosts.ts';
import { startCore } from '../core/core.ts';
import type { CoreOwner } from '../core/owner.ts';
import type { CliIo } from './command.ts';
import { runCli } from './run-cli.ts';

/**
 * The command line as a process of its own, from the sources. With `--loop` first: holds the core and makes groups,
 * keys and CSRs until it is killed, and tells each that is done.
 */
const host = (name: string): string => join(import.meta.dirname, '..', 'token-host', name);
const owner: CoreOwner = {
  spawnHost: forkHosts({ pkcs11: host('pkcs11-entry.ts'), software: host('software-entry.ts') }, process.env, false),
  openPinWindow: undefined,
  takeGrant: () => undefined,
  decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
  runtime: { version: '0.0.0', testRuntime: true },
};
const io: CliIo = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  askHidden: undefined,
  cwd: process.cwd(),
  env: process.env,
};

async function loop(workspace: string, run: string): Promise<void> {
  const core = await startCore({ workspacePath: workspace, owner });
  if (!core.ok) throw new Error(core.error.code);
  const quiet: CliIo = { ...io, out: () => undefined };
  const cli = async (...argv: readonly string[]): Promise<void> => {
    const code = await runCli([...argv, '--workspace', workspace], quiet, owner);
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`);
    io.out(`${argv.slice(0, 2).join(' ')}\n`);
  };
  for (let i = 0; ; i++) {
    const group = `${run}-${i}`;
    await cli('key-group', 'create', '--id', group, '--purpose', 'tls-client', '--owner', 'DEGEF');
    await cli('key', 'generate', '--group', group, '--token', 'hsm', '--pin-file', 'pin');
    await cli('csr', 'create', '--group', group, '--subject', `CN=${group}`, '--pin-file', 'pin');
    await cli('csr', 'create', '--group', group, '--subject', `CN=${group}`, '--pin-file', 'pin');
  }
}

const [first, workspace = '', run = ''] = process.argv.slice(2);
if (first === '--loop') await loop(workspace, run);
else {
  if (isatty(0)) throw new Error('a test gives its input');
  process.exitCode = await runCli(process.argv.slice(2), io, owner);
}
