import { homedir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { app, MessageChannelMain, safeStorage } from 'electron';
import { tlsHelperPath } from '../common/tls-helper-path.ts';
import type { ShellToHost } from '../../shared/contract/owner.ts';
import type { CliIo } from '../cli/command.ts';
import { runCli } from '../cli/run-cli.ts';
import { askHidden } from '../cli/terminal.ts';
import { portWire } from '../common/links.ts';
import type { CoreOwner, HostProcess } from '../core/owner.ts';
import { createChildPrograms } from './child-programs.ts';
import { createOsSecrets } from './os-secrets.ts';

/**
 * The command line inside the package, where no Node is: core runs in this process, token hosts are utility processes as
 * under the window. Needs no display (`--ozone-platform=headless`).
 */
export async function runCommand(argv: readonly string[]): Promise<void> {
  app.disableHardwareAcceleration();
  await app.whenReady();
  const programs = createChildPrograms(join(app.getAppPath(), 'out'), app.isPackaged);
  const owner: CoreOwner = {
    spawnHost: (_hostId, kind) => hostProcess(programs.forkHost(kind)),
    openPinWindow: undefined,
    takeGrant: () => undefined,
    osSecrets: createOsSecrets(safeStorage, process.platform),
    decodeWorker: join(app.getAppPath(), 'out', 'decodeWorker', 'decodeWorker.cjs'),
    platformWorker: join(app.getAppPath(), 'out', 'platformWorker', 'platformWorker.cjs'),
    tlsHelper: tlsHelperPath(join(app.getAppPath(), 'out')),
    runtime: {
      version: app.getVersion(),
      electron: process.versions.electron,
      testRuntime: process.env['OCPI_CONSOLE_TEST_RUNTIME'] === '1',
    },
  };
  const io: CliIo = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // `process.stdin` opens the stream, which would take bytes from --pin-fd 0.
    askHidden: isatty(0) ? askHidden(process.stdin, process.stderr) : undefined,
    cwd: process.cwd(),
    env: { HOME: homedir(), ...process.env },
  };
  app.exit(await runCli(argv, io, owner).catch(() => 1));
}

function hostProcess(host: ReturnType<ReturnType<typeof createChildPrograms>['forkHost']>): Promise<HostProcess> {
  return new Promise((resolve) => {
    host.on('spawn', () => {
      const { port1, port2 } = new MessageChannelMain();
      host.postMessage({ kind: 'core-port' } satisfies ShellToHost, [port1]);
      resolve({
        wire: portWire(port2),
        pid: host.pid ?? 0,
        kill: () => void host.kill(),
        onExit: (listener) => void host.on('exit', listener),
      });
    });
  });
}
