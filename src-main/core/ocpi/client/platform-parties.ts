import { isRaw } from '../read/source.ts';
import type { Endpoint, Party } from './discover.ts';

/** No name of the endpoint is settled in the draft of 3.0 (facts of OCPI 3.0 §2, use case 2.4). */
const NAMES: ReadonlySet<string> = new Set(['parties', 'platformparties', 'platform_parties', 'platform-parties']);

/** Where a platform of 3.0 tells its parties, if it advertises that. */
export function partiesEndpoint(endpoints: readonly Endpoint[]): Endpoint | undefined {
  return endpoints.find(({ identifier, role }) => NAMES.has(identifier) && role !== 'RECEIVER');
}

const MOST = 1000;

/**
 * Parties of a platform of 3.0 (PlatformParties of the draft, §2.4): each with the modules and sides that it has, and the
 * hub itself. What is no party is left out.
 */
export function platformParties(objects: readonly Readonly<Record<string, unknown>>[]): readonly Party[] {
  const parties: Party[] = [];
  for (const one of objects) {
    const hub = textOf(one['hub_party_id']);
    if (hub !== '') parties.push({ party: hub.slice(0, 60), role: 'HUB', name: '' });
    // The wrapper is left out by some: then the parties themselves come.
    const rows: readonly unknown[] = Array.isArray(one['parties']) ? one['parties'] : [one];
    for (const row of rows) {
      if (!isRaw(row) || textOf(row['party_id']) === '') continue;
      const details = row['business_details'];
      parties.push({
        party: textOf(row['party_id']).slice(0, 60),
        role: rolesOf(row['roles']).slice(0, 200),
        name: isRaw(details) ? textOf(details['name']).slice(0, 1000) : '',
      });
    }
  }
  return parties.slice(0, MOST);
}

/** As `locations SENDER, tokens RECEIVER`. */
function rolesOf(roles: unknown): string {
  if (!Array.isArray(roles)) return '';
  return roles
    .flatMap((role: unknown) => (isRaw(role) ? [`${textOf(role['module'])} ${textOf(role['side'])}`.trim()] : []))
    .join(', ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
