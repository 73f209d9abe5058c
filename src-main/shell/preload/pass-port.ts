import { ipcRenderer } from 'electron';
import { channels } from './channels.ts';

/**
 * A port cannot go through the context bridge, so it is posted to the page. Only to our own origin, and the page takes
 * it from its own window only.
 */
export function passPorts(): void {
  ipcRenderer.on(channels.port, (event, note: unknown) => {
    window.postMessage(note, location.origin, [...event.ports]);
  });
}
