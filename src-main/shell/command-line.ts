import { fail, ok, type Result } from '../../shared/util/result.ts';

/** What the shell was started with; everything it does not know goes to Chromium. */
export interface CommandLine {
  /** As typed: may be relative to the working directory. */
  readonly workspace: string | undefined;
  /** `--demo`: a workspace of its own with invented key groups, to look around in. */
  readonly demo: boolean;
}

/** Reads `--workspace DIR` and `--workspace=DIR` (the last one counts) and `--demo`. */
export function readCommandLine(args: readonly string[]): Result<CommandLine, { readonly code: 'WORKSPACE_UNNAMED' }> {
  let workspace: string | undefined;
  for (const [at, arg] of args.entries()) {
    const named =
      arg === '--workspace'
        ? args[at + 1]
        : arg.startsWith('--workspace=')
          ? arg.slice('--workspace='.length)
          : undefined;
    if (named === undefined && arg !== '--workspace') continue;
    if (named === undefined || named === '' || named.startsWith('--')) return fail({ code: 'WORKSPACE_UNNAMED' });
    workspace = named;
  }
  return ok({ workspace, demo: args.includes('--demo') });
}

/**
 * The arguments of the command line inside the package: what follows `-- --cli`. Undefined for the window. Chromium reads
 * nothing after `--`, so no word of a command becomes a switch of it.
 *
 * @example commandOf(['ocpi-console-app', '--', '--cli', 'audit', 'verify']) // ['audit', 'verify']
 */
export function commandOf(argv: readonly string[]): readonly string[] | undefined {
  const end = argv.indexOf('--');
  return end >= 0 && argv[end + 1] === '--cli' ? argv.slice(end + 2) : undefined;
}

/**
 * Switches of Chromium, V8 and Node that open the program to another one or take a wall down. A released build refuses
 * to start with any of them; `--inspect` is off by fuse as well, and refused here so that it is told, not ignored.
 */
const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-socket-name',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-port',
  'inspect-publish-uid',
  'inspect-wait',
  'debug',
  'debug-brk',
  'debug-port',
  'js-flags',
  'auto-open-devtools-for-tabs',
  'disable-web-security',
  'disable-site-isolation-trials',
  'single-process',
  'in-process-gpu',
  'load-extension',
  'enable-blink-features',
  'enable-features',
  'disable-features',
  'enable-logging',
  'vmodule',
  'log-net-log',
  'ignore-certificate-errors',
  'proxy-server',
  'proxy-pac-url',
  'host-rules',
  'host-resolver-rules',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'zygote-cmd-prefix',
  'trace-startup',
  'wait-for-debugger-children',
  'wait-for-debugger',
  'renderer-startup-dialog',
  'utility-startup-dialog',
] as const;

/**
 * The switches among `args` that a released build does not start with. Names are compared as Chromium does: on Windows
 * without case, and `/name` counts as `--name`.
 *
 * @example refusedSwitches(['ocpi-console', '--inspect=0'], 'linux') // ['inspect']
 */
export function refusedSwitches(args: readonly string[], platform: string, isRoot = false): readonly string[] {
  const prefix = platform === 'win32' ? /^(?:--?|\/)/ : /^--?/;
  const names = args
    .filter((arg) => prefix.test(arg))
    .map((arg) => arg.replace(prefix, '').split('=')[0] ?? '')
    .map((name) => name.toLowerCase());
  // Chromium has no sandbox for root and does not start without being told so; for anybody else it is a wall taken down.
  const noSandbox = !isRoot && names.includes('no-sandbox') ? ['no-sandbox'] : [];
  return [...noSandbox, ...REFUSED_SWITCHES.filter((refused) => names.includes(refused))];
}
