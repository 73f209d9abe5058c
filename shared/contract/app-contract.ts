import { auditContract } from './audit.ts';
import { csrsContract } from './csrs.ts';
import { keysContract } from './keys.ts';
import { settingsContract } from './settings.ts';
import { tokensContract } from './tokens.ts';
import type { Client } from './wire/client.ts';
import type { ContractTree } from './wire/contract.ts';
import { workspaceContract } from './workspace.ts';

/** Everything that window and command line can ask of core. */
export const appContract = {
  ...workspaceContract,
  ...settingsContract,
  ...auditContract,
  ...tokensContract,
  ...keysContract,
  ...csrsContract,
} as const satisfies ContractTree;

export type AppContract = typeof appContract;
export type AppClient = Client<AppContract>;
