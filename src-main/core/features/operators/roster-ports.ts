import { RosterBody } from '../../../../shared/contract/roster.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import type { RosterPorts } from '../../../../shared/domain/roster-fold.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { sha256 } from '../../store/sha256.ts';

/** What the fold of a roster asks of this platform: hashes, strict reading, signatures. */
export function rosterPorts(profile: OidProfile): RosterPorts {
  return {
    sha256,
    readBody: (text) => RosterBody.safeParse(parseCanonicalObject(text)).data,
    verifyVote: (jws, certificate) => {
      const der = fromBase64Url(certificate);
      const vote = der === undefined ? undefined : verifyStatement(jws, statements.rosterVote, der, profile);
      return vote?.ok === true ? vote.value : undefined;
    },
  };
}
