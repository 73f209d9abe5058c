import type { Json } from '../json.ts';
import type { Answer, Ask, Misbehaviour } from './misbehaviour.ts';

/** Tokens, credentials, discovery: deviations 1 to 4 and what TLS can do wrong. */

const endpoints =
  (change: (one: Json, ask: Ask) => Json | readonly Json[] | undefined) => (data: unknown, ask: Ask) => {
    if (ask.kind !== 'details') return data;
    const details = data as Json;
    const changed = (details['endpoints'] as readonly Json[]).flatMap((one) => change(one, ask) ?? []);
    return { ...details, endpoints: changed };
  };
const isOf = (one: Json, module: string): boolean => one['identifier'] === module;
const urlOf = (one: Json): string => String(one['url']);
const versions = (change: (one: Json, ask: Ask) => Json) => (data: unknown, ask: Ask) =>
  ask.kind === 'versions' && Array.isArray(data) ? data.map((one: Json) => change(one, ask)) : data;

const page = (status: number, title: string, text: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<center>${text}</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
});

export const atTheDoor = {
  'token-raw-only': { about: 'takes the token un-encoded alone', deviation: 1, token: 'raw-only' },
  'token-base64-only': { about: 'takes the token in base64 alone, in 2.1.1 too', deviation: 1, token: 'base64-only' },
  'token-any-that-decodes': {
    about: 'decodes whatever happens to be valid base64, so that some raw tokens fail',
    deviation: 1,
    token: 'any-that-decodes',
  },
  'token-a-stays-valid': {
    about: 'token A works after the registration as before',
    deviation: 2,
    token: 'a-stays-valid',
  },
  'token-valid-after-delete': {
    about: 'the token works after DELETE credentials',
    deviation: 2,
    token: 'valid-after-delete',
  },
  'post-is-405': { about: 'says to be registered already', deviation: 2, token: 'post-is-405' },
  'put-fails-half-way': {
    about: 'takes the new token and answers with a fault',
    deviation: 2,
    token: 'put-fails-half-way',
  },
  'get-tells-no-token': { about: 'credentials without their token', deviation: 2, token: 'get-tells-no-token' },
  'no-authentication': { about: 'answers anybody', deviation: 3, token: 'none-needed' },
  'other-header': { about: 'wants the token in a header `apikey`', deviation: 3, token: 'other-header' },
  'silent-stranger': {
    about: 'takes an unknown token for a stranger and answers with open data',
    deviation: 3,
    token: 'stranger',
  },
  'version-named-2.1': {
    about: 'calls 2.1.1 version 2.1',
    deviation: 4,
    data: versions((one) => (one['version'] === '2.1.1' ? { ...one, version: '2.1' } : one)),
  },
  'details-as-list': {
    about: 'version details in a list of one',
    deviation: 4,
    data: (data, ask) => (ask.kind === 'details' ? [data] : data),
  },
  'details-url-odd': {
    about: 'details under a URL of another shape',
    deviation: 4,
    data: versions((one) => ({ ...one, url: `${urlOf(one)}/details?x=1` })),
  },
  'endpoint-placeholder-host': {
    about: 'an endpoint at www.example.com',
    deviation: 4,
    data: endpoints((one, { base }) =>
      isOf(one, 'tariffs') ? { ...one, url: urlOf(one).replace(base, 'https://www.example.com') } : one,
    ),
  },
  'endpoint-internal-host': {
    about: 'an endpoint at localhost:3005',
    deviation: 4,
    data: endpoints((one, { base }) =>
      isOf(one, 'tariffs') ? { ...one, url: urlOf(one).replace(base, 'https://localhost:3005') } : one,
    ),
  },
  'endpoint-plain-http': {
    about: 'an endpoint with http where the platform has https',
    deviation: 4,
    data: endpoints((one) => (isOf(one, 'tariffs') ? { ...one, url: urlOf(one).replace('https:', 'http:') } : one)),
  },
  'endpoint-relative': {
    about: 'relative endpoint URLs',
    deviation: 4,
    data: endpoints((one) => ({ ...one, url: new URL(urlOf(one)).pathname })),
  },
  'identifier-misspelt': {
    about: 'the key `idnentifier`',
    deviation: 4,
    data: endpoints(({ identifier, ...one }) => ({ idnentifier: identifier, ...one })),
  },
  'endpoint-missing': {
    about: 'a module that answers and is not advertised',
    deviation: 4,
    data: endpoints((one) => (isOf(one, 'tariffs') ? undefined : one)),
  },
  'module-twice': {
    about: 'the same module as sender and receiver',
    deviation: 4,
    data: endpoints((one) => {
      if (!isOf(one, 'tariffs')) return one;
      return [{ ...one, role: 'RECEIVER', url: `${urlOf(one)}-received` }, one];
    }),
  },
  'credentials-as-list': {
    about: 'credentials in a list of one',
    deviation: 7,
    data: (data, ask) => (ask.kind === 'credentials' ? [data] : data),
  },
  'no-common-version': {
    about: 'offers nothing but 2.0',
    data: versions((one) => ({ ...one, version: '2.0' })),
  },
  'redirect-to-slash': {
    about: 'answers 307 to the same URL with a slash',
    deviation: 9,
    instead: ({ kind, url }) => {
      if (kind !== 'list' || url.pathname.endsWith('/')) return undefined;
      return { status: 307, headers: { location: `${url.pathname}/${url.search}` }, body: undefined };
    },
  },
  'slash-is-404': {
    about: 'knows its own URL with a slash alone',
    deviation: 9,
    instead: ({ kind, url }) =>
      kind === 'list' && !url.pathname.endsWith('/') ? { status: 404, headers: {}, body: undefined } : undefined,
  },
  'redirect-loop': {
    about: 'redirects in circles',
    deviation: 9,
    instead: ({ kind, url, count }) =>
      kind === 'list'
        ? { status: 302, headers: { location: `${url.pathname}?round=${count()}` }, body: undefined }
        : undefined,
  },
  'redirect-elsewhere': {
    about: 'redirects to another host',
    deviation: 9,
    instead: ({ kind, url, elsewhere }) =>
      kind === 'list'
        ? { status: 302, headers: { location: `${elsewhere}${url.pathname}` }, body: undefined }
        : undefined,
  },
  'html-certificate-required': {
    about: 'as nginx says that no client certificate came: HTTP 400 with a page',
    instead: () => page(400, '400 No required SSL certificate was sent', 'No required SSL certificate was sent'),
  },
  'html-certificate-refused': {
    about: 'as nginx says that it does not take the client certificate: HTTP 400 with a page',
    instead: () => page(400, '400 The SSL certificate error', 'The SSL certificate error'),
  },
  'tls-expired': { about: 'a server certificate of yesterday', tls: 'expired' },
  'tls-not-yet-valid': { about: 'a server certificate of tomorrow', tls: 'not-yet-valid' },
  'tls-wrong-name': { about: 'a server certificate for another name', tls: 'wrong-name' },
  'tls-self-signed': { about: 'a server certificate that nobody has signed', tls: 'self-signed' },
  'tls-missing-intermediate': { about: 'the chain lacks what is between leaf and root', tls: 'missing-intermediate' },
  'tls-1.2-refuses-client': { about: 'refuses every client in the handshake of TLS 1.2', tls: 'refuses-client-1.2' },
  'tls-1.3-refuses-client': { about: 'refuses every client in the handshake of TLS 1.3', tls: 'refuses-client-1.3' },
} satisfies Record<string, Misbehaviour>;
