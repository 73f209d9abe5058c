import { parentPort } from 'node:worker_threads';
import { type DecodeNews, type DecodeOrder, type DecodePart, NO_SOURCE } from './decode-messages.ts';
import { decodeFinds, openSource, type PlacedFind } from './decode-source.ts';

/**
 * A worker thread for foreign input. It holds no port but the one to its pool: no token, no database, and what it gives
 * back is plain data that the pool's side takes as foreign still.
 */
const port = parentPort;
if (port === null) throw new Error('this runs as a worker');

const BATCH_ITEMS = 64;
const BATCH_BYTES = 256 * 1024;

const tell = (news: DecodeNews): void => port.postMessage(news);

/** What is told of a source, its finds not decoded yet. */
interface Group extends Pick<DecodePart, 'index' | 'found' | 'end'> {
  readonly finds: readonly PlacedFind[];
}

port.on('message', ({ sources, profile, most, listings, current }: DecodeOrder) => {
  let groups: Group[] = [];
  let waiting = 0;
  let bytes = 0;
  const flush = (): void => {
    if (groups.length === 0) return;
    const placed = groups.flatMap(({ index, finds }) => finds.map((find) => ({ index, find })));
    const decoded = decodeFinds(
      placed.map(({ find }) => find),
      { profile, listings },
      (position) => void Atomics.store(current, 0, placed[position]?.index ?? NO_SOURCE),
    );
    Atomics.store(current, 0, NO_SOURCE);
    let at = 0;
    const parts = groups.map(({ index, found, finds, end }): DecodePart => {
      at += finds.length;
      return { index, found, items: decoded.slice(at - finds.length, at), end };
    });
    tell({ kind: 'some', parts });
    groups = [];
    waiting = 0;
    bytes = 0;
  };
  for (const { index, source } of sources) {
    // What is done is told before something large is begun, which may take long or be the end of this thread.
    if (bytes + source.content.length > BATCH_BYTES) flush();
    Atomics.store(current, 0, index);
    const finds = openSource(source);
    Atomics.store(current, 0, NO_SOURCE);
    const wanted = finds.slice(0, most);
    groups.push({ index, found: wanted.length, finds: [], end: undefined });
    if (wanted.length > BATCH_ITEMS) flush();
    const places = new Map<string, number>();
    for (const find of wanted) {
      const place = places.get(find.sourceName) ?? 0;
      places.set(find.sourceName, place + 1);
      groups.push({ index, found: undefined, finds: [{ find, at: place }], end: undefined });
      waiting += 1;
      bytes += find.der.length;
      if (waiting >= BATCH_ITEMS || bytes >= BATCH_BYTES) flush();
    }
    groups.push({ index, found: undefined, finds: [], end: { leftOut: finds.length - wanted.length } });
  }
  flush();
  tell({ kind: 'idle' });
});
