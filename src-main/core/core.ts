import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { appContract, type AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { type Wire, wirePair } from '../../shared/contract/wire/frames.ts';
import { type Caller, createServer, type ServerEvent } from '../../shared/contract/wire/serve.ts';
import type { Actor } from '../../shared/domain/audit-chain.ts';
import { ok, type Result } from '../../shared/util/result.ts';
import { uuid7 } from '../../shared/util/uuid7.ts';
import { openDoor } from '../common/core-socket.ts';
import { type Clock, systemClock, systemTimer, type Timer } from './clock.ts';
import { createClockFault } from './clock-fault.ts';
import type { OperatorsService } from './features/operators/index.ts';
import type { HostStart } from './features/tokens/index.ts';
import { type DemoIncomplete, openDemo } from './demo/demo.ts';
import { fillDemo, makeDemoGroups } from './demo/fill-demo.ts';
import { GUEST_PATIENCE_MS, guestsGone } from './guests.ts';
import { buildFeatures } from './build-features.ts';
import { createLiveEvents, topicsOf } from './live-events.ts';
import { createLog } from './log/log.ts';
import { openLogFile } from './log/log-file.ts';
import { errorFields } from './log/log-fields.ts';
import type { CoreOwner } from './owner.ts';
import { createRefusals } from './refusals.ts';
import { restoredGate } from './restored-gate.ts';
import { troubleOf } from './store-trouble.ts';
import { machineName } from './store/provenance.ts';
import { createWorkspace, openWorkspace, type WorkspaceDeps } from './store/workspace.ts';
import type { WorkspaceFault } from './store/workspace-fault.ts';
import { type WorkspaceKind, workspacePaths } from './store/workspace-folder.ts';

export interface CoreOptions {
  readonly workspacePath: string;
  readonly owner: CoreOwner;
  /** Make the workspace when there is none yet. */
  readonly create?: { readonly kind: WorkspaceKind; readonly name: string };
  /** A command line that becomes the core starts only the token hosts that its command asks for. */
  readonly hosts?: HostStart;
  readonly clock?: Clock;
  readonly timer?: Timer;
}

/** The one core of a workspace: every rule and every byte of state. */
export interface Core {
  readonly workspaceName: string;
  /** A new demo is filled while its window is open already; resolved at once for every other workspace. */
  readonly demoFilled: Promise<Result<undefined, DemoIncomplete>>;
  /** Serves window, command line or test; who it is goes with the wire. */
  serve(wire: Wire, caller: Caller): void;
  sessionLocked(): Promise<void>;
  pinWindowFailed(promptId: string): void;
  /** Waits for callers at the door to finish, at most `patienceMs`; then stops hosts and closes the database. */
  close(patienceMs?: number): Promise<void>;
}

/** Opens a workspace, builds the features on it and opens the door. */
export async function startCore(options: CoreOptions): Promise<Result<Core, WorkspaceFault>> {
  const { owner, clock = systemClock, timer = systemTimer } = options;
  const actor: Actor = { kind: 'local-user', name: userInfo().username };
  const system: Actor = { kind: 'system', name: 'ocpi-console' };
  const localActor = (caller: Caller): Actor => ({ kind: 'local-user', name: caller.actor });
  const late: { operators?: OperatorsService } = {};
  const actorOf = (caller: Caller): Actor => late.operators?.actorOf(caller) ?? localActor(caller);
  const newId = (): string => uuid7(clock.now().getTime(), randomBytes(10));
  const events = createLiveEvents();

  const deps: WorkspaceDeps = {
    clock,
    uuid: randomUUID,
    machine: machineName(),
    actor,
    committed: (entry) => topicsOf(entry.event).forEach((topic) => events.changed(topic)),
  };
  const isNew = options.create !== undefined && !existsSync(workspacePaths(options.workspacePath).info);
  const opened = isNew
    ? await createWorkspace(options.workspacePath, options.create, deps)
    : await openWorkspace(options.workspacePath, deps);
  if (!opened.ok) return opened;
  const workspace = opened.value;
  const { unit, database, info, paths } = workspace;
  const { db } = database;

  const logFile = openLogFile({ folder: paths.logs, name: 'core' });
  const log = createLog({ clock, sink: logFile, lastNumber: logFile.lastNumber });
  const bug = (error: unknown): void => log.error('COR-0001', errorFields(error));
  const clockFault = createClockFault({
    clock,
    timer,
    unit,
    system,
    end: () => workspace.end(),
    changed: () => events.changed('system'),
    bug,
  });

  const demo = await openDemo({ db, unit, isDemo: info.kind === 'demo', isNew, system, report: bug });
  const features = await buildFeatures({
    workspace,
    owner,
    clock,
    timer,
    system,
    localActor,
    actorOf,
    machine: deps.machine,
    newId,
    events,
    clockFault,
    demo,
    report: bug,
  });
  const { tokens, keys, authorities, crls, requests, inbox, due, operators, vault, pool, threads, helpers } = features;
  late.operators = operators;

  const refusals = createRefusals({ unit, clock, timer, actorOf, bug });
  const report = (event: ServerEvent): void => {
    if (event.kind === 'bug')
      log.error('WIR-0001', { ...(event.call.includes('.') ? { call: event.call } : {}), ...errorFields(event.error) });
    else if (event.kind === 'junk-frame')
      refusals.junk(event.caller, () => log.warn('WIR-0002', { origin: event.caller.origin }));
    else refusals.note(event);
  };
  const gate = restoredGate(() => workspace.provenance());
  const { rolesOf, admit } = operators;
  const server = createServer(appContract, features.handlers, { timer, report, troubleOf, gate, rolesOf, admit });

  const unclear =
    (await keys.reconcile()) +
    (await authorities.reconcile()) +
    (await crls.reconcile()) +
    (await requests.reconcile());
  await inbox.start();
  due.start();
  const visitor: Caller = { actor: actor.name, roles: ['viewer', 'operator'], origin: 'cli' };
  if (isNew && info.kind === 'demo') await makeDemoGroups(keys, visitor);
  const guests = new Set<Wire>();
  const letIn = (wire: Wire): void => {
    guests.add(wire);
    wire.onClose(() => guests.delete(wire));
    // Each guest is somebody of its own: what one has signed counts for no other.
    server.serve(wire, { ...visitor });
  };
  const started = tokens.start(options.hosts).then(() => openDoor(options.workspacePath, letIn));
  const door = await started.catch(async (error: unknown) => {
    // Hosts and the lock must not outlive a core that could not start.
    clockFault.stop();
    await tokens.stop();
    await workspace.close();
    logFile.close();
    throw error;
  });
  // Token hosts of the shell begin after the window, which waits for a core that is there: the rest comes while it looks.
  const [demoEnd, demoWire] = wirePair();
  server.serve(demoWire, { ...visitor });
  const demoFilled = demo.fill(() => fillDemo(createClient<AppContract>(demoEnd)));
  log.info('COR-0002', { workspaceId: info.id, count: unclear, pid: process.pid });

  async function close(patienceMs = GUEST_PATIENCE_MS): Promise<void> {
    door.close();
    demoEnd.close();
    await guestsGone(guests, patienceMs);
    for (const wire of guests) wire.close();
    clockFault.stop();
    await inbox.stop();
    await due.stop();
    helpers.close();
    await threads.close();
    await pool.close();
    await tokens.stop();
    refusals.flush();
    await workspace.close();
    log.info('COR-0003');
    logFile.close();
  }

  return ok({
    workspaceName: info.name,
    demoFilled,
    serve: (wire, caller) => server.serve(wire, caller),
    sessionLocked: async () => {
      await tokens.sessionLocked();
      await vault.lock(system, 'suspend');
    },
    pinWindowFailed: (promptId) => tokens.pinWindowFailed(promptId),
    close,
  });
}
