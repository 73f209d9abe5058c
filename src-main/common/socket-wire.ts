import type { Socket } from 'node:net';
import type { Wire } from '../../shared/contract/wire/frames.ts';

/** A frame on a socket: four bytes of length (big endian), then JSON in UTF-8; bytes stand in it as `{"$bytes": base64}`. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const BYTES = '$bytes';

/** Text of a message for a socket. Byte arrays survive; everything else is what JSON can say. */
export function encodeFrame(message: unknown): Buffer {
  const text = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    // A Buffer has become an object by its own toJSON here, so the value is taken from its holder.
    const held = this[key];
    return held instanceof Uint8Array
      ? { [BYTES]: Buffer.from(held.buffer, held.byteOffset, held.byteLength).toString('base64') }
      : value;
  });
  const body = Buffer.from(text, 'utf8');
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, 4);
  return frame;
}

/** The message of one frame's JSON text; undefined when it is none. */
export function decodeFrame(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      const keys = Object.keys(value);
      const held = keys.length === 1 && keys[0] === BYTES ? (value as Record<string, unknown>)[BYTES] : undefined;
      return typeof held === 'string' ? new Uint8Array(Buffer.from(held, 'base64')) : value;
    });
  } catch {
    return undefined;
  }
}

/**
 * A connected socket as a wire. A frame over the limit or one that is no JSON ends the connection: whoever sends it is
 * not one of ours. The limit may grow, once the other end has proved who it is.
 */
export function socketWire(socket: Socket, maxFrameBytes: () => number = () => MAX_FRAME_BYTES): Wire {
  const messages: ((message: unknown) => void)[] = [];
  const closes: (() => void)[] = [];
  let open = true;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let wanted: number | undefined;

  const end = (): void => {
    if (!open) return;
    open = false;
    pending = [];
    for (const listener of closes) listener();
  };
  socket.on('data', (chunk: Buffer) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    while (open) {
      if (wanted === undefined) {
        if (pendingBytes < 4) return;
        wanted = take(4).readUInt32BE(0);
        if (wanted > maxFrameBytes()) return void socket.destroy();
      }
      if (pendingBytes < wanted) return;
      const message = decodeFrame(take(wanted).toString('utf8'));
      wanted = undefined;
      if (message === undefined) return void socket.destroy();
      for (const listener of messages) listener(message);
    }
  });
  socket.on('close', end);
  socket.on('error', () => socket.destroy());

  function take(bytes: number): Buffer {
    const all = pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending);
    const rest = all.subarray(bytes);
    pending = rest.length === 0 ? [] : [rest];
    pendingBytes = rest.length;
    return all.subarray(0, bytes);
  }

  return {
    post: (message) => {
      if (open) socket.write(encodeFrame(message));
    },
    onMessage: (listener) => void messages.push(listener),
    onClose: (listener) => void closes.push(listener),
    close: () => {
      socket.end();
      end();
    },
  };
}
