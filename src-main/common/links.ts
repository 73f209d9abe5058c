import type { Wire } from '../../shared/contract/wire/frames.ts';
import { ownBytes } from './own-bytes.ts';

/**
 * Wires over what Node and Electron offer between processes. All ports are typed by their shape, so that nothing here
 * imports `electron`: the same code runs in a utility process, in a forked child and in tests.
 */

/** `MessagePort` of the DOM and of `worker_threads`. */
export interface EventTargetPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void;
  start(): void;
  close(): void;
}

/** Electron's `MessagePortMain`: events by `on`, the message in `data`. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(type: 'message' | 'close', listener: (event?: { readonly data?: unknown }) => void): unknown;
  start(): void;
  close(): void;
}

export type PortLike = EventTargetPort | EmitterPort;

/** A forked child as its owner sees it (`ChildProcess`), or the owner as the child sees it (`process`). */
export interface ChannelLike {
  readonly connected: boolean;
  send?(message: unknown, callback: (error: Error | null) => void): unknown;
  on(type: 'message', listener: (message: unknown) => void): unknown;
  on(type: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

/** Electron's `process.parentPort` (utility process) or a `UtilityProcess` as its owner sees it. */
export interface ParentPortLike {
  postMessage(message: unknown): void;
  on(
    type: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PortLike[] }) => void,
  ): unknown;
}

/** A message port as a wire. Listens first and starts the port in a later turn, so that no frame comes before its listener. */
export function portWire(port: PortLike): Wire {
  const ends = createEnds();
  if ('addEventListener' in port) {
    port.addEventListener('message', (event) => ends.deliver(event.data));
    port.addEventListener('close', () => ends.closed());
  } else {
    port.on('message', (event) => ends.deliver(event?.data));
    port.on('close', () => ends.closed());
  }
  let started = false;
  return {
    ...ends.wire,
    onMessage: (listener) => {
      ends.wire.onMessage(listener);
      if (started) return;
      started = true;
      queueMicrotask(() => port.start());
    },
    post: (message) => {
      if (ends.isOpen()) port.postMessage(ownBytes(message));
    },
    close: () => {
      port.close();
      ends.closed();
    },
  };
}

/** Both sides of `child_process.fork(…, { serialization: 'advanced' })`: plain JSON would lose byte arrays. */
export function channelWire(channel: ChannelLike): Wire {
  const ends = createEnds();
  channel.on('message', (message) => ends.deliver(message));
  channel.on('disconnect', () => ends.closed());
  return {
    ...ends.wire,
    post: (message) => {
      if (!ends.isOpen() || !channel.connected) return;
      // Without the callback a broken pipe is thrown as an event; the disconnect that follows tells the callers.
      channel.send?.(message, () => undefined);
    },
    close: () => {
      if (channel.connected) channel.disconnect?.();
      ends.closed();
    },
  };
}

/** What a child process has of its owner: messages, sometimes with ports, and the end of it. */
export interface ParentLink {
  /** True where ports can be handed over; a forked child speaks frames on `wire` itself. */
  readonly takesPorts: boolean;
  /** Frames and notes between owner and child. */
  readonly wire: Wire;
  /** A message that came with a port. */
  onPort(listener: (message: unknown, port: Wire) => void): void;
}

/**
 * The link to the owner: `process.parentPort` inside Electron's utility process, the channel of `child_process.fork`
 * elsewhere. Undefined when the program was started by hand.
 */
export function parentLink(owner: NodeJS.Process = process): ParentLink | undefined {
  // Electron adds `parentPort` to `process`; Node's types do not know it.
  const parentPort = (owner as unknown as { readonly parentPort?: ParentPortLike | null }).parentPort;
  if (parentPort !== undefined && parentPort !== null) return parentPortLink(parentPort);
  if (owner.send === undefined) return undefined;
  return { takesPorts: false, wire: channelWire(owner), onPort: () => undefined };
}

/** A parent port as a link; the utility process ends with its owner, so there is no end to listen for. */
export function parentPortLink(parentPort: ParentPortLike): ParentLink {
  const ends = createEnds();
  const takers: ((message: unknown, port: Wire) => void)[] = [];
  parentPort.on('message', ({ data, ports }) => {
    const port = ports[0];
    if (port === undefined) ends.deliver(data);
    else for (const taker of takers) taker(data, portWire(port));
  });
  return {
    takesPorts: true,
    wire: { ...ends.wire, post: (message) => parentPort.postMessage(ownBytes(message)), close: () => ends.closed() },
    onPort: (listener) => void takers.push(listener),
  };
}

interface Ends {
  readonly wire: Pick<Wire, 'onMessage' | 'onClose'>;
  deliver(message: unknown): void;
  closed(): void;
  isOpen(): boolean;
}

function createEnds(): Ends {
  let open = true;
  const messages: ((message: unknown) => void)[] = [];
  const closes: (() => void)[] = [];
  return {
    wire: {
      onMessage: (listener) => void messages.push(listener),
      onClose: (listener) => void closes.push(listener),
    },
    deliver: (message) => {
      if (open) for (const listener of messages) listener(message);
    },
    closed: () => {
      if (!open) return;
      open = false;
      for (const listener of closes) listener();
    },
    isOpen: () => open,
  };
}
