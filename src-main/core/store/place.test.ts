import type { linkSync } from 'node:fs';
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { giveName, writeNewFile } from './place.ts';
import { testFolder } from './store-for-tests.ts';

const exists = fail({ code: 'PLACE_REFUSED', data: { reason: 'exists' } });
const posix = process.platform !== 'win32';

describe('a new file', () => {
  test.runIf(posix)('is not written through a link planted where its draft might lie', async () => {
    using folder = testFolder();
    const victim = join(folder.path, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(folder.path, '.audit.jsonl.partial'));
    const path = join(folder.path, 'audit.jsonl');
    expect(await writeNewFile(path, (append) => append('log'))).toEqual(ok(undefined));
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(readFileSync(path, 'utf8')).toBe('log');
    expect(readdirSync(folder.path).sort()).toEqual(['.audit.jsonl.partial', 'audit.jsonl', 'victim']);
  });

  test('leaves alone a file of somebody that is named as a draft might be', async () => {
    using folder = testFolder();
    writeFileSync(join(folder.path, '.audit.jsonl.partial'), 'mine');
    await writeNewFile(join(folder.path, 'audit.jsonl'), (append) => append('log'));
    expect(readFileSync(join(folder.path, '.audit.jsonl.partial'), 'utf8')).toBe('mine');
  });

  test('does not replace one that was made while it was written, and leaves no draft', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'audit.jsonl');
    const done = await writeNewFile(path, async (append) => {
      await append('log');
      writeFileSync(path, 'mine');
    });
    expect(done).toEqual(exists);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(folder.path)).toEqual(['audit.jsonl']);
  });

  test.runIf(posix)('does not follow a link at its place, also one that leads nowhere', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'audit.jsonl');
    symlinkSync(join(folder.path, 'nowhere'), path);
    expect(await writeNewFile(path, (append) => append('log'))).toEqual(exists);
    expect(readdirSync(folder.path)).toEqual(['audit.jsonl']);
  });

  test.runIf(posix)('is for its user alone', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'audit.jsonl');
    await writeNewFile(path, (append) => append('log'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('with a name that the disk cannot hold is refused', async () => {
    using folder = testFolder();
    const done = await writeNewFile(join(folder.path, 'x'.repeat(300)), (append) => append('log'));
    expect(done).toMatchObject({ ok: false, error: { code: 'PLACE_REFUSED', data: { reason: 'io' } } });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

describe('on a disk without links', () => {
  const noLinks: typeof linkSync = () => {
    throw Object.assign(new Error('planted'), { code: 'EPERM' });
  };

  test('a finished file gets its name too', () => {
    using folder = testFolder();
    writeFileSync(join(folder.path, 'draft'), 'log');
    giveName(join(folder.path, 'draft'), join(folder.path, 'log'), noLinks);
    expect(readdirSync(folder.path)).toEqual(['log']);
    expect(readFileSync(join(folder.path, 'log'), 'utf8')).toBe('log');
  });

  test('nothing is replaced either', () => {
    using folder = testFolder();
    writeFileSync(join(folder.path, 'draft'), 'log');
    writeFileSync(join(folder.path, 'log'), 'mine');
    expect(() => giveName(join(folder.path, 'draft'), join(folder.path, 'log'), noLinks)).toThrow('EEXIST');
    expect(readFileSync(join(folder.path, 'log'), 'utf8')).toBe('mine');
  });
});
