import type { PlainKey } from '../../locales/translate.ts';

export interface Licence {
  readonly name: string;
  readonly what: PlainKey;
  /** SPDX identifier. */
  readonly licence: string;
}

/** What is in the package; the SBOM beside it has every version and hash. */
export const LICENCES: readonly Licence[] = [
  { name: 'Electron', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'Chromium', what: 'settings.forWindow', licence: 'BSD-3-Clause' },
  { name: 'Node.js', what: 'settings.forCore', licence: 'MIT' },
  { name: 'React', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'MUI', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'Emotion', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'TanStack Query', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'TanStack Virtual', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'zustand', what: 'settings.forWindow', licence: 'MIT' },
  { name: 'Lucide', what: 'settings.forWindow', licence: 'ISC' },
  { name: 'IBM Plex', what: 'settings.forWindow', licence: 'OFL-1.1' },
  { name: 'zod', what: 'settings.forCore', licence: 'MIT' },
  { name: 'Kysely', what: 'settings.forStore', licence: 'MIT' },
  { name: 'better-sqlite3', what: 'settings.forStore', licence: 'MIT' },
  { name: 'SQLite', what: 'settings.forStore', licence: 'blessing' },
  { name: 'pkcs11js', what: 'settings.forTokens', licence: 'MIT' },
  { name: '@peculiar/webcrypto', what: 'settings.forTokens', licence: 'MIT' },
  { name: '@peculiar/asn1-schema', what: 'settings.forCsrs', licence: 'MIT' },
  { name: '@noble/curves', what: 'settings.forCsrs', licence: 'MIT' },
  { name: 'jose', what: 'settings.forCsrs', licence: 'MIT' },
];
