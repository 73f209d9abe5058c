import { describe, expect, it } from 'vitest';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import type { Handshake } from '../../../../shared/domain/ocpi-handshake.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { type CredentialsStep, exchangeCredentials } from './credentials.ts';
import type { Asked, AskFault, PlatformClient } from './platform-client.ts';

const stop: Stop = { reason: undefined, onStop: () => undefined };
const own = {
  versionsUrl: 'https://us.example/ocpi/versions',
  token: 'token-b',
  roles: [{ countryCode: 'DE', partyId: 'GEF', role: 'CPO', name: 'Example' }],
};
const step = (wish: Partial<CredentialsStep>): CredentialsStep => ({
  step: 'check',
  url: 'https://them.example/credentials',
  version: '2.2.1',
  handshake: { state: 'token-given', current: { text: 'token-a', exchanged: false } },
  own,
  ...wish,
});

function answer(data: object): Result<Asked, AskFault> {
  const body = Buffer.from(JSON.stringify(data));
  // Only what is read of an answer here.
  return ok({
    envelope: { page: { elements: [{ start: 0, end: body.length }] } },
    answer: { body },
  } as unknown as Asked);
}
const refused = (httpStatus: number, reason = 'UNAUTHORISED'): Result<Asked, AskFault> =>
  fail({ code: 'PLATFORM_ANSWER', data: { reason, message: '', httpStatus } });

/** A platform that answers by method and by the token that is sent. */
function platform(token: string, say: (method: string, token: string) => Result<Asked, AskFault>) {
  const sent: string[] = [];
  let current = token;
  const ask = (method: string): Promise<Result<Asked, AskFault>> => {
    sent.push(`${method} ${current}`);
    return Promise.resolve(say(method, current));
  };
  const client: PlatformClient = {
    get: () => ask('GET'),
    send: (method) => ask(method),
    encoding: () => undefined,
    useToken: (next) => (current = next ?? ''),
    identifies: () => 'by-token',
    useVersion: () => undefined,
    exchanges: [],
    close: () => undefined,
  };
  return { client, sent };
}

const credentials = (token: string) => answer({ token, url: 'https://them.example/versions', roles: [] });

const unclear: Handshake = {
  state: 'unclear',
  current: { text: 'new', exchanged: true },
  previous: { text: 'old', exchanged: true },
};
const registered: Handshake = { state: 'registered', current: { text: 'old', exchanged: true } };

describe('the exchange of tokens', () => {
  it('uses token C as soon as it has come, and gives A up when C has worked', async () => {
    const { client, sent } = platform('token-a', () => credentials('token-c'));
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end.handshake).toEqual({ state: 'registered', current: { text: 'token-c', exchanged: true } });
    expect(end.ownTaken).toBe(true);
    expect(sent).toEqual(['POST token-a', 'GET token-c']);
  });

  it('keeps both tokens while the new one has not worked', async () => {
    const { client } = platform('token-a', (method) => (method === 'POST' ? credentials('token-c') : refused(401)));
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end.handshake).toMatchObject({
      state: 'unclear',
      current: { text: 'token-c' },
      previous: { text: 'token-a' },
    });
  });

  it.each([
    [500, 'HTTP_ERROR', 'unclear', undefined],
    [500, 'OCPI_ERROR', 'unclear', undefined],
    [200, 'JSON_CUT', 'unclear', undefined],
    [400, 'OCPI_ERROR', 'token-given', false],
    [200, 'OCPI_ERROR', 'token-given', false],
    [401, 'UNAUTHORISED', 'refused', false],
  ])('after HTTP %i (%s) stands at %s', async (status, reason, state, ownTaken) => {
    const { client } = platform('token-a', () => refused(status, reason));
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end).toMatchObject({ ownTaken, handshake: { state, current: { text: 'token-a' } } });
    expect(end.fault).toBeDefined();
  });

  it('offers PUT where the platform says that we are registered already', async () => {
    const { client, sent } = platform('token-a', (method) =>
      method === 'GET' ? credentials('x') : refused(405, 'HTTP_ERROR'),
    );
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end).toMatchObject({
      handshake: { state: 'registered' },
      fault: { data: { reason: 'ALREADY_REGISTERED' } },
    });
    expect(sent).toEqual(['POST token-a', 'GET token-a']);
  });

  it.each([
    ['the older one', 'old', 'old'],
    ['the newer one', 'new', 'new'],
  ])('finds out after a lost PUT that %s works', async (_which, works, kept) => {
    const { client } = platform('new', (method, token) =>
      method === 'PUT' ? refused(502, 'HTTP_ERROR') : token === works ? credentials('b') : refused(401),
    );
    const end = await exchangeCredentials(client, step({ step: 'rotate', handshake: unclear }), stop);
    expect(end).toMatchObject({ ownTaken: undefined, handshake: { state: 'registered', current: { text: kept } } });
    expect(end.handshake.previous).toBeUndefined();
  });

  it('keeps both tokens and says unclear where nothing answers after a lost PUT', async () => {
    const { client } = platform('new', () =>
      fail({ code: 'NOT_REACHED', data: { step: 'http', reason: 'HTTP_RESET' } }),
    );
    const end = await exchangeCredentials(client, step({ step: 'rotate', handshake: unclear }), stop);
    expect(end.handshake).toEqual(unclear);
  });

  it('changes nothing where the platform was not reached before anything was sent', async () => {
    const { client } = platform('old', () =>
      fail({ code: 'NOT_REACHED', data: { step: 'tcp', reason: 'TCP_FAILED' } }),
    );
    const end = await exchangeCredentials(client, step({ step: 'rotate', handshake: registered }), stop);
    expect(end).toMatchObject({ ownTaken: false, handshake: registered });
  });

  it('tells where DELETE was taken and the token still works', async () => {
    const { client } = platform('old', () => credentials('b'));
    const end = await exchangeCredentials(client, step({ step: 'unregister', handshake: registered }), stop);
    expect(end).toMatchObject({ handshake: { state: 'unclear' }, fault: { data: { reason: 'TOKEN_STILL_WORKS' } } });
  });

  it('is unregistered where the token is refused after DELETE', async () => {
    const { client } = platform('old', (method) => (method === 'GET' ? refused(401) : credentials('b')));
    const end = await exchangeCredentials(client, step({ step: 'unregister', handshake: registered }), stop);
    expect(end.handshake.state).toBe('unregistered');
    expect(end.fault).toBeUndefined();
  });

  it('tries the older token where the newer one is refused, and goes back to it', async () => {
    const { client, sent } = platform('new', (_method, token) => (token === 'old' ? credentials('b') : refused(401)));
    const end = await exchangeCredentials(client, step({ handshake: unclear }), stop);
    expect(end.handshake).toEqual(registered);
    expect(sent).toEqual(['GET new', 'GET old']);
  });

  it('knows after a crash during POST that token A still stands, and can register anew', async () => {
    const { client } = platform('token-a', () => credentials('b'));
    const handshake: Handshake = { state: 'registering', current: { text: 'token-a', exchanged: false } };
    const end = await exchangeCredentials(client, step({ handshake }), stop);
    expect(end.handshake).toEqual({ ...handshake, state: 'token-given' });
  });

  it('does not take an answer without a token for a proof', async () => {
    const { client } = platform('new', () => answer({ url: 'https://them.example/versions' }));
    const end = await exchangeCredentials(client, step({ handshake: unclear }), stop);
    expect(end.handshake.previous).toEqual(unclear.previous);
  });

  it('does not take an answer to anybody for one to us', async () => {
    const { client } = platform('new', () => credentials('<any>'));
    const end = await exchangeCredentials(client, step({ handshake: unclear }), stop);
    expect(end.handshake).toEqual({ ...unclear, state: 'refused' });
  });
});
