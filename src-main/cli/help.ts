import type { Command, CommandOption } from './command.ts';
import { optionsFor } from './parse-command.ts';

type Described = Pick<Command, 'name' | 'about' | 'options' | 'asksPin' | 'words'>;

export function overview(commands: readonly Described[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return [
    'ocpi-console COMMAND [OPTIONS] [--workspace DIR] [--json]',
    '',
    ...lines,
    '',
    'Every command tells its options with --help. PINs come by prompt, --pin-file or --pin-fd, never as an argument.',
    'Where operators are enrolled each change is signed: --operator NAME says by whom, and every command takes the PIN options.',
    'Exit codes: 0 done, 2 usage, 3 refused by a rule, 4 not found, 5 token trouble, 6 wrong PIN, 7 PIN locked, 1 our own fault.',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const options = Object.entries(optionsFor(command));
  const names = options.map(([name, option]) => usageOf(name, option));
  const width = Math.max(...names.map((name) => name.length));
  const lines = options.map(
    ([, option], index) =>
      `  ${(names[index] ?? '').padEnd(width)}  ${option.about}${option.required === true ? ' (required)' : ''}`,
  );
  const words = command.words === undefined ? '' : ` ${command.words.value}`;
  return [`ocpi-console ${command.name}${words}: ${command.about}`, '', ...lines].join('\n');
}

function usageOf(name: string, option: CommandOption): string {
  return option.kind === 'flag' ? `--${name}` : `--${name} ${option.value ?? 'VALUE'}`;
}
