import type { Sight } from '../../../../shared/domain/guides.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { sha256Of } from '../../pki/digests.ts';
import { type AuthorityRecord, findAuthority, kindsOf } from '../authorities/index.ts';
import { standingSights } from './certificate-sights.ts';
import { countCrossed, servedPartners, validIssued } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import { shareState, sight, type Sights } from './sight.ts';

/** How far an authority has been replaced by its successor. */
export async function authoritySights(deps: GuidesDeps, old: AuthorityRecord): Promise<Sights> {
  const { db, clock } = deps;
  const now = clock.now().toISOString();
  const next = old.successor_id === null ? undefined : await findAuthority(db, old.successor_id);
  const under = await validIssued(db, old.authority_id, now);
  const underNext = next === undefined ? undefined : await validIssued(db, next.authority_id, now);
  const more = underNext?.count ?? 0;
  return {
    'ca-look': [
      ...(old.not_after === null ? [] : [sight('AUTHORITY_ENDS', 'info', { at: old.not_after })]),
      sight('AUTHORITY_ISSUED', 'info', { count: under.count }),
    ],
    'ca-roll': await rolledSights(deps, old, next),
    'ca-list': [await listSight(deps, next)],
    'ca-anchors': anchorSights(deps, old, next),
    ...(await partnerSights(deps, old, next)),
    'ca-policy': [await policySight(deps, old, next)],
    'ca-renew': [sight('UNDER_OLD', under.count === 0 && more > 0 ? 'done' : 'info', { count: under.count, more })],
    'ca-standing': await standingSights(deps, { groups: [], authorities: [old.authority_id] }),
    'ca-retire': [
      old.state === 'retired'
        ? sight('RETIRED', 'done', { name: old.name })
        : sight('NOT_RETIRED', 'open', { name: old.name }),
    ],
    'ca-end': [
      under.last === undefined
        ? sight('AUTHORITY_ISSUED', 'done', { count: 0 })
        : sight('LAST_END', 'info', { at: under.last }),
    ],
  };
}

async function rolledSights(
  { db }: GuidesDeps,
  old: AuthorityRecord,
  next: AuthorityRecord | undefined,
): Promise<readonly Sight[]> {
  if (next === undefined) return [sight('SUCCESSOR_NONE', 'open')];
  if (next.state !== 'active' && next.state !== 'retired')
    return [sight('SUCCESSOR_UNCLEAR', 'open', { name: next.name })];
  const count = await countCrossed(db, old.authority_id, next.authority_id);
  return [
    sight('SUCCESSOR_IS', 'done', { name: next.name }),
    // None may be what was wanted, after a compromise.
    count === 0 ? sight('CROSS_NONE', 'info') : sight('CROSS_CERTIFICATES', shareState(count, 2), { count }),
  ];
}

async function listSight({ eyes }: GuidesDeps, next: AuthorityRecord | undefined): Promise<Sight> {
  if (next === undefined) return sight('SUCCESSOR_NONE', 'open');
  const current = (await eyes.lists()).find(({ authorityId }) => authorityId === next.authority_id)?.current;
  const { name } = next;
  return current === undefined
    ? sight('LIST_MISSING', 'open', { name })
    : sight('LIST_ISSUED', 'done', { name, number: current.number, at: current.createdAt });
}

function anchorSights({ eyes }: GuidesDeps, old: AuthorityRecord, next: AuthorityRecord | undefined): readonly Sight[] {
  if (!kindsOf(old).includes('identity')) return [sight('NO_IDENTITIES', 'none')];
  if (old.is_root !== 1) return [sight('NOT_A_ROOT', 'none')];
  if (next === undefined) return [sight('SUCCESSOR_NONE', 'open')];
  const roster = eyes.roster();
  if (roster === undefined) return [];
  const anchors = roster.anchors.map((text) => sha256Of(fromBase64Url(text) ?? new Uint8Array()));
  return [
    next.certificate_sha256 !== null && anchors.includes(next.certificate_sha256)
      ? sight('ANCHOR_IN_ROSTER', 'done')
      : sight('ANCHOR_MISSING', 'open'),
  ];
}

async function partnerSights(
  { db }: GuidesDeps,
  old: AuthorityRecord,
  next: AuthorityRecord | undefined,
): Promise<Sights> {
  const served = (await servedPartners(db)).filter((ids) => ids.includes(old.authority_id));
  const of = served.length;
  const count = next === undefined ? 0 : served.filter((ids) => ids.includes(next.authority_id)).length;
  return {
    'ca-trust': [sight('PARTNERS_SERVED', 'unknown', { count: of })],
    'ca-serve': [sight('PARTNERS_SWITCHED', shareState(count, of), { count, of })],
  };
}

async function policySight(
  { eyes }: GuidesDeps,
  old: AuthorityRecord,
  next: AuthorityRecord | undefined,
): Promise<Sight> {
  if (next !== undefined && (await eyes.hasPolicy(next.authority_id))) return sight('POLICY_NEW', 'done');
  return (await eyes.hasPolicy(old.authority_id)) ? sight('POLICY_MISSING', 'open') : sight('POLICY_NONE', 'none');
}
