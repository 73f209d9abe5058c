import type { DeliveryEntry, DeliveryWay } from '../../../../shared/contract/plans.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { requestMayBecome, requestStates, type RequestState } from '../../../../shared/domain/request-state.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { findCertificate, findCertificateByHash } from '../certificates/index.ts';
import { findRequest, updateRequest } from '../requests/index.ts';
import { deliveriesOf, insertDelivery } from './deliveries.store.ts';
import type { PlanFault, PlansDeps } from './plans.deps.ts';
import { firstSeen } from './plans.store.ts';

export interface Happened {
  readonly requestId: string;
  readonly how: DeliveryWay;
  readonly note: string;
  readonly at?: string | undefined;
}

type Kind = DeliveryEntry['kind'];
type Told = Result<{ deliveries: DeliveryEntry[] }, PlanFault>;

const events = {
  delivered: 'request.delivered',
  seen: 'request.seen',
  undone: 'request.delivery-undone',
  note: 'request.delivery-noted',
} as const;
/** What each makes of the request; a note changes nothing. */
const states = { delivered: 'delivered', seen: 'in-use', undone: 'issued', note: undefined } as const;
const CLOCK_SLACK_MS = 2000;

export type DeliveriesService = ReturnType<typeof createDeliveriesService>;

/** How issued certificates reach their owners, and when they were first seen at work. */
export function createDeliveriesService(deps: PlansDeps) {
  const { db, unit, clock } = deps;

  async function list(requestId: string): Promise<Told> {
    if ((await findRequest(db, requestId)) === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
    return ok({ deliveries: await deliveriesOf(db, requestId) });
  }

  async function record(actor: Actor, kind: Kind, wish: Happened): Promise<Told> {
    const { requestId, how, note } = wish;
    const noted = await unit.run(
      { event: events[kind], actor, subject: requestId, data: { how, note } },
      async (trx, entry): Promise<Result<undefined, PlanFault>> => {
        const judged = await judge(trx, kind, wish);
        if (!judged.ok) return judged;
        const { certificateId, state, at } = judged.value;
        entry.data({ certificateId, at });
        await insertDelivery(trx, {
          delivery_id: deps.newId(),
          request_id: requestId,
          certificate_id: certificateId,
          kind,
          at,
          how,
          note,
          noted_at: clock.now().toISOString(),
          noted_by: actor.name,
        });
        if (state !== undefined) await updateRequest(trx, requestId, { state });
        return ok(undefined);
      },
    );
    return noted.ok ? list(requestId) : noted;
  }

  async function judge(trx: Trx, kind: Kind, { requestId, at }: Happened) {
    const request = await findRequest(trx, requestId);
    if (request === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} } as const);
    const before = requestStates.find((one) => one === request.state) ?? 'received';
    const certificate =
      request.certificate_id === null ? undefined : await findCertificate(trx, request.certificate_id);
    const state: RequestState | undefined = states[kind];
    const isPossible = state === undefined || requestMayBecome(before, state);
    if (certificate === undefined || !isPossible)
      return fail({ code: 'DELIVERY_STATE', data: { state: before } } as const);
    const now = clock.now();
    const time = at === undefined ? now : new Date(at);
    const isOdd = time.getTime() > now.getTime() + CLOCK_SLACK_MS || time < new Date(certificate.added_at);
    // What was made within the same second as it was seen is told by its own clock.
    if (isOdd && at !== undefined) return fail({ code: 'DELIVERY_TIME', data: {} } as const);
    return ok({ certificateId: certificate.certificate_id, state, at: time.toISOString() });
  }

  /**
   * A handshake proved that whoever has the key of this certificate uses it. The first one counts; a certificate that no
   * request of ours led to is nobody's delivery.
   */
  async function seen(certificateSha256: string, how: DeliveryWay, note: string): Promise<void> {
    const requestId = await unseenRequest(db, certificateSha256);
    if (requestId !== undefined) await record(deps.system, 'seen', { requestId, how, note });
  }

  return {
    list,
    seen,
    record: (caller: Caller, kind: Kind, wish: Happened) => record(deps.actorOf(caller), kind, wish),
  };
}

async function unseenRequest(db: Reader, certificateSha256: string): Promise<string | undefined> {
  const certificate = await findCertificateByHash(db, certificateSha256);
  if (certificate?.request_id == null) return undefined;
  return (await firstSeen(db, certificate.certificate_id)) === undefined ? certificate.request_id : undefined;
}
