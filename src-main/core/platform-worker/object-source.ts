import { type OcpiVersion, ocpiVersions } from '../../../shared/domain/ocpi-version.ts';

/** Where an object came from, as platform.db keeps it: the version that was spoken and the URL of its module. */
export function sourceText(version: OcpiVersion, url: string): string {
  return `${version} ${url}`;
}

export function sourceOf(text: string): { readonly version: OcpiVersion; readonly url: string } {
  const at = text.indexOf(' ');
  const version = ocpiVersions.find((one) => one === text.slice(0, at));
  return version === undefined ? { version: '2.2.1', url: text } : { version, url: text.slice(at + 1) };
}
