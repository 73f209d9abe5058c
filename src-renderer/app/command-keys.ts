import { distinctCommands, type Command } from '../platform/commands.ts';
import type { Hotkey } from '../platform/hotkeys.ts';
import type { Translate } from '../locales/translate.ts';

/** Keys of all registered commands that may run now; those of the page come last and win over the frame's. */
export function hotkeysOf(commands: readonly Command[], t: Translate): readonly Hotkey[] {
  return distinctCommands(commands).flatMap((command) =>
    command.keys === undefined || command.disabledReason?.(t) !== undefined
      ? []
      : [{ keys: command.keys, run: command.run }],
  );
}
