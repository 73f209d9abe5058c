import { expect, test } from 'vitest';
import { likeliest } from './likeliest-authority.ts';

const people = { authorityId: 'people', kinds: ['identity' as const], isRoot: false };
const clients = { authorityId: 'clients', kinds: ['tls-client' as const], isRoot: false };
const servers = { authorityId: 'servers', kinds: ['tls-server' as const], isRoot: false };
const root = { authorityId: 'root', kinds: ['tls-client' as const, 'tls-server' as const], isRoot: true };
const all = [root, people, clients, servers];

test('an authority that certifies what is asked for comes before others, and no root where there is another', () => {
  expect(likeliest(all, 'tls-server', new Set())?.authorityId).toBe('servers');
  expect(likeliest([root, people], 'tls-client', new Set())?.authorityId).toBe('root');
});

test('what serves the partner comes first', () => {
  expect(likeliest(all, 'tls-client', new Set(['servers']))?.authorityId).toBe('servers');
  expect(likeliest(all, 'tls-client', new Set(['people', 'clients']))?.authorityId).toBe('clients');
});

test('without any there is none', () => {
  expect(likeliest<typeof root>([], 'tls-client', new Set())).toBeUndefined();
});
