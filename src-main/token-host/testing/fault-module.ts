import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './host-under-test.ts';
import type { TestToken } from './test-tokens.ts';

/** A test token seen through the fault module, and what it shall do wrong from now on. */
export interface FaultyToken extends TestToken {
  /** Lines of the control file, as fault-module.c describes them. Takes effect at the next call of the module. */
  control(...lines: readonly string[]): void;
  /** Forgets the wrong tries that `lock=N` counted. */
  resetTries(): void;
  /** Names of the functions called since `control` named a file for them with {@link recordCalls}. */
  calls(): readonly string[];
  readonly recordCalls: string;
}

export const canBuildFaultModule = spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;

/** Builds fault-module.c against the headers that come with pkcs11js, and puts it before the module of `token`. */
export function faultyToken(token: TestToken): FaultyToken {
  const folder = temporaryFolder('fault');
  const library = join(folder.path, 'fault-module.so');
  const source = fileURLToPath(new URL('fault-module.c', import.meta.url));
  const headers = fileURLToPath(new URL('../../../node_modules/pkcs11js/includes/pkcs11', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, '-I', headers, source, '-ldl']);
  const controlFile = join(folder.path, 'control');
  const callsFile = join(folder.path, 'calls');
  const control = (...lines: readonly string[]): void =>
    writeFileSync(controlFile, lines.map((line) => `${line}\n`).join(''));
  control();
  return {
    ...token,
    name: `${token.name} behind faults`,
    modulePath: library,
    env: { ...token.env, OCPI_FAULT_MODULE: token.modulePath, OCPI_FAULT_CONTROL: controlFile },
    control,
    resetTries: () => rmSync(`${controlFile}.tries`, { force: true }),
    recordCalls: `calls=${callsFile}`,
    calls: () => (existsSync(callsFile) ? readFileSync(callsFile, 'utf8').trim().split('\n') : []),
    remove: () => {
      folder.remove();
      token.remove();
    },
  };
}
