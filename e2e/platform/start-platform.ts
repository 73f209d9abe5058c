import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { TLSSocket } from 'node:tls';
import { feedModules, type FeedModule, type OcpiVersion, ocpiVersions } from '../../shared/domain/ocpi-version.ts';
import { createCredentialsDesk } from './credentials-desk.ts';
import { type Feed, feedOf } from './data/feed.ts';
import type { Sizes, World } from './data/world.ts';
import { createDoorkeeper, type Visitor } from './doorkeeper.ts';
import { isoSeconds, type Json } from './json.ts';
import { filterOf, pageOf } from './list-page.ts';
import type { MisbehaviourName } from './misbehaviour/catalogue.ts';
import { createConduct } from './misbehaviour/conduct.ts';
import type { Answer, Ask } from './misbehaviour/misbehaviour.ts';
import { startMortalServer } from './mortal-server.ts';
import { demoToken, type PlatformOptions } from './platform-options.ts';
import { partyIdsIn } from './tls/authority.ts';
import { makePlatformAuthority, type PlatformAuthority } from './tls/server-certificates.ts';

/** One call that came in, as it was judged. */
export interface LoggedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly visitor: Visitor;
  /** Of the client certificate that was shown. */
  readonly commonName: string | undefined;
  readonly partyIds: readonly string[];
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Platform {
  /** The versions URL. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  readonly authority: PlatformAuthority;
  readonly requests: readonly LoggedRequest[];
  /** Misbehaves as named from now on, and in no other way; counts begin anew. */
  change(misbehaviour: readonly MisbehaviourName[]): Promise<void>;
  /** Dies at the list call of that number from now on, after so many octets of its body. */
  dieAt(call: number, octets: number): void;
  /** How often it did. */
  deaths(): number;
  /** What is served of a module. */
  feed(module: FeedModule, version: OcpiVersion): Feed | undefined;
  kill(): Promise<void>;
  /** On the same port, with the same data and tokens; a death that has not come yet will not. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

const CPO = 'DEGEF';
const EMSP = 'DEGDF';
const usual: Sizes = { locations: 20, tariffs: 5, sessions: 60, cdrs: 50, tokens: 10 };
const statusTexts: Readonly<Record<number, string>> = {
  1000: 'Success',
  2000: 'Client error',
  2001: 'Invalid parameters',
  2003: 'Unknown object',
};
const MOST_LOGGED = 20_000;
const EXPORTER = 'EXPORTER-Time-Based-One-Time-Password-v1';

/** A platform of OCPI on loopback. It shares schemas with the product and no code of its client. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { versions = ocpiVersions, seed = 1, dialect = 'draft', mostPerPage = 1000, auth = {}, tls } = options;
  const now = options.now ?? (() => new Date());
  const sizes = { ...usual, ...options.sizes };
  const live = Math.min(options.live ?? 0, sizes.sessions);
  const beganAt = Math.floor(now().getTime() / 86_400_000) * 86_400_000 - 301 * 86_400_000;
  const world: World = { seed, sizes, cpo: CPO, emsp: EMSP, beganAt, live, now: () => now().getTime() };
  const door = createDoorkeeper(auth, now);
  const desk = createCredentialsDesk(door, CPO, EMSP);
  const conduct = createConduct(options.misbehaviour ?? []);
  const authority = makePlatformAuthority(now, [CPO]);
  const requests: LoggedRequest[] = [];
  let death: { calls: number; readonly octets: number } | undefined;
  let deaths = 0;
  let port = options.port ?? 0;
  const scheme = tls === undefined ? 'http' : 'https';
  const feed = (module: FeedModule, version: OcpiVersion): Feed | undefined => feedOf(world, module, version, dialect);
  const offered = (version: OcpiVersion): readonly FeedModule[] =>
    feedModules.filter((module) => feed(module, version) !== undefined);

  function askOf(
    request: FastifyRequest,
    kind: Ask['kind'],
    version?: OcpiVersion,
    module?: FeedModule,
  ): Omit<Ask, 'count'> {
    const base = `${scheme}://${request.headers.host ?? `localhost:${port}`}`;
    const url = new URL(request.raw.url ?? '/', base);
    return { kind, method: request.method, url, version, module, base, elsewhere: `${scheme}://127.0.0.2:${port}` };
  }

  /** Everybody is judged and written down before anything is answered. */
  function visitorOf(request: FastifyRequest, version: OcpiVersion | undefined): Visitor {
    const { socket } = request.raw;
    const secure = socket instanceof TLSSocket ? socket : undefined;
    const exporter = secure && (() => secure.exportKeyingMaterial(32, EXPORTER, Buffer.alloc(0)));
    const visitor = door.visitor({ headers: request.headers, version, exporter, trouble: conduct.tokens() });
    const shown = secure?.getPeerX509Certificate();
    if (requests.length < MOST_LOGGED) {
      requests.push({
        method: request.method,
        path: request.raw.url ?? '',
        visitor,
        commonName: shown && /CN=(.*)/.exec(shown.subject)?.[1],
        partyIds: shown === undefined ? [] : partyIdsIn(shown.raw),
        headers: request.headers,
      });
    }
    return visitor;
  }

  function envelope(request: FastifyRequest, status: number, code: number, data?: unknown, headers: Json = {}): Answer {
    const echoed = ['x-request-id', 'x-correlation-id'].flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return {
      status,
      headers: { ...Object.fromEntries(echoed), ...(headers as Record<string, string>) },
      body: {
        ...(data === undefined ? {} : { data }),
        status_code: code,
        status_message: statusTexts[code] ?? 'Server error',
        timestamp: isoSeconds(now().getTime()),
      },
    };
  }

  /** Runs one call through the switches and sends it. */
  function respond(
    request: FastifyRequest,
    reply: FastifyReply,
    ask: Omit<Ask, 'count'>,
    make: (visitor: Visitor) => Answer,
  ): void {
    reply.hijack();
    const visitor = visitorOf(request, ask.version);
    const answer = conduct.instead(ask) ?? conduct.answer(make(visitor), ask);
    const isText = typeof answer.body === 'string';
    const text =
      typeof answer.body === 'string' ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body);
    const body = conduct.text(text, ask);
    const headers = {
      ...(text === '' ? {} : { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8' }),
      ...answer.headers,
      'content-length': String(body.length),
    };
    if (ask.kind === 'list' && death !== undefined && death.calls-- <= 0) {
      const { octets } = death;
      death = undefined;
      deaths += 1;
      reply.raw.writeHead(answer.status, headers);
      reply.raw.write(body.subarray(0, Math.min(octets, body.length - 1)), () => void server.kill());
      return;
    }
    if (conduct.send(reply.raw, { status: answer.status, headers, body }, ask)) return;
    reply.raw.writeHead(answer.status, headers);
    reply.raw.end(body);
  }

  /** Unknown to everybody but partners; a stranger sees locations, as the reference lets them (facts of 3.0 §7). */
  function refusal(request: FastifyRequest, visitor: Visitor, ask: Omit<Ask, 'count'>): Answer | undefined {
    if (visitor === 'partner') return undefined;
    if (visitor === 'refused') return envelope(request, 401, 2000);
    const isOpen = ask.kind === 'versions' || ask.kind === 'details' || ask.kind === 'credentials';
    if (isOpen) return undefined;
    if (visitor === 'stranger')
      return ask.kind === 'list' && ask.module === 'locations' ? undefined : envelope(request, 403, 2000);
    return envelope(request, 401, 2000);
  }

  const app = fastify({ routerOptions: { ignoreTrailingSlash: true }, bodyLimit: 256 * 1024 });
  const versionOf = (request: FastifyRequest): OcpiVersion | undefined => {
    const { version } = request.params as { readonly version?: string };
    return versions.find((one) => one === version);
  };
  const nothing = (request: FastifyRequest): Answer => envelope(request, 404, 2003);

  app.get('/ocpi/versions', (request, reply) => {
    const ask = askOf(request, 'versions');
    respond(request, reply, ask, (visitor) => {
      const refused = refusal(request, visitor, ask);
      if (refused !== undefined) return refused;
      const offers = versions.map((version) => ({ version, url: `${ask.base}/ocpi/versions/${version}` }));
      return envelope(request, 200, 1000, conduct.data(offers, ask));
    });
  });

  for (const path of ['/ocpi/versions/:version', '/ocpi/versions/:version/details']) {
    app.get(path, (request, reply) => {
      const version = versionOf(request);
      const ask = askOf(request, 'details', version);
      respond(request, reply, ask, (visitor) => {
        const refused = refusal(request, visitor, ask);
        if (refused !== undefined) return refused;
        if (version === undefined) return nothing(request);
        const role = version === '2.1.1' ? {} : { role: 'SENDER' };
        const modules = ['credentials', ...(visitor === 'stranger' ? ['locations', 'tariffs'] : offered(version))];
        const endpoints = modules.map((identifier) => ({
          identifier,
          ...role,
          url: `${ask.base}/ocpi/${version}/${identifier}`,
        }));
        return envelope(request, 200, 1000, conduct.data({ version, endpoints }, ask));
      });
    });
  }

  app.all('/ocpi/:version/credentials', (request, reply) => {
    const version = versionOf(request);
    const ask = askOf(request, 'credentials', version);
    respond(request, reply, ask, (visitor) => {
      const refused = refusal(request, visitor, ask);
      if (refused !== undefined) return refused;
      if (version === undefined) return nothing(request);
      const versionsUrl = `${ask.base}/ocpi/versions`;
      const { method, body } = request;
      const handled = desk.handle({ method, version, visitor, versionsUrl, body, trouble: conduct.tokens() });
      const data = handled.data === undefined ? undefined : conduct.data(handled.data, ask);
      return envelope(request, handled.status, handled.code, data);
    });
  });

  const moduleOf = (request: FastifyRequest): FeedModule | undefined => {
    const { module } = request.params as { readonly module?: string };
    return feedModules.find((one) => one === module);
  };

  app.get('/ocpi/:version/:module', (request, reply) => {
    const [version, module] = [versionOf(request), moduleOf(request)];
    const ask = askOf(request, 'list', version, module);
    respond(request, reply, ask, (visitor) => {
      const refused = refusal(request, visitor, ask);
      if (refused !== undefined) return refused;
      const objects = version && module && feed(module, version);
      if (!objects) return nothing(request);
      const filter = conduct.filter(filterOf(ask.url, mostPerPage), ask);
      const page = conduct.page(pageOf(objects, filter, ask.url, ask.base, mostPerPage), ask);
      const data = page.indexes.flatMap((index) => conduct.object(objects.at(index), index, ask) ?? []);
      return envelope(request, 200, 1000, data, page.headers);
    });
  });

  app.get('/ocpi/:version/:module/*', (request, reply) => {
    const [version, module] = [versionOf(request), moduleOf(request)];
    const ask = askOf(request, 'object', version, module);
    respond(request, reply, ask, (visitor) => {
      const refused = refusal(request, visitor, ask);
      if (refused !== undefined) return refused;
      const { '*': rest = '' } = request.params as { readonly '*'?: string };
      const id = rest.split('/').map(decodeURIComponent).at(-1) ?? '';
      const one = version && module && feed(module, version)?.find(id);
      return one ? envelope(request, 200, 1000, conduct.object(one, -1, ask)) : nothing(request);
    });
  });

  app.setNotFoundHandler((request, reply) => {
    respond(request, reply, askOf(request, 'other'), () => nothing(request));
  });

  await app.ready();
  const tlsOptions = () => (tls === undefined ? undefined : authority.serverOptions(tls, conduct.tls()));
  const server = await startMortalServer((request, response) => app.routing(request, response), port, tlsOptions());
  port = server.port;

  return {
    url: `${scheme}://${tls === undefined ? '127.0.0.1' : 'localhost'}:${port}/ocpi/versions`,
    token: auth.token ?? demoToken,
    port,
    authority,
    requests,
    change: async (misbehaviour) => {
      const before = conduct.tls().join();
      conduct.change(misbehaviour);
      if (conduct.tls().join() !== before) await server.revive(tlsOptions());
    },
    dieAt: (calls, octets) => (death = { calls, octets }),
    deaths: () => deaths,
    feed,
    kill: () => server.kill(),
    revive: () => {
      death = undefined;
      return server.revive();
    },
    close: async () => {
      await server.kill();
      await app.close();
    },
  };
}
