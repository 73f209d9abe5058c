import { afterOurCertificate, isCertificateAlert } from './certificate-alert.ts';
import { randomUUID } from 'node:crypto';
import type { ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Clock, Timer } from '../../clock.ts';
import { totpValue } from '../totp.ts';
import { type Connect, type ConnectFacts, type ConnectFault, originOf, originText } from './connect.ts';
import { type AnswerFault, type Envelope, readEnvelope } from './envelope.ts';
import { whenStopped } from './stop-listeners.ts';
import { createHttp, type Http, type HttpAnswer, type HttpFailure, type HttpLimits } from './http-call.ts';

/** What a call to a platform may end in, as the contract names it. */
export type AskFault = ConnectFault | AnswerFault;

export interface Asked {
  readonly envelope: Envelope;
  readonly answer: HttpAnswer;
  /** Where the platform sent us on to, within its own host. */
  readonly redirectedTo?: string;
}

export interface ClientDeps {
  readonly connect: Connect;
  /** Where connections outlive this client; without it they end with it. */
  readonly http?: Http | undefined;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Between 0 and 1, for waiting times that do not meet. */
  readonly random: () => number;
  readonly settings: ConnectionSettings;
  readonly token: string | undefined;
  readonly totpSeed: string | undefined;
  readonly encoding: 'raw' | 'base64' | undefined;
  /** A client certificate is shown. */
  readonly mutualTls: boolean;
}

export interface PlatformClient {
  /** One GET, repeated where that can help; every try is told to `seen`. */
  get(url: string, stop: Stop, wish?: GetWish): Promise<Result<Asked, AskFault>>;
  /** POST, PUT or DELETE, once. */
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    url: string,
    body: string | undefined,
    stop: Stop,
  ): Promise<Result<Asked, AskFault>>;
  /** The form of the token that was sent last with success. */
  encoding(): 'raw' | 'base64' | undefined;
  useToken(token: string | undefined): void;
  /** Whether requests say who we are, by token or client certificate. */
  identifies(): 'by-token' | 'by-certificate' | 'not-at-all';
  /** From here on this version is spoken: how its text has the token is tried first, if nobody has chosen a form. */
  useVersion(version: string): void;
  readonly exchanges: readonly HttpExchange[];
  close(): void;
}

export interface GetWish {
  /** Tries beside the first. */
  readonly retries?: number;
  /** Whose data is asked for, where the platform wants to be told. */
  readonly routing?: boolean;
  /** Without the token, to see whether it matters. */
  readonly anonymous?: boolean;
}

const RETRIES = 3;
const BACKOFF_MS = 500;
/** Whoever wants us to wait longer is asked again another time. */
const MOST_WAIT_MS = 60_000;
const MOST_REDIRECTS = 3;
const MOST_EXCHANGES = 20;

type How = Readonly<Required<Pick<GetWish, 'routing' | 'anonymous'>>>;
const AS_OURSELVES: How = { routing: false, anonymous: false };

/** Speaks OCPI with one platform: authorization, ids, routing, redirects within its own host, patience. */
export function createPlatformClient(deps: ClientDeps): PlatformClient {
  const { settings, clock, timer, random } = deps;
  const { authorization, limits } = settings;
  const http = deps.http ?? createHttp({ clock, timer, parallel: limits.parallel });
  const exchanges: HttpExchange[] = [];
  let token = deps.token;
  let encoding = authorization.encoding === 'auto' ? deps.encoding : authorization.encoding;
  let works = deps.encoding;
  let version: string | undefined = settings.version;
  const callLimits: HttpLimits = {
    idleMs: limits.timeoutSeconds * 1000,
    // A page that trickles in is not waited for without end.
    wholeMs: Math.max(limits.timeoutSeconds * 20, 120) * 1000,
    bodyBytes: limits.maxPageMegabytes * 1024 * 1024,
  };

  function headersOf(form: 'raw' | 'base64', { routing, anonymous }: How): Record<string, string> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'OCPI-Console',
      'x-request-id': randomUUID(),
      'x-correlation-id': randomUUID(),
    };
    if (authorization.kind === 'token' && token !== undefined && !anonymous) {
      const value = form === 'base64' ? Buffer.from(token, 'utf8').toString('base64') : token;
      headers[authorization.header] = authorization.prefix === '' ? value : `${authorization.prefix} ${value}`;
    }
    const own = settings.ownParty;
    if (routing && own !== null && own.length === 5) {
      headers['ocpi-from-country-code'] = own.slice(0, 2);
      headers['ocpi-from-party-id'] = own.slice(2);
    }
    return headers;
  }

  function bound(facts: ConnectFacts): Record<string, string> {
    const { totp } = authorization;
    if (totp === undefined || deps.totpSeed === undefined) return {};
    // A channel without such material has no password that could be bound to it.
    if (totp.type === '1' && facts.exporter === undefined) return {};
    const value = totpValue(deps.totpSeed, totp, clock.now(), totp.type === '1' ? facts.exporter : undefined);
    return value === undefined ? {} : { totp: `${totp.type} ${value}` };
  }

  /** Every form of a token that may be right, the likeliest first: 2.1.1 had it raw, later versions in base64. */
  function forms(method: string, { anonymous }: How): readonly ('raw' | 'base64')[] {
    if (encoding !== undefined || token === undefined || anonymous) return [encoding ?? 'base64'];
    // Nothing that changes something is asked twice. Of 2.1.1 the raw form is the likelier one.
    const first = version === '2.1.1' ? 'raw' : 'base64';
    return method === 'GET' ? [first, first === 'raw' ? 'base64' : 'raw'] : [first];
  }

  async function exchange(
    wish: { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly url: string; readonly body?: string },
    how: How,
    stop: Stop,
  ): Promise<Result<Asked, AskFault>> {
    let last: Result<Asked, AskFault> | undefined;
    for (const form of forms(wish.method, how)) {
      last = await followed(wish, form, how, stop);
      if (last.ok) {
        if (token !== undefined && !how.anonymous) encoding = works = form;
        return last;
      }
      // The other form is tried once, and only where the token may be what is wrong.
      if (!mayBeToken(last.error)) return last;
    }
    return last ?? fail({ code: 'CANCELLED', data: {} });
  }

  async function followed(
    wish: { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly url: string; readonly body?: string },
    form: 'raw' | 'base64',
    how: How,
    stop: Stop,
  ): Promise<Result<Asked, AskFault>> {
    let { url } = wish;
    for (let hops = 0; ; hops++) {
      const headers = headersOf(form, how);
      if (wish.body !== undefined) headers['content-type'] = 'application/json';
      if (wish.body !== undefined) headers['content-length'] = String(Buffer.byteLength(wish.body));
      const bind = how.anonymous ? {} : { bound };
      const through = { connect: deps.connect, stop };
      const called = await http.call({ ...wish, url, headers, ...bind }, callLimits, through);
      keep(called);
      if (!called.ok) return fail(toldFault(called.error));
      const answer = called.value;
      const next = redirectOf(answer, url, wish.method);
      if (next !== undefined) {
        const [from, to] = [originOf(url), originOf(next)];
        if (to === undefined)
          return fail({ code: 'OTHER_HOST', data: { from: url.slice(0, 300), to: next.slice(0, 300) } });
        if (from?.protocol !== to.protocol || originText(from) !== originText(to)) {
          return fail({ code: 'OTHER_HOST', data: { from: from && originText(from), to: originText(to) } });
        }
        if (hops >= MOST_REDIRECTS) {
          const message = `More than ${MOST_REDIRECTS} redirects, at last to ${next.slice(0, 300)}`;
          return fail(answerFault('REDIRECTED', message, answer.status));
        }
        url = next;
        continue;
      }
      const envelope = readEnvelope(answer);
      if (envelope.ok) return ok({ envelope: envelope.value, answer, ...(hops === 0 ? {} : { redirectedTo: url }) });
      return envelope;
    }
  }

  function keep(called: Result<HttpAnswer, HttpFailure>): void {
    const one = called.ok ? called.value.exchange : called.error.data.exchange;
    exchanges.push(one);
    if (exchanges.length > MOST_EXCHANGES) exchanges.shift();
  }

  async function get(url: string, stop: Stop, wish: GetWish = {}) {
    const { retries = RETRIES, routing = false, anonymous = false } = wish;
    for (let tries = 0; ; tries++) {
      const asked = await exchange({ method: 'GET', url }, { routing, anonymous }, stop);
      if (asked.ok || tries >= retries || !mayPass(asked.error)) return asked;
      if (!(await pause(waitOf(asked.error, tries), stop))) return fail({ code: 'CANCELLED', data: {} });
    }
  }

  function waitOf(_fault: AskFault, tries: number): number {
    const stated = retryAfter(exchanges.at(-1), clock.now());
    const backoff = BACKOFF_MS * 2 ** tries * (0.5 + random());
    return Math.min(stated ?? backoff, MOST_WAIT_MS);
  }

  /** False when it was stopped meanwhile. */
  function pause(ms: number, stop: Stop): Promise<boolean> {
    if (stop.reason !== undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      const unlisten = whenStopped(stop, () => {
        end();
        resolve(false);
      });
      const end = timer(() => {
        unlisten();
        resolve(true);
      }, ms);
    });
  }

  return {
    get,
    send: (method, url, body, stop) =>
      exchange({ method, url, ...(body === undefined ? {} : { body }) }, AS_OURSELVES, stop),
    encoding: () => works,
    useToken: (next) => (token = next),
    identifies: () =>
      deps.mutualTls
        ? 'by-certificate'
        : authorization.kind === 'token' && token !== undefined
          ? 'by-token'
          : 'not-at-all',
    useVersion: (spoken) => {
      if (spoken === version) return;
      version = spoken;
      // The versions URL belongs to no version: that it took one form says nothing about the others.
      if (authorization.encoding === 'auto' && deps.encoding === undefined) encoding = undefined;
    },
    exchanges,
    close: () => {
      if (deps.http === undefined) http.close();
    },
  };
}

function answerFault(reason: AnswerFault['data']['reason'], message: string, httpStatus: number): AnswerFault {
  return { code: 'PLATFORM_ANSWER', data: { reason, message, httpStatus } };
}

/** The fault of an exchange as the contract has it. */
function toldFault({ data: { fault, facts } }: HttpFailure): AskFault {
  if (fault.code !== 'HTTP_FAILED') return fault;
  const { reason, message } = fault.data as { readonly reason: string; readonly message: string };
  // In TLS 1.3 a server judges our certificate only after we believe to be connected: the first read fails.
  if (isCertificateAlert(message)) {
    const what = facts?.clientCertificateSent === true ? 'refused our certificate' : 'wants a client certificate';
    return answerFault('CLIENT_CERTIFICATE_REFUSED', `The platform ${what}: ${message}`, 0);
  }
  return {
    code: 'NOT_REACHED',
    data: {
      step: 'http',
      reason: `HTTP_${reason.toUpperCase().replaceAll('-', '_')}`,
      message:
        reason === 'reset' && facts?.clientCertificateSent === true
          ? afterOurCertificate(message)
          : message.slice(0, 1000),
    },
  };
}

function mayBeToken({ code, data }: AskFault): boolean {
  if (code !== 'PLATFORM_ANSWER') return false;
  const { reason, ocpiStatus } = data as AnswerFault['data'];
  return reason === 'UNAUTHORISED' || ocpiStatus === 2001 || ocpiStatus === 2002;
}

/** Troubles that another try may not have. */
function mayPass({ code, data }: AskFault): boolean {
  if (code === 'NOT_REACHED') return data['step'] === 'http' && data['reason'] === 'HTTP_RESET';
  if (code !== 'PLATFORM_ANSWER') return false;
  const { reason, httpStatus } = data as AnswerFault['data'];
  return reason === 'TOO_MANY' || (httpStatus >= 502 && httpStatus <= 504);
}

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAfter(exchange: HttpExchange | undefined, now: Date): number | undefined {
  const value = exchange?.responseHeaders.find(([name]) => name === 'retry-after')?.[1];
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now.getTime());
}

/** Where a redirect leads. One with a body to carry is followed only where the method is to stay (RFC 9110 §15.4). */
function redirectOf({ status, headers }: HttpAnswer, from: string, method: string): string | undefined {
  const location = headers['location'];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  if (method !== 'GET' && status !== 307 && status !== 308) return undefined;
  return URL.canParse(location, from) ? new URL(location, from).href : undefined;
}
