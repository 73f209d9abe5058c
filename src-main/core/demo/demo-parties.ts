import type { AuthoritySpec } from '../../../shared/contract/authorities.ts';
import type { PartnerSpec } from '../../../shared/contract/partners.ts';
import type { ConnectionSettings } from '../../../shared/contract/platforms.ts';
import { blankConnection } from '../../../shared/domain/connection-defaults.ts';
import { DEMO_PLATFORM_START, DEMO_PLATFORM_URL } from '../../../shared/domain/demo.ts';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import type { ClaimedIds, GroupDefaults } from '../../../shared/contract/keys.ts';

/** Each party has a software token of its own, as it would have its own HSM. Labels are at most 32 bytes long. */
export const demoTokens = { cpo: 'Example CPO keys', hub: 'Example Hub keys' } as const;
export type DemoParty = keyof typeof demoTokens;

/** Invented parties; the names are reserved for examples (RFC 2606). */
const operator: ClaimedIds = {
  partyIds: ['DEGEF', 'DEGE2'],
  subCpoIds: ['DE*GEF', 'DE*GE2'],
  subEmspIds: ['DE-GDF'],
};
const hub: ClaimedIds = { partyIds: ['DERHB'], subCpoIds: [], subEmspIds: [] };

export interface DemoGroup {
  readonly id: string;
  /** Whose token its keys are made on. */
  readonly party: DemoParty;
  readonly purpose: KeyPurpose;
  readonly owner: string;
  readonly counterpart: string | undefined;
  readonly defaults: GroupDefaults;
}

function group(
  id: string,
  purpose: KeyPurpose,
  parties: Pick<DemoGroup, 'party' | 'owner'> & {
    readonly counterpart?: string;
    readonly ids: ClaimedIds;
    readonly name: string;
  },
  host: string,
): DemoGroup {
  const { party, owner, counterpart, ids, name } = parties;
  const defaults: GroupDefaults = {
    subject: [
      { type: 'CN', value: host },
      { type: 'O', value: name },
      { type: 'C', value: 'DE' },
    ],
    san: [{ kind: 'dns', value: host }],
    ids: { partyIds: [...ids.partyIds], subCpoIds: [...ids.subCpoIds], subEmspIds: [...ids.subEmspIds] },
    algorithm: 'ec-p256',
    padding: 'pkcs1',
    encoding: 'sequence',
    // Longer than the authority of the demo allows, so that a clip is to be seen.
    validityDays: 35,
    overlapDays: 5,
  };
  return { id, party, purpose, owner, counterpart, defaults };
}

const cpo = { party: 'cpo', owner: 'DEGEF', ids: operator, name: 'Example CPO' } as const;

/** Both sides in one workspace, so that the whole exchange can be walked through by one person. */
export const demoGroups: readonly DemoGroup[] = [
  group('cpo1-hub1-key', 'tls-client', { ...cpo, counterpart: 'DERHB' }, 'cpo1.example.org'),
  group('cpo1-emsp1-key', 'tls-client', { ...cpo, counterpart: 'DEEMP' }, 'cpo1.example.org'),
  group('cpo1-server', 'tls-server', cpo, 'ocpi.cpo1.example.org'),
  group('cpo1-tariffs', 'object-signing', cpo, 'tariffs.cpo1.example.org'),
  group(
    'hub1-cpo1-key',
    'tls-client',
    { party: 'hub', owner: 'DERHB', counterpart: 'DEGEF', ids: hub, name: 'Example Hub' },
    'hub1.example.net',
  ),
];

/** The party whose requests come in, as the hub has it in its registry. */
export function demoPartner(authorityId: string): PartnerSpec {
  const confirmed = { by: 'Demo', how: 'registry', at: '2026-01-01T00:00:00.000Z', note: '' } as const;
  const { partyIds, subCpoIds, subEmspIds } = operator;
  return {
    name: cpo.name,
    platform: 'cpo1.example.org',
    ids: [
      ...partyIds.map((id) => ({ kind: 'party' as const, id, confirmed })),
      ...subCpoIds.map((id) => ({ kind: 'sub-cpo' as const, id, confirmed })),
      ...subEmspIds.map((id) => ({ kind: 'sub-emsp' as const, id, confirmed })),
    ],
    contacts: [{ name: 'Security desk', role: 'on call', phone: '+49 30 5550 100', mail: 'security@cpo1.example.org' }],
    allowedAlgorithms: [],
    allowedNames: ['dns:cpo1.example.org', 'dns:**.cpo1.example.org'],
    authorityIds: [authorityId],
    notes: '',
  };
}

/** The hub's micro-PKI: a root, and an authority below it that signs what platforms speak TLS with. */
export function demoAuthority(tokenUri: string, name: string, parentId?: string): AuthoritySpec {
  const isRoot = parentId === undefined;
  return {
    name,
    kinds: isRoot ? ['tls-client', 'tls-server', 'object-signing', 'identity'] : ['tls-client', 'tls-server'],
    subject: [
      { type: 'CN', value: `DEMO ${name}` },
      { type: 'O', value: 'Example Hub' },
      { type: 'C', value: 'DE' },
    ],
    ...(isRoot ? {} : { parentId }),
    tokenUri,
    algorithm: isRoot ? 'ec-p384' : 'ec-p256',
    padding: 'pkcs1',
    validityDays: isRoot ? 3650 : 1095,
    pathLength: isRoot ? 1 : 0,
    permitted: [],
    excluded: [],
    policy: { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: 'http://pki.example.net/demo.crl' },
  };
}

/** To the platform that a developer starts beside it; without a token, since a demo has no vault to keep one in. */
export const demoConnection: ConnectionSettings = {
  ...blankConnection,
  name: `Demo platform (${DEMO_PLATFORM_START})`,
  versionsUrl: DEMO_PLATFORM_URL,
  authorization: { ...blankConnection.authorization, kind: 'none' },
  ownParty: 'DERHB',
};
