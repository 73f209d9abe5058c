const TOLD = new Set(['STORE_FULL', 'STORE_READ_ONLY', 'STORE_IO']);

/** Trouble with platform.db as the application's contract names it: all else is a file to be read anew. */
export function storeCode(code: string): string {
  return TOLD.has(code) ? code : 'PLATFORM_STORE_DAMAGED';
}
