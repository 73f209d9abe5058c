import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const BACK = '--after-demo=';

/** Arguments that open the demo, and that remember where to come back to. Pure. */
export function demoArguments(args: readonly string[], workspace: string | undefined): readonly string[] {
  return [...without(args), '--demo', ...(workspace === undefined ? [] : [`${BACK}${workspace}`])];
}

/** Arguments that come back from the demo to the workspace of before, or to the usual one. Pure. */
export function usualArguments(args: readonly string[]): readonly string[] {
  const back = args.findLast((arg) => arg.startsWith(BACK))?.slice(BACK.length);
  return [...without(args), ...(back === undefined ? [] : [`--workspace=${back}`])];
}

function without(args: readonly string[]): readonly string[] {
  return args.filter(
    (arg, at) =>
      arg !== '--demo' &&
      arg !== '--workspace' &&
      args[at - 1] !== '--workspace' &&
      !arg.startsWith('--workspace=') &&
      !arg.startsWith(BACK),
  );
}

/** True for a workspace that was made as a demo; anything that cannot be read is none. */
export function isDemo(workspace: string): boolean {
  try {
    const info: unknown = JSON.parse(readFileSync(join(workspace, 'workspace.json'), 'utf8'));
    return z.looseObject({ kind: z.literal('demo') }).safeParse(info).success;
  } catch {
    return false;
  }
}

/**
 * Removes a demo with everything in it; core has stopped and its hosts have ended. Looked at once more right before, so
 * that a workspace of real work is never removed, whatever was asked.
 */
export function removeDemo(workspace: string): boolean {
  if (!isDemo(workspace)) return false;
  rmSync(workspace, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  return true;
}
