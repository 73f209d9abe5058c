import type { Feed } from './data/feed.ts';
import type { Filter, Page } from './misbehaviour/misbehaviour.ts';

/** What was asked of a list (OCPI 2.2.1 §4.2.1.2). */
export function filterOf(url: URL, most: number): Filter {
  const time = (name: string): number | undefined => {
    const ms = Date.parse(url.searchParams.get(name) ?? '');
    return Number.isNaN(ms) ? undefined : ms;
  };
  const number = (name: string): number | undefined => {
    const text = url.searchParams.get(name);
    return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  return {
    from: time('date_from'),
    to: time('date_to'),
    offset: number('offset') ?? 0,
    limit: Math.min(number('limit') ?? most, most),
  };
}

/** The place of the first object that is not older; objects are in the order of `last_updated`. */
function firstNotBefore(feed: Feed, ms: number): number {
  let [low, high] = [0, feed.size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (feed.updatedAt(middle) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A page with its headers: from inclusive, to exclusive, and a link where there is more. */
export function pageOf(feed: Feed, { from, to, offset, limit }: Filter, url: URL, base: string, most: number): Page {
  const first = from === undefined ? 0 : firstNotBefore(feed, from);
  const after = to === undefined ? feed.size : Math.max(first, firstNotBefore(feed, to));
  const total = after - first;
  const count = Math.max(0, Math.min(limit, total - offset));
  const next = new URL(url.pathname + url.search, base);
  next.searchParams.set('offset', String(offset + count));
  next.searchParams.set('limit', String(limit));
  return {
    indexes: Array.from({ length: count }, (_unused, i) => first + offset + i),
    total,
    limit,
    offset,
    headers: {
      'x-total-count': String(total),
      'x-limit': String(most),
      ...(offset + count < total ? { link: `<${next.href}>; rel="next"` } : {}),
    },
  };
}
