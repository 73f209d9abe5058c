import { beforeEach, describe, expect, test, vi } from 'vitest';
import { combinationOf, matchHotkey, type KeyPress } from './hotkeys.ts';
import { goBack, goForward, navigate, replaceParams, useRouteStore } from './route.ts';
import { parseViewSettings } from './view-settings.ts';
import { createLocalMemory } from './memory.ts';
import { registerCommands, useRegistry, type Command } from './commands.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});

describe('hotkeys', () => {
  test('a letter counts without case, and the command key of a Mac is Ctrl', () => {
    expect(combinationOf(press('k', { metaKey: true }))).toBe('Ctrl+K');
  });
  test('Shift is part of a letter, but not of a sign that needs it', () => {
    expect(combinationOf(press('S', { shiftKey: true }))).toBe('Shift+S');
    expect(combinationOf(press('?', { shiftKey: true }))).toBe('?');
  });
  test('the first key of a sequence waits, the second runs', () => {
    const hotkeys = [{ keys: 'G T', run: () => undefined }];
    expect(matchHotkey(hotkeys, 'G', undefined)).toEqual({ kind: 'wait' });
    expect(matchHotkey(hotkeys, 'T', 'G')).toMatchObject({ kind: 'run' });
    expect(matchHotkey(hotkeys, 'T', undefined)).toBeUndefined();
  });
  test('of two with the same keys the later one runs', () => {
    const later = { keys: 'Ctrl+Enter', run: () => undefined };
    expect(matchHotkey([{ ...later }, later], 'Ctrl+Enter', undefined)).toEqual({ kind: 'run', hotkey: later });
  });
});

describe('route', () => {
  beforeEach(() => useRouteStore.setState({ route: { page: 'tokens', params: {} }, past: [], future: [] }));
  const page = (): string => useRouteStore.getState().route.page;

  test('back and forward walk the way gone', () => {
    navigate('keys', { id: '1' });
    navigate('csrs');
    goBack();
    goBack();
    expect(page()).toBe('tokens');
    goForward();
    expect(useRouteStore.getState().route).toEqual({ page: 'keys', params: { id: '1' } });
  });
  test('a new way forgets the one that lay ahead', () => {
    navigate('keys');
    goBack();
    navigate('audit');
    goForward();
    expect(page()).toBe('audit');
  });
  test('going where one is adds no step', () => {
    navigate('keys', { id: '1' });
    navigate('keys', { id: '1' });
    goBack();
    expect(page()).toBe('tokens');
  });
  test('another selection in place adds no step', () => {
    replaceParams({ id: '7' });
    expect(useRouteStore.getState().past).toEqual([]);
  });
  test('at the beginning back does nothing', () => {
    goBack();
    expect(page()).toBe('tokens');
  });
});

describe('view settings', () => {
  test('damaged or foreign values fall back one by one', () => {
    const stored = JSON.stringify({ scheme: 'dark', language: 'fr', textScale: 9, density: 3 });
    expect(parseViewSettings(stored, 'de-AT')).toEqual({
      scheme: 'dark',
      language: 'de',
      textScale: 2,
      density: 'normal',
      navigation: 'auto',
    });
  });
  test.each(['', '{', 'null', '[]', '7'])('%j gives the defaults', (stored) => {
    expect(parseViewSettings(stored, 'en-US')).toMatchObject({ scheme: 'system', language: 'en', textScale: 1 });
  });
});

test('a storage that refuses still remembers while the window lives', () => {
  const refuse = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('full');
  });
  const memory = createLocalMemory();
  memory.write('width', '400');
  expect(memory.read('width')).toBe('400');
  refuse.mockRestore();
});

test('commands go with the page that brought them', () => {
  const command: Command = { id: 'x', title: () => 'X', scope: 'here', run: () => undefined };
  const before = useRegistry.getState().commands.length;
  const remove = registerCommands([command]);
  expect(useRegistry.getState().commands).toContain(command);
  remove();
  expect(useRegistry.getState().commands).toHaveLength(before);
});
