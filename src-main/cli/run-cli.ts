import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { encodeUtf8 } from '../../shared/util/utf8.ts';
import type { Result } from '../../shared/util/result.ts';
import { seal } from '../common/seal.ts';
import type { CoreOwner } from '../core/owner.ts';
import {
  type CliIo,
  type CommandAnswer,
  type CommandFault,
  type CommandContext,
  type Options,
  optionsOf,
} from './command.ts';
import { commands } from './commands/all.ts';
import { connectCore } from './connect.ts';
import { defaultWorkspace } from './default-workspace.ts';
import { type ExitCode, exitCode, exitCodeOf } from './exit-codes.ts';
import { faultText } from './fault-text.ts';
import { commandHelp, overview } from './help.ts';
import { type OfflineContext, offlineCommands } from './commands/offline.ts';
import { parseCommand } from './parse-command.ts';
import { toJson } from './print.ts';
import { collectSecrets } from './secrets.ts';

/** Runs one command and answers its exit code; everything it says goes through `io`. */
export async function runCli(argv: readonly string[], io: CliIo, owner: CoreOwner): Promise<ExitCode | number> {
  if (argv.length === 0 || argv[0] === 'help' || argv[0] === '--help') {
    io.out(`${overview([...offlineCommands, ...commands])}\n`);
    return argv.length === 0 ? exitCode.usage : exitCode.done;
  }
  const asJson = argv.includes('--json');
  const parsed = parseCommand(argv, [...offlineCommands, ...commands]);
  if (!parsed.ok) return tell(parsed, asJson, io);
  const { command, values } = parsed.value;
  const options = optionsOf(values);
  if (options.flag('help')) {
    io.out(`${commandHelp(command)}\n`);
    return exitCode.done;
  }
  const workspacePath = resolve(io.cwd, options.text('workspace') ?? defaultWorkspace(io.env));
  const offline = offlineCommands.find((one) => one === command);
  if (offline !== undefined)
    return tell(await offline.runOffline({ workspacePath, options, io } satisfies OfflineContext), asJson, io);

  const connected = await connectCore(workspacePath, owner, userInfo().username);
  if (!connected.ok) return tell(connected, asJson, io);
  try {
    const tries: CommandFault[] = [];
    const context = contextOf(connected.value.client, options, io, tries);
    const end = await command.run(context);
    // A prompt that was given up after one try ends as cancelled; what the try met is the real answer.
    const [met] = tries;
    return tell(
      !end.ok && end.error.code === 'PIN_CANCELLED' && met !== undefined ? { ok: false, error: met } : end,
      asJson,
      io,
    );
  } catch (error) {
    return tell(fileFault(error), asJson, io);
  } finally {
    await connected.value.close();
  }
}

/** What a command wrote for itself could not be written: the only expected throw. */
function fileFault(error: unknown): { readonly ok: false; readonly error: CommandFault } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'EEXIST')
    return {
      ok: false,
      error: { code: 'FILE_EXISTS', data: { detail: 'the file exists already and is left as it is' } },
    };
  if (code === 'ENOSPC')
    return { ok: false, error: { code: 'DISK_FULL', data: { detail: 'no room on the disk for the file' } } };
  if (code === 'EACCES' || code === 'ENOENT' || code === 'EROFS')
    return { ok: false, error: { code: 'FILE_UNWRITABLE', data: { detail: `the file cannot be written (${code})` } } };
  return { ok: false, error: { code: 'INTERNAL', data: { detail: error instanceof Error ? error.name : 'unknown' } } };
}

/** A prompt is answered once; the secrets are sealed to the token host before they leave this function. */
function contextOf(
  client: CommandContext['client'],
  options: Options,
  io: CliIo,
  tries: CommandFault[],
): CommandContext {
  return {
    client,
    options,
    io,
    answerPrompt: async (item) => {
      if (item.kind !== 'prompt') return;
      const { prompt } = item;
      const secrets = await collectSecrets(prompt, options, io);
      if (!secrets.ok) {
        tries.push(secrets.error);
        await client.tokens.cancelPrompt({ promptId: prompt.promptId });
        return;
      }
      const named = secrets.value.map(({ name, value }) => ({ name, value: encodeUtf8(value) }));
      // Naming a PIN on the command line is the decision of whoever wrote it; the flags were shown in `token list`.
      const sealed = seal(prompt.sealKey, prompt.promptId, {
        secrets: named,
        lastTryAccepted: options.flag('last-try'),
      });
      const answered = await client.tokens.answerPrompt({ promptId: prompt.promptId, sealed });
      // One try only: what was wrong stays wrong, and a card counts.
      if (answered.ok) return;
      tries.push(answered.error);
      await client.tokens.cancelPrompt({ promptId: prompt.promptId });
    },
  };
}

function tell(result: Result<CommandAnswer, CommandFault>, asJson: boolean, io: CliIo): ExitCode | number {
  if (result.ok) {
    io.out(`${asJson ? toJson(result.value.json) : result.value.text}\n`);
    return result.value.exit ?? exitCode.done;
  }
  const { code, data } = result.error;
  if (asJson) io.out(`${toJson({ error: { code, data: data ?? null } })}\n`);
  io.err(`${faultText(result.error)}\n`);
  return exitCodeOf(code);
}
