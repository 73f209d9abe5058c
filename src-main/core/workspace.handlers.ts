import type { DemoState, workspaceContract, WorkspaceView } from '../../shared/contract/workspace.ts';
import type { Caller, Handlers } from '../../shared/contract/wire/serve.ts';
import type { Actor } from '../../shared/domain/audit-chain.ts';
import { fail, ok } from '../../shared/util/result.ts';
import type { ClockFault } from './clock-fault.ts';
import type { Clock } from './clock.ts';
import type { AuditService } from './features/audit/index.ts';
import type { SettingsService } from './features/settings/index.ts';
import type { LiveEvents } from './live-events.ts';
import type { CoreOwner, GrantUse } from './owner.ts';
import { checkWorkspace } from './store/check-workspace.ts';
import { backupWorkspace } from './store/backup.ts';
import { pathOf, placeFaultOf } from './store/place.ts';
import { restoreWorkspace } from './store/restore.ts';
import { readState, writeState } from './store/workspace-state.ts';
import type { Workspace } from './store/workspace.ts';
import { describeWorkspaceFault, type WorkspaceFault } from './store/workspace-fault.ts';

type Contract = typeof workspaceContract;

export interface WorkspaceHandlerDeps {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly actorOf: (caller: Caller) => Actor;
  readonly takeGrant: (grantId: string, use: GrantUse) => string | undefined;
  readonly settings: SettingsService;
  readonly audit: AuditService;
  readonly demo: () => DemoState | undefined;
}

/** The workspace as a whole: what it is, backups, checks. */
export function workspaceHandlers(deps: WorkspaceHandlerDeps): Pick<Handlers<Contract>, 'workspace'> {
  const { workspace, clock, actorOf, takeGrant } = deps;

  async function view(): Promise<WorkspaceView> {
    const { info, paths, database } = workspace;
    const demo = deps.demo();
    return {
      workspaceId: info.id,
      name: info.name,
      kind: info.kind,
      path: paths.folder,
      createdAt: info.created,
      provenance: workspace.provenance().kind,
      fresh: (await readState(database.db, 'welcomed')) === undefined,
      ...(demo === undefined ? {} : { demo }),
    };
  }

  return {
    workspace: {
      show: async () => ok({ workspace: await view() }),
      acknowledge: async (_input, { caller }) => {
        await workspace.acknowledge(actorOf(caller));
        return ok({ workspace: await view() });
      },
      welcomeDone: async (_input, { caller }) => {
        await workspace.unit.run({ event: 'workspace.welcomed', actor: actorOf(caller) }, async (trx) => {
          await writeState(trx, 'welcomed', clock.now().toISOString());
          return ok(undefined);
        });
        return ok({});
      },
      backup: async ({ target }, { caller, emit, stop }) => {
        const path = pathOf(target, caller, (id) => takeGrant(id, 'new-folder'));
        if (!path.ok) return path;
        const done = await backupWorkspace(workspace, {
          target: path.value,
          actor: actorOf(caller),
          clock,
          stopped: () => stop.reason !== undefined,
          progress: (share) => void emit({ done: Math.round(share * 100), total: 100 }),
        });
        // Whoever stopped it has that as the answer already.
        if (!done.ok && done.error.code === 'BACKUP_STOPPED') return fail({ code: 'CANCELLED' });
        if (!done.ok) return fail(placeFaultOf(done.error));
        const { folder, manifest } = done.value;
        return ok({ path: folder, auditHead: manifest.head.hash, entries: manifest.head.seq });
      },
      restore: async ({ from, to }, { caller }) => {
        const source = pathOf(from, caller, (id) => takeGrant(id, 'folder'));
        if (!source.ok) return source;
        const target = pathOf(to, caller, (id) => takeGrant(id, 'new-folder'));
        if (!target.ok) return target;
        const done = await restoreWorkspace({
          from: source.value,
          target: target.value,
          actor: actorOf(caller),
          clock,
        });
        if (done.ok) return ok({ path: target.value });
        return fail(backupFaultOf(done.error) ?? placeFaultOf(done.error));
      },
      check: async () => {
        // Not the end as this process knows it: that would hold the chain against itself.
        const chain = await deps.audit.verify({ head: workspace.notedEnd()?.hash });
        return ok({ findings: chain === undefined ? [] : [...checkWorkspace(workspace, chain)] });
      },
    },
  };
}

/** What is wrong with the backup itself, not with a folder or a disk. */
function backupFaultOf(fault: WorkspaceFault) {
  const detail = fault.code === 'BACKUP_DAMAGED' ? fault.data.file : describeWorkspaceFault(fault);
  switch (fault.code) {
    case 'BACKUP_DAMAGED':
    case 'STORE_DAMAGED':
    case 'STORE_FOREIGN':
    case 'STORE_NOT_A_DATABASE':
    case 'STORE_SCHEMA_DIFFERS':
    case 'STORE_SCHEMA_NEWER':
      return { code: 'BACKUP_DAMAGED', data: { detail: detail.slice(0, 600) } } as const;
    default:
      return undefined;
  }
}

export interface SystemHandlerDeps {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly owner: CoreOwner;
  readonly events: LiveEvents;
  readonly clockFault: { current(): ClockFault | undefined };
  readonly touch: () => void;
  readonly unclear: () => Promise<{ readonly requests: number; readonly authorities: number }>;
}

/** Versions, clock, what is unclear, live events. */
export function systemHandlers({
  workspace,
  clock,
  owner,
  events,
  clockFault,
  touch,
  unclear,
}: SystemHandlerDeps): Pick<Handlers<Contract>, 'system'> {
  return {
    system: {
      status: async (_input, { caller }) => {
        const end = workspace.end();
        const fault = clockFault.current();
        const { version, electron, testRuntime } = owner.runtime;
        return ok({
          version,
          node: process.versions.node,
          ...(electron === undefined ? {} : { electron }),
          testRuntime,
          platform: process.platform,
          now: clock.now().toISOString(),
          actor: caller.actor,
          auditHead: end?.hash ?? '0'.repeat(64),
          auditEntries: end?.seq ?? 0,
          ...(fault === undefined ? {} : { clockFault: fault }),
          diskFull: workspace.space().low,
          unclear: await unclear(),
        });
      },
      active: () => {
        touch();
        return ok({});
      },
      watch: async (_input, { stop, emit }) => {
        await events.watch(stop, emit);
        return ok({});
      },
    },
  };
}
