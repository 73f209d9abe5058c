import { closeSync, constants, fstatSync, openSync, read, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import { decodeUtf8 } from '../../shared/util/utf8.ts';
import { visible } from './print.ts';
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
  vaultPassphrase: 'Passphrase',
  newVaultPassphrase: 'New passphrase',
};

/** Where the secrets of one command come from. */
export interface SecretSource {
  /**
   * Collects the secrets that a prompt asks for: from files, descriptors or the terminal. What was read from a file or
   * descriptor is for one token: it is never tried at another one, whose tries it would spend.
   */
  collect(prompt: PromptView): Promise<Result<readonly NamedSecret[], SecretFault>>;
}

interface Given {
  readonly value: string;
  readonly forToken: string;
}

export function createSecretSource(options: Options, io: CliIo): SecretSource {
  /** A descriptor can be read once; a prompt may come twice (a PIN for each signature). */
  const given = new Map<string, Given>();

  async function fromOptions(
    prompt: PromptView,
    source: string,
    path?: string,
  ): Promise<Result<string, SecretFault> | undefined> {
    const forToken = JSON.stringify([prompt.tokenLabel, prompt.tokenSerial, prompt.software]);
    const known = given.get(source);
    if (known !== undefined) return known.forToken === forToken ? ok(known.value) : otherToken(prompt, source);
    const read = path === undefined ? await readGiven(source) : readSecretFile(path);
    if (read?.ok === true) given.set(source, { value: read.value, forToken });
    return read;
  }

  /** `--pin-file-for LABEL=FILE`: the label is known here, so it may hold the sign itself. */
  function ofThisToken(prompt: PromptView): Promise<Result<string, SecretFault> | undefined> {
    const start = `${prompt.tokenLabel}=`;
    const named = options.texts('pin-file-for').find((text) => text.startsWith(start));
    if (prompt.tokenLabel === '' || named === undefined) return Promise.resolve(undefined);
    return fromOptions(prompt, `pin-file-for ${named}`, resolve(io.cwd, named.slice(start.length)));
  }

  async function readGiven(source: string): Promise<Result<string, SecretFault> | undefined> {
    const file = options.text(`${source}-file`);
    if (file !== undefined) return readSecretFile(resolve(io.cwd, file));
    const fd = options.number(`${source}-fd`);
    return fd === undefined ? undefined : await readSecretDescriptor(fd);
  }

  async function oneSecret(prompt: PromptView, field: SecretField): Promise<Result<string, SecretFault>> {
    const sources = sourcesOf(prompt, field);
    if (field.name === 'pin') {
      const own = await ofThisToken(prompt);
      if (own !== undefined) return own;
    }
    for (const source of sources) {
      const read = await fromOptions(prompt, source);
      if (read !== undefined) return read;
    }
    if (io.askHidden !== undefined) return askAtTerminal(prompt, field, io.askHidden);
    const option = `--${sources[0] ?? 'pin'}`;
    return fail({
      code: 'USAGE',
      data: { detail: `no terminal to ask for the ${words[field.name]}: give ${option}-file or ${option}-fd` },
    });
  }

  return {
    collect: async (prompt) => {
      const secrets: NamedSecret[] = [];
      for (const field of prompt.fields) {
        const value = await oneSecret(prompt, field);
        if (!value.ok) return value;
        secrets.push({ name: field.name, value: value.value });
      }
      return ok(secrets);
    },
  };
}

function otherToken(prompt: PromptView, source: string): Result<never, SecretFault> {
  const token = prompt.tokenLabel === '' ? prompt.tokenSerial : prompt.tokenLabel;
  return fail({
    code: 'USAGE',
    data: {
      detail: `--${source}-… was used for another token and is not tried at ${token}: name each with --pin-file-for LABEL=FILE`,
    },
  });
}

/** The first PIN of a token is a new one, but `--pin-file` says it as well: there is no other PIN then. */
function sourcesOf(prompt: PromptView, field: SecretField): readonly string[] {
  switch (field.name) {
    case 'pin':
      return ['pin'];
    case 'passphrase':
      // Never the PIN: a file that leaves the machine must not give away what opens the token.
      return ['passphrase'];
    case 'vaultPassphrase':
      return ['passphrase', 'vault-passphrase'];
    case 'newVaultPassphrase':
      return ['new-passphrase'];
    case 'soPin':
      return ['so-pin'];
    case 'newPin':
      return prompt.fields.some((other) => other.name === 'pin') ? ['new-pin'] : ['new-pin', 'pin'];
  }
}

/** What the secret opens, in words. */
function askedOf(prompt: PromptView): string {
  if (prompt.action.startsWith('vault-')) return `the vault of ${visible(prompt.reason)}`;
  return prompt.tokenLabel === '' ? 'the new token' : visible(prompt.tokenLabel);
}

async function askAtTerminal(
  prompt: PromptView,
  field: SecretField,
  ask: NonNullable<CliIo['askHidden']>,
): Promise<Result<string, SecretFault>> {
  const about = `${words[field.name]} of ${askedOf(prompt)}`;
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
    // Without O_NONBLOCK a named pipe without a writer would hold the command for ever. Windows knows neither flag.
    const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants as Partial<typeof constants>;
    fd = openSync(path, (O_RDONLY ?? 0) | O_NOFOLLOW | O_NONBLOCK);
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

/** Reads a descriptor to its end, and no more of it than a secret can be. */
async function readSecretDescriptor(fd: number): Promise<Result<string, SecretFault>> {
  const bytes = Buffer.alloc(MAX_SECRET_BYTES + 3);
  try {
    for (let size = 0; size < bytes.length;) {
      const more = await readNow(fd, bytes, size);
      if (more === 0) return firstLine(bytes.subarray(0, size), `descriptor ${fd}`);
      if (more === undefined) await new Promise((resolve) => setTimeout(resolve, NOT_YET_MS));
      else size += more;
    }
    return fail({ code: 'PIN_FILE_UNSAFE', data: { detail: `descriptor ${fd} holds too much for a PIN` } });
  } catch {
    return fail({ code: 'PIN_FILE_UNREADABLE', data: { detail: `descriptor ${fd} cannot be read` } });
  } finally {
    bytes.fill(0);
  }
}

const NOT_YET_MS = 20;

/**
 * Bytes read, 0 at the end; undefined when a pipe that does not block has nothing yet. Not the synchronous form: this
 * process may be the core that other commands talk with, while somebody is still looking for the PIN.
 */
function readNow(fd: number, bytes: Buffer, at: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    read(fd, bytes, at, bytes.length - at, null, (error, count) => {
      if (error === null) resolve(count);
      else if (error.code === 'EAGAIN') resolve(undefined);
      else if (error.code === 'EOF') resolve(0);
      else reject(error);
    });
  });
}

function firstLine(bytes: Buffer, from: string): Result<string, SecretFault> {
  const text = decodeUtf8(bytes)?.replace(/\r?\n$/, '');
  bytes.fill(0);
  if (text === undefined || text === '' || /[\r\n]/.test(text))
    return fail({ code: 'PIN_FILE_UNREADABLE', data: { detail: `${from} does not hold one line of text` } });
  return ok(text);
}
