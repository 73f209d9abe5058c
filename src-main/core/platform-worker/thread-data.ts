import type { MessagePort } from 'node:worker_threads';

/** What a thread of the platform worker is started with. */
export interface ThreadData {
  /**
   * `writer`: the one that changes platform.db and speaks with platforms. `reader`: lists and searches. `verifier`: decodes and
   * verifies what was signed, and has no file.
   */
  readonly part: 'writer' | 'reader' | 'verifier';
  /** platform.db; empty for a verifier. */
  readonly file: string;
  readonly wire: MessagePort;
  readonly dial: MessagePort;
  /** Where packages are looked for. */
  readonly base: string;
}
