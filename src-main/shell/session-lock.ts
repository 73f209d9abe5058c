import { powerMonitor } from 'electron';

/** Calls `locked` when the person leaves: screen locked (Windows, macOS), machine asleep or shut down (all systems). */
export function watchSessionLock(locked: () => void): void {
  powerMonitor.on('lock-screen', locked);
  powerMonitor.on('suspend', locked);
  powerMonitor.on('shutdown', locked);
  powerMonitor.on('user-did-resign-active', locked);
}
