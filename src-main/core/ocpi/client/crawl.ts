import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { FeedModule } from '../../../../shared/domain/ocpi-version.ts';
import type { Range } from '../read/split-page.ts';
import { originOf, originText } from './connect.ts';
import type { AskFault, PlatformClient } from './platform-client.ts';

/** Where a crawl stands between two pages: the next URL, and how many objects came before it. */
export interface CrawlCursor {
  readonly url: string;
  readonly offset: number;
}

export interface CrawlPage {
  readonly url: string;
  readonly body: Buffer;
  readonly elements: readonly Range[];
  /** X-Total-Count, where it is stated. */
  readonly total: number | undefined;
  /** What was odd about the page: codes. */
  readonly notes: readonly string[];
  /** Where the platform sent us on to; REDIRECTED is among the notes. */
  readonly redirectedTo: string | undefined;
  readonly next: CrawlCursor | undefined;
  /** `whole`: that was all. `broken`: it went in circles, and what else there is stays unknown. */
  readonly end: 'more' | 'whole' | 'broken';
}

export interface CrawlWish {
  /** The module's URL as it was advertised. */
  readonly url: string;
  readonly module: FeedModule;
  readonly pageSize: number;
  /** On `last_updated`, ISO UTC. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** A crawl that never ends is a server's joke. */
const MOST_PAGES = 100_000;
/** A feed may shrink now and then while it is read, not all the time. */
const MOST_REPEATS = 20;

/** Begin of time for feeds whose filter is mandatory. */
const ALWAYS = '2000-01-01T00:00:00Z';
const NEEDS_FROM: ReadonlySet<FeedModule> = new Set(['sessions', 'cdrs']);

export function firstPage({ url, module, pageSize, from, to }: CrawlWish): CrawlCursor {
  const first = new URL(url);
  const since = from ?? (NEEDS_FROM.has(module) ? ALWAYS : undefined);
  if (since !== undefined) first.searchParams.set('date_from', seconds(since));
  if (to !== undefined) first.searchParams.set('date_to', seconds(to));
  first.searchParams.set('offset', '0');
  first.searchParams.set('limit', String(pageSize));
  return { url: first.href, offset: 0 };
}

/** As every version's text has it, without fractions. */
const seconds = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');

/**
 * The pages of a feed, one after the other, with the known troubles of paging (OCPI 2.2.1 §4.2.1.2 and what platforms make
 * of it): links that lead elsewhere or lose filters, no headers at all, page sizes of their own, totals that move.
 */
export function createCrawl(client: PlatformClient, wish: CrawlWish) {
  const home = originOf(wish.url);
  const homePath = new URL(wish.url).pathname.replace(/\/$/, '');
  const visited = new Set<string>();
  /** Objects of the page before: a server that ignores the offset gives the same ones for ever. */
  let before: Buffer | undefined;
  /** Pages that came, and the objects of the largest. */
  let pages = 0;
  let largest = 0;
  let lastTotal: number | undefined;
  /** Pages asked for again, because what was behind us shrank. */
  let repeats = 0;

  async function page(cursor: CrawlCursor, stop: Stop): Promise<Result<CrawlPage, AskFault>> {
    if (visited.size >= MOST_PAGES) return fail(endless('the crawl has no end'));
    visited.add(cursor.url);
    const asked = await client.get(cursor.url, stop, { routing: true });
    if (!asked.ok) return asked;
    const { envelope, answer, redirectedTo } = asked.value;
    const { elements } = envelope.page;
    const notes = [...envelope.notes];
    if (redirectedTo !== undefined) notes.push('REDIRECTED');
    if (envelope.page.single) notes.push('OBJECT_INSTEAD_OF_LIST');
    const total = countOf(answer.headers['x-total-count']);
    // Without the envelope, whose timestamp is another one each time.
    const objects = answer.body.subarray(elements[0]?.start ?? 0, elements.at(-1)?.end ?? 0);
    if (before !== undefined && elements.length > 0 && before.equals(objects)) {
      // A page that is shorter than others is the last: asked for more, some send it again, as their total counts too much.
      const end = isShort(elements.length, countOf(answer.headers['x-limit'])) ? 'whole' : 'broken';
      if (end === 'broken') notes.push('OFFSET_IGNORED');
      const common = { url: cursor.url, body: answer.body, redirectedTo };
      return ok({ ...common, elements: [], total, notes, next: undefined, end });
    }
    before = objects;
    pages += 1;
    largest = Math.max(largest, elements.length);
    if (elements.length > wish.pageSize) notes.push('LIMIT_IGNORED');
    const offset = cursor.offset + elements.length;
    const next = nextOf(cursor, { elements: elements.length, offset, total, headers: answer.headers, notes });
    lastTotal = total;
    const isBroken = next === undefined && notes.includes('PAGE_REPEATED');
    const end = next !== undefined ? 'more' : isBroken ? 'broken' : 'whole';
    return ok({ url: cursor.url, body: answer.body, elements, total, notes, redirectedTo, next, end });
  }

  /** One page alone is measured by what was asked for and what the platform gives at most (OCPI 2.2.1 §4.2.1.2, X-Limit). */
  function isShort(elements: number, most: number | undefined): boolean {
    return elements < (pages > 1 ? largest : Math.min(wish.pageSize, most ?? wish.pageSize));
  }

  function nextOf(
    cursor: CrawlCursor,
    seen: {
      readonly elements: number;
      readonly offset: number;
      readonly total: number | undefined;
      readonly headers: Readonly<Record<string, string>>;
      readonly notes: string[];
    },
  ): CrawlCursor | undefined {
    const { elements, total, headers, notes } = seen;
    let { offset } = seen;
    // Objects left the window behind us: those after them moved up, so that some would be skipped (OCPI 2.2.1 §4.2.1.2).
    const shrunk = total !== undefined && lastTotal !== undefined && total < lastTotal ? lastTotal - total : 0;
    if (shrunk > 0) {
      notes.push('TOTAL_SHRANK');
      offset = Math.max(cursor.offset, offset - shrunk);
    }
    const link = linkOf(headers['link'], cursor.url);
    if (link !== undefined && shrunk === 0) {
      const verdict = usable(link, cursor.url);
      if (verdict === 'good') return elements === 0 ? undefined : { url: link, offset };
      notes.push(verdict);
    }
    if (elements === 0) return undefined;
    const stated = link !== undefined || total !== undefined;
    if (total !== undefined && offset >= total && link === undefined) return undefined;
    // Without any header a page that is not full is the last; one that is may be, and the next one says so.
    if (!stated && elements < wish.pageSize) return undefined;
    const url = new URL(firstPage(wish).url);
    url.searchParams.set('offset', String(offset));
    if (visited.has(url.href) && repeats++ >= MOST_REPEATS) {
      notes.push('PAGE_REPEATED');
      return undefined;
    }
    return { url: url.href, offset };
  }

  /** A link is followed only to the endpoint itself, with our filters, and never twice. */
  function usable(link: string, from: string): 'good' | 'LINK_ELSEWHERE' | 'LINK_WITHOUT_FILTERS' | 'LINK_REPEATED' {
    const there = originOf(link);
    if (home === undefined || there === undefined || originText(home) !== originText(there)) return 'LINK_ELSEWHERE';
    const url = new URL(link);
    if (home.protocol !== there.protocol || url.pathname.replace(/\/$/, '') !== homePath) return 'LINK_ELSEWHERE';
    const asked = new URL(from);
    for (const name of ['date_from', 'date_to']) {
      if (asked.searchParams.has(name) && !url.searchParams.has(name)) return 'LINK_WITHOUT_FILTERS';
    }
    return visited.has(url.href) || visited.has(link) ? 'LINK_REPEATED' : 'good';
  }

  return { page };
}

function countOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,12}$/.test(value.trim()) ? Number(value) : undefined;
}

/** RFC 8288: the target of `rel="next"`, whatever stands around it. */
export function linkOf(header: string | undefined, base: string): string | undefined {
  if (header === undefined) return undefined;
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>([^,]*)/g)) {
    if (!/rel\s*=\s*"?next"?/i.test(parameters) || target.trim() === '') continue;
    if (URL.canParse(target, base)) return new URL(target, base).href;
  }
  return undefined;
}

function endless(message: string): AskFault {
  return { code: 'PLATFORM_ANSWER', data: { reason: 'OCPI_ERROR', message, httpStatus: 200 } };
}
