import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { DEMO_PASSPHRASE } from '../../../shared/domain/demo.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { startCore } from '../../core/core.ts';
import { readWorkspaceInfo } from '../../core/store/workspace-folder.ts';
import type { CommandAnswer, CommandFault } from '../command.ts';
import { defaultWorkspace } from '../default-workspace.ts';
import { facts } from '../print.ts';
import { notHere, type OfflineCommand, type OfflineContext } from './offline-command.ts';

/** Beside the workspace of real work and never the same: where the window's `--demo` has it too. */
function demoFolder({ options, io }: OfflineContext): string {
  const given = options.text('workspace');
  return given === undefined ? join(dirname(defaultWorkspace(io.env)), 'demo') : resolve(io.cwd, given);
}

async function makeDemo(context: OfflineContext): Promise<Result<CommandAnswer, CommandFault>> {
  const path = demoFolder(context);
  const there = readWorkspaceInfo(path);
  if (there.ok && there.value.kind !== 'demo') return fail({ code: 'WORKSPACE_NOT_DEMO', data: { detail: path } });
  if (!there.ok && there.error.code !== 'WORKSPACE_NOT_FOUND') return there;
  if (!there.ok) {
    const made = await startCore({
      workspacePath: path,
      owner: context.owner,
      create: { kind: 'demo', name: 'Demo' },
    });
    if (!made.ok) return made;
    const filled = await made.value.demoFilled;
    await made.value.close();
    if (!filled.ok) return filled;
  }
  const text = facts([
    ['demo workspace', path],
    ['passphrase of its tokens', DEMO_PASSPHRASE],
    ['look around', `ocpi-console request list --workspace ${path}`],
    ['end it', 'ocpi-console demo --delete'],
  ]);
  return ok({ json: { path, made: !there.ok, deleted: false, passphrase: DEMO_PASSPHRASE }, text });
}

/** A workspace of real work is not deleted by this, whatever is typed. */
async function deleteDemo(context: OfflineContext): Promise<Result<CommandAnswer, CommandFault>> {
  const path = demoFolder(context);
  const there = readWorkspaceInfo(path);
  if (!there.ok) return there;
  if (there.value.kind !== 'demo') return fail({ code: 'WORKSPACE_NOT_DEMO', data: { detail: path } });
  // Whoever has it open keeps it: taking its lock is how that is known.
  const held = await startCore({ workspacePath: path, owner: context.owner, hosts: 'when-needed' });
  if (!held.ok) return held;
  await held.value.close(0);
  await rm(path, { recursive: true, force: true });
  return ok({ json: { path, made: false, deleted: true }, text: `${path} is deleted` });
}

export const demoCommand: OfflineCommand = {
  name: 'demo',
  about:
    'makes a workspace of invented parties with keys, requests and certificates to look around in; apart from real work',
  options: { delete: { kind: 'flag', about: 'delete the demo workspace with everything in it' } },
  shape: z.strictObject({
    path: z.string(),
    made: z.boolean(),
    deleted: z.boolean(),
    passphrase: z.string().optional(),
  }),
  run: notHere,
  runOffline: (context) => (context.options.flag('delete') ? deleteDemo(context) : makeDemo(context)),
};
