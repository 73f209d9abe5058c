import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';

let world: CliWorld;
let holder: { close(): Promise<void> };

beforeAll(async () => {
  world = cliWorld();
  await world.json('workspace', 'create', '--kind', 'rehearsal', '--name', 'Partners');
  holder = await world.hold();
});
afterAll(async () => {
  await holder.close();
  world[Symbol.dispose]();
});

interface Told {
  readonly partnerId: string;
  readonly version: number;
  readonly ids: readonly {
    readonly id: string;
    readonly confirmed: { readonly by: string; readonly how: string } | null;
  }[];
}

test('partner add, show, edit, confirm: what is not given stays', async () => {
  const added = await world.json<Told>(
    ...['partner', 'add', '--name', 'Example CPO', '--platform', 'Hub', '--party', 'DEEXA', '--sub-cpo', 'DE*EXA'],
    ...['--contact', 'B. Example|security|+49 30 1|ops@example.org', '--allow', 'dns:*.example.org'],
    ...['--algorithm', 'ec-p256', '--max-days', '398'],
  );
  expect(added).toMatchObject({ version: 1, allowedNames: ['dns:*.example.org'], maxLifetimeDays: 398 });
  const confirmed = await world.json<Told>(
    ...['partner', 'confirm', '--partner', 'example cpo', '--id', 'deexa', '--how', 'phone', '--note', 'asked B.'],
  );
  expect(confirmed.ids.map(({ id, confirmed: word }) => [id, word?.how ?? null])).toEqual([
    ['DEEXA', 'phone'],
    ['DE*EXA', null],
  ]);
  expect(confirmed.ids[0]?.confirmed?.by).not.toBe('');
  const edited = await world.json<Told>(
    ...['partner', 'edit', '--partner', 'DE*EXA', '--party', 'DEEXA', '--party', 'DEEXB', '--clear', 'platform'],
  );
  expect(edited).toMatchObject({ version: 3, platform: '', ids: [{ confirmed: { how: 'phone' } }, {}, {}] });
  const { partners } = await world.json<{ partners: Told[] }>('partner', 'list', '--filter', 'deexb', '--unconfirmed');
  expect(partners).toMatchObject([{ partnerId: added.partnerId, unconfirmed: 2 }]);
  const { code, out } = await world.cli('partner', 'show', '--partner', added.partnerId);
  expect([code, out]).toEqual([0, expect.stringMatching(/party\s+DEEXA\s+phone, /)]);
});

test('what breaks a rule is refused with its reasons, and nothing is stored', async () => {
  const { code, err } = await world.cli('partner', 'add', '--name', 'Wrong', '--party', 'DE', '--allow', 'dns:*.org');
  expect([code, err]).toEqual([exitCode.refused, expect.stringContaining('[PARTNER_REFUSED]')]);
  expect(err).toContain('PARTY_ID_FORM ids.0 DE');
  expect(err).toContain('NAME_PATTERN_TOO_WIDE allowedNames.0 dns:*.org');
  expect((await world.cli('partner', 'show', '--partner', 'Wrong')).code).toBe(exitCode.notFound);
});

test.each([
  [['add', '--name', 'X', '--algorithm', 'rsa-1024']],
  [['edit', '--partner', 'Example CPO', '--clear', 'everything']],
  [['confirm', '--partner', 'Example CPO', '--id', 'DEEXA', '--how', 'telepathy']],
  [['list', '--archived', 'maybe']],
  [['export', '--format', 'xml']],
  [['add', '--name', 'X', '--contact', 'a|b|c|d|e']],
])('partner %j is wrong usage', async (words) => {
  expect((await world.cli('partner', ...words)).code).toBe(exitCode.usage);
});

test('partner import tells what it would do, and does it when it is told to', async () => {
  const file = world.file('in.csv', 'name;party_ids\r\nFiled;DEFIL\r\nBroken;DE\r\n');
  interface Imported {
    readonly taken: boolean;
    readonly planSha256: string;
    readonly counts: object;
  }
  const seen = await world.json<Imported>('partner', 'import', file);
  expect(seen).toMatchObject({ taken: false, counts: { add: 1, change: 0, same: 0, refused: 1 } });
  expect((await world.cli('partner', 'import', file, '--yes')).code).toBe(exitCode.refused);
  const other = await world.cli('partner', 'import', file, '--plan', '0'.repeat(64), '--skip-refused');
  expect([other.code, other.err]).toEqual([exitCode.refused, expect.stringContaining('[IMPORT_CHANGED]')]);
  const done = await world.json<Imported>('partner', 'import', file, '--plan', seen.planSha256, '--skip-refused');
  expect(done.taken).toBe(true);
  expect(await world.json('partner', 'show', '--partner', 'filed')).toMatchObject({
    partner: { ids: [{ id: 'DEFIL' }] },
  });
});

test('partner export and schema write files that import reads and a validator knows', async () => {
  await world.json('partner', 'export', '--out', 'all.json');
  const text = readFileSync(join(world.folder, 'all.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 'ocpi-console.partners', version: 1 });
  const seen = await world.json<{ counts: { add: number; change: number } }>(
    ...['partner', 'import', join(world.folder, 'all.json')],
  );
  expect(seen.counts).toMatchObject({ add: 0, change: 0 });
  const schema = await world.json<{ content: string }>('partner', 'schema');
  expect(JSON.parse(schema.content)).toMatchObject({ title: 'Partners of OCPI Console' });
});

test('partner archive, restore, history, remove', async () => {
  const { partnerId } = await world.json<Told>('partner', 'add', '--name', 'Passing', '--party', 'DEPAS');
  await world.json('partner', 'archive', '--partner', 'Passing');
  expect(await world.json('partner', 'restore', '--partner', 'Passing')).toMatchObject({ version: 3, archived: false });
  expect((await world.cli('partner', 'remove', '--partner', 'Passing', '--confirm', 'Other')).code).toBe(
    exitCode.refused,
  );
  await world.json('partner', 'remove', '--partner', 'Passing', '--confirm', 'Passing');
  const { versions } = await world.json<{ versions: { deed: string }[] }>('partner', 'history', '--partner', partnerId);
  expect(versions.map(({ deed }) => deed)).toEqual(['removed', 'restored', 'archived', 'added']);
});

test('partner claims names partners first', async () => {
  const { claims } = await world.json<{ claims: object[] }>('partner', 'claims', '--id', 'deexa');
  expect(claims).toMatchObject([{ where: 'partner', id: 'DEEXA', subject: 'Example CPO', state: 'confirmed' }]);
});
