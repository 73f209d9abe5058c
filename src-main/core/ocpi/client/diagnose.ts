import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { accessOddities } from '../../../../shared/domain/access-oddity.ts';
import { feedModules, type OcpiVersion } from '../../../../shared/domain/ocpi-version.ts';
import { accessOdditySentence, headerText } from '../../../../shared/texts/access-oddity-sentences.ts';
import type { Result } from '../../../../shared/util/result.ts';
import { createCrawl, firstPage } from './crawl.ts';
import { moduleFinding } from './diagnose-module.ts';
import { type DiagnosisFinding, faultFinding, isNo } from './diagnosis-finding.ts';
import { discover, type Endpoint, objectsOf } from './discover.ts';
import { openFinding, WITHOUT_AUTHENTICATION } from './mark-open.ts';
import type { Asked, AskFault, PlatformClient } from './platform-client.ts';
import { withOverrides } from './with-overrides.ts';

interface DiagnosisWish {
  readonly settings: ConnectionSettings;
  /** One that the platform cannot know. */
  readonly unknownToken: string;
}

type Emit = (step: DiagnosisStep) => Promise<boolean>;

/**
 * Goes through everything that a connection needs and tells each step as it is done. What fails does not end it where the
 * rest can still be asked. A stranger is somebody without token and certificate: what they can read is told as a warning.
 */
export async function diagnose(
  client: PlatformClient,
  { settings, unknownToken }: DiagnosisWish,
  as: 'ourselves' | 'stranger',
  stop: Stop,
  emit: Emit,
): Promise<void> {
  const step = createSteps(client, emit);
  const found = await step('versions', async () => {
    const found = await discover(client, settings, stop);
    if (found.fault !== undefined) return { finding: faultFinding(found.fault, as), value: found };
    const { version = '', offered, endpoints } = found;
    const values = { version, offered: offered.join(' '), endpoints: endpoints.length };
    const finding: DiagnosisFinding =
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
  if (found === undefined || stop.reason !== undefined) return;
  const endpoints = withOverrides(found.endpoints, settings.overrides);
  const { version } = found;
  if (endpoints.length === 0 || version === undefined) return wrongToken();
  if (as === 'ourselves') {
    for (const finding of ofAccess(settings, version, client.encoding())) {
      await step('access', () => Promise.resolve({ finding, value: undefined }));
    }
    await step('details', () => Promise.resolve({ finding: ofEndpoints(endpoints), value: undefined }));
    if (client.identifies() === 'by-token') {
      await step('without-token', () => Promise.resolve({ finding: openFinding(endpoints), value: undefined }));
    }
    const credentials = endpoints.find(({ identifier }) => identifier === 'credentials');
    if (credentials !== undefined && settings.authorization.kind === 'token') {
      await step('credentials', async () => ({
        finding: await ofCredentials(client, credentials.url, stop),
        value: undefined,
      }));
    }
  }
  for (const module of feedModules) {
    if (isStopped(stop)) return;
    const endpoint = endpoints.find(({ identifier, role }) => identifier === module && role !== 'RECEIVER');
    if (endpoint === undefined) continue;
    await step(`module:${module}`, async () => {
      const wish = { url: endpoint.url, module, pageSize: SAMPLE, from: undefined, to: undefined };
      const page = await createCrawl(client, wish).page(firstPage(wish), stop);
      if (!page.ok) return { finding: faultFinding(page.error, as), value: undefined };
      return { finding: moduleFinding({ module, version, endpoint, page: page.value }, as), value: undefined };
    });
  }
  await wrongToken();

  /** Whether somebody whose token is wrong is told so, or silently becomes a stranger (or is even let in). */
  async function wrongToken(): Promise<void> {
    if (as === 'ourselves' || settings.authorization.kind !== 'token' || isStopped(stop)) return;
    const url = endpoints.find(({ identifier }) => identifier === 'credentials')?.url ?? settings.versionsUrl;
    await step('wrong-token', async () => {
      const without = await client.get(url, stop, { retries: 0 });
      client.useToken(unknownToken);
      const asked = await client.get(url, stop, { retries: 0 });
      client.useToken(undefined);
      return { finding: ofWrongToken(asked, without.ok), value: undefined };
    });
  }
}

/** Objects of each module that are looked at. */
const SAMPLE = 20;

function ofWrongToken(asked: Result<Asked, AskFault>, isOpen: boolean): DiagnosisFinding {
  if (!asked.ok && isNo(asked.error)) {
    return { verdict: 'pass', code: 'WRONG_TOKEN_REFUSED', message: 'A wrong token is refused.' };
  }
  if (!asked.ok) return faultFinding(asked.error, 'stranger');
  if (isOpen) {
    return {
      verdict: 'warn',
      code: 'WRONG_TOKEN_IS_STRANGER',
      message: 'A wrong token is not refused: whoever sends one is silently taken for a stranger.',
      tellPartner:
        'Your platform answers a wrong token as if none had been sent. With HTTP 401 a partner would notice that its token is wrong.',
    };
  }
  return {
    verdict: 'fail',
    code: 'WRONG_TOKEN_TAKEN',
    message: 'Any token is taken: one that nobody gave out is answered, where a request without one is refused.',
    tellPartner: 'Your platform answers a request whose token you never gave out. Is the token looked at?',
  };
}

function createSteps(client: PlatformClient, emit: Emit) {
  return async <T>(
    name: string,
    run: () => Promise<{ readonly finding: DiagnosisFinding; readonly value: T }>,
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

function ofAccess(
  { authorization }: ConnectionSettings,
  version: OcpiVersion,
  encoding: 'raw' | 'base64' | undefined,
): readonly DiagnosisFinding[] {
  const header = headerText(authorization);
  return accessOddities({ authorization, version, encoding }).map((code) => {
    const message = accessOdditySentence(code, { header, version });
    return { verdict: 'warn', code, message, values: { header, version } };
  });
}

function ofEndpoints(endpoints: readonly Endpoint[]): DiagnosisFinding {
  // Those that are open have a step of their own.
  const oddities = ({ notes }: Endpoint): readonly string[] => notes.filter((note) => note !== WITHOUT_AUTHENTICATION);
  const odd = endpoints.filter((one) => oddities(one).length > 0);
  const byHand = endpoints.filter(({ override }) => override);
  const given = byHand.map(({ identifier, url }) => `${identifier} (${url})`).join(', ');
  const values = {
    endpoints: endpoints.length,
    odd: odd.length,
    ...(byHand.length === 0 ? {} : { overrides: given.slice(0, 600) }),
  };
  const also = byHand.length === 0 ? '' : ` Given by hand: ${given}.`;
  if (odd.length === 0) {
    const message = `${endpoints.length} endpoints, nothing odd.${also}`;
    // The platform is not asked where it says that it should be: that stays to be seen.
    if (byHand.length > 0) return { verdict: 'warn', code: 'ENDPOINTS_BY_HAND', message, values };
    return { verdict: 'pass', code: 'ENDPOINTS_READ', message, values };
  }
  const listed = odd.map((one) => `${one.identifier} (${one.url}): ${oddities(one).join(', ')}`).join('; ');
  return {
    verdict: 'warn',
    code: 'ENDPOINTS_ODD',
    message: `${odd.length} of ${endpoints.length} endpoints are odd: ${listed}.${also}`,
    values,
    tellPartner: `Some of the endpoints that you advertise are not as OCPI wants them: ${listed}`,
  };
}

async function ofCredentials(client: PlatformClient, url: string, stop: Stop): Promise<DiagnosisFinding> {
  const asked = await client.get(url, stop, { retries: 0 });
  if (!asked.ok) return faultFinding(asked.error, 'ourselves');
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
  if (typeof token !== 'string' || token === '') {
    return {
      verdict: 'unknown',
      code: 'CREDENTIALS_UNDISCLOSED',
      message: 'The platform answers, and does not say whether it knows our token.',
    };
  }
  return { verdict: 'pass', code: 'CREDENTIALS_READ', message: 'The platform knows us.' };
}

/** Looked at anew: a call may be stopped while another step is under way. */
const isStopped = (stop: Stop): boolean => stop.reason !== undefined;
