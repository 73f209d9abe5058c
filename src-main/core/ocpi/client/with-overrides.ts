import type { Connection } from '../../../../shared/contract/platforms.ts';

/** An override stands in the place of what the platform advertises for that module, and says that it does. */
export function withOverrides(
  endpoints: readonly Connection['endpoints'][number][],
  overrides: Connection['settings']['overrides'],
): Connection['endpoints'] {
  const given = new Map<string, string>(overrides.map(({ module, url }) => [module, url]));
  const kept = endpoints.filter(({ identifier, role }) => !(given.has(identifier) && role !== 'RECEIVER'));
  return [
    ...kept,
    ...overrides.map(({ module, url }) => ({
      identifier: module,
      role: 'SENDER' as const,
      url,
      override: true,
      notes: [],
    })),
  ];
}
