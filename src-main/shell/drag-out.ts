import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeImage, type WebContents } from 'electron';
import { safeFileName } from './safe-file-name.ts';

/** Files under way out of the window, each in a folder of its own so that names stay as they are. */
const dragFolder = (workspace: string): string => join(workspace, 'exports', 'drag');

/** Goes on with a drag that began in the page, with a real file. Synchronous: the mouse does not wait. */
export function dragOut(contents: WebContents, workspace: string, name: string, bytes: Uint8Array): void {
  const folder = join(dragFolder(workspace), randomUUID());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, safeFileName(name));
  writeFileSync(file, bytes, { mode: 0o600 });
  contents.startDrag({ file, icon: dragIcon() });
}

/**
 * Is the mouse held down in this page, so that a drag can have begun? Without a person's hand on it the system would
 * wait for the end of a drag that nobody makes, and the whole program with it. Answers yes once for each press.
 */
export function watchPress(contents: WebContents): () => boolean {
  let pressed = false;
  contents.on('input-event', (_event, { type }) => {
    if (type === 'mouseDown') pressed = true;
    if (type === 'mouseUp') pressed = false;
  });
  return () => {
    const was = pressed;
    pressed = false;
    return was;
  };
}

/** At start and end: the receiver has copied what it took. */
export function forgetDragged(workspace: string): void {
  rmSync(dragFolder(workspace), { recursive: true, force: true });
}

const ICON_SIDE = 24;

/** A small grey sheet; an empty image is refused on macOS. BGRA, one byte each. */
function dragIcon(): Electron.NativeImage {
  const pixels = Buffer.alloc(ICON_SIDE * ICON_SIDE * 4, 0x9a);
  for (let alpha = 3; alpha < pixels.length; alpha += 4) pixels[alpha] = 0xff;
  return nativeImage.createFromBitmap(pixels, { width: ICON_SIDE, height: ICON_SIDE });
}
