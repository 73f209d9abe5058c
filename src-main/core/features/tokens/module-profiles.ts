import type { ModuleView } from '../../../../shared/contract/tokens.ts';

export type ModuleLimit = ModuleView['limits'][number];
export type DesktopSystem = 'linux' | 'darwin' | 'win32';

/** A PKCS#11 library that we know: where it lies, and what it cannot do whatever its mechanism list says. */
export interface ModuleProfile {
  readonly id: string;
  readonly name: string;
  /** Recognises the library wherever it lies. */
  readonly fileName: RegExp;
  readonly places: Readonly<Record<DesktopSystem, readonly string[]>>;
  readonly limits: readonly ModuleLimit[];
  /** Does nothing without a parameter text for C_Initialize. */
  readonly needsParameters: boolean;
}

/** `{lib}` in a place stands for each of these; distributions do not agree on one. */
const LIBRARY_FOLDERS: Readonly<Record<DesktopSystem, readonly string[]>> = {
  linux: [
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib/aarch64-linux-gnu',
    '/usr/lib64',
    '/usr/lib',
    '/usr/local/lib',
    '/usr/local/lib64',
  ],
  darwin: ['/opt/homebrew/lib', '/usr/local/lib'],
  win32: ['C:\\Program Files', 'C:\\Program Files (x86)'],
};

const profile = (
  id: string,
  name: string,
  fileName: RegExp,
  places: Partial<Record<DesktopSystem, readonly string[]>>,
  more: { readonly limits?: readonly ModuleLimit[]; readonly needsParameters?: boolean } = {},
): ModuleProfile => ({
  id,
  name,
  fileName,
  places: { linux: places.linux ?? [], darwin: places.darwin ?? [], win32: places.win32 ?? [] },
  limits: more.limits ?? [],
  needsParameters: more.needsParameters ?? false,
});

export const moduleProfiles: readonly ModuleProfile[] = [
  profile('softhsm2', 'SoftHSM 2', /^(lib)?softhsm2(-x64)?\.(so|dylib|dll)$/i, {
    linux: ['{lib}/softhsm/libsofthsm2.so', '{lib}/pkcs11/libsofthsm2.so', '{lib}/libsofthsm2.so'],
    darwin: ['{lib}/softhsm/libsofthsm2.so'],
    win32: ['C:\\SoftHSM2\\lib\\softhsm2-x64.dll', '{lib}\\SoftHSM2\\lib\\softhsm2-x64.dll'],
  }),
  profile(
    'opensc',
    'OpenSC',
    /^opensc-pkcs11\.(so|dylib|dll)$/i,
    {
      linux: ['{lib}/opensc-pkcs11.so', '{lib}/pkcs11/opensc-pkcs11.so'],
      darwin: ['/Library/OpenSC/lib/opensc-pkcs11.so', '{lib}/opensc-pkcs11.so'],
      win32: ['{lib}\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll'],
    },
    // Whether a card makes keys depends on the card, and its mechanism list tells.
    { limits: ['fixed-slots', 'no-attribute-change'] },
  ),
  profile(
    'ykcs11',
    'Yubico YKCS11',
    /^libykcs11(\.\d+)?\.(so(\.\d+)*|dylib|dll)$/i,
    {
      linux: ['{lib}/libykcs11.so.2', '{lib}/libykcs11.so', '{lib}/libykcs11.so.1'],
      darwin: ['{lib}/libykcs11.dylib'],
      win32: ['{lib}\\Yubico\\Yubico PIV Tool\\bin\\libykcs11.dll'],
    },
    // It makes keys for the security officer only, never for a user.
    { limits: ['fixed-slots', 'no-key-generation', 'no-attribute-change'] },
  ),
  profile('p11-kit', 'p11-kit proxy', /^p11-kit-proxy\.(so|dylib)$/i, {
    linux: ['{lib}/p11-kit-proxy.so'],
    darwin: ['{lib}/p11-kit-proxy.dylib'],
  }),
  profile(
    'luna',
    'Thales Luna',
    /^(libCryptoki2(_64)?\.(so|dylib)|cryptoki\.dll)$/i,
    {
      linux: ['/usr/safenet/lunaclient/lib/libCryptoki2_64.so', '/opt/safenet/lunaclient/lib/libCryptoki2_64.so'],
      win32: ['{lib}\\SafeNet\\LunaClient\\cryptoki.dll'],
    },
    { limits: ['no-token-init'] },
  ),
  profile(
    'nshield',
    'Entrust nShield',
    /^(lib)?cknfast\.(so|dylib|dll)$/i,
    {
      linux: ['/opt/nfast/toolkits/pkcs11/libcknfast.so'],
      win32: ['{lib}\\nCipher\\nfast\\toolkits\\pkcs11\\cknfast.dll'],
    },
    { limits: ['no-token-init'] },
  ),
  profile(
    'cloudhsm',
    'AWS CloudHSM',
    /^(lib)?cloudhsm_pkcs11\.(so|dll)$/i,
    {
      linux: ['/opt/cloudhsm/lib/libcloudhsm_pkcs11.so'],
      win32: ['{lib}\\Amazon\\CloudHSM\\lib\\cloudhsm_pkcs11.dll'],
    },
    { limits: ['no-token-init'] },
  ),
  profile('tpm2', 'TPM 2', /^libtpm2_pkcs11\.so(\.\d+)*$/i, {
    linux: ['{lib}/pkcs11/libtpm2_pkcs11.so', '{lib}/libtpm2_pkcs11.so.1', '{lib}/libtpm2_pkcs11.so'],
  }),
  profile(
    'nitrokey',
    'Nitrokey NetHSM',
    /^(lib)?nethsm[_-]pkcs11.*\.(so|dylib|dll)$/i,
    {
      linux: ['{lib}/libnethsm_pkcs11.so', '{lib}/nitrokey/libnethsm_pkcs11.so', '{lib}/pkcs11/libnethsm_pkcs11.so'],
      darwin: ['{lib}/libnethsm_pkcs11.dylib', '{lib}/nitrokey/libnethsm_pkcs11.dylib'],
      win32: ['{lib}\\Nitrokey\\nethsm_pkcs11.dll'],
    },
    { limits: ['no-token-init'] },
  ),
  profile(
    'nss',
    'NSS software token',
    /^(lib)?softokn3\.(so|dylib|dll)$/i,
    { linux: ['{lib}/libsoftokn3.so', '{lib}/nss/libsoftokn3.so'], darwin: ['{lib}/libsoftokn3.dylib'] },
    { needsParameters: true },
  ),
];

/** Of libraries that we do not know: nothing is said of their limits. */
export const otherProfile: ModuleProfile = profile('other', 'PKCS#11 module', /^/, {});

/** The profile of a library by its file name, wherever it lies. */
export function profileOf(path: string): ModuleProfile {
  const fileName = path.split(/[\\/]/).at(-1) ?? '';
  return moduleProfiles.find((known) => known.fileName.test(fileName)) ?? otherProfile;
}

export function profileById(id: string): ModuleProfile {
  return moduleProfiles.find((known) => known.id === id) ?? otherProfile;
}

/** Every path at which a known library may lie on this system, in order of preference within a profile. */
export function knownPlaces(system: string): readonly { readonly profile: ModuleProfile; readonly path: string }[] {
  if (system !== 'linux' && system !== 'darwin' && system !== 'win32') return [];
  return moduleProfiles.flatMap((known) =>
    known.places[system].flatMap((place) =>
      place.includes('{lib}')
        ? LIBRARY_FOLDERS[system].map((folder) => ({ profile: known, path: place.replace('{lib}', folder) }))
        : [{ profile: known, path: place }],
    ),
  );
}
