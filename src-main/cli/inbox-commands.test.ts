import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePem } from '../core/pki/pem.ts';
import { makeCsr, makeKey, sampleSpec } from '../core/pki/testing/make-csr.ts';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';

let world: CliWorld;
let holder: { close(): Promise<void> };
const csr = (keyGroupId: string): string => {
  const notAfter = new Date(Date.now() + 5 * 86_400_000);
  return writePem('CERTIFICATE REQUEST', makeCsr({ ...sampleSpec, keyGroupId, notAfter }, makeKey('ec-p256')).der);
};

beforeAll(async () => {
  world = cliWorld();
  await world.json('workspace', 'create', '--kind', 'rehearsal', '--name', 'Inbox');
  holder = await world.hold();
  const file = join(world.folder, 'in.pem');
  writeFileSync(file, ['one', 'two', 'three'].map(csr).join('\n'));
  await world.json('request', 'import', file);
});
afterAll(async () => {
  await holder.close();
  world[Symbol.dispose]();
});

interface Listed {
  readonly requests: readonly { readonly keyGroupId: string; readonly state: string }[];
}
const groups = async (...options: readonly string[]) =>
  (await world.json<Listed>('request', 'list', '--sort', 'keyGroupId', '--ascending', ...options)).requests.map(
    ({ keyGroupId }) => keyGroupId,
  );

test('requests are claimed, and the list tells mine from those of nobody', async () => {
  await world.json('request', 'claim', '--request', 'one', '--request', 'two');
  expect(await groups('--claimed-by', 'me')).toEqual(['one', 'two']);
  expect(await groups('--view', 'mine')).toEqual(['one', 'two']);
  expect(await groups('--claimed-by', 'nobody')).toEqual(['three']);
  await world.json('request', 'unclaim', '--request', 'two');
  expect(await groups('--claimed-by', 'me', '--verdict', 'fail', '--state', 'received')).toEqual(['one']);
  expect((await world.cli('request', 'list', '--verdict', 'bad')).code).toBe(exitCode.usage);
});

test('a held request waits with its reason until it is released', async () => {
  await world.json('request', 'hold', '--request', 'one', '--reason', 'asked Mr Example');
  expect((await world.cli('request', 'show', '--request', 'one')).out).toContain('asked Mr Example');
  expect(await groups('--view', 'held')).toEqual(['one']);
  await world.json('request', 'release', '--request', 'one');
  expect(await groups('--view', 'held')).toEqual([]);
});

test('what is withdrawn comes back, and what cannot be is told with its state', async () => {
  const { requests } = await world.json<{ requests: { requestId: string }[] }>('request', 'list', '--filter', 'two');
  const id = requests[0]?.requestId ?? '';
  await world.json('request', 'withdraw', '--request', id, '--reason', 'a mistake');
  const { code, out } = await world.cli('request', 'hold', '--request', id, '--request', 'three', '--reason', 'x');
  expect([code, out]).toEqual([exitCode.refused, expect.stringContaining(`${id}: withdrawn`)]);
  await world.json('request', 'reopen', '--request', id);
  expect(await groups('--view', 'to-do')).toEqual(['one', 'two']);
});

test('notes are kept, views are saved and removed, the list is a file', async () => {
  await world.json('request', 'note', '--request', 'one', '--text', 'called them');
  expect((await world.cli('request', 'note', '--request', 'one')).out).toContain('called them');
  await world.json('request', 'views', '--save', 'Ones', '--filter', 'one', '--sort', 'keyGroupId');
  expect(await groups('--view', 'ones')).toEqual(['one']);
  const csv = (await world.cli('request', 'export', '--view', 'ones')).out;
  expect(csv.split('\n').filter((line) => line.trim() !== '')).toHaveLength(2);
  await world.json('request', 'views', '--remove', 'ones');
  expect((await world.cli('request', 'list', '--view', 'ones')).code).toBe(exitCode.notFound);
});

test('nobody supersedes a request by another group, nor gives work to strangers', async () => {
  const superseded = await world.cli('request', 'supersede', '--request', 'one', '--by', 'two');
  expect(superseded.err).toContain('[SUPERSEDE_REFUSED]');
  const given = await world.cli('request', 'assign-to', '--request', 'one', '--to', 'mallory');
  expect([given.code, given.err]).toEqual([exitCode.notFound, expect.stringContaining('[OPERATOR_NOT_FOUND]')]);
});

test('a folder is watched, looked into at once, and left alone again', async () => {
  const drop = join(world.folder, 'drop');
  mkdirSync(drop);
  writeFileSync(join(drop, 'a.pem'), csr('watched'));
  writeFileSync(join(drop, 'b.txt'), 'nothing');
  await world.json('request', 'watch', '--folder', drop);
  const { out } = await world.cli('request', 'watch', '--now');
  expect(out).toContain('2 files, 1 new requests');
  expect(out).toMatch(/b\.txt .*INPUT_/u);
  expect(await groups('--filter', 'watched')).toEqual(['watched']);
  expect((await world.cli('request', 'watch', '--off')).out).toContain('no folder is watched');
});
