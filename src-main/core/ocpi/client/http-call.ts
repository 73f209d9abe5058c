import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Clock, Timer } from '../../clock.ts';
import { type Connect, type ConnectFacts, type ConnectFault, type Origin, originOf, originText } from './connect.ts';
import { type BodyFault, readBody } from './read-body.ts';
import { whenStopped } from './stop-listeners.ts';
import { maskedExcerpt, maskedHeaders, maskedUrl } from './mask-exchange.ts';

export interface HttpWish {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asked with the facts of the connection, for headers that depend on it. */
  readonly bound?: (facts: ConnectFacts) => Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly facts: ConnectFacts;
  readonly exchange: HttpExchange;
}

/** `code` of the contract where there was no connection, else why the exchange is worth nothing. */
export type HttpFault =
  | ConnectFault
  | {
      readonly code: 'HTTP_FAILED';
      readonly data: {
        readonly reason: BodyFault | 'timeout' | 'reset' | 'not-http' | 'headers';
        readonly message: string;
      };
    };

export interface HttpFailure {
  readonly code: string;
  readonly data: {
    readonly fault: HttpFault;
    readonly exchange: HttpExchange;
    readonly facts: ConnectFacts | undefined;
  };
}

export interface HttpLimits {
  /** Until the first byte of the answer, and between two of them. */
  readonly idleMs: number;
  readonly wholeMs: number;
  readonly bodyBytes: number;
}

export interface HttpDeps {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly parallel: number;
}

/** On whose behalf: who makes the connection, should none be free, and who ends it all. */
export interface HttpBy {
  readonly connect: Connect;
  readonly stop: Stop;
}

export interface Http {
  /** One exchange, never repeated here and never sent to another place than its URL's. */
  call(wish: HttpWish, limits: HttpLimits, by: HttpBy): Promise<Result<HttpAnswer, HttpFailure>>;
  close(): void;
}

const MOST_HEADERS = 32 * 1024;

/** What the agent asks of a socket and a stream of another thread has not: probes, a reference to hold, a timer. */
const noSocket = {
  setKeepAlive: () => undefined,
  setTimeout: () => undefined,
  ref: () => undefined,
  unref: () => undefined,
};

/** Goes from a call to the connection that is made for it. */
interface Opening {
  readonly opening: HttpBy & { fault?: ConnectFault };
}

/** HTTP/1.1 over connections that somebody else makes; a few per origin are kept for the next exchange. */
export function createHttp({ clock, timer, parallel }: HttpDeps): Http {
  const agents = new Map<string, Agent>();
  const known = new WeakMap<Duplex, ConnectFacts>();

  function agentOf(origin: Origin): Agent {
    const name = `${origin.protocol}//${originText(origin)}`;
    const before = agents.get(name);
    if (before !== undefined) return before;
    const agent = new Agent({ keepAlive: true, maxSockets: parallel, maxFreeSockets: parallel });
    // The agent asks for a connection only when none is free, on behalf of the request that waits for it.
    agent.createConnection = (options, done) => {
      const { opening } = options as unknown as Opening; // what `call` put among its options
      void opening.connect(origin, opening.stop).then((connected) => {
        if (connected.ok) {
          const { stream, facts } = connected.value;
          known.set(stream, facts);
          // As a socket of the system's does: one that the other side has ended is not kept for a request it would never answer.
          stream.once('end', () => stream.end());
          done?.(null, stream instanceof Socket ? stream : Object.assign(stream, noSocket));
          return;
        }
        opening.fault = connected.error;
        done?.(new Error(connected.error.code), null as unknown as Duplex); // an error comes without a stream
      });
      return undefined;
    };
    agents.set(name, agent);
    return agent;
  }

  function call(wish: HttpWish, limits: HttpLimits, by: HttpBy): Promise<Result<HttpAnswer, HttpFailure>> {
    const { stop } = by;
    const began = clock.monotonicMs();
    const at = clock.now().toISOString();
    const url = new URL(wish.url);
    const origin = originOf(wish.url);
    let sent = wish.headers;
    const exchangeOf = (more: Partial<HttpExchange> = {}): HttpExchange => ({
      method: wish.method,
      url: maskedUrl(wish.url).slice(0, 4000),
      requestHeaders: maskedHeaders(sent).slice(0, 100),
      ...(wish.body === undefined ? {} : { requestBody: '(credentials are not shown)' }),
      responseHeaders: [],
      responseBytes: 0,
      at,
      milliseconds: Math.round(clock.monotonicMs() - began),
      ...more,
    });
    return new Promise((resolve) => {
      const refuse = (fault: HttpFault, facts?: ConnectFacts, more?: Partial<HttpExchange>): void =>
        resolve(fail({ code: fault.code, data: { fault, facts, exchange: exchangeOf(more) } }));
      if (origin === undefined) return refuse(httpFault('not-http', 'not a URL that can be asked'));
      const opening: Opening['opening'] = { ...by };
      const options: RequestOptions & Opening = {
        opening,
        agent: agentOf(origin),
        host: origin.host,
        port: origin.port,
        method: wish.method,
        path: `${url.pathname}${url.search}`,
        headers: { ...wish.headers, host: url.host },
        maxHeaderSize: MOST_HEADERS,
        setDefaultHeaders: false,
      };
      const req = request(options);
      let over = false;
      let facts: ConnectFacts | undefined;
      let why: HttpFault | undefined;
      const endAll = (fault: HttpFault): void => {
        why ??= fault;
        req.destroy(new Error(fault.code));
      };
      const stopWhole = timer(() => endAll(httpFault('timeout', 'the whole exchange took too long')), limits.wholeMs);
      let stopIdle = timer(() => endAll(httpFault('timeout', 'no answer came')), limits.idleMs);
      const alive = (): void => {
        stopIdle();
        stopIdle = timer(() => endAll(httpFault('timeout', 'the answer stopped')), limits.idleMs);
      };
      const done = (): void => {
        over = true;
        unlisten();
        stopWhole();
        stopIdle();
      };
      const unlisten = whenStopped(stop, () => endAll({ code: 'CANCELLED', data: {} }));
      req.on('socket', (socket) => {
        facts = known.get(socket);
        if (facts !== undefined && wish.bound !== undefined) {
          const more = wish.bound(facts);
          for (const [name, value] of Object.entries(more)) req.setHeader(name, value);
          sent = { ...sent, ...more };
        }
        req.end(wish.body);
      });
      req.on('error', (error) => {
        if (over) return;
        done();
        refuse(why ?? opening.fault ?? httpFault(reasonOf(error), error.message.slice(0, 300)), facts);
      });
      req.on('response', (response) => {
        alive();
        void take(response, limits, alive).then((read) => {
          if (over) return;
          done();
          const headers = headersOf(response);
          const status = response.statusCode ?? 0;
          const more = {
            status,
            responseHeaders: maskedHeaders(headers).slice(0, 200),
            responseBytes: read.bytes,
            responseBody: excerpt(read.body),
          };
          const taken = facts;
          if (read.fault !== undefined || taken === undefined) {
            req.destroy();
            return refuse(why ?? httpFault(read.fault ?? 'reset', read.message), taken, more);
          }
          resolve(ok({ status, headers, body: read.body, facts: taken, exchange: exchangeOf(more) }));
        });
      });
    });
  }

  return {
    call,
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

const take = (response: IncomingMessage, { bodyBytes }: HttpLimits, alive: () => void) =>
  readBody(response, bodyBytes, alive);

const EXCERPT = 2048;
const excerpt = (body: Buffer): string => maskedExcerpt(body, EXCERPT);

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function httpFault(reason: Extract<HttpFault, { code: 'HTTP_FAILED' }>['data']['reason'], message: string): HttpFault {
  return { code: 'HTTP_FAILED', data: { reason, message } };
}

function reasonOf(error: Error): 'reset' | 'not-http' | 'headers' {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers';
  return code.startsWith('HPE_') ? 'not-http' : 'reset';
}
