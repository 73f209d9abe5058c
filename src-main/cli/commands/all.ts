import type { Command } from '../command.ts';
import { auditCommands } from './audit.ts';
import { csrCommands } from './csrs.ts';
import { keyCommands } from './keys.ts';
import { tokenCommands } from './tokens.ts';
import { vaultCommands } from './vault.ts';
import { workspaceCommands } from './workspace.ts';

/** Every command that speaks with core. */
export const commands: readonly Command[] = [
  ...workspaceCommands,
  ...tokenCommands,
  ...keyCommands,
  ...csrCommands,
  ...auditCommands,
  ...vaultCommands,
];
