import { join } from 'node:path';
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { HostKind } from '../core/owner.ts';
import { childEnvironment, type ChildKind } from '../common/child-environment.ts';
import type { ChildProcess } from './core-supervisor.ts';

export interface ChildPrograms {
  forkCore(): ChildProcess<MessagePortMain>;
  forkHost(kind: HostKind): ChildProcess<MessagePortMain>;
}

const ENTRIES: Readonly<Record<ChildKind, string>> = {
  core: 'core/core.cjs',
  pkcs11: 'tokenHost/tokenHost.cjs',
  software: 'softwareHost/softwareHost.cjs',
};

/**
 * Starts our other programs as utility processes, with no arguments and an environment made of a list.
 * @param programs folder of the built programs
 * @param locked a released build: nothing the children print is passed on
 */
export function createChildPrograms(programs: string, locked: boolean): ChildPrograms {
  const fork = (kind: ChildKind): UtilityProcess =>
    utilityProcess.fork(join(programs, ENTRIES[kind]), [], {
      env: childEnvironment(kind, process.env, locked),
      execArgv: [],
      stdio: locked ? 'ignore' : 'inherit',
      serviceName: `ocpi-console-${kind}`,
      // macOS: libraries of token vendors are signed by the vendors, not by us.
      allowLoadingUnsignedLibraries: kind === 'pkcs11',
    });
  return { forkCore: () => fork('core'), forkHost: fork };
}
