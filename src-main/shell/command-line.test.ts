import { describe, expect, test } from 'vitest';
import { commandOf, readCommandLine, refusedSwitches } from './command-line.ts';

describe('readCommandLine', () => {
  test('takes the workspace after the switch', () => {
    expect(readCommandLine(['electron', '.', '--workspace', '/w'])).toEqual({
      ok: true,
      value: { workspace: '/w', demo: false },
    });
  });
  test('takes the workspace after an equals sign', () => {
    expect(readCommandLine(['--workspace=/a b'])).toEqual({ ok: true, value: { workspace: '/a b', demo: false } });
  });
  test('names no workspace when none was asked for', () => {
    expect(readCommandLine(['electron', '.', '--workspaces=/x'])).toEqual({
      ok: true,
      value: { workspace: undefined, demo: false },
    });
  });
  test.each([[['--workspace']], [['--workspace=']], [['--workspace', '--no-sandbox']]])(
    'refuses a switch without a folder: %j',
    (args) => {
      expect(readCommandLine(args)).toEqual({ ok: false, error: { code: 'WORKSPACE_UNNAMED' } });
    },
  );
});

describe('refusedSwitches', () => {
  test.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect=127.0.0.1:0',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '-remote-debugging-port=1',
    '--disable-web-security',
    '--renderer-cmd-prefix=gdb',
    '--Inspect',
  ])('finds %s', (arg) => {
    expect(refusedSwitches(['app', arg], 'linux')).toHaveLength(1);
  });
  test('finds the slash form on Windows only', () => {
    expect(refusedSwitches(['/Remote-Debugging-Port=1'], 'win32')).toEqual(['remote-debugging-port']);
    expect(refusedSwitches(['/inspect'], 'linux')).toEqual([]);
  });
  test('lets the ordinary ones pass', () => {
    const args = ['app', '--workspace=/w', '--ozone-platform=headless', '--disable-gpu', 'inspect'];
    expect(refusedSwitches(args, 'linux')).toEqual([]);
  });
  test('takes the sandbox away for root alone, who has none', () => {
    expect(refusedSwitches(['--no-sandbox'], 'linux', true)).toEqual([]);
    expect(refusedSwitches(['--no-sandbox'], 'linux', false)).toEqual(['no-sandbox']);
  });
});

test('what follows -- --cli is the command, whatever it looks like', () => {
  const argv = ['app', '--no-sandbox', '--', '--cli', 'audit', 'verify', '--inspect'];
  expect(commandOf(argv)).toEqual(['audit', 'verify', '--inspect']);
});

test.each([[['app']], [['app', '--cli', 'audit']], [['app', '--', 'audit', '--cli']]])('%j is no command', (argv) => {
  expect(commandOf(argv)).toBeUndefined();
});

test('--demo asks for the demo workspace', () => {
  expect(readCommandLine(['electron', '.', '--demo'])).toEqual({
    ok: true,
    value: { workspace: undefined, demo: true },
  });
});
