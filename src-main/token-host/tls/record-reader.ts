/** Reads the records (RFC 5246 §6.2.1, RFC 8446 §5.1) of our own first flights; it keeps no more than it needs. */
export interface RecordReader {
  take(chunk: Uint8Array): void;
  /** Lengths of the encrypted records so far: content type 23. */
  encrypted(): readonly number[];
  /** Octets of the list in the Certificate message that went out in the clear; undefined when there was none. */
  certificateListBytes(): number | undefined;
}

const CHANGE_CIPHER_SPEC = 20;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const CERTIFICATE = 11;
/** Our own handshake is a few kilobytes long; more than this is not looked at. */
const MOST_KEPT = 256 * 1024;

export function createRecordReader(): RecordReader {
  let pending = Buffer.alloc(0);
  let clear = Buffer.alloc(0);
  let isClear = true;
  const lengths: number[] = [];

  function record(type: number, body: Buffer): void {
    if (type === CHANGE_CIPHER_SPEC) isClear = false;
    else if (type === HANDSHAKE && isClear && clear.length < MOST_KEPT) clear = Buffer.concat([clear, body]);
    else if (type === APPLICATION_DATA && lengths.length < 1000) lengths.push(body.length);
  }

  return {
    take: (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 5) {
        const end = 5 + pending.readUInt16BE(3);
        if (pending.length < end) return;
        record(pending[0] ?? 0, pending.subarray(5, end));
        pending = pending.subarray(end);
      }
    },
    encrypted: () => lengths,
    certificateListBytes: () => {
      for (let at = 0; at + 4 <= clear.length;) {
        const length = clear.readUIntBE(at + 1, 3);
        if (clear[at] === CERTIFICATE && at + 7 <= clear.length) return clear.readUIntBE(at + 4, 3);
        at += 4 + length;
      }
      return undefined;
    },
  };
}
