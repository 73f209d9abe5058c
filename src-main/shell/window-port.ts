import { type BrowserWindow, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import { MAIN_ORIGIN } from './bundle-path.ts';
import { isFromOwnPage } from './own-page.ts';
import { channels } from './preload/channels.ts';
import type { ShellLog } from './shell-log.ts';

interface Deps {
  readonly window: BrowserWindow;
  readonly isCoreReady: () => boolean;
  /** Hands core its end. */
  readonly give: (port: MessagePortMain) => void;
  readonly log: ShellLog;
}

/**
 * Keeps the main window's page in touch with core: a port for the page that asked, once a load, and a new one for each
 * core that follows. Returns what to call when core is ready.
 */
export function keepWindowPort({ window, isCoreReady, give, log }: Deps): () => void {
  const { webContents } = window;
  let wanted = false;

  function hand(): void {
    if (!wanted || webContents.isDestroyed() || !isCoreReady()) return;
    const { port1, port2 } = new MessageChannelMain();
    give(port1);
    webContents.mainFrame.postMessage(channels.port, { kind: 'core-port' }, [port2]);
  }

  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) wanted = false;
  });
  webContents.on('render-process-gone', () => {
    wanted = false;
  });
  ipcMain.on(channels.wantPort, (event) => {
    if (event.sender !== webContents) return; // the PIN window asks on the same channel
    if (!isFromOwnPage(event, webContents, MAIN_ORIGIN)) {
      log({ no: 'SHL-0006', event: 'bridge-refused', why: 'sender' });
      return;
    }
    if (wanted) return;
    wanted = true;
    hand();
  });
  return hand;
}
