import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuideRunView } from '../../shared/contract/guides.ts';
import { guides } from '../../shared/domain/guides.ts';
import { type CliEnd, cliWorld, type CliWorld } from './cli-for-tests.ts';
import { commands } from './commands/all.ts';
import { parseCommand } from './parse-command.ts';

const pin = ['--pin-file', 'pin'];
const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];

let world: CliWorld;
let holder: { close(): Promise<void> };
beforeAll(async () => {
  world = cliWorld();
  world.file('pin', 'soft passphrase 9');
  await world.json('workspace', 'create');
  holder = await world.hold();
  await world.json('token', 'init', '--software', '--label', 'soft', ...pin);
  const spec = ['--name', 'Root', '--kind', 'tls-client', '--subject', 'CN=Root,C=DE', '--validity-days', '30'];
  await world.json('authority', 'create', '--token', 'soft', ...spec, ...pin);
});
afterAll(async () => {
  await holder.close();
  world[Symbol.dispose]();
});

test.each(guides.flatMap(({ steps }) => steps.flatMap((step) => ('command' in step ? [step.command] : []))))(
  'the command that a step names is one: %s',
  (command) => {
    const parsed = parseCommand(command.split(' '), commands);
    expect(parsed.ok ? 'understood' : parsed.error).toBe('understood');
  },
);

test('a run is begun, followed, checked, written down and ended', async () => {
  const begun = await world.json<GuideRunView>('guide', 'start', '--guide', 'token-lost', '--token', 'soft');
  expect(begun.run).toMatchObject({ aboutName: 'soft', state: 'open', settled: 0, steps: 14 });
  const run = ['--run', begun.run.runId];

  const shown = await world.cli('guide', 'show', ...run);
  expect(shown.out).toContain('6. End the authorities whose keys were on it [open] (token-authorities)');
  expect(shown.out).toContain('no    Retired: 0 of 1 authorities whose keys are on it.');

  await world.json('authority', 'retire', '--authority', 'Root', '--confirm', 'Root');
  const checked = await world.json<GuideRunView>('guide', 'check', ...run, '--step', '6', '--note', 'done by ada');
  const step = checked.steps[5];
  expect(step).toMatchObject({ state: 'done', sights: [{ code: 'AUTHORITIES_RETIRED', state: 'done' }, {}, {}] });
  expect(told(await world.cli('guide', 'finish', ...run))).toEqual([3, 'GUIDE_STEPS_OPEN']);

  const none = ['--state', 'not-needed'];
  expect(told(await world.cli('guide', 'check', ...run, '--step', 'token-new', ...none))).toEqual([
    3,
    'GUIDE_NOTE_MISSING',
  ]);
  for (const { step: id, state } of checked.steps)
    if (state === 'open') await world.json('guide', 'check', ...run, '--step', id, ...none, '--note', 'rehearsal');
  expect((await world.json<GuideRunView>('guide', 'finish', ...run)).run.state).toBe('finished');

  const path = join(world.folder, 'run.md');
  await world.json('guide', 'export', ...run, '--out', 'run.md');
  expect(readFileSync(path, 'utf8')).toContain('# Record of a guide: A token is lost');
  expect((await world.cli('guide', 'export', ...run, '--german')).out).toContain('Ein Token ist verloren');
  expect((await world.cli('guide', 'list')).out).toContain('No run.');
  expect((await world.json<{ runs: readonly object[] }>('guide', 'list', '--all')).runs).toHaveLength(1);
});

test('a run about nothing in particular is found by its first signs and abandoned', async () => {
  const begun = await world.json<GuideRunView>('guide', 'start', '--guide', 'clock-wrong', '--since', '2026-01-01');
  expect(begun.run).toMatchObject({ about: { kind: 'nothing' }, since: '2026-01-01T00:00:00.000Z' });
  const run = ['--run', begun.run.runId];
  const since = await world.json<GuideRunView>('guide', 'since', ...run, '--at', '2026-02-01T00:00:00Z');
  expect(since.run.since).toBe('2026-02-01T00:00:00.000Z');
  const ended = await world.json<GuideRunView>('guide', 'abandon', ...run, '--reason', 'a false alarm');
  expect(ended.run).toMatchObject({ state: 'abandoned', reason: 'a false alarm' });
});

test('what is no guide, no token and no run is told as such', async () => {
  expect((await world.cli('guide', 'start', '--guide', 'fire')).code).toBe(2);
  expect((await world.cli('guide', 'start', '--guide', 'token-lost', '--token', 'a', '--person', 'b')).code).toBe(2);
  expect(told(await world.cli('guide', 'start', '--guide', 'token-lost', '--token', 'gone'))).toEqual([
    4,
    'TOKEN_NOT_FOUND',
  ]);
  expect(told(await world.cli('guide', 'start', '--guide', 'ca-rollover'))).toEqual([3, 'GUIDE_ABOUT']);
  expect(told(await world.cli('guide', 'show', '--run', 'nothing'))).toEqual([4, 'GUIDE_RUN_NOT_FOUND']);
});
