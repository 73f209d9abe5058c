import type { GroupDefaults } from '../../shared/contract/keys.ts';
import type { Caller } from '../../shared/contract/wire/serve.ts';
import type { KeysService } from './features/keys/index.ts';

/** Invented parties; the names are reserved for examples (RFC 2606). */
const groups = [
  { id: 'cpo1-emsp1-key', purpose: 'tls-client', owner: 'DEGEF', counterpart: 'DERHB', host: 'cpo1.example.org' },
  { id: 'cpo1-hub1-key', purpose: 'tls-client', owner: 'DEGEF', counterpart: 'NLHUB', host: 'cpo1.example.org' },
  { id: 'cpo1-server', purpose: 'tls-server', owner: 'DEGEF', counterpart: undefined, host: 'ocpi.cpo1.example.org' },
  {
    id: 'cpo1-tariffs',
    purpose: 'object-signing',
    owner: 'DEGEF',
    counterpart: undefined,
    host: 'tariffs.cpo1.example.org',
  },
] as const;

/** Key groups to look around in. Keys are left to the visitor: making one is what the demo is for. */
export async function fillDemo(keys: KeysService, caller: Caller): Promise<void> {
  for (const { host, ...group } of groups) {
    const defaults: GroupDefaults = {
      subject: [
        { type: 'CN', value: host },
        { type: 'O', value: 'Example CPO' },
        { type: 'C', value: 'DE' },
      ],
      san: [{ kind: 'dns', value: host }],
      ids: { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF', 'DE*GE2'], subEmspIds: ['DE-GDF'] },
      algorithm: 'ec-p256',
      padding: 'pkcs1',
      encoding: 'sequence',
      validityDays: 30,
      overlapDays: 5,
    };
    await keys.createGroup(caller, { ...group, defaults });
  }
}
