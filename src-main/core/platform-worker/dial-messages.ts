import type { MessagePort } from 'node:worker_threads';
import type { ConnectFacts, ConnectFault, Origin } from '../ocpi/client/connect.ts';

/** What core and the platform worker say to each other about connections; each one travels as a port of its own. */

export interface OpenWish {
  readonly kind: 'open';
  readonly id: number;
  /** Says on behalf of which call, and so with which key and to which hosts. */
  readonly ticket: string;
  readonly origin: Origin;
}

export type DialAsk = OpenWish | { readonly kind: 'give-up'; readonly id: number };

export type DialAnswer =
  | { readonly kind: 'opened'; readonly id: number; readonly port: MessagePort; readonly facts: ConnectFacts }
  | { readonly kind: 'failed'; readonly id: number; readonly fault: ConnectFault };
