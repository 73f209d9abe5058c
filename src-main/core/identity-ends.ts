import { type OperatorsService, operatorViews } from './features/operators/index.ts';
import type { OidProfile } from './pki/oid-profile.ts';

/** When the identity of each operator ends, for the overview of what ends; of nobody while the roster does not hold. */
export function identityEnds(guarded: ReturnType<OperatorsService['roster']>, profile: OidProfile) {
  const views = guarded.state === 'good' ? operatorViews(guarded.roster, profile) : [];
  return views.flatMap(({ operatorId, name, certificate: { notAfter } }) =>
    notAfter === undefined ? [] : [{ operatorId, name, notAfter }],
  );
}
