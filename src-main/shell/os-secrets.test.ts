import { beforeEach, expect, test } from 'vitest';
import { CoreToShell, type OsSecretsWish, ShellToCore } from '../../shared/contract/owner.ts';
import { answerOsSecrets, createOsSecrets, type SafeStore } from './os-secrets.ts';

const SECRET = new Uint8Array(32).map((_, at) => at * 7);

interface FakeStore extends SafeStore {
  backend: string;
  available: boolean;
  asked: string[];
  getSelectedStorageBackend(): string;
}

const mirrored = (text: string): string => Buffer.from(text, 'latin1').reverse().toString('latin1');

let store: FakeStore;
beforeEach(() => {
  store = {
    backend: 'gnome_libsecret',
    available: true,
    asked: [],
    getSelectedStorageBackend: () => store.backend,
    isEncryptionAvailable: () => {
      store.asked.push('available');
      return store.available;
    },
    encryptString: (text) => {
      store.asked.push('encrypt');
      return Buffer.from(`sealed:${mirrored(text)}`, 'latin1');
    },
    decryptString: (sealed) => {
      store.asked.push('decrypt');
      const text = sealed.toString('latin1');
      if (!text.startsWith('sealed:')) throw new Error('canary words of the system');
      return mirrored(text.slice(7));
    },
  };
});

const ask = (wish: OsSecretsWish, platform = 'linux') =>
  answerOsSecrets(createOsSecrets(store, platform), { kind: 'os-secrets', askId: 'os-1', wish });
const refused = { kind: 'os-secrets-refused', askId: 'os-1' };

test('what was wrapped is unwrapped to the same bytes', async () => {
  const wrapped = await ask({ kind: 'wrap', bytes: SECRET });
  if (wrapped.kind !== 'os-secrets-done') throw new Error(wrapped.kind);
  expect(Buffer.from(wrapped.bytes).includes(Buffer.from(SECRET))).toBe(false);
  expect(await ask({ kind: 'unwrap', bytes: wrapped.bytes })).toEqual({ ...wrapped, bytes: SECRET });
});

test.each(['basic_text', 'unknown'])(
  'a Linux backend that does not encrypt (%s) is not offered and not used',
  async (backend) => {
    store.backend = backend;
    expect(await ask({ kind: 'offered' })).toEqual(refused);
    expect(await ask({ kind: 'wrap', bytes: SECRET })).toEqual(refused);
    expect(store.asked).toEqual([]);
  },
);

test.each(['darwin', 'win32'])('on %s there is no backend to look at', async (platform) => {
  store.backend = 'unknown';
  expect(await ask({ kind: 'offered' }, platform)).toEqual({
    kind: 'os-secrets-done',
    askId: 'os-1',
    bytes: new Uint8Array(),
  });
});

test('a Linux store that names no backend is not offered', async () => {
  const nameless: SafeStore = {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(text),
    decryptString: (sealed) => sealed.toString(),
  };
  expect(await createOsSecrets(nameless, 'linux').offered()).toBe(false);
});

test('a store that is not available is neither offered nor used', async () => {
  store.available = false;
  expect(await ask({ kind: 'offered' })).toEqual(refused);
  expect(await ask({ kind: 'wrap', bytes: SECRET })).toEqual(refused);
  expect(await ask({ kind: 'unwrap', bytes: SECRET })).toEqual(refused);
  expect(store.asked).not.toContain('encrypt');
  expect(store.asked).not.toContain('decrypt');
});

test('nothing is asked of the system before core wants to know', () => {
  createOsSecrets(store, 'linux');
  expect(store.asked).toEqual([]);
});

test('what the system says on refusal goes no further', async () => {
  expect(await ask({ kind: 'unwrap', bytes: new Uint8Array([1, 2, 3]) })).toEqual(refused);
});

test.each([0, 65, 1024])('%i bytes are no key and are not wrapped', async (length) => {
  expect(await ask({ kind: 'wrap', bytes: new Uint8Array(length) })).toEqual(refused);
  expect(store.asked).not.toContain('encrypt');
});

test('a sealed form that is too large is not handed on', async () => {
  store.encryptString = () => Buffer.alloc(2049);
  expect(await ask({ kind: 'wrap', bytes: SECRET })).toEqual(refused);
});

test('a secret of another size is not handed on', async () => {
  store.decryptString = () => Buffer.alloc(65).toString('base64');
  expect(await ask({ kind: 'unwrap', bytes: SECRET })).toEqual(refused);
});

test('more bytes than the contract allows do not cross in either direction', () => {
  const wish = { kind: 'wrap', bytes: new Uint8Array(2049) };
  expect(CoreToShell.safeParse({ kind: 'os-secrets', askId: 'os-1', wish }).success).toBe(false);
  expect(ShellToCore.safeParse({ kind: 'os-secrets-done', askId: 'os-1', bytes: wish.bytes }).success).toBe(false);
});
