import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture } from './process.mjs';
import { placeOf, unpackTarball } from './registry-runtime.mjs';

const pin = {
  root: 'Other/',
  binary: 'Other',
  addons: { folder: 'Other/resources/app/node_modules/', keep: ['sql/lib/', 'sql/package.json'] },
};

describe('what is taken out of the other application', () => {
  test('its binary becomes electron', () => {
    expect(placeOf('Other/Other', pin)).toBe('dist/electron');
  });

  test('files of Electron keep their place', () => {
    expect(placeOf('Other/locales/de.pak', pin)).toBe('dist/locales/de.pak');
  });

  test('the application itself is left out', () => {
    expect(placeOf('Other/resources/app/index.js', pin)).toBeUndefined();
  });

  test('its start-up snapshot is left out', () => {
    expect(placeOf('Other/browser_v8_context_snapshot.bin', pin)).toBeUndefined();
  });

  test('a kept folder of an addon goes beside Electron', () => {
    expect(placeOf('Other/resources/app/node_modules/sql/lib/a.js', pin)).toBe('addons/sql/lib/a.js');
  });

  test('other files of an addon are left out', () => {
    expect(placeOf('Other/resources/app/node_modules/sql/deps/a.c', pin)).toBeUndefined();
  });

  test('a name that climbs out of the folder is left out', () => {
    expect(placeOf('Other/../../etc/passwd', pin)).toBeUndefined();
  });

  test('files outside its root are left out', () => {
    expect(placeOf('readme.txt', pin)).toBeUndefined();
  });
});

describe('the package', () => {
  let folder = '';
  let tarball = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocpi-console-pin-'));
    tarball = join(folder, 'package.tgz');
    await mkdir(join(folder, 'package'));
    await mkdir(join(folder, 'to'));
    await writeFile(join(folder, 'package/a.zip'), 'the zip');
    await capture('tar', ['-czf', tarball, '-C', folder, 'package']);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const pinned = (integrity: string) => ({
    ...pin,
    package: 'p',
    version: '1',
    electron: '1',
    recipe: 1,
    zip: 'package/a.zip',
    integrity,
  });

  test('with the pinned hash hands out its zip', async () => {
    const integrity = `sha512-${createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64')}`;
    const zip = await unpackTarball(tarball, pinned(integrity), join(folder, 'to'));
    expect(await readFile(zip, 'utf8')).toBe('the zip');
  });

  test('with another hash is refused', async () => {
    const wrong = unpackTarball(tarball, pinned('sha512-AAAA'), join(folder, 'to'));
    await expect(wrong).rejects.toThrow('pinned is sha512-AAAA');
  });
});
