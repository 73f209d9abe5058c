/**
 * Frames of the TLS helper (`src-main/tls-helper/README.md`): a type, the number of a connection, a length, that many
 * octets. What comes from the helper is read strictly: it has spoken with strangers.
 */
export interface HelperFrame {
  readonly kind: string;
  readonly connection: number;
  readonly payload: Buffer;
}

const HEAD = 9;
/** As the helper has it. */
export const MAX_PAYLOAD = 4 * 1024 * 1024;

export function helperFrame(kind: string, connection: number, payload: Uint8Array = new Uint8Array()): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + payload.length);
  frame.write(kind, 0, 'latin1');
  frame.writeUInt32BE(connection, 1);
  frame.writeUInt32BE(payload.length, 5);
  frame.set(payload, HEAD);
  return frame;
}

/**
 * Takes octets as they come and tells each frame that is whole. False for good once a length is more than a frame may have:
 * what comes after it cannot be told apart any more.
 */
export function createFrameReader(tell: (frame: HelperFrame) => void): (octets: Buffer) => boolean {
  let held: Buffer[] = [];
  let size = 0;
  let isBroken = false;

  return (octets) => {
    if (isBroken) return false;
    held.push(octets);
    size += octets.length;
    while (size >= HEAD) {
      const whole = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held, size);
      held = [whole];
      const length = whole.readUInt32BE(5);
      if (length > MAX_PAYLOAD) {
        isBroken = true;
        return false;
      }
      if (size < HEAD + length) break;
      const kind = whole.toString('latin1', 0, 1);
      tell({ kind, connection: whole.readUInt32BE(1), payload: whole.subarray(HEAD, HEAD + length) });
      held = [whole.subarray(HEAD + length)];
      size -= HEAD + length;
    }
    return true;
  };
}
