import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrlRow } from '../../shared/contract/revocations.ts';
import { openssl, opensslMissing } from '../core/pki/testing/openssl.ts';
import { type CliEnd, cliWorld, type CliWorld } from './cli-for-tests.ts';

const pin = ['--pin-file', 'pin'];
const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];

let world: CliWorld;
let holder: { close(): Promise<void> };
beforeAll(async () => {
  world = cliWorld();
  world.file('pin', 'soft passphrase 9');
  await world.json('workspace', 'create');
  holder = await world.hold();
  await world.json('token', 'init', '--software', '--label', 'soft', ...pin);
  const spec = ['--name', 'Root', '--kind', 'tls-client', '--subject', 'CN=Root,C=DE', '--validity-days', '3650'];
  await world.json('authority', 'create', '--token', 'soft', ...spec, ...pin);
});
afterAll(async () => {
  await holder.close();
  world[Symbol.dispose]();
});

const serial = (hex: string) => ['--authority', 'Root', '--serial', hex];
const issue = (...more: readonly string[]) =>
  world.json<CrlRow>('crl', 'issue', '--authority', 'root', ...more, ...pin);
const listed = async () => (await world.cli('crl', 'show', '--authority', 'Root')).out;

test('before the first list there is none to show or export', async () => {
  expect(told(await world.cli('crl', 'show', '--authority', 'Root'))).toEqual([4, 'CRL_NOT_FOUND']);
  expect((await world.cli('crl', 'status')).out).toMatch(/Root +none/);
});

test('a serial number is revoked, listed, and the list verified by OpenSSL', async () => {
  await world.json('certificate', 'revoke', ...serial('0A:BC'), '--reason', 'superseded', '--confirm', '0abc');
  expect(await issue('--days', '3')).toMatchObject({ number: '1', entries: 1 });
  expect(await listed()).toMatch(/0abc .*superseded/);
  await world.json('crl', 'export', '--authority', 'Root', '--out', 'root.crl.pem');
  await world.json('authority', 'export', '--authority', 'Root', '--format', 'pem', '--out', 'root.pem');
  if (opensslMissing !== false) return;
  const at = (name: string) => join(world.folder, name);
  const end = openssl(
    ['crl', '-CAfile', at('root.pem'), '-verify', '-noout', '-in', at('root.crl.pem')],
    new Uint8Array(),
  );
  expect(end.status).toBe(0);
});

test('the next list keeps the time of the last one', async () => {
  const { thisUpdate, nextUpdate } = await issue();
  expect(Date.parse(nextUpdate) - Date.parse(thisUpdate)).toBe(3 * 86_400_000);
});

test('held, listed, released, gone', async () => {
  const what = [...serial('0d'), '--confirm', '0d'];
  await world.json('certificate', 'hold', ...what);
  await issue();
  expect(await listed()).toMatch(/0d .*certificateHold/);
  await world.json('certificate', 'release', ...what);
  await issue();
  expect(await listed()).not.toContain('certificateHold');
});

test.each([
  ['another text typed', ['--confirm', 'abc', '--reason', 'superseded', ...serial('0e')], 3, 'CONFIRMATION_WRONG'],
  ['no serial number', ['--confirm', 'x', '--reason', 'superseded', ...serial('xyz')], 3, 'REVOCATION_TARGET'],
  ['revoked already', ['--confirm', '0abc', '--reason', 'superseded', ...serial('0abc')], 3, 'REVOCATION_STATE'],
  ['a reason that is none', ['--confirm', '0e', '--reason', 'certificateHold', ...serial('0e')], 2, 'USAGE'],
  [
    'a serial number without its authority',
    ['--confirm', '0e', '--reason', 'superseded', '--serial', '0e'],
    2,
    'USAGE',
  ],
  ['nothing to revoke', ['--confirm', '0', '--reason', 'superseded'], 2, 'USAGE'],
])('%s revokes nothing', async (_what, argv, code, fault) => {
  expect(told(await world.cli('certificate', 'revoke', ...argv))).toEqual([code, fault]);
});

test('all lists go into a folder, each once', async () => {
  const first = await world.json<{ paths: string[] }>('crl', 'export-all', '--folder', '.');
  expect(first.paths.map((path) => path.slice(world.folder.length + 1))).toEqual(['Root-4.crl']);
  const before = readFileSync(join(world.folder, 'Root-4.crl'));
  expect(await world.json('crl', 'export-all', '--folder', '.')).toEqual({ paths: [] });
  expect(readFileSync(join(world.folder, 'Root-4.crl'))).toEqual(before);
  expect(readdirSync(world.folder)).toContain('Root-4.crl');
});

test('catching up takes the list itself, and nothing else', async () => {
  expect(await world.json('crl', 'catch-up', 'Root-4.crl', '--authority', 'Root')).toMatchObject({ added: 0, kept: 0 });
  expect(told(await world.cli('crl', 'catch-up', 'root.pem', '--authority', 'Root'))).toEqual([3, 'CRL_REFUSED']);
  expect(told(await world.cli('crl', 'catch-up', '--authority', 'Root'))).toEqual([2, 'USAGE']);
});

test('an older list is shown by its number', async () => {
  expect(await world.json('crl', 'show', '--authority', 'Root', '--number', '1')).toMatchObject({
    crl: { number: '1' },
  });
  expect(told(await world.cli('crl', 'show', '--authority', 'Root', '--number', '99'))).toEqual([4, 'CRL_NOT_FOUND']);
});
