import { randomUUID } from 'node:crypto';
import { type BrowserWindow, clipboard, dialog, ipcMain, shell } from 'electron';
import { assertNever } from '../../shared/util/assert-never.ts';
import type { Appearance } from './appearance.ts';
import { BridgeMessage, LARGEST_FILE } from './bridge-messages.ts';
import { MAIN_ORIGIN } from './bundle-path.ts';
import { dragOut, watchPress } from './drag-out.ts';
import { isDemo } from './demo-switch.ts';
import { watchDeed } from './watch-deed.ts';
import { linkAddress } from './external-links.ts';
import { isFromOwnPage } from './own-page.ts';
import { askForNewFile, askForPlace, newGrantId, type PlaceKind } from './places.ts';
import { channels } from './preload/channels.ts';
import { printPage } from './print-page.ts';
import { saveFile } from './save-file.ts';
import type { ShellLog } from './shell-log.ts';
import type { ShellTexts } from './shell-texts.ts';

interface Deps {
  readonly window: BrowserWindow;
  readonly workspace: string;
  readonly texts: () => ShellTexts;
  /** Lets core use this place; false when there is no core. */
  readonly grant: (grantId: string, use: PlaceKind, path: string) => boolean;
  /** Ends this program and starts it on the demo, or back on the usual workspace. */
  readonly openDemo: () => void;
  readonly leaveDemo: (remove: boolean) => void;
  readonly onAppearance: (appearance: Appearance) => void;
  readonly log: ShellLog;
}

const MOST_SAVED = 50;

/** Answers what the main window's page asks of the shell: sender and message are checked before anything is done. */
export function serveBridge(deps: Deps): void {
  const { window, log } = deps;
  const saved = new Map<string, string>();
  const takePress = watchPress(window.webContents);
  const takeDeed = watchDeed(window.webContents);
  /** One native dialog at a time: a page cannot bury the screen in them. */
  let asking = false;

  async function once<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
    if (asking) return otherwise;
    asking = true;
    try {
      return await ask();
    } finally {
      asking = false;
    }
  }

  async function pickPlace(message: Extract<BridgeMessage, { kind: 'pick-place' }>): Promise<unknown> {
    const path = await askForPlace(window, message.place, message.suggestedName, deps.texts());
    if (path === undefined) return undefined;
    const grant = newGrantId();
    return deps.grant(grant, message.place, path) ? { grant, path } : undefined;
  }

  async function save(name: string, bytes: Uint8Array): Promise<unknown> {
    if (bytes.byteLength > LARGEST_FILE) return { kind: 'failed', reason: 'too-large' };
    const path = await askForNewFile(window, name, deps.texts());
    if (path === undefined) return { kind: 'cancelled' };
    const done = await saveFile(path, bytes);
    if (!done.ok) return { kind: 'failed', reason: done.error.code };
    const savedId = randomUUID();
    saved.set(savedId, path);
    const [oldest] = saved.keys();
    if (saved.size > MOST_SAVED && oldest !== undefined) saved.delete(oldest);
    return { kind: 'saved', savedId, path };
  }

  async function savePdf(name: string, html: string): Promise<unknown> {
    const pdf = await printPage(html);
    return pdf === undefined ? { kind: 'failed', reason: 'io' } : save(name, pdf);
  }

  async function openExternal(id: string): Promise<boolean> {
    const address = linkAddress(id);
    if (address === undefined) return false;
    const t = deps.texts();
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: t.openQuestion,
      detail: address,
      buttons: [t.open, t.cancel],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (response !== 0) return false;
    await shell.openExternal(address);
    return true;
  }

  /** The page cannot say yes by itself: what is removed is asked for by the shell. */
  async function leaveDemo(remove: boolean): Promise<boolean> {
    if (!isDemo(deps.workspace) || !takeDeed()) return false;
    if (remove) {
      const t = deps.texts();
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: t.deleteDemo,
        detail: `${t.deleteDemoDetail}\n\n${deps.workspace}`,
        buttons: [t.deleteIt, t.cancel],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response !== 0) return false;
    }
    deps.leaveDemo(remove);
    return true;
  }

  function showSaved(savedId: string): boolean {
    const path = saved.get(savedId);
    if (path !== undefined) shell.showItemInFolder(path);
    return path !== undefined;
  }

  async function answer(message: BridgeMessage): Promise<unknown> {
    switch (message.kind) {
      case 'pick-place':
        return once(() => pickPlace(message), undefined);
      case 'save-file':
        return once<unknown>(() => save(message.name, message.bytes), { kind: 'cancelled' });
      case 'save-pdf':
        return once<unknown>(() => savePdf(message.name, message.html), { kind: 'cancelled' });
      case 'show-saved':
        return showSaved(message.savedId);
      case 'copy-text':
        // Synchronous before Electron 44, a promise since: awaited, it is right on both.
        await clipboard.writeText(message.text);
        return true;
      case 'open-external':
        return once(() => openExternal(message.id), false);
      case 'open-demo': {
        if (!takeDeed()) return false;
        deps.openDemo();
        return true;
      }
      case 'leave-demo':
        return once(() => leaveDemo(message.remove), false);
      case 'drag-out': {
        if (takePress()) dragOut(window.webContents, deps.workspace, message.name, message.bytes);
        return undefined;
      }
      case 'appearance': {
        deps.onAppearance(message.appearance);
        return;
      }
      default:
        return assertNever(message);
    }
  }

  ipcMain.handle(channels.ask, (event, message: unknown) => {
    if (!isFromOwnPage(event, window.webContents, MAIN_ORIGIN)) {
      log({ no: 'SHL-0006', event: 'bridge-refused', why: 'sender' });
      throw new Error('REFUSED');
    }
    const read = BridgeMessage.safeParse(message);
    if (!read.success) {
      log({ no: 'SHL-0006', event: 'bridge-refused', why: 'junk' });
      throw new Error('REFUSED');
    }
    return answer(read.data);
  });
}
