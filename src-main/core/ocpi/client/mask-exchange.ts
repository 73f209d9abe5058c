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
    isSecret(name) ? masked(value) : value.slice(0, 4000),
  ]);
}

function isSecret(name: string): boolean {
  const folded = name.toLowerCase();
  if (folded.startsWith('ocpi-') || folded === 'x-request-id' || folded === 'x-correlation-id') return false;
  return SECRET_HEADERS.has(folded) || SECRET_WORDS.test(folded);
}

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
