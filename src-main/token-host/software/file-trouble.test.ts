import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SlotView, TokenKey } from '../../../shared/contract/key-facts.ts';
import type { TokenBackend } from '../backend.ts';
import { failingFileSystem } from './testing/failing-file-system.ts';
import {
  expectOk,
  newToken,
  PASSPHRASE,
  secret,
  signedIn,
  SLOT,
  softwareBackend,
  WORKSPACE,
} from './testing/software-token.ts';

let root: string;
let folder: string;
let made = 0;
let template: readonly TokenKey[];

beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'software-token-trouble-'));
  await newToken(join(root, 'template'));
  const backend = await signedIn(join(root, 'template'));
  await expectOk(backend.generate(wish('First')));
  await expectOk(backend.generate(wish('Second')));
  template = await expectOk(backend.listKeys(SLOT));
});
afterAll(() => fs.rm(root, { recursive: true }));
beforeEach(async () => {
  folder = join(root, `token-${made++}`);
  await fs.cp(join(root, 'template'), folder, { recursive: true });
});

const wish = (label: string) => ({ slotId: SLOT, algorithm: 'ec-p256' as const, label, intentId: '00' });
const handle = ({ keyId, spkiSha256 }: TokenKey) => ({ slotId: SLOT, keyId, spkiSha256: spkiSha256 ?? '' });
const keyPath = (key: TokenKey) => join(folder, 'keys', `${key.keyId}.json`);
const fault = (code: string, detail: string) => ({ ok: false, error: { code, data: { detail } } });

async function opened(workspaceId = WORKSPACE): Promise<TokenBackend> {
  const backend = softwareBackend();
  await expectOk(backend.open(folder, workspaceId));
  return backend;
}
async function change(path: string, edit: (text: string) => string): Promise<void> {
  const text = await fs.readFile(path, 'utf8');
  expect(edit(text)).not.toBe(text);
  await fs.writeFile(path, edit(text));
}
async function everyKeySigns(backend: TokenBackend): Promise<readonly TokenKey[]> {
  const keys = await expectOk(backend.listKeys(SLOT));
  for (const key of keys) await expectOk(backend.sign(handle(key), { padding: 'pkcs1' }, [Uint8Array.of(1)]));
  return keys;
}

describe('a bad key file is told, kept, and leaves the other key alone', () => {
  const [whole, bad] = [() => template[0]!, () => template[1]!];

  test.each([
    ['cut', 'KEY_UNUSABLE', 'file-damaged', (text: string) => text.slice(0, 100)],
    ['empty', 'KEY_UNUSABLE', 'file-damaged', () => ''],
    ['with another label', 'KEY_UNUSABLE', 'file-damaged', (text: string) => text.replace(/(First|Second)/, 'Third')],
    ['of a newer version', 'NOT_SUPPORTED', 'file-too-new', (text: string) => text.replace('"v":1', '"v":2')],
    ['of another workspace', 'KEY_UNUSABLE', 'file-foreign', (text: string) => text.replace(WORKSPACE, 'workspace-2')],
    [
      'of another token',
      'KEY_UNUSABLE',
      'file-foreign',
      (text: string) => text.replace(/"serial":"\w+"/, '"serial":"0000000000000000"'),
    ],
  ])('%s', async (_what, code, detail, edit) => {
    await change(keyPath(bad()), edit);
    const before = await fs.readFile(keyPath(bad()));
    const backend = await signedIn(folder);
    expect(await backend.sign(handle(bad()), { padding: 'pkcs1' }, [Uint8Array.of(1)])).toEqual(fault(code, detail));
    expect(await backend.destroy(SLOT, bad().keyId, bad().spkiSha256)).toEqual(fault(code, detail));

    const listed = (await expectOk(backend.listKeys(SLOT))).map((key) => TokenKey.parse(key));
    expect(listed.find(({ keyId }) => keyId === whole().keyId)).toEqual(whole());
    const shown = listed.find(({ keyId }) => keyId === bad().keyId);
    expect(shown).toMatchObject({ canSign: 'no', algorithmText: `unusable (${detail})` });
    expect(shown?.algorithm).toBeUndefined();
    expect(await fs.readFile(keyPath(bad()))).toEqual(before);
  });

  test('named as another key', async () => {
    await fs.copyFile(keyPath(whole()), keyPath(bad()));
    const backend = await signedIn(folder);
    expect(await backend.find(handle(bad()))).toEqual(fault('KEY_UNUSABLE', 'file-damaged'));
  });

  test('a link', async () => {
    await fs.rename(keyPath(bad()), join(root, 'elsewhere.json'));
    await fs.symlink(join(root, 'elsewhere.json'), keyPath(bad()));
    const backend = await signedIn(folder);
    expect(await backend.find(handle(bad()))).toEqual(fault('KEY_UNUSABLE', 'file-not-plain'));
  });

  test('and it goes only when nobody claims to know which key it is', async () => {
    await change(keyPath(bad()), (text) => text.slice(1));
    const backend = await signedIn(folder);
    await expectOk(backend.destroy(SLOT, bad().keyId, undefined));
    expect(await everyKeySigns(backend)).toEqual([whole()]);
  });

  test('of a newer version does not go at all', async () => {
    await change(keyPath(bad()), (text) => text.replace('"v":1', '"v":2'));
    const backend = await signedIn(folder);
    expect(await backend.destroy(SLOT, bad().keyId, undefined)).toEqual(fault('NOT_SUPPORTED', 'file-too-new'));
  });
});

describe('a bad token file', () => {
  test.each([
    ['damaged', 'DEVICE_ERROR', 'file-damaged', (text: string) => text.replace('"label":"Team"', '"label":"Tean"')],
    ['cut', 'DEVICE_ERROR', 'file-damaged', (text: string) => text.slice(0, -2)],
    ['of a newer version', 'NOT_SUPPORTED', 'file-too-new', (text: string) => text.replace('"v":1', '"v":2')],
  ])('%s is told before a passphrase is tried', async (_what, code, detail, edit) => {
    await change(join(folder, 'token.json'), edit);
    const backend = await opened();
    const [slot] = (await expectOk(backend.slots())).map((one) => SlotView.parse(one));
    expect(slot).toMatchObject({ slotId: SLOT, fault: fault(code, detail).error });
    expect(slot?.token).toBeUndefined();
    expect(await backend.signIn(SLOT, secret(PASSPHRASE))).toEqual(fault(code, detail));
    expect(await backend.initToken(SLOT, 'New', new Uint8Array(), secret(PASSPHRASE))).toEqual(fault(code, detail));
  });

  test('of another workspace opens in its own only', async () => {
    const backend = await opened('workspace-2');
    expect(await backend.signIn(SLOT, secret(PASSPHRASE))).toEqual(fault('DEVICE_ERROR', 'file-foreign'));
  });

  test('that is missing is not covered by a new one', async () => {
    await fs.unlink(join(folder, 'token.json'));
    const backend = await opened();
    expect(await backend.initToken(SLOT, 'New', new Uint8Array(), secret(PASSPHRASE))).toEqual(
      fault('DEVICE_ERROR', 'token-file-missing'),
    );
  });

  test('in a folder that is a link is not opened', async () => {
    await fs.symlink(folder, `${folder}-link`);
    expect(await softwareBackend().open(`${folder}-link`, WORKSPACE)).toEqual(fault('DEVICE_ERROR', 'file-not-plain'));
  });
});

describe('a failure at any step leaves whole keys only', () => {
  const steps = Array.from({ length: 7 }, (_, step) => step);

  test('of making a key', async () => {
    for (const step of steps) {
      const backend = await signedIn(folder, failingFileSystem('EIO', step));
      const answer = await backend.generate(wish('Third'));
      const keys = await everyKeySigns(await signedIn(folder));
      const labels = keys.map(({ label }) => label);
      expect(labels).toEqual(expect.arrayContaining(['First', 'Second']));
      // up to the rename (3) no key was made; after it, only a failed sync of the folder (4) leaves a doubt, and says so
      const outcome = answer.ok ? 'made' : answer.error.code;
      expect(outcome, `step ${step}`).toBe(step < 4 ? 'DEVICE_ERROR' : step === 4 ? 'OUTCOME_UNKNOWN' : 'made');
      expect(labels.includes('Third'), `step ${step}`).toBe(step >= 4);
      for (const key of keys) {
        if (key.label === 'Third') await expectOk((await signedIn(folder)).destroy(SLOT, key.keyId, key.spkiSha256));
      }
    }
  });

  test('of destroying a key', async () => {
    const backend = await signedIn(folder, failingFileSystem('EIO', 0));
    expect(await backend.destroy(SLOT, template[0]!.keyId, undefined)).toEqual(fault('DEVICE_ERROR', 'file-error EIO'));
    expect(await everyKeySigns(backend)).toEqual(template);
  });

  test('of changing the passphrase: one of the two opens all keys', async () => {
    for (const step of steps.slice(0, 5)) {
      const backend = softwareBackend(failingFileSystem('ENOSPC', step));
      await expectOk(backend.open(folder, WORKSPACE));
      const changed = await backend.changePin(SLOT, secret(PASSPHRASE), secret('a new passphrase'));
      expect(changed.ok).toBe(false);
      const later = await opened();
      await expectOk(later.signIn(SLOT, secret(step < 4 ? PASSPHRASE : 'a new passphrase')));
      expect(await everyKeySigns(later)).toEqual(template);
    }
  });

  test('of making the token: it is made whole or can be made again', async () => {
    for (const step of Array.from({ length: 9 }, (_, i) => i)) {
      const fresh = join(root, `fresh-${made++}`);
      const failing = softwareBackend(failingFileSystem('ENOSPC', step));
      await expectOk(failing.open(fresh, WORKSPACE));
      const answer = await failing.initToken(SLOT, 'Team', new Uint8Array(), secret(PASSPHRASE));
      const backend = softwareBackend();
      await expectOk(backend.open(fresh, WORKSPACE));
      const [slot] = await expectOk(backend.slots());
      if (answer.ok) expect(slot?.token?.initialised).toBe(true);
      else if (slot?.token?.initialised === false) {
        await expectOk(backend.initToken(SLOT, 'Team', new Uint8Array(), secret(PASSPHRASE)));
      }
      await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
    }
  });
});

const isRoot = process.geteuid?.() === 0;

test.skipIf(process.platform !== 'linux' || !isRoot)(
  'a disk that is really full (needs root to mount one)',
  async (context) => {
    const small = join(root, 'small');
    await fs.mkdir(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      return context.skip('a tmpfs cannot be mounted here');
    }
    try {
      await fs.cp(folder, join(small, 'token'), { recursive: true });
      const backend = await signedIn(join(small, 'token'));
      await fs.writeFile(join(small, 'filler'), new Uint8Array(64 * 1024)).catch(() => undefined);
      expect(await backend.generate(wish('Third'))).toEqual(fault('TOKEN_FULL', 'disk-full'));
      expect(await backend.changePin(SLOT, secret(PASSPHRASE), secret('a new passphrase'))).toEqual(
        fault('TOKEN_FULL', 'disk-full'),
      );
      expect(await everyKeySigns(backend)).toEqual(template);
      await fs.unlink(join(small, 'filler'));
      await expectOk(backend.generate(wish('Third')));
    } finally {
      execFileSync('umount', [small]);
    }
  },
);

test.skipIf(process.platform === 'win32')(
  'a folder that may only be read is told and used as far as it can be',
  async () => {
    const backend = await signedIn(folder);
    if (isRoot) {
      await fs.chmod(root, 0o711);
      execFileSync('chown', ['-R', '65534', folder]);
    }
    await fs.chmod(join(folder, 'keys'), 0o500);
    await fs.chmod(folder, 0o500);
    try {
      if (isRoot) process.seteuid?.(65534);
      const [slot] = await expectOk(backend.slots());
      expect(await backend.generate(wish('Third'))).toEqual(fault('TOKEN_READ_ONLY', 'folder-read-only'));
      expect(await backend.destroy(SLOT, template[0]!.keyId, undefined)).toEqual(
        fault('TOKEN_READ_ONLY', 'folder-read-only'),
      );
      expect(await everyKeySigns(backend)).toEqual(template);
      // access(2) asks for the real user, who is root when the tests run as root
      if (!isRoot) expect(slot?.token?.writeProtected).toBe(true);
    } finally {
      if (isRoot) process.seteuid?.(0);
      await fs.chmod(folder, 0o700);
      await fs.chmod(join(folder, 'keys'), 0o700);
    }
  },
);

test('no file shows a passphrase or a private key', async () => {
  const backend = await signedIn(folder);
  await expectOk(backend.changePin(SLOT, secret(PASSPHRASE), secret('canary changed words')));
  const canaries = [PASSPHRASE, 'canary changed words', 'canary export words'].map((text) => Buffer.from(text));
  for (const key of template) {
    const file = await expectOk(backend.exportPkcs12(handle(key), secret('canary export words')));
    await fs.writeFile(join(folder, 'key.p12'), file);
    await fs.writeFile(join(root, 'words.txt'), 'canary export words');
    const words = [
      'pkcs12',
      '-in',
      join(folder, 'key.p12'),
      '-passin',
      `file:${join(root, 'words.txt')}`,
      '-nodes',
      '-nocerts',
    ];
    const pem = execFileSync('openssl', words, { encoding: 'utf8' });
    const pkcs8 = execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-outform', 'DER'], { input: pem });
    // the private scalar of P-256 in its ECPrivateKey: 32 bytes behind OCTET STRING 04 20
    const scalar = pkcs8.subarray(pkcs8.indexOf(Buffer.from([0x02, 0x01, 0x01, 0x04, 0x20])) + 5).subarray(0, 32);
    canaries.push(scalar);
  }
  expect(canaries).toHaveLength(5);
  const names = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const written = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
  expect(written.length).toBeGreaterThanOrEqual(4);
  for (const path of written) {
    const content = await fs.readFile(path);
    const spelled = [content, Buffer.from(content.toString('latin1').toLowerCase(), 'latin1')];
    for (const canary of canaries) {
      for (const spelling of ['latin1', 'hex', 'base64', 'base64url', 'utf16le'] as const) {
        const searched =
          spelling === 'utf16le' ? Buffer.from(canary.toString('latin1'), 'utf16le') : canary.toString(spelling);
        for (const each of spelled) expect(each.includes(searched)).toBe(false);
      }
    }
  }
});
