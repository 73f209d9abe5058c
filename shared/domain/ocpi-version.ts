/** The OCPI versions that are spoken here, lowest first. 3.0 is the public preview of its drafts. */
export const ocpiVersions = ['2.1.1', '2.2.1', '2.3.0', '3.0'] as const;
export type OcpiVersion = (typeof ocpiVersions)[number];

/** Modules whose objects are read and kept; `tariffassociations` and `evsestatuses` are of 3.0 alone. */
export const feedModules = [
  'locations',
  'tariffs',
  'sessions',
  'cdrs',
  'tokens',
  'tariffassociations',
  'evsestatuses',
] as const;
export type FeedModule = (typeof feedModules)[number];
