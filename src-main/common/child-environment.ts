/** What any program of ours may need of the user's environment: places, language, temporary files. */
const COMMON = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'CommonProgramFiles',
] as const;

/**
 * Where PKCS#11 libraries look for their configuration. Switches that make them log are left out on purpose
 * (OPENSC_DEBUG, YKCS11_DBG, CKNFAST_DEBUG, P11_KIT_DEBUG, …): such logs hold PINs.
 */
const VENDORS = [
  'SOFTHSM2_CONF',
  'OPENSC_CONF',
  'PCSCLITE_CSOCK_NAME',
  'P11_KIT_SERVER_ADDRESS',
  'P11_KIT_SERVER_PID',
  'NSS_LIB_PARAMS',
  'ChrystokiConfigurationPath',
  'NFAST_HOME',
  'NFAST_KMDATA',
  'NFAST_KMLOCAL',
  'NFAST_CERTDIR',
  'NFAST_SERVER',
  'NFAST_PRIVSERVER',
  'CKNFAST_LOADSHARING',
  'CKNFAST_FAKE_ACCELERATOR_LOGIN',
  'CKNFAST_NO_UNWRAP',
  'CLOUDHSM_ROLE',
  'CLOUDHSM_PKCS11_CONFIG_FILE',
  'TPM2_PKCS11_STORE',
  'TPM2_PKCS11_TCTI',
  'TPM2_PKCS11_BACKEND',
  'P11NETHSM_CONFIG_FILE',
  'CS_PKCS11_R2_CFG',
  'CS_PKCS11_R3_CFG',
  'CRYPTOSERVER',
  'ET_PTKC_GENERAL_LIBRARY_MODE',
  'ET_HSM_NETCLIENT_SERVERLIST',
] as const;

/** Faults that our own tests plant. A released build passes none of them on. */
const TEST_PREFIX = 'OCPI_CONSOLE_TEST_';

export type ChildKind = 'core' | 'pkcs11' | 'software';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a child process: a list of what may pass, so that NODE_OPTIONS, LD_PRELOAD and the secrets of
 * other programs stay out. Names are matched without case, as Windows does.
 */
export function childEnvironment(kind: ChildKind, parent: Environment, locked: boolean): Record<string, string> {
  const wanted = new Set([...COMMON, ...(kind === 'pkcs11' ? VENDORS : [])].map((name) => name.toUpperCase()));
  const passes = (name: string): boolean =>
    wanted.has(name.toUpperCase()) || /^LC_[A-Z]+$/.test(name) || (!locked && name.startsWith(TEST_PREFIX));
  const entries = Object.entries(parent).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name]) => passes(name)));
}
