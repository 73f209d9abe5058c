import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { coreWorld, type CoreWorld, faultOf, value } from '../../core-for-tests.ts';
import { writePem } from '../../pki/pem.ts';
import { makeCsr, makeKey, sampleSpec } from '../../pki/testing/make-csr.ts';
import { ok } from '../../../../shared/util/result.ts';
import { ada, testStore } from '../../store/store-for-tests.ts';
import type { FolderEyes, SeenFile } from './folder-eyes.ts';
import { createFolderWatch } from './watch-folder.ts';

let world: CoreWorld;
let folder: string;
beforeEach(async () => {
  world = await coreWorld({ spawnHost: () => Promise.reject(new Error('no hosts in this test')) });
  folder = join(world.folder, 'drop');
  mkdirSync(folder);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

let made = 0;
const pem = (): string => {
  const notAfter = new Date(Date.now() + 5 * 86_400_000);
  const spec = { ...sampleSpec, keyGroupId: `watched-${(made += 1)}`, notAfter };
  return writePem('CERTIFICATE REQUEST', makeCsr(spec, makeKey('ec-p256')).der);
};
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const watch = async () => value(await world.client.requests.watch({ folder: { path: folder } }));
const look = async () => value(await world.client.requests.lookNow({}));
const rows = async () => value(await world.client.requests.list({ offset: 0, limit: 500 })).rows;

describe('a watched folder', () => {
  test('gives its requests, entered by nobody, and is left as it is', async () => {
    put('a.pem', pem());
    expect(await watch()).toMatchObject({ path: folder, by: 'ada', files: 0 });
    expect(await look()).toMatchObject({ files: 1, requests: 1, faults: [] });
    expect(await rows()).toMatchObject([{ source: 'a.pem', receivedBy: 'watched folder' }]);
  });

  test('gives each content once, under whatever names and in whatever programs', async () => {
    const text = pem();
    put('a.pem', text);
    await watch();
    await look();
    put('b.pem', text);
    put('c.pem', pem());
    await look();
    await world.again();
    expect(await look()).toMatchObject({ files: 2, requests: 2 });
    expect((await rows()).map(({ source }) => source).sort()).toEqual(['a.pem', 'c.pem']);
  });

  test('tells what cannot be taken, by its file, and takes the rest', async () => {
    put('text.txt', 'nothing in here');
    put('two.pem', `${pem()}\n-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n`);
    put('large.pem', 'x'.repeat(5 * 1024 * 1024));
    symlinkSync('/etc/hostname', join(folder, 'link.pem'));
    mkdirSync(join(folder, 'below'));
    put('below/deep.pem', pem());
    put('.hidden.pem', pem());
    put('coming.pem.part', pem());
    await watch();
    const { files, requests, faults } = await look();
    expect({ files, requests }).toEqual({ files: 4, requests: 1 });
    expect(faults.map(({ name, code }) => `${name} ${code}`).sort()).toEqual([
      'large.pem WATCHED_LARGE',
      'link.pem WATCHED_LINK',
      expect.stringMatching(/^text\.txt /u),
      expect.stringMatching(/^two\.pem /u),
    ]);
    expect((await look()).faults).toHaveLength(4);
  });

  test('that cannot be read says so until it can', async () => {
    await watch();
    rmSync(folder, { recursive: true });
    expect(await look()).toMatchObject({ unreadable: true });
    mkdirSync(folder);
    put('a.pem', pem());
    expect(await look()).toMatchObject({ unreadable: false, requests: 1 });
    expect((await world.audit()).filter((event) => event.endsWith('WATCHED_UNREADABLE'))).toHaveLength(1);
  });

  test('must be a folder, and no window names it by its path', async () => {
    put('file', 'x');
    const place = (path: string) => ({ folder: { path: join(folder, path) } });
    expect(faultOf(await world.client.requests.watch(place('file')))).toBe('PLACE_REFUSED');
    expect(faultOf(await world.client.requests.watch(place('nothing')))).toBe('PLACE_REFUSED');
    const page = world.attach({ origin: 'window' });
    expect(faultOf(await page.requests.watch({ folder: { path: folder } }))).toBe('PLACE_REFUSED');
    expect(value(await world.client.requests.watched({})).path).toBeUndefined();
  });

  test('is left alone again when it is no longer to be watched', async () => {
    await watch();
    value(await world.client.requests.watch({}));
    put('a.pem', pem());
    await look();
    expect(await rows()).toEqual([]);
  });
});

/** A watch of a folder in memory, whose looks are made by hand. */
async function watching(files: () => readonly SeenFile[]) {
  const store = testStore();
  const reads: string[] = [];
  const eyes: FolderEyes = {
    resolve: (path) => Promise.resolve(path),
    look: (_path, most) => Promise.resolve({ files: files().slice(0, most), more: files().length > most }),
    read: (_path, name) => {
      reads.push(name);
      return Promise.resolve(new Uint8Array(Buffer.from('the same text')));
    },
    watch: () => () => undefined,
  };
  const { clock, unit, database } = store;
  const take = () => Promise.resolve(ok({ requests: [], added: 0, known: 0, refused: [] }));
  const watched = createFolderWatch({
    db: database.db,
    unit,
    clock,
    timer: () => () => undefined,
    eyes,
    take,
    report: () => undefined,
  });
  await watched.set(ada, '/drop');
  return { ...watched, reads, [Symbol.dispose]: () => store[Symbol.dispose]() };
}

describe('a file', () => {
  const seen = (name: string, stamp: string): SeenFile => ({ name, kind: 'file', size: 10, stamp });

  test('that is still growing is not read', async () => {
    let size = 0;
    using at = await watching(() => [seen('a.pem', String((size += 1)))]);
    for (let n = 0; n < 5; n += 1) await at.look();
    expect(at.reads).toEqual([]);
  });

  test('that is complete is read once, and again when it was written anew', async () => {
    let stamp = '1';
    using at = await watching(() => [seen('a.pem', stamp)]);
    for (let n = 0; n < 5; n += 1) await at.look();
    expect(at.reads).toEqual(['a.pem']);
    stamp = '2';
    for (let n = 0; n < 5; n += 1) await at.look();
    expect(at.reads).toEqual(['a.pem', 'a.pem']);
  });

  test('of ten thousand is read, and that there are more is told once', async () => {
    const many = Array.from({ length: 10_500 }, (_, n) => seen(`${n}.pem`, '1'));
    using at = await watching(() => many);
    for (let n = 0; n < 3; n += 1) await at.look();
    expect(at.reads).toHaveLength(10_000);
    expect((await at.state()).faults.map(({ code }) => code)).toEqual(['WATCHED_MANY']);
  });
});
