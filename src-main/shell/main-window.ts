import { BrowserWindow, nativeTheme, screen, type Session } from 'electron';
import { MAIN_ORIGIN, pageAddress } from './bundle-path.ts';
import { windowPreferences } from './hardening.ts';
import type { Timer } from '../core/clock.ts';
import type { Appearance } from './appearance.ts';
import { argumentNames } from './preload/channels.ts';
import type { WindowMemory } from './window-memory.ts';
import { openingPlace, SMALLEST } from './window-placement.ts';

interface Wish {
  readonly preload: string;
  /** Picture of the window where no package brings it (Linux). */
  readonly icon: string;
  readonly session: Session;
  readonly memory: WindowMemory;
  readonly devTools: boolean;
  readonly version: string;
  readonly language: Appearance['language'];
  readonly timer: Timer;
}

/** Opens the main window where it was last time. Nothing is loaded yet. */
export function createMainWindow({
  preload,
  icon,
  session,
  memory,
  devTools,
  version,
  language,
  timer,
}: Wish): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const { maximised, ...place } = openingPlace(
    memory.read(),
    [primary, ...others].map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...place,
    minWidth: Math.min(SMALLEST.width, place.width),
    minHeight: Math.min(SMALLEST.height, place.height),
    title: 'OCPI Console',
    show: false,
    backgroundColor: backgroundColour(),
    webPreferences: {
      ...windowPreferences(preload, devTools),
      session,
      additionalArguments: [`${argumentNames.version}${version}`, `${argumentNames.language}${language}`],
    },
  });
  if (maximised) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
    if (process.platform === 'linux') window.setIcon(icon);
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  rememberPlace(window, memory, timer);
  return window;
}

const SETTLED_MS = 500;

/** While the program runs, not only at its end: a crash or the end of the session gives no time. */
function rememberPlace(window: BrowserWindow, memory: WindowMemory, timer: Timer): void {
  let cancel: () => void = () => undefined;
  const write = (): void => {
    cancel();
    if (window.isDestroyed()) return;
    memory.write({ ...window.getNormalBounds(), maximised: window.isMaximized() || window.isFullScreen() });
  };
  const soon = (): void => {
    cancel();
    cancel = timer(write, SETTLED_MS);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', write);
  window.on('hide', write);
}

export function loadMainPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(pageAddress(MAIN_ORIGIN));
}

/** The page's surface, so that nothing flashes before the first paint. */
export function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#161A1D' : '#FFFFFF';
}
