import { app } from 'electron';

/** Time for core to close its database, before it is killed. */
const CORE_GRACE_MS = 5000;

interface Deps {
  readonly hideWindows: () => void;
  readonly stopCore: (graceMs: number) => Promise<void>;
  readonly killHosts: () => Promise<void>;
  readonly cleanUp: () => void;
}

/** Holds every way of quitting until core has stopped and the hosts have ended. Returns how to end with an exit code. */
export function holdQuit({ hideWindows, stopCore, killHosts, cleanUp }: Deps): (exitCode: number) => void {
  let ending: Promise<void> | undefined;

  async function end(exitCode: number): Promise<void> {
    hideWindows();
    await stopCore(CORE_GRACE_MS);
    await killHosts();
    cleanUp();
    app.exit(exitCode);
  }

  app.on('before-quit', (event) => {
    event.preventDefault();
    ending ??= end(0);
  });
  // One window, one job: closing it ends the program, on macOS too.
  app.on('window-all-closed', () => app.quit());
  return (exitCode) => {
    ending ??= end(exitCode);
  };
}
