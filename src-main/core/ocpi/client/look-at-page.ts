import type { FeedModule, OcpiVersion } from '../../../../shared/domain/ocpi-version.ts';
import { personalSpots } from '../read/personal-spots.ts';
import { readObject } from '../read/read-object.ts';
import { isRaw } from '../read/source.ts';
import type { CrawlPage } from './crawl.ts';

/** What a page of a feed gives away beside its objects. */
export interface PageLook {
  /** Whose the objects say that they are, each once. */
  readonly parties: readonly string[];
  /** Objects that name a driver. */
  readonly personal: number;
  /** Locations that are not to be published (`publish: false`). */
  readonly unpublished: number;
  /** Under which licence the data may be used, where it says so. */
  readonly licence: string | undefined;
}

const LICENCE = /^(?:data_?)?licen[cs]e$/i;

export function lookAtPage({ body, elements }: CrawlPage, module: FeedModule, version: OcpiVersion): PageLook {
  const parties = new Set<string>();
  let [personal, unpublished] = [0, 0];
  let licence: string | undefined;
  for (const { start, end } of elements) {
    const text = body.toString('utf8', start, end);
    const json = parsed(text);
    if (!isRaw(json)) continue;
    const { object } = readObject({ version, module }, json);
    if (object?.party !== undefined) parties.add(object.party.toUpperCase().slice(0, 60));
    if (personalSpots(module, text).length > 0) personal += 1;
    if (json['publish'] === false) unpublished += 1;
    licence ??= licenceOf(json);
  }
  return { parties: [...parties].toSorted(), personal, unpublished, licence };
}

/** As text, or as the reference's class DataLicense with its id. */
function licenceOf(json: Readonly<Record<string, unknown>>): string | undefined {
  const name = Object.keys(json).find((key) => LICENCE.test(key));
  const stated = name === undefined ? undefined : json[name];
  const text = isRaw(stated) ? stated['id'] : stated;
  return typeof text === 'string' && text !== '' ? text.slice(0, 200) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
