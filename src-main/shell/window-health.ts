import { type BrowserWindow, dialog } from 'electron';
import type { Clock } from '../core/clock.ts';
import { planPageReload } from './restart-plan.ts';
import type { ShellLog } from './shell-log.ts';
import type { ShellTexts } from './shell-texts.ts';

interface Deps {
  readonly window: BrowserWindow;
  readonly load: () => void;
  readonly quit: () => void;
  readonly texts: () => ShellTexts;
  readonly clock: Clock;
  readonly log: ShellLog;
}

/** A page that crashed is loaded again, and the person is told; a page that hangs is loaded again if the person says so. */
export function watchHealth({ window, load, quit, texts, clock, log }: Deps): void {
  const crashes: number[] = [];
  let patience: AbortController | undefined;
  let reloading = false;

  async function crashed(): Promise<void> {
    crashes.push(clock.monotonicMs());
    const t = texts();
    if (planPageReload(crashes) === 'reload') {
      load();
      await dialog.showMessageBox(window, { type: 'warning', message: t.pageGone, detail: t.pageGoneDetail });
      return;
    }
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: t.pageKeepsCrashing,
      detail: t.pageKeepsCrashingDetail,
      buttons: [t.loadAgain, t.quit],
      cancelId: 1,
    });
    if (response === 0) load();
    else quit();
  }

  async function hangs(): Promise<void> {
    if (patience !== undefined) return;
    log({ no: 'SHL-0008', event: 'page-hangs' });
    patience = new AbortController();
    const t = texts();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: t.pageHangs,
      detail: t.pageHangsDetail,
      buttons: [t.wait, t.loadAgain],
      defaultId: 0,
      cancelId: 0,
      signal: patience.signal,
    });
    patience = undefined;
    if (response !== 1 || window.isDestroyed()) return;
    // A hanging page does not obey a reload: its process has to end first.
    reloading = true;
    window.webContents.forcefullyCrashRenderer();
  }

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log({ no: 'SHL-0007', event: 'page-gone', reason, exitCode });
    if (reloading) {
      reloading = false;
      load();
      return;
    }
    if (reason !== 'clean-exit') void crashed();
  });
  window.on('unresponsive', () => void hangs());
  window.on('responsive', () => patience?.abort());
}
