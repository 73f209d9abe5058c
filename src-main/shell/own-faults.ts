import type { ShellLog } from './shell-log.ts';

/**
 * A bug of ours in the main process: after an uncaught exception nothing it holds can be trusted, so it ends in an
 * orderly way (core closes its database). Electron would show a dialog and go on. Details only in a build for developers.
 */
export function watchOwnFaults(log: ShellLog, locked: boolean, endWith: (exitCode: number) => void): void {
  const tell = (error: unknown): void => {
    if (!locked) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  process.on('uncaughtException', (error) => {
    log({ no: 'SHL-0011', event: 'own-fault', name: 'uncaught' });
    tell(error);
    endWith(1);
  });
  process.on('unhandledRejection', (error) => {
    log({ no: 'SHL-0011', event: 'own-fault', name: 'unhandled' });
    tell(error);
  });
}
