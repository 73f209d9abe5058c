import { contextBridge, ipcRenderer } from 'electron';
import { argumentNames, channels } from './channels.ts';
import { passPorts } from './pass-port.ts';

/** The whole bridge of the main window: plain functions over one checked channel. Types: src-renderer/platform/shell-bridge.ts. */
const ask = (message: object): Promise<unknown> => ipcRenderer.invoke(channels.ask, message);
const told = (name: string): string => process.argv.find((arg) => arg.startsWith(name))?.slice(name.length) ?? '';

passPorts();

contextBridge.exposeInMainWorld('shell', {
  platform: {
    os: process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux',
    version: told(argumentNames.version),
    language: told(argumentNames.language),
  },
  wantPort: () => ipcRenderer.send(channels.wantPort),
  pickPlace: (place: unknown, suggestedName: unknown) =>
    ask({ kind: 'pick-place', place, ...(suggestedName === undefined ? {} : { suggestedName }) }),
  saveFile: (name: unknown, bytes: unknown) => ask({ kind: 'save-file', name, bytes }),
  savePdf: (name: unknown, html: unknown) => ask({ kind: 'save-pdf', name, html }),
  showSaved: (savedId: unknown) => ask({ kind: 'show-saved', savedId }),
  copyText: (text: unknown) => ask({ kind: 'copy-text', text }),
  openExternal: (id: unknown) => ask({ kind: 'open-external', id }),
  openDemo: () => ask({ kind: 'open-demo' }),
  leaveDemo: (remove: unknown) => ask({ kind: 'leave-demo', remove }),
  dragOut: (name: unknown, bytes: unknown) => void ask({ kind: 'drag-out', name, bytes }).catch(() => undefined),
  tellAppearance: (appearance: unknown) => void ask({ kind: 'appearance', appearance }).catch(() => undefined),
});
