import { describe, expect, it } from 'vitest';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
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
  state: 'token-given',
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
    useVersion: () => undefined,
    exchanges: [],
    close: () => undefined,
  };
  return { client, sent };
}

const credentials = (token: string) => answer({ token, url: 'https://them.example/versions', roles: [] });

describe('the exchange of tokens', () => {
  it('uses token C as soon as it has come, and gives A up when C has worked', async () => {
    const { client, sent } = platform('token-a', () => credentials('token-c'));
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end).toMatchObject({ state: 'registered', token: 'token-c', dropPrevious: true });
    expect(sent).toEqual(['POST token-a', 'GET token-c']);
  });

  it('keeps both tokens while the new one has not worked', async () => {
    const { client } = platform('token-a', (method) => (method === 'POST' ? credentials('token-c') : refused(401)));
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end).toMatchObject({ state: 'unclear', token: 'token-c', dropPrevious: false });
  });

  it.each([
    [500, 'HTTP_ERROR', 'unclear'],
    [200, 'JSON_CUT', 'unclear'],
    [405, 'OCPI_ERROR', 'token-given'],
    [401, 'UNAUTHORISED', 'token-given'],
  ])('after HTTP %i (%s) stands at %s', async (status, reason, state) => {
    const { client } = platform('token-a', () => refused(status, reason));
    const end = await exchangeCredentials(client, step({ step: 'register' }), stop);
    expect(end).toMatchObject({ state, token: undefined, dropPrevious: false });
  });

  it('tries the older token where the newer one is refused, and goes back to it', async () => {
    const { client, sent } = platform('new', (_method, token) => (token === 'old' ? credentials('b') : refused(401)));
    const end = await exchangeCredentials(client, step({ state: 'unclear', previousToken: 'old' }), stop);
    expect(end).toMatchObject({ state: 'registered', token: 'old' });
    expect(sent).toEqual(['GET new', 'GET old']);
  });

  it('does not take an answer to anybody for one to us', async () => {
    const { client } = platform('new', () => credentials('<any>'));
    const end = await exchangeCredentials(client, step({ state: 'unclear', previousToken: 'old' }), stop);
    expect(end).toMatchObject({ state: 'refused', dropPrevious: false, token: undefined });
  });
});
