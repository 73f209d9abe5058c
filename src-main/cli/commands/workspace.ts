import { resolve } from 'node:path';
import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { WorkspaceView } from '../../../shared/contract/workspace.ts';
import { ok } from '../../../shared/util/result.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { facts, table } from '../print.ts';

/** `workspace create` and `workspace restore` need no core and stand in offline.ts. */
export const workspaceCommands: readonly Command[] = [
  {
    name: 'workspace show',
    about: 'the workspace and what runs it',
    options: {},
    shape: z.strictObject({ ...WorkspaceView.shape, status: appContract.system.status.output }),
    run: async ({ client }) => {
      const shown = await client.workspace.show({});
      if (!shown.ok) return shown;
      const status = await client.system.status({});
      if (!status.ok) return status;
      const { workspace } = shown.value;
      const text = facts([
        ['workspace', workspace.name],
        ['id', workspace.workspaceId],
        ['kind', workspace.demo === undefined ? workspace.kind : `${workspace.kind}, ${workspace.demo}`],
        ['path', workspace.path],
        ['provenance', workspace.provenance],
        ['version', status.value.version],
        ['audit head', status.value.auditHead],
        ['audit entries', String(status.value.auditEntries)],
      ]);
      return ok({ json: { ...workspace, status: status.value }, text });
    },
  },
  {
    name: 'workspace acknowledge',
    about: 'accepts that this workspace is a restored or copied one',
    options: {},
    shape: WorkspaceView,
    run: async ({ client }) => {
      const end = await client.workspace.acknowledge({});
      return end.ok ? ok({ json: end.value.workspace, text: 'acknowledged' }) : end;
    },
  },
  {
    name: 'workspace backup',
    about: 'copies database and software keys into a new folder, while work goes on',
    options: { to: { kind: 'text', required: true, value: 'DIR', about: 'new folder' } },
    shape: appContract.workspace.backup.output,
    run: async ({ client, options, io }) => {
      const end = await client.workspace.backup({ target: { path: resolve(io.cwd, options.must('to')) } });
      return end.ok ? ok({ json: end.value, text: `${end.value.path}\naudit head ${end.value.auditHead}` }) : end;
    },
  },
  {
    name: 'workspace check',
    about: 'integrity of the database, its schema and the audit chain',
    options: {},
    shape: appContract.workspace.check.output,
    run: async ({ client }) => {
      const end = await client.workspace.check({});
      if (!end.ok) return end;
      const rows = end.value.findings.map((one) => [one.level, one.code, one.detail]);
      const failed = end.value.findings.some((one) => one.level === 'fail');
      return ok({
        json: end.value,
        text: table(['verdict', 'code', 'detail'], rows),
        ...(failed ? { exit: exitCode.refused } : {}),
      });
    },
  },
];
