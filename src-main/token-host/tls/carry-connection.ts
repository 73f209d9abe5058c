import type { Socket } from 'node:net';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { reasonOf } from './tls-facts.ts';

export interface CarriedEnd {
  readonly kind: 'closed';
  /** Why, when it was no orderly end. */
  readonly reason?: string;
}

/** Pieces that are put together before they go out: a message costs more than its bytes. */
const PART = 256 * 1024;

/**
 * Hands on what comes out of a connection, in parts, and waits while nobody takes them: the other side is then held up by
 * TCP, not kept in memory here. Ends with the connection, or when it is stopped.
 */
export async function carryConnection(
  socket: Socket,
  stop: Stop,
  emit: (bytes: Uint8Array) => Promise<boolean>,
): Promise<CarriedEnd> {
  let fault: string | undefined;
  let wake: () => void = () => undefined;
  const state = { ended: false };
  const over = (): void => {
    state.ended = true;
    wake();
  };
  socket.removeAllListeners('error');
  socket.on('error', (error) => {
    fault = reasonOf(error);
    over();
  });
  socket.on('end', over);
  socket.on('close', over);
  socket.on('readable', () => wake());
  stop.onStop(() => {
    socket.destroy();
    over();
  });
  for (;;) {
    const bytes = taken(socket);
    if (bytes !== undefined) {
      if (await emit(bytes)) continue;
      socket.destroy();
      break;
    }
    if (state.ended) break;
    await new Promise<void>((resolve) => (wake = resolve));
  }
  return { kind: 'closed', ...(fault === undefined ? {} : { reason: fault }) };
}

/** What is there by now, as bytes of its own. */
function taken(socket: Socket): Uint8Array | undefined {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < PART) {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) break;
    parts.push(chunk);
    length += chunk.length;
  }
  if (length === 0) return undefined;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
