import { checkDocuments } from './check-documents.ts';
import { checkEncoding } from './check-encoding.ts';
import { checkExtensions } from './check-extensions.ts';
import { checkGroup } from './check-group.ts';
import { checkHiddenIds } from './check-hidden-ids.ts';
import { checkIds } from './check-ids.ts';
import { checkKey } from './check-key.ts';
import { checkPartner } from './check-partner.ts';
import { checkProvenance } from './check-provenance.ts';
import type { CheckResult } from './check-result.ts';
import { checkTbs } from './check-tbs.ts';
import { checkValidityWish } from './check-validity.ts';
import type { CheckInput } from './facts.ts';

const families = [
  checkProvenance,
  checkEncoding,
  checkKey,
  checkPartner,
  checkIds,
  checkHiddenIds,
  checkGroup,
  checkValidityWish,
  checkExtensions,
  checkTbs,
  checkDocuments,
] as const;

/**
 * Every check on a request and, once there is one, on the to-be-signed certificate: always all of them, in the order of
 * `checkReasons`, each with at least one result. The same input gives the same results, so they can be compared with
 * {@link worse} and hashed by {@link checksDigestInput}.
 */
export function runChecks(input: CheckInput): readonly CheckResult[] {
  return families.flatMap((family) => family(input));
}
