import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { realHosts, value } from '../core/core-for-tests.ts';
import { type Core, startCore } from '../core/core.ts';
import type { CoreOwner } from '../core/owner.ts';
import { testFolder } from '../core/store/store-for-tests.ts';
import type { CliIo } from './command.ts';
import { commands } from './commands/all.ts';
import { offlineCommands } from './commands/offline.ts';
import { withNulls } from './json-shape.ts';
import { runCli } from './run-cli.ts';

export interface CliEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliWorldOptions {
  /** What the module of the test needs. */
  readonly env?: Readonly<Record<string, string>>;
  readonly spawnHost?: CoreOwner['spawnHost'];
}

/** The command line in this process, with a real core behind it and a folder of its own. */
export function cliWorld({ env = {}, spawnHost = realHosts(env) }: CliWorldOptions = {}) {
  const folder = testFolder();
  const workspace = join(folder.path, 'ws');
  const owner: CoreOwner = {
    spawnHost,
    openPinWindow: undefined,
    takeGrant: () => undefined,
    decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
    platformWorker: join(import.meta.dirname, '..', 'core', 'platform-worker', 'platform-worker.ts'),
    runtime: { version: '0.0.0', testRuntime: true },
  };
  const said: string[] = [];
  let saying = '';

  async function run(argv: readonly string[], ask?: CliIo['askHidden'], input?: Uint8Array): Promise<CliEnd> {
    let out = '';
    let err = '';
    const io: CliIo = {
      out: (text) => void (out += text),
      err: (text) => {
        err += text;
        saying += text;
      },
      askHidden: ask,
      cwd: folder.path,
      env: {},
      readInput: () => Promise.resolve(input ?? new Uint8Array()),
    };
    const code = await runCli([...argv, '--workspace', workspace], io, owner);
    said.push(out, err);
    return { code, out, err };
  }

  /** Has another core hold the workspace from now on, as the console's window does: commands come through its door. */
  async function hold(): Promise<Core> {
    return value(await startCore({ workspacePath: workspace, owner }));
  }

  /** Runs a command that has to succeed and reads its JSON. The shape is the test's claim. */
  async function json<T>(...argv: readonly string[]): Promise<T> {
    const { code, out, err } = await run([...argv, '--json']);
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`);
    const said: unknown = JSON.parse(out);
    const command = [...offlineCommands, ...commands].find(({ name }) => `${argv.join(' ')} `.startsWith(`${name} `));
    // Every field that the shape names is there, and no other.
    if (!isDeepStrictEqual(withNulls(command?.shape, said), said))
      throw new Error(`${argv.join(' ')} does not answer in its shape: ${out}`);
    return said as T; // what a test reads of it is checked by what the test expects
  }

  /** A command where nobody has made a workspace, neither named nor at the usual place. */
  async function nowhere(...argv: readonly string[]): Promise<CliEnd> {
    let [out, err] = ['', ''];
    const env = { XDG_CONFIG_HOME: join(folder.path, 'none'), APPDATA: join(folder.path, 'none') };
    const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const code = await runCli(argv, { ...io, askHidden: undefined, cwd: folder.path, env }, owner);
    return { code, out, err };
  }

  return {
    folder: folder.path,
    nowhere,
    workspace,
    owner,
    /** Everything that was printed. */
    said,
    /** What commands have told on standard error so far, those that still run among them. */
    saying: () => saying,
    run,
    hold,
    cli: (...argv: readonly string[]) => run(argv),
    json,
    /** A file in the folder of the test; its name goes into options. */
    file: (name: string, content: string | Uint8Array, mode = 0o600): string => {
      const path = join(folder.path, name);
      writeFileSync(path, content, { mode });
      return path;
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

export type CliWorld = ReturnType<typeof cliWorld>;
