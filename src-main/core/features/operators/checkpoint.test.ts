import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { testStore } from '../../store/store-for-tests.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';
import { peopleWorld, type PeopleWorld } from './operators-for-tests.ts';

const verifier = fileURLToPath(new URL('../../../../docs/verifier/verify-audit.mjs', import.meta.url));

let at: PeopleWorld;
let files: { readonly log: string; readonly checkpoint: string; readonly roster: string; readonly genesis: string };
beforeAll(async () => {
  at = await peopleWorld();
  const { client, person, folder } = at.world;
  expect(faultOf(await client.operators.checkpoint({}, person))).toBe('ROSTER_ABSENT');
  const first = { name: 'Ada', certificateId: at.certificates.ada, roles: ['approver' as const] };
  value(await client.operators.begin(first, person));
  const { proposal } = value(
    await client.operators.propose({
      wish: { kind: 'enrol', name: 'Bea', roles: ['approver'], certificateId: at.certificates.bea },
    }),
  );
  const { proposalId, entry } = proposal;
  value(await client.operators.vote({ proposalId, entry: entry.entry, decision: 'approve' }, person));
  const made = value(await client.operators.checkpoint({}, person));
  const roster = value(await client.operators.exportRoster({}));
  value(await client.audit.export({ target: { path: join(folder, 'log.jsonl') } }));
  files = {
    log: join(folder, 'log.jsonl'),
    checkpoint: join(folder, 'checkpoint.json'),
    roster: join(folder, 'roster.json'),
    genesis: roster.genesis,
  };
  writeFileSync(files.checkpoint, made.content);
  writeFileSync(files.roster, roster.content);
}, 60_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

function run(change: Partial<typeof files> = {}) {
  const { log, checkpoint, roster, genesis } = { ...files, ...change };
  const args = [verifier, log, '--checkpoint', checkpoint, '--roster', roster, '--genesis', genesis];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, said: stdout };
}

/** A copy of one of the files in which something was changed. */
function changed(name: 'log' | 'checkpoint' | 'roster', change: (text: string) => string): Partial<typeof files> {
  const path = join(at.world.folder, `changed-${name}`);
  const before = readFileSync(files[name], 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  return { [name]: path };
}

test('the separate verifier agrees with what was exported', () => {
  const { status, said } = run();
  expect(said).toContain('nothing wrong');
  expect(said).toMatch(/entries 1 to \d+ are what "CN=ada" signed/);
  expect(status).toBe(0);
});

test.each([
  ['an entry that was edited', 'log', (text: string) => text.replace('"outcome":"done"', '"outcome":"kept"')],
  ['an entry that was left out', 'log', (text: string) => text.split('\n').toSpliced(3, 1).join('\n')],
  ['a log that was cut', 'log', (text: string) => text.split('\n').slice(0, 5).join('\n')],
  [
    'another signature',
    'checkpoint',
    (text: string) => text.replace(/(\.[\w-]{20})[\w-]{8}(?=[\w-]*","v")/, '$1AAAAAAAA'),
  ],
  ['a role that nobody voted for', 'roster', (text: string) => text.replace('\\"approver\\"', '\\"auditor\\"')],
] as const)('%s is found', (_what, name, change) => {
  const { status, said } = run(changed(name, change));
  expect(said).toContain('WRONG');
  expect(status).toBe(1);
});

test('a roster that begins elsewhere is found by the fingerprint that was noted', () => {
  const { status, said } = run({ genesis: 'a'.repeat(64) });
  expect(said).toContain('begins with another entry');
  expect(status).toBe(1);
});

test.each([
  ['a log of numbers', 'log', '1\n2\n'],
  ['a roster without entries that are any', 'roster', '{"entries":[1],"kind":"ocpi-console roster","workspace":"x"}'],
  ['a checkpoint of nothing', 'checkpoint', 'null'],
] as const)('%s is told in a sentence', (_what, name, content) => {
  const { status, said } = run(changed(name, () => content));
  expect(said).toContain('WRONG');
  expect(status).toBe(1);
});

test('what a file says cannot move the cursor of who reads it', () => {
  const { said } = run(
    changed('log', (text) => text.replaceAll(/"workspaceId":"[^"]*"/g, '"workspaceId":"\\u001b[2J"')),
  );
  expect(said).not.toContain('\u001b');
});

test('what cannot be checked is said', () => {
  const { stdout, status } = spawnSync(process.execPath, [verifier, files.log], { encoding: 'utf8' });
  expect(stdout).toContain('not checked: whether the end of the log was cut');
  expect(status).toBe(0);
});

async function judged(content: Uint8Array) {
  return value(await at.world.client.audit.verify({ checkpoint: content })).checkpoint;
}

/** What the kept checkpoint shows of a database of this workspace that holds only so many entries, none of them its own. */
async function judgedElsewhere(entries: number) {
  using store = testStore();
  const actor = { kind: 'local-user', name: 'tester' } as const;
  for (let n = 0; n < entries; n += 1) await store.unit.append({ event: 'settings.changed', actor, outcome: 'done' });
  const workspaceId = /"workspaceId\\?":\\?"([^"\\]*)/.exec(readFileSync(files.log, 'utf8'))?.[1] ?? '';
  const deps = { db: store.database.db, workspaceId, oidProfile: () => defaultOidProfile };
  return await judgeCheckpoint(deps, readFileSync(files.checkpoint));
}

test('a checkpoint that was kept elsewhere holds, and names who signed it', async () => {
  expect(await judged(readFileSync(files.checkpoint))).toMatchObject({ verdict: 'holds', signer: 'Ada' });
});

test('a database that was rolled back ends before the checkpoint', async () => {
  expect(await judgedElsewhere(0)).toMatchObject({ verdict: 'cut' });
});

test('a log that was rewritten holds another entry where the checkpoint was signed', async () => {
  expect(await judgedElsewhere(200)).toMatchObject({ verdict: 'rewritten' });
});

test('a checkpoint whose signature was changed is not believed', async () => {
  const { checkpoint = '' } = changed('checkpoint', (text) =>
    text.replace(/(\.[\w-]{20})[\w-]{8}(?=[\w-]*","v")/, '$1AAAAAAAA'),
  );
  expect(await judged(readFileSync(checkpoint))).toEqual({ verdict: 'signature' });
});

test('a file that is no checkpoint is told', async () => {
  expect(await judged(new Uint8Array([1, 2, 3]))).toEqual({ verdict: 'unreadable' });
});
