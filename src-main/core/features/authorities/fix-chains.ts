import { ok } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { AuthoritiesDeps } from './authorities.deps.ts';
import { listAuthorities, updateAuthority } from './authorities.store.ts';

/**
 * Authorities from before chains were recorded: what stands above them in the inventory now is recorded once, so that
 * nothing that is imported later takes a place in it.
 */
export async function fixChains(deps: AuthoritiesDeps): Promise<void> {
  for (const { authority_id, certificate_id, chain } of await listAuthorities(deps.db)) {
    if (chain !== null || certificate_id === null) continue;
    await deps.unit.run(
      { event: 'authority.chain-recorded', actor: deps.system, subject: authority_id },
      async (trx, entry) => {
        const sha256s = (await deps.certificates.chain(trx, certificate_id)).map(sha256Of);
        entry.data({ chain: sha256s });
        await updateAuthority(trx, authority_id, { chain: JSON.stringify(sha256s) });
        return ok(undefined);
      },
    );
  }
}
