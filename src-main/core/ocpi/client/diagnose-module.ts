import type { FeedModule, OcpiVersion } from '../../../../shared/domain/ocpi-version.ts';
import type { CrawlPage } from './crawl.ts';
import type { DiagnosisFinding } from './diagnosis-finding.ts';
import type { Endpoint } from './discover.ts';
import { lookAtPage, type PageLook } from './look-at-page.ts';

interface ModulePage {
  readonly module: FeedModule;
  readonly version: OcpiVersion;
  readonly endpoint: Endpoint;
  readonly page: CrawlPage;
}

/** What the first page of a module says about it. */
export function moduleFinding(seen: ModulePage, as: 'ourselves' | 'stranger'): DiagnosisFinding {
  const { module, version, endpoint, page } = seen;
  const { elements, total, notes } = page;
  const look = lookAtPage(page, module, version);
  const values = {
    objects: elements.length,
    total: total ?? -1,
    notes: notes.join(' '),
    parties: look.parties.join(' ').slice(0, 600),
    ...(endpoint.override ? { override: endpoint.url.slice(0, 600) } : {}),
  };
  if (as === 'stranger') return strangerFinding(seen, look, values);
  const read = total === undefined ? 'answers' : `has ${total} objects`;
  const odd = notes.length > 0 ? `; ${notes.join(', ')}` : '';
  const by = endpoint.override ? ', asked at the address that was given by hand' : '';
  return {
    verdict: notes.length > 0 ? 'warn' : 'pass',
    code: notes.length > 0 ? 'MODULE_ODD' : 'MODULE_ANSWERS',
    message: `${module} ${read}${odd}${by}.`,
    values,
    ...(notes.length > 0
      ? { tellPartner: `Your endpoint ${endpoint.url} is not as OCPI wants it: ${notes.join(', ')}.` }
      : {}),
  };
}

/** Locations and tariffs may be open data; drivers and places that are not to be published may not. */
function strangerFinding(
  { module, endpoint, page }: ModulePage,
  { personal, unpublished, licence }: PageLook,
  values: Readonly<Record<string, string | number>>,
): DiagnosisFinding {
  const objects = page.elements.length;
  if (objects === 0) {
    const message = `Anybody may ask for ${module}, and is shown nothing.`;
    return { verdict: 'pass', code: 'STRANGER_SEES_NOTHING', message, values };
  }
  const told = { ...values, personal, unpublished, licence: licence ?? '' };
  const where = `Your endpoint ${endpoint.url} answers without any authentication`;
  if (personal > 0) {
    return {
      verdict: 'fail',
      code: 'STRANGER_SEES_PERSONAL_DATA',
      message: `Anybody can read ${module}: ${personal} of the first ${objects} objects name a driver.`,
      values: told,
      tellPartner: `${where}, and ${personal} of its first ${objects} objects name a driver.`,
    };
  }
  if (unpublished > 0) {
    return {
      verdict: 'fail',
      code: 'STRANGER_SEES_UNPUBLISHED',
      message: `Anybody can read ${module} that are not to be published: ${unpublished} of the first ${objects}.`,
      values: told,
      tellPartner: `${where}, and ${unpublished} of its first ${objects} locations say publish: false.`,
    };
  }
  if (module !== 'locations' && module !== 'tariffs') {
    return {
      verdict: 'fail',
      code: 'STRANGER_SEES_USAGE',
      message: `Anybody can read ${module} without token or certificate.`,
      values: told,
      tellPartner: `${where}.`,
    };
  }
  const terms = licence === undefined ? 'No licence is stated.' : `Its licence is ${licence}.`;
  return {
    verdict: 'warn',
    code: 'STRANGER_SEES_OPEN_DATA',
    message: `Anybody can read ${module} without token or certificate. ${terms}`,
    values: told,
    tellPartner:
      licence === undefined
        ? `${where}. If it is meant as open data, under which licence?`
        : `${where}. Is that meant?`,
  };
}
