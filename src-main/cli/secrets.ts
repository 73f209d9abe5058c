import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { CliIo, Options } from './command.ts';

export interface NamedSecret {
  readonly name: SecretField['name'];
  readonly value: string;
}

export interface SecretFault {
  readonly code: 'USAGE' | 'PIN_CANCELLED' | 'PIN_FILE_UNSAFE' | 'PIN_FILE_UNREADABLE';
  readonly data: { readonly detail: string };
}

const MAX_SECRET_BYTES = 1024;

const words: Readonly<Record<SecretField['name'], string>> = {
  pin: 'PIN',
  newPin: 'New PIN',
  soPin: 'SO PIN or PUK',
  passphrase: 'Passphrase of the file',
};

/**
 * Collects the secrets that a prompt asks for: from files, descriptors or the terminal. Each is read once, only when it
 * is asked for, and never repeated by the program.
 */
export async function collectSecrets(
  prompt: PromptView,
  options: Options,
  io: CliIo,
): Promise<Result<readonly NamedSecret[], SecretFault>> {
  const secrets: NamedSecret[] = [];
  for (const field of prompt.fields) {
    const value = await oneSecret(prompt, field, options, io);
    if (!value.ok) return value;
    secrets.push({ name: field.name, value: value.value });
  }
  return ok(secrets);
}

async function oneSecret(
  prompt: PromptView,
  field: SecretField,
  options: Options,
  io: CliIo,
): Promise<Result<string, SecretFault>> {
  for (const source of sourcesOf(prompt, field)) {
    const file = options.text(`${source}-file`);
    if (file !== undefined) return readSecretFile(file);
    const fd = options.number(`${source}-fd`);
    if (fd !== undefined) return readSecretDescriptor(fd);
  }
  if (io.askHidden === undefined) {
    const [first] = sourcesOf(prompt, field);
    return fail({
      code: 'USAGE',
      data: {
        detail: `no terminal to ask for the ${words[field.name]}: give --${first ?? 'pin'}-file or --${first ?? 'pin'}-fd`,
      },
    });
  }
  return askAtTerminal(prompt, field, io.askHidden);
}

/** The first PIN of a token is a new one, but `--pin-file` says it as well: there is no other PIN then. */
function sourcesOf(prompt: PromptView, field: SecretField): readonly string[] {
  switch (field.name) {
    case 'pin':
    case 'passphrase':
      return ['pin'];
    case 'soPin':
      return ['so-pin'];
    case 'newPin':
      return prompt.fields.some((other) => other.name === 'pin') ? ['new-pin'] : ['new-pin', 'pin'];
  }
}

async function askAtTerminal(
  prompt: PromptView,
  field: SecretField,
  ask: NonNullable<CliIo['askHidden']>,
): Promise<Result<string, SecretFault>> {
  const about = `${words[field.name]} of ${prompt.tokenLabel === '' ? 'the new token' : prompt.tokenLabel}`;
  const value = await ask(`${about} (${field.minLength} to ${field.maxLength} characters): `);
  if (value === undefined || value === '')
    return fail({ code: 'PIN_CANCELLED', data: { detail: 'nothing was typed' } });
  if (!field.repeat) return ok(value);
  const again = await ask(`${about}, again: `);
  return again === value ? ok(value) : fail({ code: 'PIN_CANCELLED', data: { detail: 'the two entries differ' } });
}

/** A secret in a file: the user's own, no link, closed to everybody else; one trailing line end is not part of it. */
export function readSecretFile(path: string): Result<string, SecretFault> {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    const link = error instanceof Error && 'code' in error && error.code === 'ELOOP';
    return link
      ? fail({ code: 'PIN_FILE_UNSAFE', data: { detail: `${path} is a link` } })
      : fail({ code: 'PIN_FILE_UNREADABLE', data: { detail: `${path} cannot be read` } });
  }
  try {
    const facts = fstatSync(fd);
    if (!facts.isFile()) return fail({ code: 'PIN_FILE_UNSAFE', data: { detail: `${path} is no plain file` } });
    if (process.platform !== 'win32' && (facts.uid !== userInfo().uid || (facts.mode & 0o077) !== 0)) {
      return fail({ code: 'PIN_FILE_UNSAFE', data: { detail: `${path} can be read by others: chmod 600 it` } });
    }
    if (facts.size > MAX_SECRET_BYTES)
      return fail({ code: 'PIN_FILE_UNSAFE', data: { detail: `${path} is too long for a PIN` } });
    return firstLine(readFileSync(fd), path);
  } finally {
    closeSync(fd);
  }
}

function readSecretDescriptor(fd: number): Result<string, SecretFault> {
  try {
    return firstLine(readFileSync(fd), `descriptor ${fd}`);
  } catch {
    return fail({ code: 'PIN_FILE_UNREADABLE', data: { detail: `descriptor ${fd} cannot be read` } });
  }
}

function firstLine(bytes: Buffer, from: string): Result<string, SecretFault> {
  const text = bytes
    .subarray(0, MAX_SECRET_BYTES + 2)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  bytes.fill(0);
  if (text === '' || text.includes('\n'))
    return fail({ code: 'PIN_FILE_UNREADABLE', data: { detail: `${from} does not hold one line` } });
  return ok(text);
}
