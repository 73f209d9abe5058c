import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { feedModules } from '../../../../shared/domain/ocpi-version.ts';
import { createCrawl, firstPage } from './crawl.ts';
import { discover, type Endpoint, objectsOf } from './discover.ts';
import type { AskFault, PlatformClient } from './platform-client.ts';

type Emit = (step: DiagnosisStep) => Promise<boolean>;

/** What a step found; its sentence is made from the code. */
interface Finding {
  readonly verdict: DiagnosisStep['verdict'];
  readonly code: string;
  readonly message: string;
  readonly values?: DiagnosisStep['values'];
  readonly tellPartner?: string;
}

/**
 * Goes through everything that a connection needs and tells each step as it is done. What fails does not end it where the
 * rest can still be asked. A stranger is somebody without token and certificate: what they can read is told as a warning.
 */
export async function diagnose(
  client: PlatformClient,
  { settings }: { readonly settings: ConnectionSettings },
  as: 'ourselves' | 'stranger',
  stop: Stop,
  emit: Emit,
): Promise<void> {
  const step = createSteps(client, emit);
  const found = await step('versions', async () => {
    const found = await discover(client, settings, stop);
    if (found.fault !== undefined) return { finding: ofFault(found.fault, as), value: found };
    const { version = '', offered, endpoints } = found;
    const values = { version, offered: offered.join(' '), endpoints: endpoints.length };
    const finding: Finding =
      as === 'stranger'
        ? {
            verdict: 'warn',
            code: 'STRANGER_SEES_VERSIONS',
            message: 'Anybody can read the versions and endpoints.',
            values,
          }
        : { verdict: 'pass', code: 'VERSIONS_READ', message: `${offered.join(', ')}; ${version} is spoken.`, values };
    return { finding, value: found };
  });
  if (found === undefined || stop.reason !== undefined || found.endpoints.length === 0) return;
  if (as === 'ourselves') {
    const odd = found.endpoints.filter(({ notes }) => notes.length > 0);
    await step('details', () => Promise.resolve({ finding: ofEndpoints(found.endpoints, odd), value: undefined }));
    const credentials = found.endpoints.find(({ identifier }) => identifier === 'credentials');
    if (credentials !== undefined && settings.authorization.kind === 'token') {
      await step('credentials', async () => ({
        finding: await ofCredentials(client, credentials.url, stop),
        value: undefined,
      }));
    }
  }
  for (const module of feedModules) {
    if (isStopped(stop)) return;
    const endpoint = found.endpoints.find(({ identifier, role }) => identifier === module && role !== 'RECEIVER');
    if (endpoint === undefined) continue;
    await step(`module:${module}`, async () => {
      const wish = { url: endpoint.url, module, pageSize: 1, from: undefined, to: undefined };
      const page = await createCrawl(client, wish).page(firstPage(wish), stop);
      if (!page.ok) return { finding: ofFault(page.error, as), value: undefined };
      const { elements, total, notes } = page.value;
      const values = { objects: elements.length, total: total ?? -1, notes: notes.join(' ') };
      if (as === 'stranger' && elements.length === 0) {
        const message = `Anybody may ask for ${module}, and is shown nothing.`;
        return { finding: { verdict: 'pass', code: 'STRANGER_SEES_NOTHING', message, values }, value: undefined };
      }
      const read = total === undefined ? 'answers' : `has ${total} objects`;
      const finding: Finding =
        as === 'stranger'
          ? {
              verdict: module === 'locations' || module === 'tariffs' ? 'warn' : 'fail',
              code:
                module === 'locations' || module === 'tariffs'
                  ? 'STRANGER_SEES_OPEN_DATA'
                  : 'STRANGER_SEES_PERSONAL_DATA',
              message: `Anybody can read ${module}: it ${read} without token or certificate.`,
              values,
              tellPartner: `Your endpoint ${endpoint.url} answers without any authentication.`,
            }
          : {
              verdict: notes.length > 0 ? 'warn' : 'pass',
              code: notes.length > 0 ? 'MODULE_ODD' : 'MODULE_ANSWERS',
              message: `${module} ${read}${notes.length > 0 ? `; ${notes.join(', ')}` : ''}.`,
              values,
            };
      return { finding, value: undefined };
    });
  }
}

function createSteps(client: PlatformClient, emit: Emit) {
  return async <T>(
    name: string,
    run: () => Promise<{ readonly finding: Finding; readonly value: T }>,
  ): Promise<T | undefined> => {
    const before = client.exchanges.length;
    const first = client.exchanges.at(-1);
    const done = await run();
    const since = client.exchanges.slice(first === undefined ? 0 : client.exchanges.indexOf(first) + 1);
    const exchanges = (since.length === 0 && before === 0 ? client.exchanges : since).slice(-5);
    const { verdict, code, message, values = {}, tellPartner } = done.finding;
    const isHeard = await emit({
      step: name,
      verdict,
      code,
      message: message.slice(0, 4000),
      values,
      ...(tellPartner === undefined ? {} : { tellPartner: tellPartner.slice(0, 4000) }),
      milliseconds: exchanges.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
      exchanges,
    });
    return isHeard ? done.value : undefined;
  };
}

/** Refusal is what a stranger should meet. */
function ofFault({ code, data }: AskFault, as: 'ourselves' | 'stranger'): Finding {
  const { reason, message, httpStatus, ocpiStatus, from, to } = data as Readonly<
    Record<string, string | number | undefined>
  >;
  const why = typeof reason === 'string' ? reason : code;
  // An OCPI status of its own, such as 2002, is a no as well.
  const isRefusal = why === 'UNAUTHORISED' || why === 'CLIENT_CERTIFICATE_REFUSED' || why === 'OCPI_ERROR';
  const text =
    typeof message === 'string' ? message : to === undefined ? code : `It leads on to another host, ${String(to)}.`;
  if (as === 'stranger' && isRefusal) {
    return { verdict: 'pass', code: 'STRANGER_REFUSED', message: `A stranger is refused: ${text}` };
  }
  const values: Record<string, string | number> = { reason: why };
  if (httpStatus !== undefined) values['httpStatus'] = httpStatus;
  if (ocpiStatus !== undefined) values['ocpiStatus'] = ocpiStatus;
  if (from !== undefined && to !== undefined) Object.assign(values, { from, to });
  const { offered } = data as { readonly offered?: readonly string[] };
  if (offered !== undefined) values['offered'] = offered.join(' ').slice(0, 600);
  const tell = advice[why];
  return {
    verdict: 'fail',
    code: why,
    message: text,
    values,
    ...(tell === undefined ? {} : { tellPartner: `${tell} (${text})` }),
  };
}

const advice: Readonly<Record<string, string>> = {
  CLIENT_CERTIFICATE_REFUSED:
    'Your server does not take our client certificate. Which CA does it expect, and does it know ours?',
  UNAUTHORISED: 'Your platform does not take our token. Is it still valid, and do you expect it in base64 or raw?',
  HTML: 'Your endpoint answers with an HTML page instead of an OCPI answer.',
  JSON_CUT: 'Your answer ends in the middle of its JSON.',
  NOT_JSON: 'Your answer is no JSON as OCPI describes it.',
  TOO_MANY: 'Your platform limits how often we may ask. How often is welcome?',
  NO_COMMON_VERSION: 'None of your OCPI versions is one that we speak.',
  OTHER_HOST: 'Your endpoints lead to another host than your versions URL. Is that meant?',
};

function ofEndpoints(endpoints: readonly Endpoint[], odd: readonly Endpoint[]): Finding {
  const values = { endpoints: endpoints.length, odd: odd.length };
  if (odd.length === 0) {
    return { verdict: 'pass', code: 'ENDPOINTS_READ', message: `${endpoints.length} endpoints, nothing odd.`, values };
  }
  const listed = odd.map(({ identifier, url, notes }) => `${identifier} (${url}): ${notes.join(', ')}`).join('; ');
  return {
    verdict: 'warn',
    code: 'ENDPOINTS_ODD',
    message: `${odd.length} of ${endpoints.length} endpoints are odd: ${listed}`,
    values,
    tellPartner: `Some of the endpoints that you advertise are not as OCPI wants them: ${listed}`,
  };
}

async function ofCredentials(client: PlatformClient, url: string, stop: Stop): Promise<Finding> {
  const asked = await client.get(url, stop, { retries: 0 });
  if (!asked.ok) return ofFault(asked.error, 'ourselves');
  const [one] = objectsOf(asked.value);
  const token = one?.['token'];
  if (token === '<any>') {
    return {
      verdict: 'fail',
      code: 'TAKEN_FOR_STRANGER',
      message: 'The platform takes us for a stranger: our token is not known there, although it answers.',
      tellPartner: 'Your platform answers us as if we had sent no token. Please look whether you know it.',
    };
  }
  return { verdict: 'pass', code: 'CREDENTIALS_READ', message: 'The platform knows us.' };
}

/** Looked at anew: a call may be stopped while another step is under way. */
const isStopped = (stop: Stop): boolean => stop.reason !== undefined;
