import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export type BodyFault = 'too-large' | 'bomb' | 'cut' | 'encoding';

export interface TakenBody {
  readonly body: Buffer;
  /** Octets as they came. */
  readonly bytes: number;
  readonly fault?: BodyFault;
  readonly message: string;
}

/** Packed text of objects shrinks ten to thirty times; what shrinks a thousand times was made to. */
const MOST_RATIO = 300;
/** Below this a ratio says nothing. */
const RATIO_FROM = 4 * 1024 * 1024;

/** Reads a whole body, unpacked, within limits; what is over them or ends too early is told, with what came by then. */
export async function readBody(response: IncomingMessage, most: number, alive: () => void): Promise<TakenBody> {
  let packed = 0;
  response.on('data', (chunk: Buffer) => {
    packed += chunk.length;
    alive();
  });
  const parts: Buffer[] = [];
  let length = 0;
  const ended = (fault: BodyFault, message: string): TakenBody => {
    response.destroy();
    return { body: Buffer.concat(parts, Math.min(length, 64 * 1024)), bytes: packed, fault, message };
  };
  const source = unpacked(response);
  if (source === undefined) return ended('encoding', `packed as ${String(response.headers['content-encoding'])}`);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      parts.push(chunk);
      length += chunk.length;
      if (length > most) return ended('too-large', `more than ${most} octets`);
      if (length > RATIO_FROM && length / Math.max(packed, 1) > MOST_RATIO) {
        return ended('bomb', `${packed} octets unpack to more than ${length}`);
      }
    }
  } catch (error) {
    const isCut = !response.complete;
    return ended(isCut ? 'cut' : 'encoding', isCut ? 'the body ended too early' : messageOf(error));
  }
  if (!response.complete) return ended('cut', 'the body ended too early');
  return { body: Buffer.concat(parts, length), bytes: packed, message: '' };
}

function unpacked(response: IncomingMessage): Readable | undefined {
  switch ((response.headers['content-encoding'] ?? '').trim().toLowerCase()) {
    case '':
    case 'identity':
      return response;
    case 'gzip':
    case 'x-gzip':
      return fed(response, createGunzip());
    case 'deflate':
      return fed(response, createInflate());
    case 'br':
      return fed(response, createBrotliDecompress());
    default:
      return undefined;
  }
}

function fed(response: IncomingMessage, through: Transform): Readable {
  response.on('error', (error) => through.destroy(error));
  response.on('aborted', () => through.destroy(new Error('aborted')));
  return response.pipe(through);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : 'unknown');
