import { join } from 'node:path';
import type { AuditEntry } from '../../store/append-entry.ts';
import { openDatabase } from '../../store/database.ts';
import { testFolder, testWorkspaceId } from '../../store/store-for-tests.ts';
import { createUnit, type Unit } from '../../store/unit.ts';
import { createTestClock, type TestClock } from '../../test-clock.ts';
import { type FakeDevice, letRun } from '../../token-client/fake-host-for-tests.ts';
import type { FileFacts, LibraryFiles } from './library-file.ts';
import type { TokensDeps } from './tokens.deps.ts';
import { createTokensService, type TokensService } from './tokens.service.ts';

/** A file tree in memory: path → content and rights. Folders belong to root and are closed unless they are named. */
export interface FakeTree {
  readonly [path: string]: {
    content?: string;
    uid?: number;
    /** Of users when it is not named. */
    gid?: number;
    mode?: number;
    link?: string;
  };
}

export function fakeFiles(tree: FakeTree, system = 'linux', uid = 1000): LibraryFiles {
  const real = (path: string): string => {
    const link = tree[path]?.link;
    return link === undefined ? path : real(link);
  };
  const separator = system === 'win32' ? '\\' : '/';
  const isFolder = (path: string): boolean =>
    Object.keys(tree).some((known) => known.startsWith(path.endsWith(separator) ? path : `${path}${separator}`));
  const facts = (path: string): FileFacts => {
    const entry = tree[path];
    const folder = entry?.content === undefined && isFolder(path);
    if (!folder && entry === undefined) throw new Error('ENOENT');
    const mode = entry?.mode ?? (folder ? 0o755 : 0o644);
    return {
      kind: folder ? 'folder' : 'file',
      uid: entry?.uid ?? 0,
      gid: entry?.gid ?? 100,
      mode,
      stamp: entry?.content ?? '',
    };
  };
  return {
    system,
    uid,
    realPath: (path) => {
      const found = real(path);
      return tree[found]?.content === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(found);
    },
    facts: (path) => Promise.resolve().then(() => facts(path)),
    // Not a hash, but told apart as one: the content in hex, cut to its length.
    sha256: (path) => Promise.resolve(hashOf(tree[path]?.content ?? '')),
  };
}

export function hashOf(content: string): string {
  return Buffer.from(content.padEnd(32, '.')).toString('hex').slice(0, 64);
}

export interface TokensWorld {
  readonly service: TokensService;
  readonly clock: TestClock;
  readonly unit: Unit;
  readonly audit: readonly AuditEntry[];
  /** Names of the entries so far, with the code of a refusal. */
  events(): readonly string[];
  readonly windows: readonly string[];
  readonly changes: { count: number };
  /** Another service over the same workspace: the program was started again. */
  again(more?: Partial<TokensDeps>): TokensService;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The feature over a real `pki.db` and scripted hosts: `software` is the software token's device, `module` every other. */
export async function tokensWorld(
  devices: { readonly module: FakeDevice; readonly software: FakeDevice },
  more: Partial<TokensDeps> = {},
): Promise<TokensWorld> {
  const folder = testFolder();
  const clock = createTestClock();
  const opened = openDatabase({ path: join(folder.path, 'pki.db'), clock });
  if (!opened.ok) throw new Error(opened.error.code);
  const database = opened.value;
  const audit: AuditEntry[] = [];
  const unit = createUnit({
    database,
    clock,
    workspaceId: testWorkspaceId,
    committed: (entry) => audit.push(entry),
  });
  const windows: string[] = [];
  const changes = { count: 0 };
  let ids = 0;
  const deps: TokensDeps = {
    db: database.db,
    unit,
    clock,
    timer: clock.timer,
    owner: {
      spawnHost: (hostId, kind) => (kind === 'software' ? devices.software : devices.module).spawnHost(hostId, kind),
      openPinWindow: (hostId, promptId) => windows.push(`${hostId} ${promptId}`),
      takeGrant: () => undefined,
      runtime: { version: '0', testRuntime: true },
    },
    files: fakeFiles({}),
    softwareFolder: '/workspace/software-token',
    workspaceId: testWorkspaceId,
    machine: 'machine-1',
    acknowledged: () => true,
    settings: () => ({ idleMinutes: 10, signOutOnLock: true }),
    newId: () => `mod${++ids}`,
    actorOf: (caller) => ({ kind: 'local-user', name: caller.actor }),
    system: { kind: 'local-user', name: 'console' },
    changed: () => {
      changes.count += 1;
    },
    report: (error) => {
      throw error;
    },
    ...more,
  };
  const services = [createTokensService(deps)];
  const [service] = services;
  if (service === undefined) throw new Error('no service');
  await service.start();
  await service.settled();
  await letRun();
  return {
    service,
    clock,
    unit,
    audit,
    events: () => audit.map(({ event, code }) => (code === undefined ? event : `${event} ${code}`)),
    windows,
    changes,
    again: (other = {}) => {
      const next = createTokensService({ ...deps, ...other });
      services.push(next);
      return next;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(services.map((one) => one.stop()));
      await unit.close();
      database.close();
      folder[Symbol.dispose]();
    },
  };
}
