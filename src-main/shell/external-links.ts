/** The only addresses that the console ever hands to a browser. The window names one of them by its id. */
export const externalLinks = {
  project: 'https://github.com/OpenChargingCloud/OCPIConsole',
  manual: 'https://github.com/OpenChargingCloud/OCPIConsole/tree/main/docs/manual',
  issues: 'https://github.com/OpenChargingCloud/OCPIConsole/issues',
  licence: 'https://www.apache.org/licenses/LICENSE-2.0',
  ocpi: 'https://evroaming.org/ocpi/',
} as const;

/** The address behind an id; undefined for whatever else a page may have sent. */
export function linkAddress(id: string): string | undefined {
  return new Map<string, string>(Object.entries(externalLinks)).get(id);
}
