import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createRecordReader } from './record-reader.ts';

/** What went over the wire, as far as it can be seen without the keys. */
export interface Tapped {
  /** Carries the bytes of the socket both ways; give it to tls.connect. */
  readonly stream: Duplex;
  /** The first bytes that came are no TLS record: a server of something else. */
  speaksOtherwise(): boolean;
  /** What the client answered to a request for its certificate; node:tls tells neither that there was one nor this. */
  clientCertificate(protocol: string, cipher: string): 'not-asked' | 'empty' | 'sent';
  /** The handshake is over: what goes out from now on is not looked at. */
  lookAway(): void;
}

/** Lengths in TLS 1.3 (RFC 8446 §4, §5.2): the type octet and the tag of each record; an empty Certificate message. */
const RECORD_EXTRA = 17;
const MESSAGE_HEADER = 4;
const EMPTY_CERTIFICATE = 8;

/**
 * Stands between socket and TLS and counts. A client that was asked for its certificate answers with a Certificate message,
 * be it empty (RFC 5246 §7.4.6, RFC 8446 §4.4.2), and only then. In TLS 1.2 that message goes out in the clear. In TLS 1.3 it
 * is encrypted, but a flight without it is exactly one Finished long, and one with an empty one eight octets more.
 */
export function tapHandshake(socket: Socket): Tapped {
  const outgoing = createRecordReader();
  const first: number[] = [];
  let isLooking = true;

  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      if (isLooking) outgoing.take(chunk);
      socket.write(chunk, done);
    },
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (first.length < 2) first.push(...chunk.subarray(0, 2 - first.length));
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', () => void stream.push(null));
  socket.on('error', (error) => void stream.destroy(error));
  socket.on('close', () => void stream.destroy());

  return {
    stream,
    lookAway: () => (isLooking = false),
    speaksOtherwise: () =>
      first.length === 2 && !(first[0] !== undefined && first[0] >= 20 && first[0] <= 23 && first[1] === 3),
    clientCertificate: (protocol, cipher) => {
      if (protocol !== 'TLSv1.3') {
        const list = outgoing.certificateListBytes();
        return list === undefined ? 'not-asked' : list === 0 ? 'empty' : 'sent';
      }
      const finished = MESSAGE_HEADER + (cipher.endsWith('SHA384') ? 48 : 32);
      const more = outgoing.encrypted().reduce((sum, length) => sum + length - RECORD_EXTRA, -finished);
      return more < EMPTY_CERTIFICATE ? 'not-asked' : more === EMPTY_CERTIFICATE ? 'empty' : 'sent';
    },
  };
}
