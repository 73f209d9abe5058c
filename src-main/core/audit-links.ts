import type { AuditLink } from '../../shared/contract/audit.ts';
import { findAuthority, findIssuance } from './features/authorities/index.ts';
import { findCertificate, findCertificateByHash } from './features/certificates/index.ts';
import { findGeneration, findGroup } from './features/keys/index.ts';
import type { OperatorsService } from './features/operators/index.ts';
import { findPartner } from './features/partners/index.ts';
import { findRequest } from './features/requests/index.ts';
import type { Reader } from './store/tables.ts';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const MOST = 20;

/** What the ids in an audit entry lead to, for the audit log, which stands before all features that know them. */
export function auditLinks(db: Reader, operators: Pick<OperatorsService, 'roster'>) {
  async function find(id: string): Promise<AuditLink | undefined> {
    const operator = operatorNamed(operators, id);
    if (operator !== undefined) return { kind: 'operator', id, name: operator };
    const request = (await findRequest(db, id)) ?? (await requestOfIssuance(db, id));
    if (request !== undefined)
      return { kind: 'request', id: request.request_id, name: request.key_group_id ?? request.common_name };
    const certificate = (await findCertificate(db, id)) ?? (await findCertificateByHash(db, id));
    if (certificate !== undefined)
      return { kind: 'certificate', id: certificate.certificate_id, name: certificate.common_name };
    const authority = await findAuthority(db, id);
    if (authority !== undefined) return { kind: 'authority', id, name: authority.name };
    const partner = await findPartner(db, id);
    if (partner !== undefined) return { kind: 'partner', id, name: partner.name };
    const group = await findGroup(db, (await findGeneration(db, id))?.group_ref ?? id);
    return group === undefined ? undefined : { kind: 'key-group', id: group.group_ref, name: group.id };
  }

  return async (ids: readonly string[]): Promise<readonly AuditLink[]> => {
    const links = new Map<string, AuditLink>();
    for (const id of ids) {
      if (links.size >= MOST) break;
      const link = ID.test(id) ? await find(id) : undefined;
      if (link !== undefined) links.set(`${link.kind} ${link.id}`, { ...link, name: link.name || link.id });
    }
    return [...links.values()];
  };
}

function operatorNamed(operators: Pick<OperatorsService, 'roster'>, id: string): string | undefined {
  const guarded = operators.roster();
  return guarded.state === 'good'
    ? guarded.roster.operators.find(({ operatorId }) => operatorId === id)?.name
    : undefined;
}

async function requestOfIssuance(db: Reader, id: string) {
  const requestId = (await findIssuance(db, id))?.request_id ?? undefined;
  return requestId === undefined ? undefined : findRequest(db, requestId);
}
