import type { SupersedeReason } from '../../../../shared/contract/request-desk.ts';
import { openStates } from '../../../../shared/domain/request-state.ts';
import type { Reader } from '../../store/tables.ts';
import { checkRequest } from './check-request.ts';
import { sharesPartyId } from './predecessors.ts';
import { readRequest } from './request-views.ts';
import type { RequestsDeps } from './requests.deps.ts';
import type { RequestRecord } from './requests.store.ts';

export interface SupersedeFault {
  readonly code: 'SUPERSEDE_REFUSED';
  readonly data: { readonly reason: SupersedeReason };
}

/** States in which a request can take the place of another: it is undecided, or has its certificate. */
const standing: readonly string[] = [
  ...openStates.filter((state) => state !== 'held'),
  'issued',
  'delivered',
  'in-use',
];

/**
 * Why one request may not take the place of another. Ids and key group are public: whoever could supersede by them alone
 * could end anybody's request. So somebody must vouch for the newer one, and it must be of the same partner.
 */
export async function whyNotSuperseded(
  deps: RequestsDeps,
  db: Reader,
  older: RequestRecord,
  newer: RequestRecord,
): Promise<SupersedeReason | undefined> {
  if (older.key_group_id === null || older.key_group_id !== newer.key_group_id) return 'other-group';
  if (older.request_id === newer.request_id || isBefore(newer, older)) return 'not-newer';
  if (!standing.includes(newer.state)) return 'not-open';
  const request = readRequest(newer);
  if (!request.ok) return 'not-vouched';
  const registry = await deps.registry(db);
  const question = { row: newer, request: request.value, issuance: undefined };
  const { partner, results } = await checkRequest(deps, db, registry, question);
  const vouched = results.filter(({ code }) => code === 'PROVENANCE');
  if (vouched.length === 0 || vouched.some(({ verdict }) => verdict !== 'pass')) return 'not-vouched';
  const isOther = older.partner_id !== null && partner !== undefined && older.partner_id !== partner.partnerId;
  return isOther || !sharesPartyId(older.claims, newer.claims) ? 'other-partner' : undefined;
}

function isBefore(one: RequestRecord, other: RequestRecord): boolean {
  return `${one.received_at} ${one.request_id}` < `${other.received_at} ${other.request_id}`;
}
