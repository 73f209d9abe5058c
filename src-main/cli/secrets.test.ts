import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import { testFolder } from '../core/store/store-for-tests.ts';
import { optionsOf, type OptionValues } from './command.ts';
import { createSecretSource, readSecretFile } from './secrets.ts';

function fileWith(content: string | Uint8Array, mode = 0o600) {
  const folder = testFolder();
  const path = join(folder.path, 'pin');
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return { ...folder, path, folder: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test.each([
  ['no line end', '12ä456', '12ä456'],
  ['a line end', '1234\n', '1234'],
  ['the line end of Windows', '1234\r\n', '1234'],
  ['spaces, which are part of it', ' 12 34 ', ' 12 34 '],
])('a file with %s is the secret', (_name, content, secret) => {
  using file = fileWith(content);
  expect(readSecretFile(file.path)).toEqual({ ok: true, value: secret });
});

test.each([
  ['nothing', ''],
  ['a line end alone', '\n'],
  ['two lines', '1234\n5678\n'],
  ['a carriage return inside', '12\r34'],
  ['what is no UTF-8', Uint8Array.of(0x31, 0xff, 0x32)],
])('a file with %s is refused, and nothing of it is told', (_name, content) => {
  using file = fileWith(content);
  const read = readSecretFile(file.path);
  expect(read).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNREADABLE' } });
  expect(JSON.stringify(read)).not.toMatch(/1234|5678/);
});

test.each([0o640, 0o604, 0o644, 0o620, 0o666])('a file of mode %o is refused', (mode) => {
  using file = fileWith('1234', mode);
  expect(readSecretFile(file.path)).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNSAFE' } });
});

test('a link is refused, also to a file that would do', () => {
  using file = fileWith('1234');
  const link = join(file.folder, 'link');
  symlinkSync(file.path, link);
  expect(readSecretFile(link)).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNSAFE' } });
});

test('a folder, a named pipe without a writer and too long a file are refused', () => {
  using file = fileWith('x'.repeat(1025));
  const pipe = join(file.folder, 'pipe');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  mkdirSync(join(file.folder, 'dir'), { mode: 0o700 });
  for (const path of [file.path, pipe, join(file.folder, 'dir')])
    expect(readSecretFile(path)).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNSAFE' } });
});

test('a file that is not there is told', () => {
  using folder = testFolder();
  const read = readSecretFile(join(folder.path, 'none'));
  expect(read).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNREADABLE' } });
});

const field = (name: SecretField['name'], repeat = false): SecretField => ({
  name,
  minLength: 4,
  maxLength: 64,
  repeat,
});
const prompt = (fields: readonly SecretField[], more: Partial<PromptView> = {}): PromptView => ({
  promptId: 'p',
  action: 'sign-in',
  tokenLabel: 'hsm',
  tokenSerial: '1',
  software: false,
  reason: '',
  pinPad: false,
  fields: [...fields],
  pin: 'none-wrong',
  soPin: 'none-wrong',
  sealKey: new Uint8Array(32),
  ...more,
});
function sourceOf(values: OptionValues, cwd = '/') {
  return createSecretSource(optionsOf(values), {
    out: () => undefined,
    err: () => undefined,
    askHidden: undefined,
    cwd,
    env: {},
  });
}

test('a file is looked for where the command was given', async () => {
  using file = fileWith('1234');
  const collected = await sourceOf({ 'pin-file': 'pin' }, file.folder).collect(prompt([field('pin')]));
  expect(collected).toEqual({ ok: true, value: [{ name: 'pin', value: '1234' }] });
});

test('a descriptor is read once and answers every prompt of that token', async () => {
  using file = fileWith('1234\n');
  const fd = openSync(file.path, 'r');
  const source = sourceOf({ 'pin-fd': fd });
  const once = await source.collect(prompt([field('pin')]));
  expect(await source.collect(prompt([field('pin')], { promptId: 'q', action: 'sign' }))).toEqual(once);
  expect(once).toEqual({ ok: true, value: [{ name: 'pin', value: '1234' }] });
  closeSync(fd);
});

test('a PIN that was given for one token is never tried at another', async () => {
  using file = fileWith('1234\n');
  const source = sourceOf({ 'pin-file': file.path });
  await source.collect(prompt([field('pin')]));
  const other = await source.collect(prompt([field('pin')], { tokenLabel: 'card', tokenSerial: '2' }));
  expect(other).toMatchObject({ ok: false, error: { code: 'USAGE' } });
});

test('a descriptor that is none, or that never ends, is refused', async () => {
  const none = await sourceOf({ 'pin-fd': 987 }).collect(prompt([field('pin')]));
  expect(none).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNREADABLE' } });
  const zero = openSync('/dev/zero', 'r');
  const endless = await sourceOf({ 'pin-fd': zero }).collect(prompt([field('pin')]));
  expect(endless).toMatchObject({ ok: false, error: { code: 'PIN_FILE_UNSAFE' } });
  closeSync(zero);
});

test('each field has its own option: first PIN, change, SO PIN, passphrase of a file', async () => {
  using folder = testFolder();
  const files = ['pin', 'new-pin', 'so-pin', 'passphrase'];
  for (const name of files) writeFileSync(join(folder.path, name), name, { mode: 0o600 });
  const all = Object.fromEntries(files.map((name) => [`${name}-file`, name]));
  const collect = async (values: OptionValues, ...fields: SecretField[]) => {
    const secrets = await sourceOf(values, folder.path).collect(prompt(fields));
    return secrets.ok ? secrets.value.map(({ value }) => value) : secrets.error.code;
  };
  expect(await collect({ 'pin-file': 'pin' }, field('newPin', true))).toEqual(['pin']);
  expect(await collect(all, field('soPin'), field('newPin', true))).toEqual(['so-pin', 'new-pin']);
  expect(await collect(all, field('pin'), field('newPin', true))).toEqual(['pin', 'new-pin']);
  expect(await collect({ 'pin-file': 'pin' }, field('pin'), field('newPin', true))).toBe('USAGE');
  expect(await collect(all, field('passphrase', true))).toEqual(['passphrase']);
  expect(await collect({ 'pin-file': 'pin' }, field('passphrase', true))).toBe('USAGE');
});

test('a PIN that names its token goes to that token alone, whatever else is given', async () => {
  using folder = testFolder();
  for (const name of ['pin', 'hsm=pin', 'x']) writeFileSync(join(folder.path, name), `is ${name}`, { mode: 0o600 });
  const source = sourceOf({ 'pin-file-for': ['hsm=hsm=pin', 'card=x'], 'pin-file': 'pin' }, folder.path);
  const collect = async (tokenLabel: string, name: SecretField['name'] = 'pin') => {
    const secrets = await source.collect(prompt([field(name)], { tokenLabel, tokenSerial: tokenLabel }));
    return secrets.ok ? secrets.value[0]?.value : secrets.error.code;
  };
  expect(await collect('hsm')).toBe('is hsm=pin');
  expect(await collect('card')).toBe('is x');
  expect(await collect('other')).toBe('is pin');
  expect(await collect('third')).toBe('USAGE');
  expect(await collect('hsm', 'soPin')).toBe('USAGE');
});
