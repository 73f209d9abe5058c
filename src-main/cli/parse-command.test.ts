import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Command } from './command.ts';
import { parseCommand } from './parse-command.ts';

const command = (name: string, more: Partial<Command> = {}): Command => ({
  name,
  about: name,
  options: { in: { kind: 'text', about: '' }, flag: { kind: 'flag', about: '' } },
  shape: z.strictObject({}),
  run: () => Promise.reject(new Error('not run')),
  ...more,
});
const files = { value: 'FILE…', least: 1, most: 2 };
const commands = [command('csr show'), command('csr inspect', { words: files }), command('demo'), command('demo x')];

function parsed(...argv: readonly string[]) {
  const read = parseCommand(argv, commands);
  return read.ok ? { name: read.value.command.name, words: read.value.words } : read.error.data.detail;
}

test.each([
  ['a file', ['a.pem'], ['a.pem']],
  ['standard input', ['-'], ['-']],
  ['files around options', ['a', '--in', 'x', 'b', '--flag'], ['a', 'b']],
  ['what looks like an option, behind --', ['--', '--in'], ['--in']],
])('words: %s', (_name, given, words) => {
  expect(parsed('csr', 'inspect', ...given)).toEqual({ name: 'csr inspect', words });
});

test.each([
  ['none', []],
  ['too many', ['secret1', 'secret2', 'secret3']],
  ['an empty one', ['']],
  ['beside an option that is none', ['secret1', '--secret', 'secret2']],
  ['beside an option without its value', ['secret1', '--in']],
  ['beside a short option', ['secret1', '-x']],
])('words are refused without being repeated: %s', (_name, given) => {
  const detail = parsed('csr', 'inspect', ...given);
  expect(detail).toEqual(expect.any(String));
  expect(detail).not.toMatch(/secret\d/);
});

test('a command without words takes none', () => {
  expect(parsed('csr', 'show', 'secret1')).toBe('there is a word that belongs to no option');
});

test('help needs no words', () => {
  expect(parsed('csr', 'inspect', '--help')).toEqual({ name: 'csr inspect', words: [] });
});

test('one word names a command where no two do', () => {
  expect(parsed('demo', '--flag')).toEqual({ name: 'demo', words: [] });
  expect(parsed('demo')).toEqual({ name: 'demo', words: [] });
  expect(parsed('demo', 'x')).toEqual({ name: 'demo x', words: [] });
  expect(parsed('csr')).toContain('there is no command');
});
