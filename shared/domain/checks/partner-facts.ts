import type { PartnerSpec } from '../partners.ts';
import type { PartnerFacts } from './facts.ts';

/** A registered partner as the checks want it. Its platform counts as one of its names. */
export function partnerFacts(
  partner: Omit<PartnerSpec, 'contacts' | 'notes'> & { readonly partnerId: string; readonly archived: boolean },
): PartnerFacts {
  const { partnerId, archived, name, platform, ids, allowedAlgorithms, maxLifetimeDays, allowedNames } = partner;
  return {
    partnerId,
    archived,
    names: platform === '' ? [name] : [name, platform],
    ids: ids.map(({ kind, id, confirmed }) => ({ kind, id, confirmed: confirmed !== undefined })),
    allowedAlgorithms: allowedAlgorithms.length === 0 ? null : allowedAlgorithms,
    maxLifetimeDays: maxLifetimeDays ?? null,
    allowedNames,
    authorityIds: partner.authorityIds,
  };
}
