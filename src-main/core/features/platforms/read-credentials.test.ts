import { describe, expect, it } from 'vitest';
import { readCredentials } from './read-credentials.ts';

const source = (value: unknown) => ({
  name: 'c.json',
  content: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
});
const role = { role: 'CPO', country_code: 'DE', party_id: 'GEF', business_details: { name: 'Example CPO' } };
const object = {
  token: 'ebf3b399-779f-4497-9b9d-ac6ad3cc44d2',
  url: 'https://cpo.example/ocpi/versions',
  roles: [role],
};

describe('a credentials object', () => {
  it('gives its versions URL, token and parties', () => {
    expect(readCredentials(source(object))).toEqual({
      ok: true,
      value: {
        versionsUrl: object.url,
        token: object.token,
        parties: [{ party: 'DEGEF', role: 'CPO', name: 'Example CPO' }],
        notes: [],
      },
    });
  });

  it('is found in an answer, and in a list of one', () => {
    const read = readCredentials(source({ data: [object], status_code: 1000, timestamp: '2026-01-01T00:00:00Z' }));
    expect(read).toMatchObject({ ok: true, value: { token: object.token, notes: ['LIST_INSTEAD_OF_OBJECT'] } });
  });

  it('of 2.1.1 has one party without a role', () => {
    const { token, url } = object;
    const read = readCredentials(
      source({ token, url, country_code: 'NL', party_id: 'TNM', business_details: { name: 'Old' } }),
    );
    expect(read).toMatchObject({ ok: true, value: { parties: [{ party: 'NLTNM', role: '', name: 'Old' }] } });
  });

  it('names the hub of 2.3.0', () => {
    const read = readCredentials(source({ ...object, hub_party_id: 'NLHUB' }));
    expect(read).toMatchObject({ ok: true, value: { parties: [{ party: 'DEGEF' }, { party: 'NLHUB', role: 'HUB' }] } });
  });

  it('says that blanks around the token were left out', () => {
    const read = readCredentials(source({ ...object, token: ` ${object.token}\n` }));
    expect(read).toMatchObject({ ok: true, value: { token: object.token, notes: ['TOKEN_WITH_BLANKS'] } });
  });

  it.each([
    ['no JSON', '{"token":'],
    ['no token', { url: object.url }],
    ['a token with a line break inside', { ...object, token: 'a\nb' }],
    ['a token that is none', { ...object, token: '' }],
    ['nothing', null],
  ])('that is %s is refused, without a throw', (_what, value) => {
    expect(readCredentials(source(value))).toMatchObject({ ok: false, error: { code: 'CREDENTIALS_UNREADABLE' } });
  });
});
