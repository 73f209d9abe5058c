import type { Sight } from '../../../../shared/domain/guides.ts';
import type { CertificateRecord } from '../certificates/index.ts';
import { standingsOf } from '../revocations/index.ts';
import { authorityNames, entriesOf } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import { namesText, shareState, sight } from './sight.ts';

/** Certificates that something is about, by who can end them. */
export interface Touched {
  /** Issued by an authority of ours, each with that authority. */
  readonly ours: readonly { readonly record: CertificateRecord; readonly authorityId: string }[];
  readonly others: readonly CertificateRecord[];
  readonly roots: readonly CertificateRecord[];
  /** Ids of those that stand as revoked. */
  readonly revoked: ReadonlySet<string>;
}

export async function sortTouched({ db }: GuidesDeps, records: readonly CertificateRecord[]): Promise<Touched> {
  const names = await authorityNames(db);
  const standings = await standingsOf(db, records);
  const roots = records.filter((one) => one.is_ca === 1 && one.subject_sha256 === one.issuer_sha256);
  const rest = records.filter((one) => !roots.includes(one));
  const ours = rest.flatMap((record) => {
    const authorityId = record.issued_by ?? names.get(record.issuer_sha256);
    return authorityId === undefined ? [] : [{ record, authorityId }];
  });
  return {
    ours,
    others: rest.filter((record) => !ours.some((one) => one.record === record)),
    roots,
    revoked: new Set([...standings].filter(([, { state }]) => state === 'revoked').map(([id]) => id)),
  };
}

const hasEnded = (record: CertificateRecord, now: Date): boolean => new Date(record.not_after) <= now;

/** How many of those that we can end are ended, and how many we cannot. */
export function revokedSights({ clock }: GuidesDeps, { ours, roots, revoked, others }: Touched): readonly Sight[] {
  const now = clock.now();
  const settled = ours.filter(({ record }) => revoked.has(record.certificate_id) || hasEnded(record, now)).length;
  const valid = others.filter((record) => !hasEnded(record, now)).length;
  return [
    ours.length === 0
      ? sight('NONE_OF_OURS', 'none')
      : sight('REVOKED_OF', shareState(settled, ours.length), { count: settled, of: ours.length }),
    ...(roots.length === 0 ? [] : [sight('ROOTS_TOUCHED', 'info', { count: roots.length })]),
    ...(valid === 0 ? [] : [sight('OTHERS_VALID', 'info', { count: valid })]),
  ];
}

/** Whether the lists of those who issued them name what was revoked. */
export async function listSights({ eyes }: GuidesDeps, { ours, revoked }: Touched): Promise<readonly Sight[]> {
  const ids = [...new Set(ours.map(({ authorityId }) => authorityId))];
  if (ids.length === 0) return [sight('LIST_NONE_NEEDED', 'none')];
  const lists = await eyes.lists();
  return ids.slice(0, 40).flatMap((id) => {
    const list = lists.find(({ authorityId }) => authorityId === id);
    if (list === undefined) return [];
    const name = list.authorityName;
    const some = ours.some((one) => one.authorityId === id && revoked.has(one.record.certificate_id));
    if (!some) return [sight('LIST_WAITS', 'open', { name })];
    const { current, pending } = list;
    if (current === undefined || pending > 0)
      return [sight('LIST_LACKS', 'open', { name, count: Math.max(1, pending) })];
    return [sight('LIST_ISSUED', 'done', { name, number: current.number, at: current.createdAt })];
  });
}

const IN_FORCE: ReadonlySet<string> = new Set(['active', 'planned', 'proposed']);

/** Standing approvals of these key groups or authorities that could still issue something. */
export async function standingSights(
  { eyes }: GuidesDeps,
  about: { readonly groups: readonly string[]; readonly authorities: readonly string[] },
): Promise<readonly Sight[]> {
  const rules = (await eyes.standing()).filter(
    ({ state, rule }) =>
      IN_FORCE.has(state) && (about.groups.includes(rule.keyGroupId) || about.authorities.includes(rule.authorityId)),
  );
  if (rules.length === 0) return [sight('STANDING_NONE', 'none')];
  const names = namesText(rules.map(({ rule }) => rule.name));
  return [sight('STANDING_IN_FORCE', 'open', { count: rules.length, names })];
}

export async function checkpointSights({ db }: GuidesDeps, startedAt: string): Promise<readonly Sight[]> {
  const { count, last } = await entriesOf(db, { event: 'audit.checkpoint', since: startedAt });
  return count === 0 || last === undefined
    ? [sight('CHECKPOINT_NONE', 'open')]
    : [sight('CHECKPOINT_AT', 'done', { at: last })];
}
