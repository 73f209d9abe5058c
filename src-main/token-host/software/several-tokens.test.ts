import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SlotView, type TokenKey } from '../../../shared/contract/key-facts.ts';
import { MOST_SOFTWARE_TOKENS, softwareSlotId } from '../../../shared/domain/software-tokens.ts';
import type { TokenBackend } from '../backend.ts';
import { expectOk, newToken, PASSPHRASE, secret, SLOT, softwareBackend, WORKSPACE } from './testing/software-token.ts';

const HUB = 'software-2';
const HUB_PASSPHRASE = 'another passphrase';

let root: string;
let folder: string;
let backend: TokenBackend;
let made = 0;

beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'software-tokens-'));
  const first = await newToken(join(root, 'two'));
  await expectOk(first.initToken(HUB, 'Hub', new Uint8Array(), secret(HUB_PASSPHRASE)));
});
afterAll(() => fs.rm(root, { recursive: true }));
beforeEach(async () => {
  folder = join(root, `tokens-${made++}`);
  await fs.cp(join(root, 'two'), folder, { recursive: true });
  backend = await opened();
});

const fault = (code: string, detail?: string) => ({
  ok: false,
  error: { code, data: detail === undefined ? {} : { detail } },
});

async function opened(): Promise<TokenBackend> {
  const fresh = softwareBackend();
  await expectOk(fresh.open(folder, WORKSPACE));
  return fresh;
}

async function bothSignedIn(): Promise<{ readonly team: TokenKey; readonly hub: TokenKey }> {
  await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
  await expectOk(backend.signIn(HUB, secret(HUB_PASSPHRASE)));
  const make = (slotId: string) =>
    expectOk(backend.generate({ slotId, algorithm: 'ec-p256', label: slotId, intentId: '00' }));
  return { team: await make(SLOT), hub: await make(HUB) };
}

const signs = (slotId: string, { keyId, spkiSha256 = '' }: TokenKey) =>
  backend.sign({ slotId, keyId, spkiSha256 }, { padding: 'pkcs1' }, [Uint8Array.of(1)]);

/** One word per slot: its token's label, `free`, or the code of what is wrong. */
async function slotsOf(of: TokenBackend = backend): Promise<Readonly<Record<string, string>>> {
  const slots = (await expectOk(of.slots())).map((slot) => SlotView.parse(slot));
  return Object.fromEntries(
    slots.map(({ slotId, token, fault: wrong }) => [
      slotId,
      wrong?.data.detail ?? (token?.initialised === true ? token.label : 'free'),
    ]),
  );
}

describe('slots', () => {
  test('every token has one, and one more waits for the next token', async () => {
    expect(await slotsOf()).toEqual({ software: 'Team', 'software-2': 'Hub', 'software-3': 'free' });
  });

  test('a token keeps its slot when it was initialised, and after a restart', async () => {
    await expectOk(backend.initToken('software-3', 'Third', new Uint8Array(), secret(PASSPHRASE)));
    const now = { software: 'Team', 'software-2': 'Hub', 'software-3': 'Third', 'software-4': 'free' };
    expect(await slotsOf()).toEqual(now);
    expect(await slotsOf(await opened())).toEqual(now);
  });

  test('a token that goes leaves the slots of the others alone, and its own is the next to be used', async () => {
    await expectOk(backend.initToken('software-3', 'Third', new Uint8Array(), secret(PASSPHRASE)));
    await fs.rm(join(folder, 'token-2'), { recursive: true });
    expect(await slotsOf()).toEqual({ software: 'Team', 'software-2': 'free', 'software-3': 'Third' });
  });

  test('no more tokens are made than there may be', async () => {
    for (let number = 3; number <= MOST_SOFTWARE_TOKENS; number += 1) {
      const label = `T${number}`;
      await expectOk(backend.initToken(softwareSlotId(number), label, new Uint8Array(), secret(PASSPHRASE)));
    }
    const slots = await slotsOf();
    expect(Object.keys(slots)).toHaveLength(MOST_SOFTWARE_TOKENS);
    expect(Object.values(slots)).not.toContain('free');
  });

  test.each(['software-4', 'software-16'])('a token is made in the free slot, not in %s', async (slotId) => {
    const refused = fault('TOKEN_ABSENT');
    expect(await backend.initToken(slotId, 'Late', new Uint8Array(), secret(PASSPHRASE))).toEqual(refused);
    expect(await backend.mechanisms(slotId)).toEqual(refused);
    expect(Object.keys(await slotsOf())).toHaveLength(3);
  });

  test('no token is initialised a second time', async () => {
    const again = await backend.initToken(HUB, 'Other', new Uint8Array(), secret(PASSPHRASE));
    expect(again).toEqual(fault('TOKEN_ALREADY_INITIALISED'));
  });

  test('what else lies in the folder is no token', async () => {
    for (const name of ['token-1', 'token-17', 'token-02', 'notes']) await fs.mkdir(join(folder, name));
    expect(Object.keys(await slotsOf())).toEqual(['software', 'software-2', 'software-3']);
  });
});

describe('each token is on its own', () => {
  test('a passphrase opens its token and no other', async () => {
    expect(await backend.signIn(HUB, secret(PASSPHRASE))).toEqual(fault('PIN_INCORRECT'));
    await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
    expect(await backend.generate({ slotId: HUB, algorithm: 'ec-p256', label: 'x', intentId: '00' })).toEqual(
      fault('NOT_SIGNED_IN'),
    );
  });

  test('signing out of one leaves the other signed in', async () => {
    const { team, hub } = await bothSignedIn();
    await expectOk(backend.signOut(SLOT));
    expect(await signs(SLOT, team)).toEqual(fault('NOT_SIGNED_IN'));
    expect((await signs(HUB, hub)).ok).toBe(true);
  });

  test('a key is on its own token only', async () => {
    const { team, hub } = await bothSignedIn();
    expect(await signs(HUB, team)).toEqual(fault('KEY_NOT_FOUND'));
    expect((await expectOk(backend.listKeys(SLOT))).map(({ keyId }) => keyId)).toEqual([team.keyId]);
    expect((await expectOk(backend.listKeys(HUB))).map(({ keyId }) => keyId)).toEqual([hub.keyId]);
  });

  test('a new passphrase of one changes nothing of the other', async () => {
    await expectOk(backend.changePin(HUB, secret(HUB_PASSPHRASE), secret('a third passphrase')));
    await expectOk(backend.signIn(HUB, secret('a third passphrase')));
    await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
  });

  test('a key file that was carried to the other token does not open there', async () => {
    const { team } = await bothSignedIn();
    const file = `${team.keyId}.json`;
    await fs.copyFile(join(folder, 'keys', file), join(folder, 'token-2', 'keys', file));
    expect(await signs(HUB, team)).toEqual(fault('KEY_UNUSABLE', 'file-foreign'));
  });

  test('closing signs out of all', async () => {
    await bothSignedIn();
    await backend.open(folder, WORKSPACE);
    const signedIn = (await expectOk(backend.slots())).map(({ token }) => token?.signedIn);
    expect(signedIn).toEqual(['no', 'no', 'no']);
  });
});

describe('a token that cannot be read is told in its slot, and the others go on', () => {
  const cut = async (path: string): Promise<void> => {
    await fs.truncate(path, 100);
  };

  test('a further one', async () => {
    const { team } = await bothSignedIn();
    await cut(join(folder, 'token-2', 'token.json'));
    expect(await slotsOf()).toEqual({ software: 'Team', 'software-2': 'file-damaged', 'software-3': 'free' });
    expect((await signs(SLOT, team)).ok).toBe(true);
    expect(await backend.signIn(HUB, secret(HUB_PASSPHRASE))).toEqual(fault('DEVICE_ERROR', 'file-damaged'));
    expect(await backend.initToken(HUB, 'New', new Uint8Array(), secret(PASSPHRASE))).toEqual(
      fault('DEVICE_ERROR', 'file-damaged'),
    );
  });

  test('the first one', async () => {
    const { hub } = await bothSignedIn();
    await cut(join(folder, 'token.json'));
    expect(await slotsOf()).toEqual({ software: 'file-damaged', 'software-2': 'Hub', 'software-3': 'free' });
    expect((await signs(HUB, hub)).ok).toBe(true);
  });

  test('also at the start', async () => {
    await cut(join(folder, 'token-2', 'token.json'));
    expect(await slotsOf(await opened())).toMatchObject({ software: 'Team', 'software-2': 'file-damaged' });
  });

  test.each(['token-2', 'token-2/keys', 'keys'])('a link in place of %s', async (part) => {
    await fs.rename(join(folder, part), join(root, `elsewhere-${made}`));
    await fs.symlink(join(root, `elsewhere-${made}`), join(folder, part));
    const seen = await slotsOf(await opened());
    expect(Object.values(seen).sort()).toEqual([part === 'keys' ? 'Hub' : 'Team', 'file-not-plain', 'free']);
  });

  test('one whose token file is missing while its keys are there keeps its slot', async () => {
    await bothSignedIn();
    await fs.rm(join(folder, 'token-2', 'token.json'));
    expect(await slotsOf()).toMatchObject({ 'software-2': 'token-file-missing', 'software-3': 'free' });
  });

  test('a copy of a token is not shown as the token itself', async () => {
    await fs.cp(join(folder, 'token-2'), join(folder, 'token-5'), { recursive: true });
    expect(await slotsOf()).toEqual({
      software: 'Team',
      'software-2': 'Hub',
      'software-3': 'free',
      'software-5': 'file-foreign',
    });
  });

  test('an exchanged one is signed out, and it alone', async () => {
    const { team } = await bothSignedIn();
    await fs.rm(join(folder, 'token-2'), { recursive: true });
    expect((await expectOk(backend.slots())).map(({ token }) => token?.signedIn)).toEqual(['user', 'no']);
    await expectOk(backend.initToken(HUB, 'Hub', new Uint8Array(), secret(PASSPHRASE)));
    expect(await backend.listKeys(HUB)).toEqual({ ok: true, value: [] });
    expect((await signs(SLOT, team)).ok).toBe(true);
  });
});
