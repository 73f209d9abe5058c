import { parentPort } from 'node:worker_threads';
import {
  type DecodedInput,
  type DecodeNews,
  type DecodeOrder,
  type DecodePart,
  NO_SOURCE,
} from './decode-messages.ts';
import { decodeFind, openSource } from './decode-source.ts';

/**
 * A worker thread for foreign input. It holds no port but the one to its pool: no token, no database, and what it gives
 * back is plain data that the pool's side takes as foreign still.
 */
const port = parentPort;
if (port === null) throw new Error('this runs as a worker');

const BATCH_ITEMS = 64;
const BATCH_BYTES = 256 * 1024;

const tell = (news: DecodeNews): void => port.postMessage(news);

port.on('message', ({ sources, profile, most, current }: DecodeOrder) => {
  let parts: DecodePart[] = [];
  let waiting = 0;
  let bytes = 0;
  const flush = (): void => {
    if (parts.length > 0) tell({ kind: 'some', parts });
    parts = [];
    waiting = 0;
    bytes = 0;
  };
  for (const { index, source } of sources) {
    // What is done is told before something large is begun, which may take long or be the end of this thread.
    if (bytes + source.content.length > BATCH_BYTES) flush();
    Atomics.store(current, 0, index);
    const finds = openSource(source);
    const wanted = finds.slice(0, most);
    let found: number | undefined = wanted.length;
    let items: DecodedInput[] = [];
    const add = (end: DecodePart['end']): void => {
      parts.push({ index, found, items, end });
      found = undefined;
      items = [];
    };
    const places = new Map<string, number>();
    if (wanted.length > BATCH_ITEMS) {
      add(undefined);
      flush();
    }
    for (const find of wanted) {
      const place = places.get(find.sourceName) ?? 0;
      places.set(find.sourceName, place + 1);
      const item = decodeFind(find, place, profile);
      items.push(item);
      waiting += 1;
      bytes += item.der.length;
      if (waiting < BATCH_ITEMS && bytes < BATCH_BYTES) continue;
      add(undefined);
      flush();
    }
    add({ leftOut: finds.length - wanted.length });
    Atomics.store(current, 0, NO_SOURCE);
  }
  flush();
  tell({ kind: 'idle' });
});
