import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
import { WorkspaceView } from '../../../shared/contract/workspace.ts';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { systemClock } from '../../core/clock.ts';
import { machineName } from '../../core/store/provenance.ts';
import { restoreWorkspace } from '../../core/store/restore.ts';
import { createWorkspace } from '../../core/store/workspace.ts';
import { WorkspaceKind } from '../../core/store/workspace-folder.ts';
import { facts } from '../print.ts';
import { demoCommand } from './demo.ts';
import { notHere, type OfflineCommand } from './offline-command.ts';

const actor = (): Actor => ({ kind: 'local-user', name: userInfo().username });

export const offlineCommands: readonly OfflineCommand[] = [
  {
    name: 'workspace create',
    about: 'makes a new workspace in an absent or empty folder',
    options: {
      name: { kind: 'text', value: 'NAME', about: 'default: name of the folder' },
      kind: { kind: 'text', value: WorkspaceKind.options.join('|'), about: 'default: production' },
    },
    shape: WorkspaceView.pick({ workspaceId: true, name: true, kind: true, path: true, createdAt: true }),
    run: notHere,
    runOffline: async ({ workspacePath, options }) => {
      const kind = WorkspaceKind.safeParse(options.text('kind') ?? 'production');
      if (!kind.success)
        return fail({ code: 'USAGE', data: { detail: `--kind is one of ${WorkspaceKind.options.join(', ')}` } });
      const deps = { clock: systemClock, uuid: randomUUID, machine: machineName(), actor: actor() };
      const made = await createWorkspace(
        workspacePath,
        { kind: kind.data, name: options.text('name') ?? basename(workspacePath) },
        deps,
      );
      if (!made.ok) return made;
      const { info, paths } = made.value;
      await made.value.close();
      const json = {
        workspaceId: info.id,
        name: info.name,
        kind: info.kind,
        path: paths.folder,
        createdAt: info.created,
      };
      return ok({
        json,
        text: facts([
          ['workspace', info.name],
          ['id', info.id],
          ['kind', info.kind],
          ['path', paths.folder],
        ]),
      });
    },
  },
  {
    name: 'workspace restore',
    about: 'restores a backup into --workspace, an absent or empty folder',
    options: { from: { kind: 'text', required: true, value: 'DIR', about: 'folder of the backup' } },
    shape: WorkspaceView.pick({ workspaceId: true, path: true }),
    run: notHere,
    runOffline: async ({ workspacePath, options, io }) => {
      const from = resolve(io.cwd, options.must('from'));
      const done = await restoreWorkspace({ from, target: workspacePath, actor: actor(), clock: systemClock });
      return done.ok ? ok({ json: { workspaceId: done.value.id, path: workspacePath }, text: workspacePath }) : done;
    },
  },
  demoCommand,
];
