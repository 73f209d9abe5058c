import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckpointState } from '../../../../shared/contract/checkpoints.ts';
import { addModule, faultOf, value } from '../../core-for-tests.ts';
import { createTestClock, type TestClock } from '../../test-clock.ts';
import { peopleWorld, type PeopleWorld } from './operators-for-tests.ts';

const DAY_MS = 86_400_000;

let at: PeopleWorld;
let clock: TestClock;
beforeAll(async () => {
  clock = createTestClock();
  at = await peopleWorld({ clock });
  const first = {
    name: 'Ada',
    certificateId: at.certificates.ada,
    roles: ['approver' as const, 'ca-operator' as const],
  };
  value(await at.world.client.operators.begin(first, at.world.person));
}, 60_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

const client = () => at.world.client;
const listed = async () => value(await client().checkpoints.list({ offset: 0, limit: 100 }));
const whys = async (): Promise<string[]> => (await listed()).rows.map(({ why }) => why);
const task = async () => value(await client().due.list({})).tasks.find(({ kind }) => kind === 'checkpoint');

async function signIn(): Promise<void> {
  const { operators } = value(await client().operators.show({}));
  value(await client().operators.signIn({ operatorId: operators[0]?.operatorId ?? '' }, at.world.person));
}

async function demand() {
  clock.pass(1000);
  return value(await client().operators.checkpoint({}, at.world.person));
}

describe('made on demand', () => {
  test('it is kept with who, when and why, and exported again byte for byte', async () => {
    const made = await demand();
    const [row] = (await listed()).rows;
    expect(row).toMatchObject({ seq: made.seq, head: made.head, by: 'Ada', why: 'demand' });
    const again = value(await client().checkpoints.export({ sha256: row?.sha256 ?? '' }));
    expect(Buffer.from(again.content).equals(Buffer.from(made.content))).toBe(true);
    expect(faultOf(await client().checkpoints.export({ sha256: 'a'.repeat(64) }))).toBe('CHECKPOINT_NOT_FOUND');
  });

  test('it is written into the folder that is set, under a name of its own', async () => {
    const folder = join(at.world.folder, 'checkpoints');
    expect(faultOf(await client().checkpoints.keepIn({ folder: { path: folder } }))).toBe('PLACE_REFUSED');
    mkdirSync(folder);
    expect(value(await client().checkpoints.keepIn({ folder: { path: folder } })).state.folder).toBe(folder);
    const made = await demand();
    const names = readdirSync(folder);
    expect(names).toEqual([made.suggestedName]);
    expect(readFileSync(join(folder, made.suggestedName)).equals(Buffer.from(made.content))).toBe(true);
    expect(value(await client().audit.verify({ checkpoint: made.content })).checkpoint?.verdict).toBe('holds');

    rmSync(folder, { recursive: true });
    await demand();
    expect((await listed()).state.folderFault).toBe('missing');
    expect(await at.world.audit()).toContain('audit.checkpoint-file PLACE_REFUSED');
    expect(value(await client().checkpoints.keepIn({})).state).not.toHaveProperty('folder');
  });

  test('the table keeps what was made', () => {
    const file = new Database(join(at.world.workspacePath, 'pki.db'));
    expect(() => file.exec('delete from checkpoints')).toThrow(/never removed/);
    expect(() => file.exec("update checkpoints set by = 'eve'")).toThrow(/never changed/);
    file.close();
  });
});

describe('signing out by hand', () => {
  test('makes one with the key that is still signed in', async () => {
    const before = (await listed()).total;
    value(await client().operators.signOut({}));
    expect((await whys()).slice(0, (await listed()).total - before)).toEqual(['logout']);
    const log = await at.world.audit();
    expect(log.lastIndexOf('audit.checkpoint')).toBeLessThan(log.lastIndexOf('operator.sign-out'));
  });

  test('makes none when nobody is signed in, when its token is not, or when the setting is off', async () => {
    const before = (await listed()).total;
    value(await client().operators.signOut({}));
    await signIn();
    value(await client().tokens.signOut({ tokenUri: at.tokens.ada }));
    value(await client().operators.signOut({}));
    await signIn();
    value(await client().settings.set({ changes: { checkpointAtSignOut: false } }));
    value(await client().operators.signOut({}));
    expect((await listed()).total).toBe(before);
    expect(value(await client().operators.show({}))).not.toHaveProperty('me');
    await signIn();
    value(await client().settings.set({ changes: { checkpointAtSignOut: true } }));
  });
});

describe('when one is due', () => {
  test('somebody who is signed in has it made without being asked', async () => {
    expect(await task()).toBeUndefined();
    clock.pass(6.5 * DAY_MS);
    expect(await task()).toMatchObject({ state: 'soon' });
    clock.pass(DAY_MS);
    expect(await task()).toMatchObject({ state: 'due', needs: 'nothing' });
    const ran = value(await client().due.run({}));
    expect(ran.done).toMatchObject([{ kind: 'checkpoint' }]);
    expect((await whys())[0]).toBe('due');
    expect(await task()).toBeUndefined();
  });

  test('it waits where everybody can see it while nobody is signed in', async () => {
    value(await client().tokens.signOut({ tokenUri: at.tokens.ada }));
    clock.pass(8 * DAY_MS);
    expect(await task()).toMatchObject({ state: 'due', needs: 'person', why: 'sign-in' });
    expect(value(await client().due.run({})).done).toEqual([]);
    expect((await listed()).state.isDue).toBe(true);
    await signIn();
    expect(value(await client().due.run({})).done).toHaveLength(1);
  });

  test('many entries make it due before its time', async () => {
    value(await client().settings.set({ changes: { checkpointEntries: 100 } }));
    for (let n = 0; n < 100; n += 1) await client().settings.set({ changes: { organisation: `O${n}` } });
    expect(await task()).toMatchObject({ state: 'due' });
    value(await client().due.run({}));
    expect(await task()).toBeUndefined();
  });
});

describe('a workspace that was set back', () => {
  let older: Uint8Array;
  let newest: Uint8Array;
  let copy: string;
  const stand = async (): Promise<CheckpointState['catchUp']> => (await listed()).state.catchUp;
  const catchUp = (wish: { content?: Uint8Array; confirm?: string }) => client().checkpoints.catchUp(wish);

  /** Puts an older database in the place of this one, as who restores by copying files. */
  async function setBack(to: string): Promise<void> {
    const file = join(at.world.workspacePath, 'pki.db');
    await at.world.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    copyFileSync(to, file);
    chmodSync(file, 0o600);
    await at.world.again();
    value(await client().workspace.acknowledge({}));
    await addModule(at.world, at.module.modulePath);
    await signIn();
    // The newest list was never exported, and this is not what is asked here.
    const { authorityId } = at;
    value(await client().crl.catchUp({ authorityId, confirm: 'People' }));
  }

  beforeAll(async () => {
    older = (await demand()).content;
    await demand();
    copy = join(at.world.folder, 'older.db');
    const file = new Database(join(at.world.workspacePath, 'pki.db'));
    file.exec(`vacuum into '${copy}'`);
    file.close();
    for (let n = 0; n < 20; n += 1) await client().settings.set({ changes: { organisation: `P${n}` } });
    newest = (await demand()).content;
    await setBack(copy);
  }, 60_000);

  test('signs and revokes nothing before a checkpoint was read', async () => {
    const { authorityId } = at;
    expect(await stand()).toMatchObject({ known: expect.any(Number) as number });
    expect(faultOf(await client().crl.issue({ authorityId }, at.world.person))).toBe('CHECKPOINT_NEEDED');
    const targets = [{ authorityId, serialNumber: '0e0f' }];
    const wish = { targets, reason: 'superseded' as const, note: '', confirm: '0e0f' };
    expect(faultOf(await client().revocations.revoke(wish))).toBe('CHECKPOINT_NEEDED');
  });

  test('refuses what is no checkpoint, one older than it knows, and one that it made itself', async () => {
    const reason = async (content: Uint8Array) => {
      const end = await catchUp({ content });
      return end.ok ? 'taken' : end.error.data;
    };
    expect(await reason(new Uint8Array([1]))).toEqual({ reason: 'unreadable' });
    expect(await reason(older)).toMatchObject({ reason: 'older', known: (await stand())?.known });
    expect(await reason((await demand()).content)).toEqual({ reason: 'own' });
    expect(await stand()).toBeDefined();
  });

  test('tells how many entries are missing, and goes on only when their number is typed', async () => {
    const last = (await stand())?.last ?? 0;
    const ahead = await catchUp({ content: newest });
    const { missing, seq } = ahead.ok ? { missing: 0, seq: 0 } : (ahead.error.data as { missing: number; seq: number }); // as CHECKPOINT_AHEAD declares
    expect(faultOf(ahead)).toBe('CHECKPOINT_AHEAD');
    expect(missing).toBe(seq - last);
    expect(missing).toBeGreaterThan(19);
    expect(faultOf(await catchUp({ content: newest, confirm: String(missing - 1) }))).toBe('CHECKPOINT_AHEAD');
    expect(value(await catchUp({ content: newest, confirm: String(missing) }))).toMatchObject({ seq, missing });
    expect(await stand()).toBeUndefined();
    value(await client().crl.issue({ authorityId: at.authorityId }, at.world.person));
    expect(await at.world.audit()).toContain('audit.caught-up');
  });

  test('there is nothing to read twice', async () => {
    expect(await catchUp({ content: newest })).toMatchObject({ error: { data: { reason: 'not-needed' } } });
  });

  test('where nobody has a checkpoint, the typed name of the workspace says so, on record', async () => {
    await setBack(copy);
    expect(faultOf(await catchUp({}))).toBe('CONFIRMATION_WRONG');
    expect(faultOf(await catchUp({ confirm: 'other' }))).toBe('CONFIRMATION_WRONG');
    expect(value(await catchUp({ confirm: 'test' }))).toMatchObject({ missing: 0 });
    const { rows } = value(await client().audit.list({ offset: 0, limit: 1, event: 'audit.caught-up' }));
    expect(JSON.parse(rows[0]?.data ?? '')).toMatchObject({ none: true });
    value(await client().crl.issue({ authorityId: at.authorityId }, at.world.person));
  }, 60_000);
});
