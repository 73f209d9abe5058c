/** One origin of the scheme: the main window and the PIN window do not share theirs. */
export interface BundleOrigin {
  /** Host part of `app://HOST/`. */
  readonly host: 'bundle' | 'pin';
  /** The only page of this origin, at the root of the bundle. */
  readonly page: 'index.html' | 'pin.html';
}

export const MAIN_ORIGIN: BundleOrigin = { host: 'bundle', page: 'index.html' };
export const PIN_ORIGIN: BundleOrigin = { host: 'pin', page: 'pin.html' };

export const SCHEME = 'app';

export function originOf({ host }: BundleOrigin): string {
  return `${SCHEME}://${host}`;
}

export function pageAddress(origin: BundleOrigin): string {
  return `${originOf(origin)}/${origin.page}`;
}

/** Names that a build makes. Nothing hidden, no `..`, no drive, no backslash, no trailing dot, whatever the system. */
const FILE = /^(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\/)*[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/;

/**
 * The file behind an address, relative to the bundle's folder with `/`; undefined for everything that is not served:
 * other origins, ways out of the folder, pages of the other window.
 *
 * @example resolveBundlePath('app://bundle/assets/index-B1.js', MAIN_ORIGIN) // 'assets/index-B1.js'
 */
export function resolveBundlePath(address: string, origin: BundleOrigin): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== `${SCHEME}:` || url.host !== origin.host || url.username !== '' || url.password !== '') {
    return undefined;
  }
  // No decoding: names of a build need none, and what is not decoded cannot turn into a way out.
  const path = url.pathname.slice(1);
  if (!FILE.test(path)) return undefined;
  // Without case, because the file system may not know it: `PIN.html` is a page as well.
  if (/\.html?$/i.test(path) && path !== origin.page) return undefined;
  return path;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  txt: 'text/plain; charset=utf-8',
};

/** MIME type by extension. What is unknown is never sniffed, so it is only bytes. */
export function mimeType(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? 'application/octet-stream';
}
