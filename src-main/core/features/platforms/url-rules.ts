export type UrlReason = 'not-a-url' | 'scheme' | 'plain-http' | 'user-in-url' | 'fragment' | 'port';

/** Hosts that no other machine answers for. Plain http is for them alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Why a URL is not to be asked; undefined: it may be. */
export function urlRefusal(text: string): UrlReason | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'not-a-url';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
  if (url.username !== '' || url.password !== '') return 'user-in-url';
  if (url.hash !== '') return 'fragment';
  if (url.port === '0') return 'port';
  return url.protocol === 'http:' && !isLoopback(url.hostname) ? 'plain-http' : undefined;
}
