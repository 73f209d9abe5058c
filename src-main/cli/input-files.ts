import { read } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { InputSource } from '../../shared/contract/inspection.ts';
import { MAX_INPUT_BYTES } from '../../shared/domain/input-limits.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { CliIo, CommandFault, Options } from './command.ts';

/** Names in the contract are for showing, and have a limit. */
const MAX_NAME = 300;

/** Standard input stands once among the words, and not while `--pin-fd 0` reads it. */
function usesStandardInput(options: Options, words: readonly string[]): Result<boolean, CommandFault> {
  const times = words.filter((word) => word === '-').length;
  if (times > 1) return usage('standard input (-) can be read once');
  if (times === 1 && options.number('pin-fd') === 0) return usage('- and --pin-fd 0 would both read standard input');
  return ok(times === 1);
}

/** The files of a command, all of them, or why one of them cannot be read; `-` is standard input. */
export async function readInputs(
  words: readonly string[],
  options: Options,
  io: CliIo,
): Promise<Result<InputSource[], CommandFault>> {
  const usable = usesStandardInput(options, words);
  if (!usable.ok) return usable;
  const sources: InputSource[] = [];
  let total = 0;
  for (const word of words) {
    const content = word === '-' ? await readStandardInput(io) : await readInputFile(resolve(io.cwd, word));
    if (!content.ok) return content;
    total += content.value.length;
    if (total > MAX_INPUT_BYTES) return fail({ code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } });
    sources.push({ name: word.slice(-MAX_NAME), content: content.value });
  }
  return ok(sources);
}

/** One file. */
export async function readInput(word: string, options: Options, io: CliIo): Promise<Result<InputSource, CommandFault>> {
  const sources = await readInputs([word], options, io);
  if (!sources.ok) return sources;
  const [source] = sources.value;
  return source === undefined ? fail({ code: 'INPUT_EMPTY', data: {} }) : ok(source);
}

async function readInputFile(path: string): Promise<Result<Uint8Array, CommandFault>> {
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (facts.isDirectory()) return fail({ code: 'FILE_UNREADABLE', data: { detail: `${path} is a folder` } });
      return await toEnd(async (buffer, at) => (await file.read(buffer, at, buffer.length - at, null)).bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? fail({ code: 'FILE_NOT_FOUND', data: { detail: `${path} is not there` } })
      : fail({ code: 'FILE_UNREADABLE', data: { detail: `${path} cannot be read` } });
  }
}

async function readStandardInput(io: CliIo): Promise<Result<Uint8Array, CommandFault>> {
  try {
    return io.readInput === undefined ? await toEnd(readDescriptor) : ok(await io.readInput());
  } catch {
    return fail({ code: 'FILE_UNREADABLE', data: { detail: 'standard input cannot be read' } });
  }
}

const CHUNK = 256 * 1024;

/** Reads to the end, and no more than is taken at once: a device or pipe may never end. */
async function toEnd(
  more: (buffer: Uint8Array, at: number) => Promise<number>,
): Promise<Result<Uint8Array, CommandFault>> {
  let bytes = new Uint8Array(CHUNK);
  for (let size = 0; ;) {
    if (size === bytes.length) {
      if (size > MAX_INPUT_BYTES) return fail({ code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } });
      const larger = new Uint8Array(size * 2);
      larger.set(bytes);
      bytes = larger;
    }
    const count = await more(bytes, size);
    if (count === 0) return ok(bytes.slice(0, size));
    size += count;
  }
}

const NOT_YET_MS = 20;

/** Not `process.stdin`: opening that stream would take bytes that a later `--pin-fd` is to read. */
async function readDescriptor(buffer: Uint8Array, at: number): Promise<number> {
  for (;;) {
    const count = await new Promise<number | undefined>((done, broken) => {
      read(0, buffer, at, buffer.length - at, null, (error, size) => {
        if (error === null) done(size);
        else if (error.code === 'EAGAIN') done(undefined);
        else if (error.code === 'EOF') done(0);
        else broken(error);
      });
    });
    if (count !== undefined) return count;
    await new Promise((done) => setTimeout(done, NOT_YET_MS));
  }
}

function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}
