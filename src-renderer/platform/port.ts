import type { AppContract, AppClient } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import type { Wire } from '../../shared/contract/wire/frames.ts';

/** What the window knows of core. A port lives as long as one core process; a restarted core comes with a new one. */
export type CoreState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'connected'; readonly client: AppClient }
  /** Core ended; the shell starts another one. Calls under way have ended as `CLOSED`. */
  | { readonly kind: 'lost' };

/** Fits `useSyncExternalStore`. */
export interface CoreConnection {
  readonly current: () => CoreState;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A DOM port as a wire. Its `close` event is what tells that the other process died (Chromium 122 and newer). */
export function portWire(port: MessagePort): Wire {
  let started = false;
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', (event) => listener(event.data));
      if (started) return;
      started = true;
      // Every listener of this turn is attached before the first message is delivered.
      queueMicrotask(() => port.start());
    },
    onClose: (listener) => port.addEventListener('close', listener, { once: true }),
    close: () => port.close(),
  };
}

/**
 * Calls `take` with each port of this kind that our own preload passes on. The message must come from this very window:
 * a frame or another window can post one too.
 */
export function takePorts(page: Window, kind: string, take: (port: MessagePort, note: PortNote) => void): void {
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== page || event.origin !== page.location.origin) return;
    const port = event.ports[0];
    if (port === undefined || event.ports.length !== 1 || !isNote(event.data) || event.data.kind !== kind) return;
    take(port, event.data);
  });
}

/** What comes beside a port; only the kind is certain. */
export interface PortNote {
  readonly kind: string;
  readonly [name: string]: unknown;
}

function isNote(data: unknown): data is PortNote {
  return typeof data === 'object' && data !== null && 'kind' in data && typeof data.kind === 'string';
}

/** Asks the shell once for the port to core and follows every core that comes after. */
export function connectToCore(page: Window, wantPort: () => void): CoreConnection {
  const listeners = new Set<() => void>();
  let state: CoreState = { kind: 'starting' };
  let latest: MessagePort | undefined;
  const become = (next: CoreState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  takePorts(page, 'core-port', (port) => {
    latest?.close();
    latest = port;
    const wire = portWire(port);
    const client = createClient<AppContract>(wire);
    wire.onClose(() => {
      if (latest === port) become({ kind: 'lost' });
    });
    become({ kind: 'connected', client });
  });
  wantPort();
  return {
    current: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
