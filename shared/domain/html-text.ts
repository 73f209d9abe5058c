import { revealUnsafeCharacters } from './unsafe-characters.ts';

/**
 * Foreign text as it may stand in an HTML page, in content and in quoted attributes: what hides in it is spelled out, and
 * nothing of it is markup (HTML Living Standard §13.3, escaping a string).
 */
export function htmlText(text: string): string {
  return revealUnsafeCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
