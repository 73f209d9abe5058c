import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import type { FeedModule } from '../../../../shared/domain/ocpi-version.ts';
import { originOf, originText } from './connect.ts';
import type { DiagnosisFinding } from './diagnosis-finding.ts';
import type { Endpoint } from './discover.ts';
import type { PlatformClient } from './platform-client.ts';

/** Note of an endpoint and of a page: it came although nothing said who asks. */
export const WITHOUT_AUTHENTICATION = 'WITHOUT_AUTHENTICATION';

/** What strangers have no business with comes first: a platform that refuses it looks at tokens. */
const ORDER: readonly FeedModule[] = ['cdrs', 'sessions', 'tokens', 'tariffs', 'locations'];

/**
 * Marks endpoints that give objects to whoever sends no token, although we have one. One object of each is asked for, and
 * nothing more once the platform has refused: a platform as it should be sees one such request.
 */
export async function markOpen(
  client: PlatformClient,
  endpoints: readonly Endpoint[],
  versionsUrl: string,
  stop: Stop,
): Promise<readonly Endpoint[]> {
  const home = originOf(versionsUrl);
  const open = new Set<Endpoint>();
  for (const module of ORDER) {
    const endpoint = endpoints.find(({ identifier, role }) => identifier === module && role !== 'RECEIVER');
    const there = endpoint && originOf(endpoint.url);
    if (endpoint === undefined || home === undefined || there === undefined) continue;
    if (home.protocol !== there.protocol || originText(home) !== originText(there)) continue;
    const url = new URL(endpoint.url);
    // Without it some platforms answer with a fault alone.
    url.searchParams.set('date_from', '2000-01-01T00:00:00Z');
    url.searchParams.set('limit', '1');
    const asked = await client.get(url.href, stop, { retries: 0, anonymous: true });
    if (!asked.ok) break;
    if (asked.value.envelope.page.elements.length > 0) open.add(endpoint);
  }
  return endpoints.map((one) => (open.has(one) ? { ...one, notes: [...one.notes, WITHOUT_AUTHENTICATION] } : one));
}

const USAGE: ReadonlySet<string> = new Set<FeedModule>(['cdrs', 'sessions', 'tokens']);

/** Whether objects of this kind are of drivers: those are never open data. */
export const isUsage = (module: string): boolean => USAGE.has(module);

/** What `markOpen` saw, as a step of the diagnosis. */
export function openFinding(endpoints: readonly Endpoint[]): DiagnosisFinding {
  const open = endpoints.filter(({ notes }) => notes.includes(WITHOUT_AUTHENTICATION));
  if (open.length === 0) {
    return { verdict: 'pass', code: 'WITHOUT_TOKEN_NOTHING', message: 'Without our token it gives no objects.' };
  }
  const modules = open.map(({ identifier }) => identifier).join(', ');
  return {
    verdict: open.some(({ identifier }) => isUsage(identifier)) ? 'fail' : 'warn',
    code: 'WITHOUT_TOKEN_ANSWERED',
    message: `Whoever sends no token is given objects all the same: ${modules}.`,
    values: { modules: modules.slice(0, 600) },
    tellPartner: `Your endpoints answer without any authentication: ${open.map(({ url }) => url).join(', ')}`,
  };
}
