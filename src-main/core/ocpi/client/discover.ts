import type { Connection } from '../../../../shared/contract/platforms.ts';
import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { type OcpiVersion, ocpiVersions } from '../../../../shared/domain/ocpi-version.ts';
import { isRaw } from '../read/source.ts';
import { originOf, originText } from './connect.ts';
import { markOpen } from './mark-open.ts';
import type { Asked, AskFault, PlatformClient } from './platform-client.ts';
import { partiesEndpoint, platformParties } from './platform-parties.ts';

export type Endpoint = Connection['endpoints'][number];
export type Party = Connection['parties'][number];

export interface Discovered {
  readonly version: OcpiVersion | undefined;
  readonly offered: readonly string[];
  readonly endpoints: readonly Endpoint[];
  readonly parties: readonly Party[];
  readonly encoding: 'raw' | 'base64' | undefined;
  readonly exchanges: readonly HttpExchange[];
  readonly fault: AskFault | undefined;
}

interface Offer {
  readonly name: string;
  readonly url: string;
  readonly version: OcpiVersion | undefined;
}

const MOST = 200;

/**
 * Versions, their details, endpoints (OCPI 2.2.1 §6) and, where they are offered, the parties of a 3.0 platform. Only what
 * is advertised is asked; each oddity is a note at its endpoint.
 */
export async function discover(
  client: PlatformClient,
  { versionsUrl, version: wished }: { readonly versionsUrl: string; readonly version?: OcpiVersion | undefined },
  stop: Stop,
): Promise<Discovered> {
  let offered: readonly string[] = [];
  const end = (more: Partial<Discovered> = {}): Discovered => ({
    version: undefined,
    offered,
    endpoints: [],
    parties: [],
    encoding: client.encoding(),
    exchanges: [...client.exchanges],
    fault: undefined,
    ...more,
  });

  const versions = await client.get(versionsUrl, stop);
  if (!versions.ok) return end({ fault: versions.error });
  const own = objectsOf(versions.value);
  // Somebody gave the URL of version details: it is taken as that.
  const isDetails = own.length === 1 && Array.isArray(own[0]?.['endpoints']);
  const offers = isDetails ? [] : offersOf(own, versionsUrl);
  offered = offers.map(({ name }) => name).slice(0, 50);
  let details = own;
  let detailsUrl = versionsUrl;
  let version = isDetails ? versionOf(textOf(own[0]?.['version'])) : undefined;
  if (!isDetails) {
    const chosen = choose(offers, wished);
    if (chosen === undefined) return end({ fault: { code: 'NO_COMMON_VERSION', data: { offered } } });
    ({ version, url: detailsUrl } = { version: chosen.version, url: chosen.url });
    if (version !== undefined) client.useVersion(version);
    const asked = await client.get(detailsUrl, stop);
    if (!asked.ok) return end({ version, fault: asked.error });
    details = objectsOf(asked.value);
  }
  const endpoints = details
    .flatMap((one) => endpointsOf(one, detailsUrl, versionsUrl, details.length > 1))
    .slice(0, MOST);
  const served = version === '3.0' ? partiesEndpoint(endpoints) : undefined;
  // Without an answer there is nothing to miss: who the parties are stands in the objects as well.
  const told = served === undefined ? undefined : await client.get(served.url, stop, { retries: 0 });
  const parties = told?.ok === true ? platformParties(objectsOf(told.value)) : [];
  const marked = markDoubles(endpoints);
  // Only where the token is all that tells us from a stranger can its absence be seen.
  const isToken = client.identifies() === 'by-token';
  return end({
    version,
    endpoints: isToken ? await markOpen(client, marked, versionsUrl, stop) : marked,
    parties,
  });
}

/** Parsed objects of an answer; those that cannot be parsed are left out. */
export function objectsOf({ envelope, answer }: Asked): readonly Readonly<Record<string, unknown>>[] {
  return envelope.page.elements.flatMap(({ start, end }) => {
    try {
      const one: unknown = JSON.parse(answer.body.toString('utf8', start, end));
      return isRaw(one) ? [one] : [];
    } catch {
      return [];
    }
  });
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

function offersOf(objects: readonly Readonly<Record<string, unknown>>[], base: string): readonly Offer[] {
  // 3.0 wraps the list as `versions`.
  const rows = objects.flatMap((one) => (Array.isArray(one['versions']) ? (one['versions'] as unknown[]) : [one]));
  return rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null) return [];
    const { version, url } = row as { readonly version?: unknown; readonly url?: unknown };
    const name = textOf(version).slice(0, 60);
    const link = textOf(url);
    if (name === '' || !URL.canParse(link, base)) return [];
    return [{ name, url: new URL(link, base).href, version: versionOf(name) }];
  });
}

/** `2.1` is what some call 2.1.1, `2.2` is close enough to 2.2.1 to be read as it. */
function versionOf(name: string): OcpiVersion | undefined {
  const plain = name.trim().replace(/^v/i, '');
  const known = ocpiVersions.find((one) => one === plain);
  if (known !== undefined) return known;
  const near: Readonly<Record<string, OcpiVersion>> = {
    '2.1': '2.1.1',
    '2.2': '2.2.1',
    '2.3': '2.3.0',
    '3.0.0': '3.0',
  };
  return near[plain];
}

/** The wished one, else the highest that both speak; exact names before those that are taken for them. */
function choose(offers: readonly Offer[], wished: OcpiVersion | undefined): Offer | undefined {
  const rank = ({ version, name }: Offer): number =>
    (version === undefined ? -1 : ocpiVersions.indexOf(version)) + (version === name ? 0.5 : 0);
  const usable = offers.filter(({ version }) => version !== undefined && (wished === undefined || version === wished));
  return usable.toSorted((a, b) => rank(b) - rank(a))[0];
}

function endpointsOf(
  details: Readonly<Record<string, unknown>>,
  detailsUrl: string,
  versionsUrl: string,
  wasList: boolean,
): readonly Endpoint[] {
  const rows = Array.isArray(details['endpoints']) ? (details['endpoints'] as unknown[]) : [];
  return rows.flatMap((row): readonly Endpoint[] => {
    if (typeof row !== 'object' || row === null) return [];
    const raw = row as Readonly<Record<string, unknown>>;
    const notes: string[] = [];
    if (wasList) notes.push('DETAILS_AS_LIST');
    let identifier = textOf(raw['identifier']);
    if (identifier === '') {
      // Misspelt names were seen; what looks like the identifier is taken as it.
      const key = Object.keys(raw).find((name) => /^id\w*nt\w*$/i.test(name));
      identifier = key === undefined ? '' : textOf(raw[key]);
      notes.push('IDENTIFIER_MISSPELT');
    }
    const link = textOf(raw['url']);
    if (identifier === '' || !URL.canParse(link, detailsUrl)) return [];
    const url = new URL(link, detailsUrl).href;
    if (!URL.canParse(link)) notes.push('RELATIVE_URL');
    const [home, there] = [originOf(versionsUrl), originOf(url)];
    if (home !== undefined && there !== undefined) {
      if (home.host !== there.host || home.port !== there.port) notes.push('OTHER_HOST');
      if (home.protocol !== there.protocol) notes.push(there.protocol === 'http:' ? 'PLAIN_HTTP' : 'OTHER_SCHEME');
      if (/^(?:localhost|127\.|\[?::1)/.test(there.host) && originText(home) !== originText(there))
        notes.push('INTERNAL_HOST');
      if (/(?:^|\.)example\.(?:com|org|net)$/.test(there.host)) notes.push('PLACEHOLDER_HOST');
    }
    const role = textOf(raw['role']).toUpperCase();
    return [
      {
        identifier: identifier.toLowerCase().slice(0, 200),
        ...(role === 'SENDER' || role === 'RECEIVER' ? { role } : {}),
        // As advertised: a slash more or less is another URL to some servers.
        url: URL.canParse(link) ? link.slice(0, 4000) : url.slice(0, 4000),
        override: false,
        notes,
      },
    ];
  });
}

function markDoubles(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Map<string, number>();
  for (const { identifier, role } of endpoints) {
    const key = `${identifier} ${role ?? ''}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return endpoints.map((one) =>
    (seen.get(`${one.identifier} ${one.role ?? ''}`) ?? 0) > 1 ? { ...one, notes: [...one.notes, 'TWICE'] } : one,
  );
}
