import { appContract } from '../../shared/contract/app-contract.ts';
import { commonFaults, type ContractTree, mayCall } from '../../shared/contract/wire/contract.ts';
import { operatorRoles } from '../../shared/domain/roles.ts';
import { commands } from '../../src-main/cli/commands/all.ts';
import { offlineCommands } from '../../src-main/cli/commands/offline.ts';
import { exitCodeOf } from '../../src-main/cli/exit-codes.ts';
import { sentenceOf } from '../../src-main/cli/fault-text.ts';
import { globalOptions, secretOptions } from '../../src-main/cli/parse-command.ts';
import type { CommandOption } from '../../src-main/cli/command.ts';

/** The reference part of the manual, made from what the programs themselves use, so that it cannot drift. */
export function referenceManual(): string {
  return [
    '# Reference',
    '',
    'Made by `node scripts/reference.mjs` from the contract and the command line; a test fails when it is out of date.',
    '',
    ...commandLine(),
    ...faults(),
    ...roles(),
    ...calls(),
  ].join('\n');
}

function commandLine(): readonly string[] {
  const all = [...offlineCommands, ...commands];
  return [
    '## Command line',
    '',
    '`ocpi-console COMMAND [OPTIONS]`, in the tree `npm run cli -- COMMAND [OPTIONS]`.',
    '',
    'Exit codes: 0 done · 2 usage · 3 refused by a rule · 4 not found · 5 token trouble · 6 wrong PIN · 7 PIN locked · 1 our own fault.',
    '',
    '### Options of every command',
    '',
    ...optionTable(globalOptions),
    '### Options of commands that may ask for a PIN',
    '',
    'Without them the command asks at the terminal. A PIN is never an argument or an environment variable. Where operators are enrolled every command takes them, because each change is signed by the identity key of `--operator`.',
    '',
    ...optionTable(secretOptions),
    ...all.flatMap(({ name, about, options, asksPin }) => [
      `### ${name}`,
      '',
      `${capital(about)}.${asksPin === true ? ' May ask for a PIN.' : ''}`,
      '',
      ...optionTable(options),
    ]),
  ];
}

function optionTable(options: Readonly<Record<string, CommandOption>>): readonly string[] {
  const rows = Object.entries(options).map(([name, option]) => {
    const value = option.kind === 'flag' ? '' : ` ${option.value ?? 'VALUE'}`;
    return `| \`--${name}${value.replaceAll('|', '\\|')}\` | ${option.about}${option.required === true ? ' (required)' : ''} |`;
  });
  return rows.length === 0 ? [] : ['| option | meaning |', '| --- | --- |', ...rows, ''];
}

function faults(): readonly string[] {
  const tree: ContractTree = appContract;
  const declared = Object.values(tree).flatMap((feature) =>
    Object.values(feature).flatMap(({ errors }) => Object.keys(errors ?? {})),
  );
  const codes = [...new Set([...commonFaults, ...declared])].sort();
  return [
    '## Faults',
    '',
    'Codes are stable. The window shows each in its language; the number is the exit code of the command line.',
    '',
    '| code | exit | in words |',
    '| --- | --- | --- |',
    ...codes.map((code) => `| \`${code}\` | ${exitCodeOf(code)} | ${sentenceOf(code)} |`),
    '',
  ];
}

/** Who may change what; reading needs no operator. */
function roles(): readonly string[] {
  const tree: ContractTree = appContract;
  const changing = Object.entries(tree).flatMap(([feature, procedures]) =>
    Object.entries(procedures).flatMap(([name, { role, about }]) =>
      mayCall(role, ['viewer']) ? [] : [{ path: `${feature}.${name}`, role, about }],
    ),
  );
  return [
    '## Roles',
    '',
    'What an operator of each role may do once operators are enrolled. What is not listed reads, and needs no operator.',
    '',
    `| what | call | ${operatorRoles.join(' | ')} |`,
    `| --- | --- | ${operatorRoles.map(() => '---').join(' | ')} |`,
    ...changing.map(({ path, role, about }) => {
      const marks = operatorRoles.map((one) => (mayCall(role, ['viewer', one]) ? 'yes' : '–'));
      return `| ${about.replaceAll('|', '\\|')} | \`${path}\` | ${marks.join(' | ')} |`;
    }),
    '',
  ];
}

function calls(): readonly string[] {
  const tree: ContractTree = appContract;
  return [
    '## Calls',
    '',
    'What window and command line ask of core (`shared/contract/`).',
    '',
    '| call | role | what |',
    '| --- | --- | --- |',
    ...Object.entries(tree).flatMap(([feature, procedures]) =>
      Object.entries(procedures).map(
        ([name, { role, about }]) =>
          `| \`${feature}.${name}\` | ${typeof role === 'string' ? role : role.join(' or ')} | ${about.replaceAll('|', '\\|')} |`,
      ),
    ),
    '',
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
