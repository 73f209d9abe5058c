/** What later features may use of authorities and of what they issue. */
export { createAuthoritiesService } from './authorities.service.ts';
export { authoritiesHandlers } from './authorities.handlers.ts';
export type { AuthoritiesDeps } from './authorities.deps.ts';
export {
  chainSha256s,
  countAuthoritiesUnder,
  type AuthorityRecord,
  findAuthority,
  findAuthorityByKey,
  kindsOf,
  listAuthorities,
  policyOf,
} from './authorities.store.ts';
export {
  dropPrepared,
  findIssuance,
  insertIssuance,
  issuancesOfRequest,
  type IssuanceRecord,
  profileOf,
  stateOf,
  unclearIssuances,
  updateIssuance,
} from './issuances.store.ts';
export { behind, CAUGHT_UP, CHECKPOINT_READ, needsCatchUp, needsCheckpoint } from './catch-up.ts';
export { type Issuer, loadCrlIssuer, loadIssuer } from './issuer.ts';
export { prepareIssuance } from './prepare-issuance.ts';
export { preparedFacts } from './authority-certificate.ts';
export { signIssuances, type Approval } from './sign-issuances.ts';
export { certificateShelf } from './certificate-shelf.ts';
export { withTokensUnlocked } from './unlock-authorities.ts';
