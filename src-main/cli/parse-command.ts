import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { Command, CommandOption, OptionValues } from './command.ts';

export const globalOptions: Readonly<Record<string, CommandOption>> = {
  workspace: { kind: 'text', value: 'DIR', about: 'folder of the workspace' },
  json: { kind: 'flag', about: 'answer in JSON; absent values are null, dates ISO 8601 UTC' },
  operator: { kind: 'text', value: 'NAME', about: 'operator who signs the changes; needless while there is one only' },
  help: { kind: 'flag', about: 'show the options of a command' },
};

/** Where secrets come from: never an argument or an environment variable. */
export const secretOptions: Readonly<Record<string, CommandOption>> = {
  'pin-file': { kind: 'text', value: 'FILE', about: 'file with the PIN or passphrase (mode 0600, no link)' },
  'pin-fd': { kind: 'number', value: 'N', about: 'file descriptor with the PIN or passphrase' },
  'pin-file-for': {
    kind: 'texts',
    value: 'LABEL=FILE',
    about: 'file with the PIN of the token of this label, where a command needs several tokens; may be repeated',
  },
  'new-pin-file': { kind: 'text', value: 'FILE', about: 'file with the new PIN' },
  'new-pin-fd': { kind: 'number', value: 'N', about: 'file descriptor with the new PIN' },
  'so-pin-file': { kind: 'text', value: 'FILE', about: 'file with the SO PIN or PUK' },
  'last-try': { kind: 'flag', about: 'accept that this may be the last try before the PIN is blocked' },
  'so-pin-fd': { kind: 'number', value: 'N', about: 'file descriptor with the SO PIN or PUK' },
};

/** For a file that leaves the machine: a secret of its own. */
export const passphraseOptions: Readonly<Record<string, CommandOption>> = {
  'passphrase-file': { kind: 'text', value: 'FILE', about: 'file with the passphrase of the exported file' },
  'passphrase-fd': { kind: 'number', value: 'N', about: 'file descriptor with the passphrase of the exported file' },
};

export interface UsageFault {
  readonly code: 'USAGE';
  readonly data: { readonly detail: string };
}

export interface ParsedCommand {
  readonly command: Command;
  readonly values: OptionValues;
  readonly words: readonly string[];
}

function usage(detail: string): Result<never, UsageFault> {
  return fail({ code: 'USAGE', data: { detail } });
}

/** The options that help tells. */
export function optionsFor(command: Command): Readonly<Record<string, CommandOption>> {
  return { ...command.options, ...(command.asksPin === true ? secretOptions : {}), ...globalOptions };
}

/** All options that are taken: any command may have to be signed, and that may ask for the PIN of an identity key. */
function takenBy(command: Command): Readonly<Record<string, CommandOption>> {
  return { ...secretOptions, ...optionsFor(command) };
}

/** Reads `key generate --group G …`; one or two words name the command, options may stand anywhere after them. */
export function parseCommand(argv: readonly string[], commands: readonly Command[]): Result<ParsedCommand, UsageFault> {
  const called = argv.slice(0, 2).join(' ');
  const command = commands.find(({ name }) => name === called) ?? commands.find(({ name }) => name === argv[0]);
  if (command === undefined) return usage(`there is no command ${JSON.stringify(called)}; see --help`);
  const rest = argv.slice(command.name.split(' ').length);
  const options = takenBy(command);
  const config: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      option.kind === 'flag'
        ? { type: 'boolean' as const }
        : { type: 'string' as const, multiple: option.kind === 'texts' },
    ]),
  );
  let read: OptionValues;
  let words: readonly string[];
  const takesWords = command.words !== undefined;
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: config,
      strict: true,
      allowPositionals: takesWords,
    });
    words = positionals;
    read = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : value]),
    );
  } catch {
    return usage(whatIsWrong(rest, options, takesWords));
  }
  const checked = checkValues(options, read);
  if (!checked.ok) return checked;
  const wrong = checked.value['help'] === true ? undefined : wrongWords(command, words);
  return wrong === undefined ? ok({ command, values: checked.value, words }) : usage(wrong);
}

/** The words themselves are not repeated. */
function wrongWords({ words }: Command, given: readonly string[]): string | undefined {
  const { value, least, most } = words ?? { value: '', least: 0, most: 0 };
  if (given.length < least) return `${value} is missing`;
  if (given.length > most) return `there are more words than ${value}`;
  return given.includes('') ? `${value} has an empty word` : undefined;
}

/**
 * In words of our own: the parser's would repeat what was typed, and what was typed in the wrong place may be a PIN.
 */
function whatIsWrong(
  rest: readonly string[],
  options: Readonly<Record<string, CommandOption>>,
  takesWords: boolean,
): string {
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    const [, name, inline] = /^--([a-z][a-z0-9-]*)(=?)/s.exec(word) ?? [];
    if (name === undefined) {
      if (takesWords && (word === '-' || !word.startsWith('-'))) continue;
      return 'there is a word that belongs to no option';
    }
    const option = options[name];
    if (option === undefined)
      return /^(?:new-|so-)?pin$|^(?:new-)?passphrase$/.test(name)
        ? `--${name} is no option, so that no secret stands on a command line: --${name}-file or --${name}-fd`
        : `there is no option --${name} here`;
    if (option.kind === 'flag') {
      if (inline === '=') return `--${name} takes no value`;
    } else if (inline !== '=') {
      const value = rest[++at];
      if (value === undefined || value.startsWith('-'))
        return `--${name} takes a value; one that begins with - as --${name}=…`;
    }
  }
  return 'the options cannot be read';
}

/** Node closes what it was started with up to this one for the programs that it starts itself, and no further for sure. */
const HIGHEST_DESCRIPTOR = 15;

function checkValues(
  options: Readonly<Record<string, CommandOption>>,
  read: OptionValues,
): Result<OptionValues, UsageFault> {
  const values: Record<string, string | readonly string[] | number | boolean | undefined> = { ...read };
  if (values['help'] === true) return ok(values);
  for (const [name, option] of Object.entries(options)) {
    const value = values[name];
    if (option.required === true && value === undefined) return usage(`--${name} is missing`);
    if (option.kind !== 'number' || typeof value !== 'string') continue;
    if (!/^[0-9]{1,9}$/.test(value)) return usage(`--${name} takes a number`);
    if (name.endsWith('-fd') && Number(value) > HIGHEST_DESCRIPTOR) {
      return usage(
        `--${name} takes a descriptor of 0 to ${HIGHEST_DESCRIPTOR}: a higher one would be open in token hosts too`,
      );
    }
    values[name] = Number(value);
  }
  return ok(values);
}
