import { app } from 'electron';
import { registerBundleScheme } from './bundle-scheme.ts';
import { commandOf } from './command-line.ts';
import { hardenPages, hardenProgram } from './hardening.ts';
import { setMenu } from './menu.ts';
import { runConsole } from './run-console.ts';
import { isLocked, prepareStart, refuseSwitches } from './startup.ts';

/** Entry of the Electron main process: decide, harden, run. No crash reporter is started, so nothing is uploaded. */
const command = commandOf(process.argv);
const start = command === undefined ? prepareStart() : undefined;
if (command !== undefined) {
  // A chunk of its own: the window does not load the command line.
  if (!isLocked() || !refuseSwitches()) void import('./run-command.ts').then(({ runCommand }) => runCommand(command));
} else if (start !== undefined) {
  hardenProgram();
  registerBundleScheme();
  hardenPages(!start.locked);
  setMenu(process.platform);
  void app.whenReady().then(() => runConsole(start));
}
