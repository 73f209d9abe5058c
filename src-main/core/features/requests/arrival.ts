import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { worstOf } from '../../../../shared/domain/checks/check-result.ts';
import { partnerNameKey } from '../../../../shared/domain/partners.ts';
import type { CsrView } from '../../pki/csr-read.ts';
import { certifiedUsage } from '../../pki/oid-profile.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { checkRequest } from './check-request.ts';
import type { RegistryIndex } from './registry-index.ts';
import { readRequest } from './request-views.ts';
import type { RequestsDeps } from './requests.deps.ts';
import type { RequestRecord } from './requests.store.ts';

/** A request that wishes no end waits so long for a decision. */
const OPEN_DAYS = 90;

type Judged = Pick<RequestRecord, 'partner_id' | 'partner_key' | 'verdict' | 'verdict_at'>;
type Arrived = Judged & Pick<RequestRecord, 'purpose' | 'ends_at'>;

/**
 * What the list says of a request at its arrival: whose it seems to be, what it is for, and the worst that the checks find.
 * For looking only: every decision asks the checks again.
 */
export async function arrivalOf(
  deps: RequestsDeps,
  db: Reader,
  registry: RegistryIndex,
  row: RequestRecord,
): Promise<Arrived> {
  const request = readRequest(row);
  const judged = await judge(deps, db, registry, row);
  if (!request.ok) return { ...judged, purpose: '', ends_at: '' };
  const { view } = request.value;
  return { ...judged, purpose: askedPurpose(view, deps.oidProfile()), ends_at: endOf(view, row.received_at) };
}

/** Judges a stored request anew for the list, after somebody said whose it is or vouched for it. */
export async function judgeAgain(deps: RequestsDeps, trx: Trx, row: RequestRecord): Promise<void> {
  const judged = await judge(deps, trx, await deps.registry(trx), row);
  await trx.updateTable('requests').set(judged).where('request_id', '=', row.request_id).execute();
}

async function judge(deps: RequestsDeps, db: Reader, registry: RegistryIndex, row: RequestRecord): Promise<Judged> {
  const request = readRequest(row);
  const verdict_at = deps.clock.now().toISOString();
  if (!request.ok) return { partner_id: null, partner_key: '', verdict: 'fail', verdict_at };
  const question = { row, request: request.value, issuance: undefined };
  const { partner, results } = await checkRequest(deps, db, registry, question);
  return {
    partner_id: partner?.partnerId ?? null,
    partner_key: partnerNameKey(partner?.names[0] ?? ''),
    verdict: worstOf(results),
    verdict_at,
  };
}

/** The one purpose whose extended key usage it asks for; empty for none and for several. */
function askedPurpose({ extensions }: CsrView, profile: OidProfile): string {
  const asked = new Set(
    extensions.flatMap(({ value }) => (value.kind === 'extended-key-usage' ? value.usages.map(({ oid }) => oid) : [])),
  );
  const fitting = KeyPurpose.options.filter((purpose) => asked.has(certifiedUsage(purpose, profile)));
  return fitting.length === 1 ? (fitting[0] ?? '') : '';
}

/** Until when it can be decided on: the end that it wishes, or some months where it wishes none that can be read. */
function endOf({ ocpi }: CsrView, receivedAt: string): string {
  const wished = ocpi.notAfter?.at ?? null;
  return wished ?? new Date(Date.parse(receivedAt) + OPEN_DAYS * 86_400_000).toISOString();
}
