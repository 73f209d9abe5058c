import { fork } from 'node:child_process';
import { channelWire } from './links.ts';
import { type HostKind, type HostProcess } from '../core/owner.ts';

/** Variables that modules read; nothing else of the environment reaches a token host. */
const passedOn =
  /^(?:SOFTHSM2_CONF|OPENSC_CONF|YKPIV_\w+|PKCS11\w*|P11_KIT_\w+|NSS_\w+|TPM2_\w+|ChrystokiConfigurationPath|NFAST_\w+|CKNFAST_\w+|CLOUDHSM_\w+|OCPI_FAULT_\w+|HOME|USER|PATH|LANG|LC_ALL|TMPDIR|TEMP|TMP|SystemRoot|SYSTEMROOT|APPDATA|LOCALAPPDATA|USERPROFILE|ProgramData|XDG_RUNTIME_DIR|PCSCLITE_CSOCK_NAME|LD_LIBRARY_PATH)$/;

/** The environment of a token host: what its module may need, never NODE_OPTIONS and the like. */
export function hostEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(env).filter(
    (pair): pair is [string, string] => passedOn.test(pair[0]) && pair[1] !== undefined,
  );
  return Object.fromEntries(kept);
}

/** Token hosts as forked children, for the command line and tests. */
export function forkHosts(
  entries: Readonly<Record<HostKind, string>>,
  env: Readonly<Record<string, string | undefined>>,
): (hostId: string, kind: HostKind) => Promise<HostProcess> {
  return (_hostId, kind) =>
    new Promise((resolve, reject) => {
      const child = fork(entries[kind], [], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        env: hostEnvironment(env),
        execArgv: [],
      });
      child.once('error', reject);
      child.once('spawn', () => {
        child.off('error', reject);
        child.on('error', () => undefined);
        resolve({
          wire: channelWire(child),
          pid: child.pid ?? 0,
          kill: () => void child.kill('SIGKILL'),
          onExit: (listener) =>
            void child.once('exit', (code, signal) => listener(code ?? (signal === null ? 1 : 128))),
        });
      });
    });
}
