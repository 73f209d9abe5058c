/**
 * Frames are arrays that survive a structured clone and a JSON line alike. The caller sends call, abort and credit;
 * the deciding side sends item, done and failed. An id is chosen by the caller and used once.
 */
export const frame = { call: 1, abort: 2, credit: 3, item: 10, done: 11, failed: 12 } as const;

/** Items that may be under way before the caller has taken one; renewed after half of them were taken. */
export const CREDIT = 32;

/** Four functions are all a wire is: a DOM port, a MessagePortMain, a child process, a socket each take a few lines. */
export interface Wire {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface WireFault {
  readonly code: string;
  readonly data?: unknown;
}

/** Two ends in one process: the command line that becomes the core speaks through the same pipeline. */
export function wirePair(): readonly [Wire, Wire] {
  const ends = [createEnd(), createEnd()] as const;
  ends[0].join(ends[1]);
  ends[1].join(ends[0]);
  return [ends[0].wire, ends[1].wire];
}

interface End {
  readonly wire: Wire;
  join(other: End): void;
  deliver(message: unknown): void;
  closed(): void;
}

function createEnd(): End {
  let other: End | undefined;
  let open = true;
  const messages: ((message: unknown) => void)[] = [];
  const closes: (() => void)[] = [];
  const closed = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closes) listener();
  };
  return {
    wire: {
      // A turn later, as with every real wire: nobody may rely on being answered inside `post`.
      post: (message) => void Promise.resolve().then(() => other?.deliver(message)),
      onMessage: (listener) => void messages.push(listener),
      onClose: (listener) => void closes.push(listener),
      close: () => {
        closed();
        other?.closed();
      },
    },
    join: (end) => {
      other = end;
    },
    deliver: (message) => {
      if (open) for (const listener of messages) listener(message);
    },
    closed,
  };
}
