import { expect, test } from 'vitest';
import { cliWorld } from './cli-for-tests.ts';
import { commands } from './commands/all.ts';
import { offlineCommands } from './commands/offline.ts';
import { runCli } from './run-cli.ts';

const all = [...offlineCommands, ...commands];
const wanted = {
  workspace: ['create', 'backup', 'restore', 'check'],
  module: ['list', 'add'],
  token: ['list', 'init', 'set-pin', 'unblock'],
  'key-group': ['create', 'list', 'show'],
  key: ['generate', 'list', 'adopt', 'destroy'],
  csr: ['create', 'list', 'show', 'export', 'inspect', 'diff'],
  authority: ['create', 'link', 'list', 'show', 'export', 'roll-over', 'retire', 'set-policy'],
  operator: ['enrol', 'list', 'roles', 'renew', 'remove'],
  roster: [
    'show',
    'rules',
    'anchors',
    'recovery',
    'vote',
    'withdraw',
    'package',
    'inspect',
    'sign',
    'take',
    'export',
    'verify',
  ],
  partner: [
    'list',
    'show',
    'add',
    'edit',
    'confirm',
    'archive',
    'restore',
    'remove',
    'history',
    'import',
    'export',
    'schema',
    'claims',
  ],
  request: ['import', 'list', 'show', 'prepare', 'approve', 'reject', 'answer'],
  certificate: [
    'inspect',
    'list',
    'show',
    'import',
    'export',
    'verify',
    'trust',
    'distrust',
    'claims',
    'bundle',
    'revoke',
    'hold',
    'release',
  ],
  crl: ['issue', 'show', 'export'],
  tls: ['probe', 'listen'],
  audit: ['list', 'verify', 'export'],
};

async function said(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  using world = cliWorld();
  let out = '';
  let err = '';
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const code = await runCli(argv, { ...io, askHidden: undefined, cwd: world.folder, env: {} }, world.owner);
  return { code, out, err };
}

test('every command that scripts may rely on is there', () => {
  const names = all.map(({ name }) => name);
  const missing = Object.entries(wanted).flatMap(([topic, verbs]) => verbs.map((verb) => `${topic} ${verb}`));
  expect(missing.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test.each(['help', '--help'])('%s lists every command and the exit codes', async (word) => {
  const { code, out } = await said(word);
  expect(code).toBe(0);
  expect(all.filter(({ name, about }) => !out.includes(name) || !out.includes(about))).toEqual([]);
  expect(out).toContain('6 wrong PIN, 7 PIN locked');
});

test('no command at all is wrong usage and shows the same', async () => {
  const { code, out } = await said();
  expect([code, out]).toEqual([2, expect.stringContaining('key-group create')]);
});

test('a topic lists its commands alone', async () => {
  const { code, out } = await said('csr', '--help');
  expect(code).toBe(0);
  expect(out).toContain('csr export');
  expect(out).not.toContain('key generate');
});

test.each(all.map((command) => [command.name, command] as const))(
  '%s --help tells each option',
  async (name, command) => {
    const { code, out } = await said(...name.split(' '), '--help');
    expect(code).toBe(0);
    const options = [
      ...Object.keys(command.options),
      ...(command.asksPin === true ? ['pin-file', 'pin-fd'] : []),
      'workspace',
      'json',
    ];
    expect(options.filter((option) => !out.includes(`--${option}`))).toEqual([]);
    expect(out.split('\n')[0]).toContain(`${name}${command.words === undefined ? ':' : ` ${command.words.value}:`}`);
    for (const [option, { required }] of Object.entries(command.options))
      expect(new RegExp(`--${option}\\b.*\\(required\\)`).test(out)).toBe(required === true);
  },
);
