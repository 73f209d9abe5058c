import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { GrantUse } from '../../shared/contract/owner.ts';
import { safeFileName } from './safe-file-name.ts';
import type { ShellTexts } from './shell-texts.ts';

export type PlaceKind = GrantUse;

const LIBRARY_EXTENSIONS = ['so', 'dll', 'dylib'];

/** Asks a person for a file or folder outside the workspace. Undefined when cancelled. */
export async function askForPlace(
  window: BrowserWindow,
  kind: PlaceKind,
  suggestedName: string | undefined,
  t: ShellTexts,
): Promise<string | undefined> {
  if (kind === 'new-file') return askForNewFile(window, suggestedName ?? '', t);
  const filters = [
    { name: t.libraries, extensions: LIBRARY_EXTENSIONS },
    { name: t.allFiles, extensions: ['*'] },
  ];
  const wish = {
    file: { title: t.pickFile, properties: ['openFile' as const] },
    module: { title: t.pickModule, properties: ['openFile' as const], filters },
    folder: { title: t.pickFolder, properties: ['openDirectory' as const] },
    'new-folder': {
      title: t.newFolder,
      properties: ['openDirectory' as const, 'createDirectory' as const, 'promptToCreate' as const],
    },
  }[kind];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, wish);
  return canceled ? undefined : filePaths[0];
}

/** Where to save; the proposed name is made safe first. */
export async function askForNewFile(
  window: BrowserWindow,
  suggestedName: string,
  t: ShellTexts,
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: t.newFile,
    defaultPath: join(app.getPath('documents'), safeFileName(suggestedName)),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

/** An id that stands for a place, once; core matches it by `Place.grant`. */
export function newGrantId(): string {
  return randomUUID();
}
