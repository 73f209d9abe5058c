import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { askHidden, type TerminalInput } from './terminal.ts';

/** A terminal that keeps what happens to it; keys are typed by `emit`. */
class FakeTerminal extends EventEmitter implements TerminalInput {
  raw = false;
  reading = false;
  shown = '';
  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
  setEncoding(): void {
    // Node's stream decodes; here text comes as text.
  }
  resume(): void {
    this.reading = true;
  }
  pause(): void {
    this.reading = false;
  }
  write(text: string): void {
    this.shown += text;
  }
}

function asked(...typed: readonly string[]) {
  const terminal = new FakeTerminal();
  const ask = askHidden(terminal, terminal);
  const answer = ask('PIN: ');
  for (const text of typed) terminal.emit('data', text);
  return { terminal, ask, answer };
}

test.each([
  [['1234\r'], '1234'],
  [['12', '34', '\n'], '1234'],
  [['12x\u007f34\r'], '1234'],
  [['ü😀\u007f\r'], 'ü'],
  [['\u007f\u007f12\r'], '12'],
  [['12\u001b34\r'], '1234'],
  [['\r'], ''],
  [['12\u0003'], undefined],
  [['\u0004'], undefined],
])('%j is read as %j', async (typed, secret) => {
  expect(await asked(...typed).answer).toBe(secret);
});

test('nothing typed is shown, and the terminal is as it was', async () => {
  const { terminal, answer } = asked('geheim\r');
  await answer;
  expect(terminal.shown).toBe('PIN: \n');
  expect([terminal.raw, terminal.reading, terminal.listenerCount('data')]).toEqual([false, false, 0]);
});

test('two lines pasted at once answer two questions', async () => {
  const { ask, answer } = asked('first\r\nsecond\r\n');
  expect([await answer, await ask('again: ')]).toEqual(['first', 'second']);
});

test('a terminal that is closed gives up', async () => {
  const { terminal, answer } = asked('12');
  terminal.emit('end', '');
  expect(await answer).toBeUndefined();
});
