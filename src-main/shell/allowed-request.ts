import { type BundleOrigin, originOf } from './bundle-path.ts';

/**
 * May Chromium fetch this for a page of ours? The bundle, inline images, and in a build for developers the developer
 * tools. Whatever gets past the content security policy ends here.
 */
export function isAllowedRequest(address: string, origin: BundleOrigin, devTools: boolean): boolean {
  if (address.startsWith(`${originOf(origin)}/`)) return true;
  if (/^data:image\/(?:png|svg\+xml)[;,]/i.test(address)) return true;
  return devTools && address.startsWith('devtools://');
}

/** A navigation to the page that is open anyway (a reload, another fragment) is the only one there is. */
export function isOwnPage(address: string, page: string): boolean {
  return address === page || address.startsWith(`${page}#`);
}
