import { app } from 'electron';
import { registerBundleScheme } from './bundle-scheme.ts';
import { hardenPages, hardenProgram } from './hardening.ts';
import { setMenu } from './menu.ts';
import { runConsole } from './run-console.ts';
import { prepareStart } from './startup.ts';

/** Entry of the Electron main process: decide, harden, run. No crash reporter is started, so nothing is uploaded. */
const start = prepareStart();
if (start !== undefined) {
  hardenProgram();
  registerBundleScheme();
  hardenPages(!start.locked);
  setMenu(process.platform);
  void app.whenReady().then(() => runConsole(start));
}
