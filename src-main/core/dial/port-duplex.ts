import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

/**
 * A stream that goes on in another thread: its bytes are moved, not copied, and each side holds the other up as a socket
 * would. Both ends speak the same four messages.
 */
type Message =
  | { readonly kind: 'data'; readonly bytes: ArrayBuffer }
  /** So many octets were taken: as many more may come. */
  | { readonly kind: 'taken'; readonly octets: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'gone'; readonly reason?: string };

/** Octets that may be under way one way. */
const WINDOW = 1024 * 1024;

/** The stream's own thread: carries it over the port until either side ends it. */
export function serveDuplex(stream: Duplex, port: MessagePort): void {
  const far = portDuplex(port);
  const gone = (error: Error | undefined): void => {
    if (!far.destroyed) far.destroy(error);
    if (!stream.destroyed) stream.destroy();
  };
  stream.on('error', (error) => gone(error));
  far.on('error', () => gone(undefined));
  stream.on('close', () => gone(undefined));
  far.on('close', () => gone(undefined));
  // It may have broken before it came here: nobody will say so again.
  if (stream.destroyed) {
    gone(stream.errored ?? undefined);
    return;
  }
  stream.pipe(far);
  far.pipe(stream);
}

/** The other thread's end of it. */
export function portDuplex(port: MessagePort): Duplex {
  let allowed = WINDOW;
  let waiting: (() => void) | undefined;
  /** Octets that were pushed while nobody read: told as taken when somebody does. */
  let untold = 0;

  const post = (message: Message, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(message, [...transfer]);
  };
  const tellTaken = (): void => {
    if (untold === 0) return;
    post({ kind: 'taken', octets: untold });
    untold = 0;
  };

  const stream = new Duplex({
    read: tellTaken,
    write: (chunk: Buffer, _encoding, done) => {
      const bytes = new Uint8Array(chunk);
      allowed -= bytes.length;
      post({ kind: 'data', bytes: bytes.buffer }, [bytes.buffer]);
      if (allowed > 0) done();
      else waiting = done;
    },
    final: (done) => {
      post({ kind: 'end' });
      done();
    },
    destroy: (error, done) => {
      post({ kind: 'gone', ...(error === null ? {} : { reason: error.message }) });
      port.close();
      done(error);
    },
  });

  port.on('message', (message: Message) => {
    if (stream.destroyed) return;
    switch (message.kind) {
      case 'data': {
        untold += message.bytes.byteLength;
        if (stream.push(Buffer.from(message.bytes))) tellTaken();
        return;
      }
      case 'taken': {
        allowed += message.octets;
        const go = allowed > 0 ? waiting : undefined;
        if (go !== undefined) waiting = undefined;
        go?.();
        return;
      }
      case 'end':
        stream.push(null);
        return;
      case 'gone':
        stream.destroy(message.reason === undefined ? undefined : new Error(message.reason));
    }
  });
  port.on('close', () => stream.destroy());
  return stream;
}
