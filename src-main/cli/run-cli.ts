import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { PromptItem } from '../../shared/contract/prompt-item.ts';
import { encodeUtf8 } from '../../shared/util/utf8.ts';
import { fail, type Result } from '../../shared/util/result.ts';
import { seal } from '../common/seal.ts';
import type { CoreOwner } from '../core/owner.ts';
import {
  type CliIo,
  type Command,
  type CommandAnswer,
  type CommandFault,
  type CommandContext,
  type Options,
  optionsOf,
} from './command.ts';
import { commands } from './commands/all.ts';
import { connectCore, passingCore } from './connect.ts';
import { defaultWorkspace } from './default-workspace.ts';
import { exitCode, exitCodeOf } from './exit-codes.ts';
import { faultText } from './fault-text.ts';
import { commandHelp, overview } from './help.ts';
import { offlineCommands } from './commands/offline.ts';
import { parseCommand } from './parse-command.ts';
import { withNulls } from './json-shape.ts';
import { fileFault } from './output-file.ts';
import { toJson } from './print.ts';
import { createSecretSource } from './secrets.ts';
import { signingClient } from './signing-client.ts';

const all = [...offlineCommands, ...commands];

/** Runs one command and answers its exit code; everything it says goes through `io`. */
export async function runCli(argv: readonly string[], io: CliIo, owner: CoreOwner): Promise<number> {
  const [topic, verb] = argv;
  if (topic === undefined || topic === 'help' || topic === '--help') {
    io.out(`${overview(all)}\n`);
    return topic === undefined ? exitCode.usage : exitCode.done;
  }
  const ofTopic = all.filter(({ name }) => name.startsWith(`${topic} `));
  if (verb === '--help' && ofTopic.length > 0) {
    io.out(`${overview(ofTopic)}\n`);
    return exitCode.done;
  }
  const say = (result: Result<CommandAnswer, CommandFault>, command?: Command): number =>
    tell(result, command, argv.includes('--json'), io);
  const parsed = parseCommand(argv, all);
  if (!parsed.ok) return say(parsed);
  const { command, values, words } = parsed.value;
  const options = optionsOf(values, words);
  if (options.flag('help')) {
    io.out(`${commandHelp(command)}\n`);
    return exitCode.done;
  }
  // What core waits for in between, such as a worker that ends, does not keep the process alive: the command does.
  const alive = setInterval(() => undefined, ALIVE_MS);
  try {
    return say(await runCommand(command, options, io, owner), command);
  } catch (error) {
    return say(fail(fileFault(error)), command);
  } finally {
    clearInterval(alive);
  }
}

const ALIVE_MS = 60_000;

async function runCommand(
  command: Command,
  options: Options,
  io: CliIo,
  owner: CoreOwner,
): Promise<Result<CommandAnswer, CommandFault>> {
  const workspacePath = resolve(io.cwd, options.text('workspace') ?? defaultWorkspace(io.env));
  const offline = offlineCommands.find((one) => one === command);
  if (offline !== undefined) return offline.runOffline({ workspacePath, options, io, owner });

  const waiting = (): void => io.err('Another command holds the workspace; waiting for it.\n');
  const userName = userInfo().username;
  const usual = await connectCore(workspacePath, owner, userName, waiting);
  const passing =
    !usual.ok &&
    usual.error.code === 'WORKSPACE_NOT_FOUND' &&
    command.withoutWorkspace === true &&
    options.text('workspace') === undefined;
  const connected = passing ? await passingCore(owner, userName) : usual;
  if (!connected.ok) return connected;
  try {
    const tries: CommandFault[] = [];
    const end = await command.run(contextOf(connected.value.client, options, io, tries));
    // A prompt that was given up after one try ends as cancelled; what the try met is the real answer.
    const [met] = tries;
    return !end.ok && end.error.code === 'PIN_CANCELLED' && met !== undefined ? fail(met) : end;
  } finally {
    await connected.value.close();
  }
}

/** A prompt is answered once; the secrets are sealed to the token host before they leave this function. */
function contextOf(
  client: CommandContext['client'],
  options: Options,
  io: CliIo,
  tries: CommandFault[],
): CommandContext {
  const source = createSecretSource(options, io);
  const answerPrompt = async (item: PromptItem): Promise<void> => {
    if (item.kind !== 'prompt') return;
    const { promptId, sealKey } = item.prompt;
    const secrets = await source.collect(item.prompt);
    if (!secrets.ok) {
      tries.push(secrets.error);
      await client.tokens.cancelPrompt({ promptId });
      return;
    }
    const named = secrets.value.map(({ name, value }) => ({ name, value: encodeUtf8(value) }));
    const sealed = seal(sealKey, promptId, { secrets: named, lastTryAccepted: options.flag('last-try') });
    for (const { value } of named) value.fill(0);
    const answered = await client.tokens.answerPrompt({ promptId, sealed });
    // One try only: what was wrong stays wrong, and a card counts.
    if (answered.ok) return;
    tries.push(answered.error);
    await client.tokens.cancelPrompt({ promptId });
  };
  const operator = options.text('operator');
  return { client: signingClient(client, { operator, answerPrompt }), options, io, answerPrompt };
}

function tell(
  result: Result<CommandAnswer, CommandFault>,
  command: Command | undefined,
  asJson: boolean,
  io: CliIo,
): number {
  if (result.ok) {
    const { exit, json, text } = result.value;
    io.out(`${asJson ? toJson(withNulls(command?.shape, json)) : text}\n`);
    return exit ?? exitCode.done;
  }
  const { code, data } = result.error;
  if (asJson) io.out(`${toJson({ error: { code, data: data ?? null } })}\n`);
  io.err(`${faultText(result.error)}\n`);
  return exitCodeOf(code);
}
