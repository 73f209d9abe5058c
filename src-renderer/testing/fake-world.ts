import { defaultOidProfile } from '../../shared/domain/default-oid-profile.ts';
import type { GroupRow } from '../../shared/contract/keys.ts';
import type { MechanismView, TokenKey } from '../../shared/contract/key-facts.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { FoundLibrary, ModuleView, SlotRow } from '../../shared/contract/tokens.ts';
import type { WorkspaceView } from '../../shared/contract/workspace.ts';
import type { GenerationState } from '../../shared/contract/keys.ts';
import type { KeyPurpose } from '../../shared/contract/key-facts.ts';

/** A key on a token and the generation it belongs to, as `keys.onToken` tells it. */
export interface FakeKey {
  readonly key: TokenKey;
  readonly group?: {
    readonly groupRef: string;
    readonly id: string;
    readonly number: number;
    readonly purpose: KeyPurpose;
    readonly state: GenerationState;
  };
}

/** Everything the default handlers answer from. Invented data; plain and changeable. */
export interface FakeWorld {
  workspace: WorkspaceView;
  settings: Settings;
  found: FoundLibrary[];
  modules: ModuleView[];
  slots: SlotRow[];
  /** By token URI. */
  keys: Map<string, FakeKey[]>;
  groups: GroupRow[];
  mechanisms: MechanismView[];
  now: string;
  /** PIN questions are answered at once and rightly. */
  pinAnswers: boolean;
  testRuntime: boolean;
  unclear: { requests: number; authorities: number };
}

const NOW = '2026-11-22T13:42:07.000Z';
const hex = (seed: string): string => {
  // A digest-like text that differs by seed; nothing depends on it being one.
  let state = 7;
  const digits = Array.from({ length: 64 }, (_, at) => {
    state = (state * 31 + (seed.codePointAt(at % seed.length) ?? 1) * 17 + at) % 65_521;
    return (state % 16).toString(16);
  });
  return digits.join('');
};

type Token = NonNullable<SlotRow['token']>;

/** A token with quiet defaults; `change` says what is special about it. */
export function fakeToken(label: string, serial: string, change: Partial<Token> = {}): Token {
  return {
    uri: `pkcs11:token=${encodeURIComponent(label)};serial=${serial}`,
    label,
    serial,
    manufacturer: 'SoftHSM project',
    model: 'SoftHSM v2',
    firmware: '2.6',
    initialised: true,
    userPinSet: true,
    loginRequired: true,
    writeProtected: false,
    pinPad: false,
    minPinLength: 4,
    maxPinLength: 255,
    pin: 'none-wrong',
    soPin: 'none-wrong',
    signedIn: 'no',
    software: false,
    ...change,
  };
}

export function fakeSlot(
  module: { readonly moduleId: string; readonly name: string },
  slotId: string,
  token?: Token,
  change: Partial<SlotRow> = {},
): SlotRow {
  return {
    moduleId: module.moduleId,
    moduleName: module.name,
    slotId,
    description: `Slot ${slotId}`,
    manufacturer: 'SoftHSM project',
    removable: false,
    hardware: false,
    ...(token === undefined ? {} : { token }),
    ...change,
  };
}

export function fakeModule(moduleId: string, name: string, change: Partial<ModuleView> = {}): ModuleView {
  return {
    moduleId,
    name,
    profile: moduleId,
    path: `/usr/lib/x86_64-linux-gnu/${moduleId}.so`,
    sha256: hex(moduleId),
    confirmedAt: '2026-11-02T08:00:00.000Z',
    trust: 'confirmed',
    library: { manufacturer: name, description: `${name} PKCS#11`, version: '2.6', cryptoki: '2.40' },
    limits: [],
    host: { state: 'running', pid: 4711, restarts: 0, answeredInMs: 3 },
    ...change,
  };
}

export function fakeKey(label: string, keyId: string, change: Partial<TokenKey> = {}): TokenKey {
  return {
    keyId,
    label,
    uri: `pkcs11:token=GEF-CARD-07;serial=004F61A317C2;id=%${keyId};type=private`,
    algorithm: 'ec-p256',
    algorithmText: 'EC P-256',
    spkiSha256: hex(label + keyId),
    canSign: 'yes',
    sensitive: 'yes',
    extractable: 'no',
    alwaysSensitive: 'yes',
    neverExtractable: 'yes',
    madeHere: 'yes',
    pinPerSignature: 'no',
    hasCertificate: false,
    ...change,
  };
}

export const defaultSettings: Settings = {
  idleMinutes: 10,
  signOutOnLock: true,
  maxValidityDays: 30,
  oidProfile: defaultOidProfile,
  organisation: '',
  overlapDays: 7,
  checkpointDays: 7,
  checkpointEntries: 10_000,
  checkpointAtSignOut: true,
  logFileMegabytes: 5,
  logFiles: 10,
};

export function fakeGroup(id: string, change: Partial<GroupRow> = {}): GroupRow {
  return {
    groupRef: `ref-${id}`,
    id,
    purpose: 'tls-client',
    owner: 'DEGEF',
    counterpart: 'Volt & Go',
    createdAt: '2026-10-01T09:00:00.000Z',
    generations: 8,
    csrs: 9,
    ...change,
  };
}

/** A bigger installation: hardware, a smartcard with few tries, an empty reader, SoftHSM and software keys. */
export function fakeWorld(): FakeWorld {
  const luna = fakeModule('luna', 'Thales Luna', { limits: ['no-token-init'] });
  const opensc = fakeModule('opensc', 'OpenSC', {
    limits: ['fixed-slots', 'no-attribute-change'],
    host: { state: 'running', pid: 4712, restarts: 0, answeredInMs: 61 },
  });
  const yubi = fakeModule('ykcs11', 'Yubico YKCS11', {
    limits: ['fixed-slots', 'no-key-generation', 'no-attribute-change'],
    host: {
      state: 'restarting',
      restarts: 2,
      lastFault: { code: 'TOKEN_NOT_ANSWERING', data: {}, at: '2026-11-22T13:41:50.000Z' },
    },
  });
  const softhsm = fakeModule('softhsm2', 'SoftHSM 2');
  const software = fakeModule('software', 'Software token', {
    path: '/home/brandt/OCPI Console/gef-production/keys',
    trust: 'built-in',
    sha256: undefined,
    confirmedAt: undefined,
  });
  const card = fakeToken('GEF-CARD-07', '004F61A317C2', {
    manufacturer: 'piv_II',
    model: 'PKCS#15 emulated',
    minPinLength: 6,
    maxPinLength: 8,
    pin: 'tries-low',
  });
  const hsm = fakeToken('HSM-FRA-1', '1302177', {
    manufacturer: 'Thales',
    model: 'Luna K7',
    signedIn: 'user',
    freePrivateBytes: 1_841_152,
    freePublicBytes: 1_841_152,
  });
  const soft = fakeToken('workspace', 'a1b2c3d4e5f60718', {
    software: true,
    manufacturer: 'OCPI Console',
    model: 'software',
    minPinLength: 12,
    maxPinLength: 1024,
  });
  const group = { groupRef: 'ref-cpo1', id: 'cpo1-emsp1-key', purpose: 'tls-client' } as const;
  return {
    workspace: {
      workspaceId: 'ws-7f3a',
      name: 'GEF Ladenetz',
      kind: 'production',
      path: '/home/brandt/OCPI Console/gef-production',
      createdAt: '2026-11-02T08:00:00.000Z',
      provenance: 'original',
      fresh: false,
    },
    settings: defaultSettings,
    found: [
      { path: opensc.path, profile: 'opensc', name: 'OpenSC', sha256: hex('opensc'), state: 'added' },
      { path: softhsm.path, profile: 'softhsm2', name: 'SoftHSM 2', sha256: hex('softhsm2'), state: 'added' },
      { path: '/usr/lib/libykcs11.so.2', profile: 'ykcs11', name: 'Yubico YKCS11', sha256: hex('y'), state: 'new' },
      { path: '/opt/vendor/lib/p11.so', profile: 'p11-kit', name: 'p11-kit proxy', sha256: hex('p'), state: 'changed' },
    ],
    modules: [luna, opensc, yubi, softhsm, software],
    slots: [
      fakeSlot(luna, '0', hsm, { hardware: true, description: 'Net Token Slot' }),
      fakeSlot(luna, '1', fakeToken('HSM-FRA-2', '1302178', { manufacturer: 'Thales', model: 'Luna K7' }), {
        hardware: true,
      }),
      fakeSlot(opensc, '0', card, { removable: true, hardware: true, description: 'Reader 00' }),
      fakeSlot(opensc, '1', undefined, { removable: true, hardware: true, description: 'Reader 01' }),
      fakeSlot(softhsm, '0', fakeToken('rehearsal-2026', '9e1f0c22d6a07b31')),
      fakeSlot(softhsm, '1', fakeToken('', '', { initialised: false, userPinSet: false })),
      fakeSlot(software, '0', soft),
      fakeSlot(software, '1', fakeToken('', '', { initialised: false, userPinSet: false, software: true })),
    ],
    keys: new Map([
      [
        card.uri,
        [
          { key: fakeKey('cpo1-g8', '04'), group: { ...group, number: 8, state: 'requested' } },
          {
            key: fakeKey('cpo1-g7', '03', { hasCertificate: true }),
            group: { ...group, number: 7, state: 'certified' },
          },
          {
            key: fakeKey('brandt-id', '02', {
              algorithm: 'ec-p384',
              algorithmText: 'EC P-384',
              pinPerSignature: 'yes',
              hasCertificate: true,
            }),
          },
          {
            key: fakeKey('PIV AUTH key', '01', {
              algorithm: undefined,
              algorithmText: 'RSA 2048',
              sensitive: 'unknown',
              extractable: 'unknown',
              neverExtractable: 'unknown',
              alwaysSensitive: 'unknown',
              madeHere: 'unknown',
            }),
          },
        ],
      ],
      [soft.uri, [{ key: fakeKey('cpo1-emsp1-key g1', '5a3c') }]],
    ]),
    groups: [
      fakeGroup('cpo1-emsp1-key', { groupRef: 'ref-cpo1' }),
      fakeGroup('cdr-signing', { purpose: 'object-signing', counterpart: undefined, generations: 2 }),
      fakeGroup('hub-server', { purpose: 'tls-server', counterpart: 'Hub', generations: 1 }),
    ],
    mechanisms: [
      {
        number: 0x1040,
        name: 'CKM_EC_KEY_PAIR_GEN',
        minKeySize: 256,
        maxKeySize: 521,
        canSign: false,
        canGenerate: true,
      },
      { number: 0x1041, name: 'CKM_ECDSA', minKeySize: 256, maxKeySize: 521, canSign: true, canGenerate: false },
      {
        number: 0,
        name: 'CKM_RSA_PKCS_KEY_PAIR_GEN',
        minKeySize: 1024,
        maxKeySize: 4096,
        canSign: false,
        canGenerate: true,
      },
      { number: 1, name: 'CKM_RSA_PKCS', minKeySize: 1024, maxKeySize: 4096, canSign: true, canGenerate: false },
      { number: 0x80000001, name: '0x80000001', minKeySize: 0, maxKeySize: 0, canSign: false, canGenerate: false },
    ],
    now: NOW,
    pinAnswers: false,
    testRuntime: false,
    unclear: { requests: 0, authorities: 0 },
  };
}
