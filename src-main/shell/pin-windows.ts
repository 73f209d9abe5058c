import { BrowserWindow, ipcMain, MessageChannelMain, type MessagePortMain, screen, type Session } from 'electron';
import type { Appearance } from './appearance.ts';
import { isOwnPage } from './allowed-request.ts';
import { pageAddress, PIN_ORIGIN } from './bundle-path.ts';
import { windowPreferences } from './hardening.ts';
import { backgroundColour } from './main-window.ts';
import { isFromOwnPage } from './own-page.ts';
import { channels } from './preload/channels.ts';
import type { ShellLog } from './shell-log.ts';

export interface PinWindows {
  open(hostId: string, promptId: string): void;
  /** The host ended: there is nobody left to answer. */
  closeFor(hostId: string): void;
}

interface Deps {
  readonly parent: () => BrowserWindow | undefined;
  /** Made for the first question: the start does without. */
  readonly session: () => Session;
  readonly preload: string;
  readonly appearance: () => Appearance;
  /** Hands the host its end of the port; false when the host is gone. */
  readonly give: (hostId: string, promptId: string, port: MessagePortMain) => boolean;
  readonly onFailed: (hostId: string, promptId: string) => void;
  readonly log: ShellLog;
}

const WIDTH = 480;
const FIRST_HEIGHT = 200;
const SMALLEST_HEIGHT = 160;
const MOST_WINDOWS = 4;

/**
 * The windows in which secrets are asked. Each has a process, an origin and a session of its own, no bridge, no developer
 * tools, and one port that leads straight to the token host. Closing it closes the port, which the host takes as cancelling.
 */
export function createPinWindows(deps: Deps): PinWindows {
  const windows = new Map<string, { readonly hostId: string; readonly window: BrowserWindow }>();

  function open(hostId: string, promptId: string): void {
    const key = `${hostId} ${promptId}`;
    const already = windows.get(key);
    if (already !== undefined) {
      already.window.focus();
      return;
    }
    if (windows.size >= MOST_WINDOWS) {
      failed(hostId, promptId);
      return;
    }
    const window = createPinWindow(deps);
    windows.set(key, { hostId, window });
    handPortOnce(window, hostId, promptId);
    followHeight(window);
    window.once('ready-to-show', () => window.show());
    window.on('closed', () => windows.delete(key));
    const giveUp = (): void => {
      failed(hostId, promptId);
      if (!window.isDestroyed()) window.destroy();
    };
    window.webContents.on('render-process-gone', giveUp);
    window.webContents.on('did-navigate', (_event, address, status) => {
      if (status >= 400 || !isOwnPage(address, pageAddress(PIN_ORIGIN))) giveUp();
    });
    void window.loadURL(pageAddress(PIN_ORIGIN)).catch(() => undefined);
  }

  function handPortOnce(window: BrowserWindow, hostId: string, promptId: string): void {
    const { webContents } = window;
    let handed = false;
    const take = (event: Electron.IpcMainEvent): void => {
      if (event.sender !== webContents) return;
      if (handed || !isFromOwnPage(event, webContents, PIN_ORIGIN)) {
        deps.log({ no: 'SHL-0006', event: 'bridge-refused', why: 'sender' });
        return;
      }
      handed = true;
      const { port1, port2 } = new MessageChannelMain();
      if (!deps.give(hostId, promptId, port1)) {
        failed(hostId, promptId);
        window.close();
        return;
      }
      const { language, textScale } = deps.appearance();
      webContents.mainFrame.postMessage(channels.port, { kind: 'pin-port', language, textScale }, [port2]);
    };
    ipcMain.on(channels.wantPort, take);
    window.on('closed', () => ipcMain.off(channels.wantPort, take));
  }

  function failed(hostId: string, promptId: string): void {
    deps.log({ no: 'SHL-0010', event: 'pin-window-failed' });
    deps.onFailed(hostId, promptId);
  }

  return {
    open,
    closeFor: (hostId) => {
      for (const entry of [...windows.values()]) if (entry.hostId === hostId) entry.window.destroy();
    },
  };
}

function createPinWindow({ parent, session, preload }: Deps): BrowserWindow {
  const owner = parent();
  const window = new BrowserWindow({
    ...(owner === undefined ? {} : { parent: owner, modal: true }),
    width: WIDTH,
    height: FIRST_HEIGHT,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: owner !== undefined,
    show: false,
    title: 'PIN',
    backgroundColor: backgroundColour(),
    // Developer tools would see what is typed: never here, not even in a build for developers.
    webPreferences: { ...windowPreferences(preload, false), session: session() },
  });
  // Kept out of screenshots and shared screens where the system can do it (Windows, macOS).
  window.setContentProtection(true);
  return window;
}

/** The window is as high as its page, within the display. */
function followHeight(window: BrowserWindow): void {
  const { webContents } = window;
  const take = (event: Electron.IpcMainEvent, height: unknown): void => {
    if (event.sender !== webContents || !isFromOwnPage(event, webContents, PIN_ORIGIN)) return;
    if (typeof height !== 'number' || !Number.isFinite(height)) return;
    const { workArea } = screen.getDisplayMatching(window.getBounds());
    const most = Math.floor(workArea.height * 0.9);
    window.setContentSize(WIDTH, Math.min(Math.max(Math.ceil(height), SMALLEST_HEIGHT), most));
  };
  ipcMain.on(channels.height, take);
  window.on('closed', () => ipcMain.off(channels.height, take));
}
