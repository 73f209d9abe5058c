import { type Selectable, sql } from 'kysely';
import type { PlanView } from '../../../../shared/contract/plans.ts';
import {
  judgePlan,
  type PlanCertificate,
  type PlanCondition,
  planConditions,
  type PlanFacts,
  type PlanStanding,
} from '../../../../shared/domain/replacement-plan.ts';
import { openStates } from '../../../../shared/domain/request-state.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { type CertificateRecord, findCertificate } from '../certificates/index.ts';
import { standingsOf } from '../revocations/index.ts';
import type { PlansTables } from './plans.tables.ts';

export type PlanRecord = Selectable<PlansTables['replacement_plans']>;

/** A plan with what is known of it at a moment. */
export interface JudgedPlan {
  readonly record: PlanRecord;
  readonly facts: PlanFacts;
  readonly standing: PlanStanding;
  readonly older: CertificateRecord;
  readonly newer: CertificateRecord;
  readonly used: { readonly at: string; readonly by: string } | undefined;
}

/** More open plans than this are not judged at a time; the oldest are. */
const MOST_OPEN = 5000;

export async function findPlan(db: Reader, planId: string): Promise<PlanRecord | undefined> {
  return db.selectFrom('replacement_plans').selectAll().where('plan_id', '=', planId).executeTakeFirst();
}

export async function findOpenPlanOf(db: Reader, olderId: string): Promise<PlanRecord | undefined> {
  return db
    .selectFrom('replacement_plans')
    .selectAll()
    .where('older_id', '=', olderId)
    .where('state', '=', 'open')
    .executeTakeFirst();
}

export async function openPlans(db: Reader): Promise<readonly PlanRecord[]> {
  return db
    .selectFrom('replacement_plans')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('made_at')
    .limit(MOST_OPEN)
    .execute();
}

export async function plansOf(
  db: Reader,
  {
    requestId,
    certificateId,
  }: { readonly requestId?: string | undefined; readonly certificateId?: string | undefined },
): Promise<readonly PlanRecord[]> {
  let from = db.selectFrom('replacement_plans').selectAll();
  if (requestId !== undefined) from = from.where('request_id', '=', requestId);
  if (certificateId !== undefined)
    from = from.where((eb) => eb.or([eb('older_id', '=', certificateId), eb('newer_id', '=', certificateId)]));
  return from.orderBy('made_at', 'desc').limit(500).execute();
}

/** Plans that have ended, the newest first. */
export async function endedPlans(db: Reader, offset: number, limit: number) {
  const from = db.selectFrom('replacement_plans').where('state', '!=', 'open');
  const { total } = await from.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const records =
    limit <= 0 ? [] : await from.selectAll().orderBy('made_at', 'desc').offset(offset).limit(limit).execute();
  return { total, records };
}

export async function insertPlan(trx: Trx, record: PlanRecord): Promise<void> {
  await trx.insertInto('replacement_plans').values(record).execute();
}

export async function updatePlan(trx: Trx, planId: string, change: Partial<PlanRecord>): Promise<void> {
  await trx.updateTable('replacement_plans').set(change).where('plan_id', '=', planId).execute();
}

export async function findChoice(db: Reader, requestId: string) {
  return db.selectFrom('plan_choices').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}

export async function putChoice(trx: Trx, choice: Selectable<PlansTables['plan_choices']>): Promise<void> {
  await trx
    .insertInto('plan_choices')
    .values(choice)
    .onConflict((conflict) => conflict.column('request_id').doUpdateSet(choice))
    .execute();
}

/** When a certificate was first seen at work, by whom it was written down. */
export async function firstSeen(db: Reader, certificateId: string) {
  const found = await db
    .selectFrom('deliveries')
    .select(['at', 'noted_by'])
    .where('certificate_id', '=', certificateId)
    .where('kind', '=', 'seen')
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return found === undefined ? undefined : { at: found.at, by: found.noted_by };
}

/** Whether the certificate was itself replaced by one that is at work, however many came between. */
async function isTakenOver(db: Reader, certificateId: string): Promise<boolean> {
  const found = await sql<{ readonly n: number }>`
    with recursive line (certificate_id, confirmed_at, depth) as (
      select newer_id, confirmed_at, 1 from replacement_plans
        where older_id = ${certificateId} and state <> 'cancelled'
      union
      select p.newer_id, p.confirmed_at, line.depth + 1 from line
        join replacement_plans p on p.older_id = line.certificate_id and p.state <> 'cancelled'
        where line.depth < 60)
    select count(*) as n from line
      where confirmed_at is not null or exists (
        select 1 from deliveries d where d.kind = 'seen' and d.certificate_id = line.certificate_id)`.execute(db);
  return (found.rows[0]?.n ?? 0) > 0;
}

function conditionOf(text: string): PlanCondition {
  const found = planConditions.find((one) => one === text);
  if (found === undefined) throw new Error('a plan has a condition that is none');
  return found;
}

/** Reads what is known of the plan's certificates and judges it. Undefined: one of them is not in the inventory. */
export async function judgeRecord(db: Reader, record: PlanRecord, now: Date): Promise<JudgedPlan | undefined> {
  const older = await findCertificate(db, record.older_id);
  const newer = await findCertificate(db, record.newer_id);
  if (older === undefined || newer === undefined) return undefined;
  const standings = await standingsOf(db, [older, newer]);
  const standingOf = (id: string): PlanCertificate['standing'] => {
    const state = standings.get(id)?.state;
    return state === 'revoked' || state === 'held' ? state : 'good';
  };
  const side = (one: CertificateRecord): PlanCertificate => ({
    notBefore: Date.parse(one.not_before),
    notAfter: Date.parse(one.not_after),
    standing: standingOf(one.certificate_id),
  });
  const seen = await firstSeen(db, newer.certificate_id);
  const confirmed =
    record.confirmed_at === null ? undefined : { at: record.confirmed_at, by: record.confirmed_by ?? '' };
  const used = seen ?? confirmed;
  const facts: PlanFacts = {
    state: record.state === 'done' || record.state === 'cancelled' ? record.state : 'open',
    terms: { condition: conditionOf(record.condition), overlapDays: record.overlap_days },
    madeAt: Date.parse(record.made_at),
    older: side(older),
    newer: side(newer),
    usedAt: used === undefined ? undefined : Date.parse(used.at),
    takenOver: record.state === 'open' && (await isTakenOver(db, newer.certificate_id)),
  };
  return { record, facts, standing: judgePlan(facts, now.getTime()), older, newer, used };
}

/** Names of the request's partner, and how many undecided requests name the same group. */
async function aroundRequest(db: Reader, requestId: string) {
  const request = await db
    .selectFrom('requests')
    .leftJoin('partners', 'partners.partner_id', 'requests.partner_id')
    .select(['requests.key_group_id', 'requests.group_key', 'partners.name'])
    .where('requests.request_id', '=', requestId)
    .executeTakeFirst();
  if (request?.key_group_id == null) return { request, pending: 0 };
  const { n } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('group_key', '=', request.group_key)
    .where('key_group_id', '=', request.key_group_id)
    .where('state', 'in', [...openStates])
    .executeTakeFirstOrThrow();
  return { request, pending: n };
}

/** A judged plan as the contract tells it. */
export async function toPlanView(db: Reader, judged: JudgedPlan): Promise<PlanView> {
  const { record, facts, standing, used } = judged;
  const { request, pending } = await aroundRequest(db, record.request_id);
  const side = (one: CertificateRecord, state: PlanCertificate['standing']): PlanView['older'] => ({
    certificateId: one.certificate_id,
    commonName: one.common_name,
    serialNumber: one.serial,
    notBefore: one.not_before,
    notAfter: one.not_after,
    standing: state,
  });
  return {
    planId: record.plan_id,
    requestId: record.request_id,
    ...(request?.key_group_id == null ? {} : { keyGroupId: request.key_group_id }),
    ...(request?.name == null ? {} : { partnerName: request.name }),
    state: standing.kind,
    ...(standing.kind === 'blocked' ? { why: standing.why } : {}),
    dueAt: new Date(standing.dueAt).toISOString(),
    condition: facts.terms.condition,
    overlapDays: facts.terms.overlapDays,
    madeAt: record.made_at,
    termsBy: record.terms_by,
    termsAt: record.terms_at,
    older: side(judged.older, facts.older.standing),
    newer: side(judged.newer, facts.newer.standing),
    ...(used === undefined ? {} : { usedAt: used.at, usedBy: used.by }),
    confirmed: record.confirmed_at !== null,
    ...(record.ended_at === null ? {} : { endedAt: record.ended_at, endedBy: record.ended_by ?? '' }),
    note: record.note,
    pending,
  };
}
