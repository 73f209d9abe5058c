import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { ShellToCore, type CoreToShell } from '../../shared/contract/owner.ts';
import type { Wire } from '../../shared/contract/wire/frames.ts';
import { parentLink, type ParentLink } from '../common/links.ts';
import { tlsHelperPath } from '../common/tls-helper-path.ts';
import { type Core, startCore } from './core.ts';
import { createGrants } from './grants.ts';
import type { CoreOwner, HostProcess } from './owner.ts';
import { createShellSecrets } from './shell-secrets.ts';
import { describeWorkspaceFault } from './store/workspace-fault.ts';

/** Core as Electron's utility process: the shell forks hosts, opens the PIN window and grants paths; core decides. */

type Start = Extract<ShellToCore, { kind: 'start' }>;
interface StartedHost {
  readonly process: HostProcess;
  readonly ended: (exitCode: number) => void;
}

const IN_USE_TRIES = 60;
const IN_USE_PAUSE_MS = 250;
/** The shell kills core 5 s after it was told to stop; a command at the door must be told before. */
const QUIT_PATIENCE_MS = 2_000;

function run(link: ParentLink): void {
  const waiting = new Map<string, (started: HostProcess) => void>();
  const hosts = new Map<string, StartedHost>();
  const grants = createGrants();
  const earlyWindows: Wire[] = [];
  let core: Core | undefined;

  const post = (message: CoreToShell): void => link.wire.post(message);
  const secrets = createShellSecrets(post);

  link.wire.onMessage((raw) => {
    const message = ShellToCore.safeParse(raw).data;
    if (message === undefined) return;
    switch (message.kind) {
      case 'start':
        void start(message);
        break;
      case 'host-ended':
        hosts.get(message.hostId)?.ended(message.exitCode);
        hosts.delete(message.hostId);
        break;
      case 'grant':
        grants.add(message);
        break;
      case 'pin-window-failed':
        core?.pinWindowFailed(message.promptId);
        break;
      case 'os-secrets-done':
      case 'os-secrets-refused':
        secrets.answered(message);
        break;
      case 'session-locked':
        void core?.sessionLocked();
        break;
      case 'stop':
        void stop();
        break;
      case 'window-port':
      case 'host-started':
        break; // these come with a port, below
    }
  });

  link.onPort((raw, port) => {
    const message = ShellToCore.safeParse(raw).data;
    if (message?.kind === 'window-port') welcome(port);
    else if (message?.kind === 'host-started') hostStarted(message.hostId, message.pid, port);
    else port.close();
  });

  function welcome(port: Wire): void {
    if (core === undefined) earlyWindows.push(port);
    else core.serve(port, { actor: userInfo().username, roles: ['viewer', 'operator'], origin: 'window' });
  }

  function hostStarted(hostId: string, pid: number, wire: Wire): void {
    const exits: ((exitCode: number) => void)[] = [];
    const process: HostProcess = {
      wire,
      pid,
      kill: () => post({ kind: 'kill-host', hostId }),
      onExit: (listener) => void exits.push(listener),
    };
    hosts.set(hostId, { process, ended: (exitCode) => exits.forEach((listener) => listener(exitCode)) });
    waiting.get(hostId)?.(process);
    waiting.delete(hostId);
  }

  async function start(message: Start): Promise<void> {
    if (core !== undefined) return;
    const { electron, newWorkspace, testRuntime, version, workspacePath } = message;
    const owner: CoreOwner = {
      spawnHost: (hostId, host) =>
        new Promise((resolve) => {
          waiting.set(hostId, resolve);
          post({ kind: 'spawn-host', hostId, host });
        }),
      openPinWindow: (hostId, promptId) => post({ kind: 'open-pin-window', hostId, promptId }),
      takeGrant: (grantId, use) => grants.take(grantId, use),
      osSecrets: secrets,
      decodeWorker: join(__dirname, '..', 'decodeWorker', 'decodeWorker.cjs'),
      platformWorker: join(__dirname, '..', 'platformWorker', 'platformWorker.cjs'),
      tlsHelper: tlsHelperPath(join(__dirname, '..')),
      runtime: { version, electron, testRuntime },
    };
    const create = { kind: newWorkspace, name: basename(workspacePath) };
    for (let left = IN_USE_TRIES; ; left--) {
      const started = await startCore({ workspacePath, owner, create });
      if (started.ok) {
        core = started.value;
        break;
      }
      // A command line may be at work there for a moment.
      if (started.error.code !== 'WORKSPACE_IN_USE' || left === 0) {
        const detail = describeWorkspaceFault(started.error).slice(0, 600);
        post({ kind: 'failed', code: started.error.code, detail });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, IN_USE_PAUSE_MS));
    }
    post({ kind: 'ready', workspacePath, workspaceName: core.workspaceName });
    for (const port of earlyWindows.splice(0)) welcome(port);
  }

  async function stop(): Promise<void> {
    await core?.close(QUIT_PATIENCE_MS);
    process.exit(0);
  }
}

const link = parentLink();
if (link === undefined) throw new Error('core is started by the shell');
run(link);
