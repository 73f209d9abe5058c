import type { AppClient } from '../../shared/contract/app-contract.ts';
import type { PromptItem } from '../../shared/contract/prompt-item.ts';
import type { Result } from '../../shared/util/result.ts';
import type { z } from 'zod';

/** How a command sees the outside; tests give their own. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** Undefined when there is no terminal to ask at. */
  readonly askHidden: ((question: string) => Promise<string | undefined>) | undefined;
  /** Standard input to its end; absent: descriptor 0 of this process. */
  readonly readInput?: () => Promise<Uint8Array>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type OptionKind = 'text' | 'texts' | 'flag' | 'number';

export interface CommandOption {
  readonly kind: OptionKind;
  readonly about: string;
  readonly required?: boolean;
  /** What stands for the value in the help. */
  readonly value?: string;
}

export type OptionValues = Readonly<Record<string, string | readonly string[] | number | boolean | undefined>>;

/** Words that stand without an option before them, such as files. */
export interface CommandWords {
  /** What stands for them in the help. */
  readonly value: string;
  readonly least: number;
  readonly most: number;
}

/** The end of a command: what `--json` prints, and the same for people. */
export interface CommandAnswer {
  readonly json: unknown;
  readonly text: string;
  /** Set when the command did its work and the work says no, such as a broken audit chain. */
  readonly exit?: number;
}

export interface CommandFault {
  readonly code: string;
  readonly data?: unknown;
}

export interface CommandContext {
  readonly client: AppClient;
  readonly options: Options;
  readonly io: CliIo;
  /** For `onItem` of calls that may ask for a PIN. */
  readonly answerPrompt: (item: PromptItem) => Promise<void>;
}

export interface Command {
  /** Two words, such as `key generate`, or one. */
  readonly name: string;
  readonly about: string;
  readonly words?: CommandWords;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** What `--json` prints. */
  readonly shape: z.ZodType;
  /** It looks at what it is given and at nothing kept: where there is no workspace at the usual place it does without. */
  readonly withoutWorkspace?: boolean;
  /** Whether the options for secrets apply. */
  readonly asksPin?: boolean;
  readonly run: (context: CommandContext) => Promise<Result<CommandAnswer, CommandFault>>;
}

/** Typed reading of options that were parsed by their kind. */
export interface Options {
  text(name: string): string | undefined;
  /** A required one: the parser has refused the command without it. */
  must(name: string): string;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
  number(name: string): number | undefined;
  /** What stood without an option before it; the parser has counted them. */
  readonly words: readonly string[];
}

export function optionsOf(values: OptionValues, words: readonly string[] = []): Options {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    must: (name) => {
      const value = text(name);
      if (value === undefined) throw new Error(`option ${name} was not required`);
      return value;
    },
    texts: (name) => {
      const value = values[name];
      return Array.isArray(value) ? (value as readonly string[]) : [];
    },
    flag: (name) => values[name] === true,
    number: (name) => {
      const value = values[name];
      return typeof value === 'number' ? value : undefined;
    },
    words,
  };
}
