import { z } from 'zod';
import type { GroupSeries, RehearsedSeries } from '../../../../shared/contract/plans.ts';
import { acceptedAt, stretchesOf, type TimelineCertificate } from '../../../../shared/domain/group-timeline.ts';
import type { Reader } from '../../store/tables.ts';
import type { CertificateRecord } from '../certificates/index.ts';
import { standingsOf } from '../revocations/index.ts';
import { type JudgedPlan, judgeRecord } from './plans.store.ts';

const DAY_MS = 86_400_000;
/** What the overlap of a series may last beyond the usual days before it is told as too long. */
const BEYOND_DAYS = 7;
/** Ended before this, a series is over and nobody waits for it. */
const LOOK_BACK_MS = 90 * DAY_MS;
const MOST_CERTIFICATES = 20_000;
const MOST_SERIES = 2000;

const Claims = z.looseObject({ partyIds: z.array(z.string()) });

type Listed = CertificateRecord & {
  readonly issued_purpose: string | null;
  readonly own_purpose: string | null;
  readonly partner_id: string | null;
  readonly partner_name: string | null;
  readonly authority_name: string | null;
};

interface Member extends TimelineCertificate {
  readonly record: Listed;
  readonly planId: string | undefined;
}

interface Found {
  readonly side: 'issued' | 'own';
  readonly purpose: string;
  readonly keyGroupId: string;
  readonly partyIds: Set<string>;
  readonly members: Listed[];
}

/** Certificates of a group id: a series for each party that uses it. */
export async function timeline(
  db: Reader,
  wish: {
    readonly keyGroupId: string;
    readonly partnerId?: string | undefined;
    readonly certificateId?: string | undefined;
  },
  now: Date,
  usualDays: number,
): Promise<{ series: GroupSeries[] }> {
  const { keyGroupId, partnerId, certificateId } = wish;
  const rows = await leaves(db)
    .where('c.group_key', '=', keyGroupId.toLowerCase())
    .where('c.key_group_id', '=', keyGroupId)
    .limit(500)
    .execute();
  const all = seriesOf(rows).filter(
    ({ members }) =>
      (partnerId === undefined || members.some((one) => one.partner_id === partnerId)) &&
      (certificateId === undefined || members.some((one) => one.certificate_id === certificateId)),
  );
  const series: GroupSeries[] = [];
  for (const one of all.slice(0, 50)) {
    const members = await membersOf(db, one, now);
    series.push({
      ...namesOf(one),
      certificates: members.map(toCertificate),
      stretches: stretchesOf(members, (usualDays + BEYOND_DAYS) * DAY_MS).map(({ kind, from, to }) => ({
        kind,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      })),
    });
  }
  return { series };
}

/** All series that are alive around a moment, and what of them is accepted then. */
export async function rehearse(db: Reader, at: Date, now: Date): Promise<{ rows: RehearsedSeries[]; more: boolean }> {
  const since = new Date(Math.min(at.getTime(), now.getTime()) - LOOK_BACK_MS).toISOString();
  const found = await leaves(db).where('c.not_after', '>=', since).limit(MOST_CERTIFICATES).execute();
  const all = seriesOf(found);
  const rows: RehearsedSeries[] = [];
  for (const one of all.slice(0, MOST_SERIES)) {
    const members = await membersOf(db, one, now);
    const accepted = acceptedAt(members, at.getTime());
    const ids = new Set(accepted.map((member) => member.certificateId));
    const authority = members.at(-1)?.record.authority_name;
    rows.push({
      ...namesOf(one),
      ...(authority == null ? {} : { authorityName: authority }),
      accepted: members
        .map(toCertificate)
        .filter(({ certificateId }) => ids.has(certificateId))
        .slice(-50),
      verdict: ids.size === 0 ? 'none' : ids.size === 1 ? 'one' : 'overlap',
    });
  }
  const rank = { none: 0, overlap: 1, one: 2 } as const;
  return {
    rows: rows.toSorted((a, b) => rank[a.verdict] - rank[b.verdict] || (a.keyGroupId < b.keyGroupId ? -1 : 1)),
    more: found.length === MOST_CERTIFICATES || all.length > MOST_SERIES,
  };
}

function leaves(db: Reader) {
  return db
    .selectFrom('certificates as c')
    .leftJoin('issuances as i', 'i.issuance_id', 'c.issuance_id')
    .leftJoin('key_generations as g', 'g.generation_id', 'c.generation_id')
    .leftJoin('key_groups as k', 'k.group_ref', 'g.group_ref')
    .leftJoin('requests as r', 'r.request_id', 'c.request_id')
    .leftJoin('partners as p', 'p.partner_id', 'r.partner_id')
    .leftJoin('authorities as a', 'a.authority_id', 'c.issued_by')
    .selectAll('c')
    .select([
      'i.purpose as issued_purpose',
      'k.purpose as own_purpose',
      'r.partner_id as partner_id',
      'p.name as partner_name',
      'a.name as authority_name',
    ])
    .where('c.is_ca', '=', 0)
    .where('c.key_group_id', 'is not', null)
    .where((eb) => eb.or([eb('c.issued_by', 'is not', null), eb('c.generation_id', 'is not', null)]))
    .orderBy('c.not_before')
    .orderBy('c.row');
}

/** Same side, purpose and group id, and a party in common with what came before: nobody joins another's series by its name. */
function seriesOf(rows: readonly Listed[]): readonly Found[] {
  const found = new Map<string, Found[]>();
  for (const row of rows) {
    // Whoever keeps both sides in one workspace has its own keys on the own side.
    const side = row.generation_id === null ? 'issued' : 'own';
    const purpose = (side === 'own' ? row.own_purpose : row.issued_purpose) ?? '';
    const key = JSON.stringify([side, purpose, row.key_group_id]);
    const partyIds = Claims.parse(JSON.parse(row.claims)).partyIds;
    const folded = partyIds.map((id) => id.trim().toUpperCase());
    const list = found.get(key) ?? [];
    found.set(key, list);
    const series = list.find(
      (one) => folded.some((id) => one.partyIds.has(id)) || (folded.length === 0 && one.partyIds.size === 0),
    );
    if (series === undefined)
      list.push({ side, purpose, keyGroupId: row.key_group_id ?? '', partyIds: new Set(folded), members: [row] });
    else {
      series.members.push(row);
      for (const id of folded) series.partyIds.add(id);
    }
  }
  return [...found.values()].flat();
}

async function membersOf(db: Reader, { members }: Found, now: Date): Promise<readonly Member[]> {
  const standings = await standingsOf(db, members);
  const ends = await plannedEnds(db, members, now);
  return members.map((record) => {
    const standing = standings.get(record.certificate_id);
    const plan = ends.get(record.certificate_id);
    return {
      certificateId: record.certificate_id,
      notBefore: Date.parse(record.not_before),
      notAfter: Date.parse(record.not_after),
      revokedAt: standing === undefined ? undefined : Date.parse(standing.revoked_at),
      plannedEnd: plan === undefined ? undefined : Math.max(plan.standing.dueAt, now.getTime()),
      planId: plan?.record.plan_id,
      record,
    };
  });
}

/** Open plans that end these certificates and are not red. */
async function plannedEnds(
  db: Reader,
  members: readonly CertificateRecord[],
  now: Date,
): Promise<ReadonlyMap<string, JudgedPlan>> {
  const records = await db
    .selectFrom('replacement_plans')
    .selectAll()
    .where('state', '=', 'open')
    .where(
      'older_id',
      'in',
      members.map(({ certificate_id }) => certificate_id),
    )
    .execute();
  const ends = new Map<string, JudgedPlan>();
  for (const record of records) {
    const judged = await judgeRecord(db, record, now);
    if (judged?.standing.kind === 'waiting' || judged?.standing.kind === 'due') ends.set(record.older_id, judged);
  }
  return ends;
}

function namesOf({ side, purpose, keyGroupId, partyIds, members }: Found) {
  const name = members.findLast(({ partner_name }) => partner_name !== null)?.partner_name;
  return {
    side,
    purpose,
    keyGroupId,
    partyIds: [...partyIds].slice(0, 20),
    ...(name == null ? {} : { partnerName: name }),
  };
}

function toCertificate(member: Member, index: number): GroupSeries['certificates'][number] {
  const { record, revokedAt, plannedEnd, planId } = member;
  return {
    certificateId: record.certificate_id,
    number: index + 1,
    commonName: record.common_name,
    notBefore: record.not_before,
    notAfter: record.not_after,
    ...(revokedAt === undefined ? {} : { revokedAt: new Date(revokedAt).toISOString() }),
    ...(plannedEnd === undefined ? {} : { plannedEnd: new Date(plannedEnd).toISOString() }),
    ...(planId === undefined ? {} : { planId }),
  };
}
