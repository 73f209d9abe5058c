import { describe, expect, test } from 'vitest';
import { createTranslate } from '../locales/translate.ts';
import type { Command } from '../platform/commands.ts';
import { matchScore, parseQuery, searchCommands } from './palette-search.ts';

const t = createTranslate('en');
const command = (id: string, title: string, change: Partial<Command> = {}): Command => ({
  id,
  title: () => title,
  icon: 'play',
  scope: 'global',
  run: () => undefined,
  ...change,
});

describe('matching', () => {
  test('ids match whatever their case and separator', () => {
    expect(matchScore('de-gef', 'DE*GEF')).toBe(100);
  });
  test('fingerprints match in any spacing', () => {
    expect(matchScore('50:16:00a3', '5016 00a3 c1d9')).toBeGreaterThan(0);
  });
  test('the beginning of a word beats its middle', () => {
    expect(matchScore('key', 'Generate key…')).toBeGreaterThan(matchScore('key', 'Monkey'));
  });
  test('letters that are not there do not match', () => {
    expect(matchScore('xyz', 'Generate key…')).toBe(0);
  });
});

describe('commands', () => {
  test('of this page stand before pages and all others', () => {
    const found = searchCommands(
      [command('a', 'Sign out'), command('b', 'Sign in', { scope: 'page' }), command('c', 'Design', { scope: 'here' })],
      'sign',
      t,
    );
    expect(found.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
  test('registered twice stand once, as the later one', () => {
    const later = command('a', 'Second');
    expect(searchCommands([command('a', 'First'), later], '', t)).toEqual([later]);
  });
});

test('a query that begins with > asks for commands only', () => {
  expect(parseQuery('> light ')).toEqual({ query: 'light', commandsOnly: true });
  expect(parseQuery(' DEGEF')).toEqual({ query: 'DEGEF', commandsOnly: false });
});
