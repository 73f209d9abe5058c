import { ipcRenderer } from 'electron';
import { channels } from './channels.ts';
import { passPorts } from './pass-port.ts';

/** The PIN window gets a port to its token host and nothing else: no function is exposed. */
passPorts();

// The page's script has run by then and listens.
window.addEventListener('load', () => {
  new ResizeObserver(() => ipcRenderer.send(channels.height, document.body.scrollHeight)).observe(document.body);
  ipcRenderer.send(channels.wantPort);
});
