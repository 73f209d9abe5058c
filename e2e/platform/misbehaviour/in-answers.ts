import type { Json } from '../json.ts';
import type { Answer, Ask, Misbehaviour, Page } from './misbehaviour.ts';

/** Statuses, envelopes, lists and paging: deviations 5 to 8, 10 and what hubs do. */

const only = (kind: Ask['kind'], change: (answer: Answer, ask: Ask) => Answer) => (answer: Answer, ask: Ask) =>
  ask.kind === kind && answer.status === 200 ? change(answer, ask) : answer;
const refused = (status: number, code: number, message: string) =>
  only('list', (answer) => ({
    ...answer,
    status,
    body: { ...(answer.body as Json), data: undefined, status_code: code, status_message: message },
  }));
const bodied = (change: (envelope: Json) => unknown) =>
  only('list', (answer) => ({ ...answer, body: change(answer.body as Json) }));
const withoutHeaders = (page: Page, ...names: readonly string[]): Page => ({
  ...page,
  headers: Object.fromEntries(Object.entries(page.headers).filter(([name]) => !names.includes(name))),
});
const link = (page: Page, value: string): Page => ({ ...page, headers: { ...page.headers, link: value } });
const html = (status: number, text: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html><html><body><h1>${text}</h1><script>alert(1)</script></body></html>`,
});
const list = (answer: (ask: Ask) => Answer | undefined) => (ask: Ask) =>
  ask.kind === 'list' ? answer(ask) : undefined;

export const inAnswers = {
  'status-200-with-2001': {
    about: 'HTTP 200 and OCPI 2001',
    deviation: 5,
    answer: refused(200, 2001, 'Invalid parameters'),
  },
  'status-200-with-2003': {
    about: 'HTTP 200 and OCPI 2003',
    deviation: 5,
    answer: refused(200, 2003, 'Unknown location'),
  },
  'status-200-with-3000': { about: 'HTTP 200 and OCPI 3000', deviation: 5, answer: refused(200, 3000, 'Server error') },
  'status-404-with-2004': {
    about: 'HTTP 404 and OCPI 2004',
    deviation: 5,
    answer: refused(404, 2004, 'Unknown token'),
  },
  'status-404-without-body': {
    about: 'HTTP 404 and nothing',
    deviation: 5,
    instead: list(() => ({ status: 404, headers: {}, body: undefined })),
  },
  'status-500-with-2000': {
    about: 'HTTP 500 for every fault',
    deviation: 5,
    answer: refused(500, 2000, 'Client error'),
  },
  'status-401-with-4001': {
    about: 'HTTP 401 of a hub with OCPI 4001',
    deviation: 5,
    answer: refused(401, 4001, 'Unknown receiver'),
  },
  'envelope-bare-list': { about: 'a bare list', deviation: 6, answer: bodied((one) => one['data']) },
  'envelope-data-alone': {
    about: '`data` without status and time',
    deviation: 6,
    answer: bodied(({ data }) => ({ data })),
  },
  'envelope-items': {
    about: 'a framework’s page object',
    deviation: 6,
    answer: bodied(({ data }) => ({ items: data, total: 7, page: 1 })),
  },
  'envelope-epoch': {
    about: '`timestamp` as a number',
    deviation: 6,
    answer: bodied((one) => ({ ...one, timestamp: 1_767_343_500 })),
  },
  'framework-fault': {
    about: 'a framework’s fault body with HTTP 422',
    deviation: 6,
    instead: list(() => ({
      status: 422,
      headers: { 'content-type': 'application/json' },
      body: { detail: 'Unprocessable' },
    })),
  },
  'html-500': { about: 'a page of HTML with HTTP 500', deviation: 6, instead: list(() => html(500, 'Server Error')) },
  'html-404': { about: 'a page of HTML with HTTP 404', deviation: 6, instead: list(() => html(404, 'Not Found')) },
  'html-200': { about: 'a page of HTML with HTTP 200', deviation: 6, instead: list(() => html(200, 'Please sign in')) },
  'byte-order-mark': { about: 'a byte order mark before the JSON', deviation: 6, text: (text) => `\uFEFF${text}` },
  'json-cut': {
    about: 'JSON that ends in the middle, with HTTP 200',
    deviation: 6,
    text: (text, { kind }) => (kind === 'list' ? text.slice(0, Math.floor(text.length / 2)) : text),
  },
  'object-for-list': {
    about: 'one object where a list belongs, a page for each',
    deviation: 7,
    filter: (filter) => ({ ...filter, limit: 1 }),
    answer: bodied((one) => ({ ...one, data: (one['data'] as unknown[])[0] })),
  },
  'no-paging-headers': {
    about: 'no headers of paging',
    deviation: 8,
    page: (page) => ({ ...page, headers: {} }),
  },
  'limit-ignored': {
    about: 'gives everything at once, whatever `limit` says',
    deviation: 8,
    filter: (filter) => ({ ...filter, limit: Number.MAX_SAFE_INTEGER }),
    page: (page) => withoutHeaders(page, 'link'),
  },
  'own-page-size': {
    about: 'never more than seven objects a page',
    deviation: 8,
    filter: (filter) => ({ ...filter, limit: Math.min(filter.limit, 7) }),
  },
  'link-elsewhere': {
    about: '`Link` to another host',
    deviation: 8,
    page: (page, { base, elsewhere }) =>
      page.headers['link'] === undefined ? page : link(page, page.headers['link'].replace(base, elsewhere)),
  },
  'link-other-path': {
    about: '`Link` with names out of the source code',
    deviation: 8,
    page: (page, { base }) =>
      page.headers['link'] === undefined
        ? page
        : link(
            page,
            `<${base}/cpo/VersionNumber.v_2_2_1/ModuleID.cdrs/?date_from=None&offset=${page.offset}>; rel="next"`,
          ),
  },
  'link-empty': {
    about: '`Link` without a target, on every page',
    deviation: 8,
    page: (page) => link(page, '<>; rel="next"'),
  },
  'link-none': {
    about: '`Link: None`, on every page',
    deviation: 8,
    page: (page) => link(page, 'None'),
  },
  'link-drops-filters': {
    about: '`Link` without the filters of the call',
    deviation: 8,
    page: (page) =>
      page.headers['link'] === undefined
        ? page
        : link(page, page.headers['link'].replace(/date_(?:from|to)=[^&>]*&?/g, '')),
  },
  'link-on-last-page': {
    about: '`Link` on the last page too, to an empty one',
    deviation: 8,
    page: (page, { url, base }) => {
      const next = new URL(url.pathname + url.search, base);
      next.searchParams.set('offset', String(page.offset + Math.max(page.indexes.length, 1)));
      return link(page, `<${next.href}>; rel="next"`);
    },
  },
  'total-counts-hidden': {
    about: 'X-Total-Count counts objects that never appear',
    deviation: 8,
    page: (page) => ({ ...page, headers: { ...page.headers, 'x-total-count': String(page.total + 13) } }),
  },
  'last-page-again': {
    about: 'the last page again where none is left, and a total that counts more',
    deviation: 8,
    filter: (filter) => ({ ...filter, limit: Math.min(filter.limit, 14) }),
    page: (page) => {
      const headers = { 'x-total-count': String(page.total + 13) };
      if (page.indexes.length > 0 || page.total === 0) return { ...page, headers };
      // Of a feed that is read from its beginning.
      const first = page.total - (page.total % page.limit || page.limit);
      const indexes = Array.from({ length: page.total - first }, (_unused, i) => first + i);
      return { ...page, headers, indexes };
    },
  },
  'total-moves': {
    about: 'X-Total-Count is another one on each page',
    deviation: 8,
    page: (page, { count }) => ({
      ...page,
      headers: { ...page.headers, 'x-total-count': String(page.total + count()) },
    }),
  },
  'offset-ignored': {
    about: 'the first page again and again',
    deviation: 8,
    filter: (filter) => ({ ...filter, offset: 0 }),
    page: (page) => withoutHeaders(page, 'link'),
  },
  'pages-in-circles': {
    about: '`Link` leads from the second page back to the first',
    deviation: 8,
    page: (page, { url, base }) => {
      const next = new URL(url.pathname + url.search, base);
      next.searchParams.set('offset', page.offset === 0 ? String(page.indexes.length) : '0');
      return link(withoutHeaders(page, 'x-total-count'), `<${next.href}>; rel="next"`);
    },
    filter: (filter) => ({ ...filter, offset: filter.offset > filter.limit ? 0 : filter.offset }),
  },
  'date-from-demanded': {
    about: 'OCPI 2001 where `date_from` is missing',
    deviation: 10,
    instead: list(({ url, module }) =>
      (module === 'sessions' || module === 'cdrs') && !url.searchParams.has('date_from')
        ? {
            status: 200,
            headers: {},
            body: { status_code: 2001, status_message: 'Missing date_from', timestamp: '2026-01-02T08:45:00Z' },
          }
        : undefined,
    ),
  },
  'date-to-inclusive': {
    about: 'objects of exactly `date_to` are given too',
    deviation: 10,
    filter: (filter) => ({ ...filter, to: filter.to === undefined ? undefined : filter.to + 1 }),
  },
  'date-filter-ignored': {
    about: 'gives everything, whatever the dates',
    deviation: 10,
    filter: (filter) => ({ ...filter, from: undefined, to: undefined }),
  },
  'rate-limit': {
    about: 'HTTP 429 with Retry-After for every second call of a list',
    deviation: 20,
    instead: list(({ count }) =>
      count() % 2 === 0
        ? {
            status: 429,
            headers: { 'retry-after': '0' },
            body: { status_code: 3000, status_message: 'Too many', timestamp: '2026-01-02T08:45:00Z' },
          }
        : undefined,
    ),
  },
  'rate-limit-unstated': {
    about: 'HTTP 429 without Retry-After, once',
    deviation: 20,
    instead: list(({ count }) => (count() < 1 ? { status: 429, headers: {}, body: undefined } : undefined)),
  },
  'rate-limit-for-ever': {
    about: 'HTTP 429 for every call of a list',
    deviation: 20,
    instead: list(() => ({ status: 429, headers: { 'retry-after': '0' }, body: undefined })),
  },
  'fails-then-fine': {
    about: 'HTTP 503 twice, then all is well',
    instead: list(({ count }) => (count() < 2 ? { status: 503, headers: {}, body: undefined } : undefined)),
  },
  'fails-always': {
    about: 'HTTP 500 with an envelope, always',
    instead: list(() => ({
      status: 500,
      headers: {},
      body: { status_code: 3000, status_message: 'Out of order', timestamp: '2026-01-02T08:45:00Z' },
    })),
  },
} satisfies Record<string, Misbehaviour>;
