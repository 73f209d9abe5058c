import type { AuthorityRow } from '../../../shared/contract/authorities.ts';
import type { CertificateRow } from '../../../shared/contract/certificates.ts';
import type { RequestRow } from '../../../shared/contract/requests.ts';
import { openStates } from '../../../shared/domain/request-state.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { CommandContext, CommandFault } from '../command.ts';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const SHA256 = /^[0-9a-fA-F]{64}$/;
/** What `filter` of a list takes. */
const MAX_FILTER = 200;
const PAGE = 500;

export const authorityOption = {
  kind: 'text',
  required: true,
  value: 'NAME|ID',
  about: 'name or id of the authority',
} as const;
export const requestOption = {
  kind: 'text',
  required: true,
  value: 'ID',
  about: 'id or SHA-256 of the request, or the key group id where one request of it is open',
} as const;
export const certificateOption = {
  kind: 'text',
  required: true,
  value: 'ID',
  about: 'id or SHA-256 of the certificate',
} as const;

/** By id, or by name without case. */
export async function findAuthority(
  { client }: CommandContext,
  name: string,
): Promise<Result<AuthorityRow, CommandFault>> {
  const listed = await client.authorities.list({});
  if (!listed.ok) return listed;
  const { authorities } = listed.value;
  const folded = name.toLowerCase();
  const byId = authorities.filter(({ authorityId }) => authorityId === name);
  const found = byId.length > 0 ? byId : authorities.filter((one) => one.name.toLowerCase() === folded);
  return onlyOne(found, 'AUTHORITY', name);
}

const OPEN_STATES: ReadonlySet<RequestRow['state']> = new Set([...openStates, 'signing']);

/** By id, by the SHA-256 of the CSR, or by its key group where one request of that group is not decided yet. */
export async function findRequest({ client }: CommandContext, name: string): Promise<Result<RequestRow, CommandFault>> {
  if (ID.test(name)) {
    const shown = await client.requests.show({ requestId: name });
    if (shown.ok) return ok(shown.value.request);
    if (shown.error.code !== 'REQUEST_NOT_FOUND') return shown;
  }
  const byHash = SHA256.test(name);
  const wish = byHash ? {} : { filter: name.slice(0, MAX_FILTER) };
  const listed = await allRows((place) => client.requests.list({ ...place, ...wish }));
  if (!listed.ok) return listed;
  const found = listed.value.filter((row) =>
    byHash ? row.sha256 === name.toLowerCase() : row.keyGroupId === name && OPEN_STATES.has(row.state),
  );
  return onlyOne(found, 'REQUEST', name);
}

/** By id or SHA-256. */
export async function findCertificate(
  { client }: CommandContext,
  name: string,
): Promise<Result<CertificateRow, CommandFault>> {
  if (ID.test(name) && !SHA256.test(name)) {
    const shown = await client.certificates.show({ certificateId: name });
    return shown.ok ? ok(shown.value.certificate) : shown;
  }
  const page = await client.certificates.list({ offset: 0, limit: PAGE, filter: name.slice(0, MAX_FILTER) });
  if (!page.ok) return page;
  return onlyOne(
    page.value.rows.filter(({ sha256 }) => sha256 === name.toLowerCase()),
    'CERTIFICATE',
    name,
  );
}

function onlyOne<T>(found: readonly T[], what: string, name: string): Result<T, CommandFault> {
  const [first, another] = found;
  if (first === undefined) return fail({ code: `${what}_NOT_FOUND`, data: { detail: name } });
  return another === undefined ? ok(first) : fail({ code: `${what}_AMBIGUOUS`, data: { detail: name } });
}
