import { parentPort } from 'node:worker_threads';
import type { DecodedInput, DecodeNews, DecodeOrder } from './decode-messages.ts';
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

port.on('message', ({ sources, profile, most }: DecodeOrder) => {
  for (const { index, source } of sources) {
    tell({ kind: 'begin', index });
    const finds = openSource(source);
    const wanted = finds.slice(0, most);
    tell({ kind: 'found', index, count: wanted.length });
    const places = new Map<string, number>();
    let batch: DecodedInput[] = [];
    let bytes = 0;
    for (const find of wanted) {
      const place = places.get(find.sourceName) ?? 0;
      places.set(find.sourceName, place + 1);
      const item = decodeFind(find, place, profile);
      batch.push(item);
      bytes += item.der.length;
      if (batch.length < BATCH_ITEMS && bytes < BATCH_BYTES) continue;
      tell({ kind: 'items', index, items: batch });
      batch = [];
      bytes = 0;
    }
    if (batch.length > 0) tell({ kind: 'items', index, items: batch });
    tell({ kind: 'end', index, leftOut: finds.length - wanted.length });
  }
  tell({ kind: 'idle' });
});
