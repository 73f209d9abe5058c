import type { WebContents } from 'electron';

/** A page may take a moment from the click to the call. */
const RECENT_MS = 2000;
const DEEDS: ReadonlySet<string> = new Set(['mouseDown', 'mouseUp', 'rawKeyDown', 'keyDown']);

/**
 * Has a person just clicked or typed in this page? What ends the program is not for a page to do by itself. Answers yes
 * once for each deed.
 */
export function watchDeed(contents: WebContents): () => boolean {
  let last: number | undefined;
  contents.on('input-event', (_event, { type }) => {
    if (DEEDS.has(type)) last = performance.now();
  });
  return () => {
    const recent = last !== undefined && performance.now() - last < RECENT_MS;
    last = undefined;
    return recent;
  };
}
