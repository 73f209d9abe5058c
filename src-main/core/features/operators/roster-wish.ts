import type { RosterWish } from '../../../../shared/contract/operators.ts';
import type { RosterChange, RosterState } from '../../../../shared/domain/roster.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import { toBase64Url } from '../../../../shared/util/base64.ts';
import { fail } from '../../../../shared/util/result.ts';
import { findCertificate, loadCertificate } from '../certificates/index.ts';
import { findIdentity } from './identity-certificate.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';

const nobody = { enrol: [], roles: [], certificates: [], remove: [] } as const;

/** A wish as the entry that is signed: with the certificates themselves in place of their numbers in the inventory. */
export async function changeOf(
  deps: Pick<OperatorsDeps, 'db' | 'clock' | 'oidProfile' | 'newId'>,
  roster: RosterState,
  wish: RosterWish,
): Promise<Result<RosterChange, OperatorFault>> {
  switch (wish.kind) {
    case 'enrol': {
      const identity = await findIdentity(deps, wish.certificateId, roster.anchors);
      if (!identity.ok) return identity;
      const { name, roles } = wish;
      const operator = { operatorId: deps.newId(), name, roles, certificate: identity.value.text };
      return ok({ kind: 'operators', ...nobody, enrol: [operator] });
    }
    case 'certificate': {
      const identity = await findIdentity(deps, wish.certificateId, roster.anchors);
      if (!identity.ok) return identity;
      const certificates = [{ operatorId: wish.operatorId, certificate: identity.value.text }];
      return ok({ kind: 'operators', ...nobody, certificates });
    }
    case 'roles':
      return ok({ kind: 'operators', ...nobody, roles: [{ operatorId: wish.operatorId, roles: wish.roles }] });
    case 'remove':
      return ok({ kind: 'operators', ...nobody, remove: [wish.operatorId] });
    case 'rules':
      return ok(wish);
    case 'anchors': {
      const anchors = await certificatesOf(deps, wish.certificateIds);
      return anchors.ok ? ok({ kind: 'anchors', anchors: anchors.value }) : anchors;
    }
    case 'recovery': {
      const certificates = await certificatesOf(deps, wish.certificateIds);
      if (!certificates.ok) return certificates;
      return ok({ kind: 'recovery', certificates: certificates.value, needed: wish.needed });
    }
  }
}

async function certificatesOf(
  { db }: Pick<OperatorsDeps, 'db'>,
  ids: readonly string[],
): Promise<Result<readonly string[], OperatorFault>> {
  const texts: string[] = [];
  for (const id of ids) {
    const record = await findCertificate(db, id);
    const stored = record === undefined ? undefined : await loadCertificate(db, record);
    if (stored === undefined) return fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} });
    texts.push(toBase64Url(stored.der));
  }
  return ok(texts);
}
