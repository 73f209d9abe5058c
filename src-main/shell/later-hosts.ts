import type { Timer } from '../core/clock.ts';

/** Does what core wishes in its order; the first wishes wait until the window has had its turn. */
export interface LaterHosts {
  /** Done at once, unless the window still has its turn. */
  wish(act: () => void): void;
  /** The window's page has been joined to core: its first answers are on their way. */
  joined(): void;
  /** The core that wished this is gone. */
  forget(): void;
}

/** From the port to core's answers on the screen. */
const FIRST_ANSWERS_MS = 100;
/** A page that never asks (it crashed, or its file is gone) holds nothing up for longer. */
const LONGEST_MS = 1500;

/**
 * A token host costs as much as core's own start, and nobody sees it before the window does: at the start of the
 * program hosts begin when the first answers are on the screen. Once open it stays open; a later core waits for nothing.
 */
export function createLaterHosts(timer: Timer): LaterHosts {
  let waiting: (() => void)[] | undefined = [];

  function open(): void {
    const acts = waiting ?? [];
    waiting = undefined;
    for (const act of acts) act();
  }

  let cancel = timer(open, LONGEST_MS);
  let isJoined = false;
  return {
    wish: (act) => {
      if (waiting === undefined) act();
      else waiting.push(act);
    },
    joined: () => {
      if (isJoined || waiting === undefined) return;
      isJoined = true;
      cancel();
      cancel = timer(open, FIRST_ANSWERS_MS);
    },
    forget: () => {
      if (waiting !== undefined) waiting = [];
    },
  };
}
