import { join } from 'node:path';
import { app, dialog, MessageChannelMain, nativeTheme, safeStorage, session } from 'electron';
import { systemClock, systemTimer } from '../core/clock.ts';
import { isOwnPage } from './allowed-request.ts';
import { languageOf, systemAppearance } from './appearance.ts';
import { serveBridge } from './bridge.ts';
import { MAIN_ORIGIN, pageAddress, PIN_ORIGIN } from './bundle-path.ts';
import { serveBundle } from './bundle-scheme.ts';
import { createChildPrograms } from './child-programs.ts';
import { superviseCore } from './core-supervisor.ts';
import { demoArguments, removeDemo, usualArguments } from './demo-switch.ts';
import { forgetDragged } from './drag-out.ts';
import { hardenSession } from './hardening.ts';
import { createHostProcesses } from './host-processes.ts';
import { createLaterHosts } from './later-hosts.ts';
import { createMainWindow, loadMainPage } from './main-window.ts';
import { answerOsSecrets, createOsSecrets } from './os-secrets.ts';
import { createPinWindows } from './pin-windows.ts';
import { watchSessionLock } from './session-lock.ts';
import { watchOwnFaults } from './own-faults.ts';
import { openShellLog } from './shell-log.ts';
import { shellTexts } from './shell-texts.ts';
import { holdQuit } from './shutdown.ts';
import type { Start } from './startup.ts';
import { watchHealth } from './window-health.ts';
import { createWindowMemory } from './window-memory.ts';
import { keepWindowPort } from './window-port.ts';

/** Joins core, token hosts and windows. The shell passes ports and asks people; it decides nothing about keys or money. */
export function runConsole({ folders, asked, newWorkspace, locked }: Start): void {
  const { workspace, profile } = folders;
  /** Said yes to removing the demo: done when nothing holds it open any more. */
  let removes = false;
  const out = join(app.getAppPath(), 'out');
  const devTools = !locked;
  const log = openShellLog(join(profile, 'shell.log'), () => systemClock.now());
  log({ no: 'SHL-0001', event: 'started', locked });

  let appearance = systemAppearance(app.getLocale());
  const texts = () => shellTexts(appearance.language);

  const osSecrets = createOsSecrets(safeStorage, process.platform);
  const later = createLaterHosts(systemTimer);
  const programs = createChildPrograms(out, locked);
  const hosts = createHostProcesses({
    fork: (kind) => programs.forkHost(kind),
    createChannel: () => new MessageChannelMain(),
    killHard: (pid) => process.kill(pid, 'SIGKILL'),
    onStarted: (hostId, pid, port) => core.post({ kind: 'host-started', hostId, pid }, port),
    onEnded: (hostId, exitCode) => {
      pinWindows.closeFor(hostId);
      core.post({ kind: 'host-ended', hostId, exitCode });
    },
    timer: systemTimer,
    log,
  });

  const core = superviseCore({
    fork: () => programs.forkCore(),
    startMessage: {
      kind: 'start',
      workspacePath: workspace,
      newWorkspace,
      version: app.getVersion(),
      electron: process.versions.electron,
      testRuntime: process.env['OCPI_CONSOLE_TEST_RUNTIME'] === '1',
    },
    listener: {
      ready: (workspaceName) => {
        if (!window.isDestroyed()) window.setTitle(`${workspaceName} – OCPI Console`);
        coreIsReady();
      },
      // Its hosts would answer nobody: the next core starts its own, signed out.
      lost: () => {
        later.forget();
        void hosts.killAll();
      },
      failed: (code, detail) => void tellAndEnd(texts().cannotOpen, `${detail}\n\n${code}\n${workspace}`),
      keepsEnding: async () => {
        const t = texts();
        const { response } = await dialog.showMessageBox({
          type: 'error',
          message: t.coreKeepsEnding,
          detail: t.coreKeepsEndingDetail,
          buttons: [t.tryAgain, t.quit],
          cancelId: 1,
        });
        if (response !== 0) endWith(1);
        return response === 0;
      },
      asked: (wish) => {
        if (wish.kind === 'spawn-host') later.wish(() => hosts.spawn(wish.hostId, wish.host));
        else if (wish.kind === 'kill-host') later.wish(() => hosts.kill(wish.hostId));
        else if (wish.kind === 'open-pin-window') pinWindows.open(wish.hostId, wish.promptId);
        else void answerOsSecrets(osSecrets, wish).then((answer) => core.post(answer));
      },
    },
    clock: systemClock,
    timer: systemTimer,
    log,
  });
  // First of all: its process takes longest to come up, and the window's comes up beside it.
  core.start();

  const pages = join(out, 'renderer');
  const mainSession = session.defaultSession;
  hardenSession(mainSession, MAIN_ORIGIN, devTools);
  serveBundle(mainSession, pages, MAIN_ORIGIN);
  const window = createMainWindow({
    preload: join(out, 'preload/preload.cjs'),
    icon: join(out, 'main/icon.png'),
    session: mainSession,
    memory: createWindowMemory(join(profile, 'window.json')),
    devTools,
    version: app.getVersion(),
    language: languageOf(app.getLocale()),
    timer: systemTimer,
  });
  const pinWindows = createPinWindows({
    parent: () => (window.isDestroyed() ? undefined : window),
    session: once(() => {
      const pinSession = session.fromPartition('pin'); // in memory only
      hardenSession(pinSession, PIN_ORIGIN, false);
      serveBundle(pinSession, pages, PIN_ORIGIN);
      return pinSession;
    }),
    preload: join(out, 'pinPreload/pinPreload.cjs'),
    appearance: () => appearance,
    give: (hostId, promptId, port) => hosts.hand(hostId, { kind: 'pin-port', promptId }, port),
    onFailed: (hostId, promptId) => core.post({ kind: 'pin-window-failed', hostId, promptId }),
    log,
  });
  const coreIsReady = keepWindowPort({
    window,
    isCoreReady: () => core.isReady(),
    give: (port) => {
      core.post({ kind: 'window-port' }, port);
      later.joined();
    },
    log,
  });
  serveBridge({
    window,
    workspace,
    texts,
    grant: (grantId, use, path) => core.post({ kind: 'grant', grantId, use, path }),
    openDemo: () => startAgain(demoArguments(process.argv.slice(1), asked)),
    leaveDemo: (remove) => {
      removes = remove;
      startAgain(usualArguments(process.argv.slice(1)));
    },
    onAppearance: (next) => {
      appearance = next;
      nativeTheme.themeSource = next.theme;
    },
    log,
  });

  const endWith = holdQuit({
    hideWindows: () => {
      if (!window.isDestroyed()) window.hide();
    },
    stopCore: (graceMs) => core.stop(graceMs),
    killHosts: () => hosts.killAll(),
    cleanUp: () => {
      forgetDragged(workspace);
      if (removes) removeDemo(workspace);
    },
  });
  function startAgain(args: readonly string[]): void {
    app.relaunch({ args: [...args] });
    endWith(0);
  }
  async function tellAndEnd(message: string, detail: string): Promise<void> {
    await dialog.showMessageBox({ type: 'error', message, detail });
    endWith(1);
  }

  watchOwnFaults(log, locked, endWith);

  // A load that a crash or a newer load cut short is dealt with there; a page that is not there is the end.
  const load = (): void => void loadMainPage(window).catch(() => undefined);
  window.webContents.on('did-navigate', (_event, address, status) => {
    if (status >= 400) void tellAndEnd(texts().pageMissing, '');
    // `about:blank` is the one place a page can go without being asked; nothing answers it there, so it is brought back.
    else if (!isOwnPage(address, pageAddress(MAIN_ORIGIN))) load();
  });
  watchHealth({ window, load, quit: () => app.quit(), texts, clock: systemClock, log });
  watchSessionLock(() => {
    log({ no: 'SHL-0013', event: 'session-locked' });
    core.post({ kind: 'session-locked' });
  });
  app.on('child-process-gone', (_event, { reason, exitCode }) =>
    log({ no: 'SHL-0009', event: 'child-gone', reason, exitCode }),
  );
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });

  load();
  forgetDragged(workspace);
}

/** Made when it is first needed. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
