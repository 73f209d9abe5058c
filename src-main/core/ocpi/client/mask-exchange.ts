import { maskPersonal, personalSpots, replaceSpots } from '../read/personal-spots.ts';

/** What of an exchange may be shown and exported: everything but what would let somebody speak as us. */

const SECRET_HEADERS = new Set([
  'authorization',
  'totp',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'apikey',
  'x-api-key',
]);
const SECRET_WORDS = /token|key|secret|password|auth/i;

export function maskedHeaders(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [
    name.slice(0, 200),
    isSecret(name) ? masked(value) : (URLS.has(name.toLowerCase()) ? maskedLinks(value) : value).slice(0, 4000),
  ]);
}

/** Headers whose value leads somewhere, perhaps with a secret in its query. */
const URLS = new Set(['location', 'link', 'content-location']);

function maskedLinks(value: string): string {
  return value.replace(/https?:\/\/[^\s>",]+/g, maskedUrl);
}

function isSecret(name: string): boolean {
  const folded = name.toLowerCase();
  if (folded.startsWith('ocpi-') || folded === 'x-request-id' || folded === 'x-correlation-id') return false;
  return SECRET_HEADERS.has(folded) || SECRET_WORDS.test(folded);
}

/** What of a body may be shown: its first octets as text, without tokens and without whom it is about. */
export function maskedExcerpt(body: Uint8Array, most: number): string {
  const text = new TextDecoder().decode(body.subarray(0, most));
  // Of every kind of object: an answer may hold another one than was asked for.
  const spots = (['tokens', 'cdrs'] as const).flatMap((module) => personalSpots(module, text));
  const unique = [...new Map(spots.map((spot) => [spot.start, spot])).values()].toSorted((a, b) => a.start - b.start);
  return replaceSpots(text, unique, maskPersonal).replace(TOKEN_FIELD, '$1"••••••"');
}

/**
 * A secret anywhere, and whatever is called uid: without the whole text nobody knows whether it is a driver's or an EVSE's.
 * Also one that the end of the excerpt has cut.
 */
const TOKEN_FIELD =
  /("(?:token|access_token|secret|password|sharedSecret|uid|auth_id|contract_id|group_id|visual_number)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;

/** The word before it, as in `Token …`, says which scheme was spoken. */
function masked(value: string): string {
  const scheme = /^([A-Za-z]{1,20}) \S/.exec(value)?.[1];
  return scheme === undefined ? '••••••' : `${scheme} ••••••`;
}

/** Some platforms want their secrets in the query. */
export function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  let hidden = false;
  for (const name of [...url.searchParams.keys()]) {
    if (!SECRET_WORDS.test(name)) continue;
    url.searchParams.set(name, 'hidden');
    hidden = true;
  }
  return hidden ? url.href : text;
}
