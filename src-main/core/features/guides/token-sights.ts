import type { Sight } from '../../../../shared/domain/guides.ts';
import { type AuthorityRecord, listAuthorities } from '../authorities/index.ts';
import { findGroup } from '../keys/index.ts';
import { standingsOf } from '../revocations/index.ts';
import { listSights, revokedSights, sortTouched, standingSights } from './certificate-sights.ts';
import { type GenerationRecord, identityOf } from './facts.ts';
import { certificatesOfKeys, generationsOfGroups, generationsOnToken } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import { namesText, shareState, sight, type Sights } from './sight.ts';

/** What a lost token leaves behind: keys, authorities, identities, certificates, and what took their place. */
export async function tokenSights(deps: GuidesDeps, tokenUri: string): Promise<Sights> {
  const { db, eyes } = deps;
  const generations = await generationsOnToken(db, tokenUri);
  const authorities = (await listAuthorities(db)).filter(({ token_uri }) => token_uri === tokenUri);
  const keys = generations.flatMap(({ spki_sha256 }) => spki_sha256 ?? []);
  const certificates = await certificatesOfKeys(db, keys);
  const touched = await sortTouched(deps, certificates);
  const own = await sortTouched(
    deps,
    await certificatesOfKeys(
      db,
      authorities.flatMap(({ spki_sha256 }) => spki_sha256 ?? []),
    ),
  );
  const both = {
    ...touched,
    ours: [...touched.ours, ...own.ours],
    revoked: new Set([...touched.revoked, ...own.revoked]),
  };
  const refs = [...new Set(generations.map(({ group_ref }) => group_ref))];
  const groups: string[] = [];
  for (const ref of refs) groups.push((await findGroup(db, ref))?.id ?? '');
  const label = eyes.seenToken(tokenUri);
  return {
    'token-look': [
      label === undefined ? sight('TOKEN_NOT_SEEN', 'unknown') : sight('TOKEN_SEEN', 'open', { name: label }),
    ],
    'token-keys': [sight('KEYS_ON_TOKEN', 'info', { count: generations.length, more: authorities.length })],
    'token-identities': await identitySights(deps, keys),
    'token-standing': await standingSights(deps, {
      groups,
      authorities: authorities.map(({ authority_id }) => authority_id),
    }),
    'token-revoke': revokedSights(deps, touched),
    'token-authorities':
      authorities.length === 0
        ? [sight('NO_AUTHORITIES_ON_TOKEN', 'none')]
        : [retiredSight(authorities), ...revokedSights(deps, own)],
    'token-list': await listSights(deps, both),
    'token-tell': [othersSight(deps, touched.others)],
    ...(await successorSights(deps, generations, refs)),
  };
}

function retiredSight(authorities: readonly AuthorityRecord[]): Sight {
  const count = authorities.filter(({ state }) => state === 'retired').length;
  return sight('AUTHORITIES_RETIRED', shareState(count, authorities.length), { count, of: authorities.length });
}

function othersSight({ clock }: GuidesDeps, others: readonly { readonly not_after: string }[]): Sight {
  const now = clock.now().toISOString();
  const count = others.filter(({ not_after }) => not_after > now).length;
  return count === 0 ? sight('OTHERS_NONE', 'info') : sight('OTHERS_VALID', 'info', { count });
}

async function identitySights({ db, eyes }: GuidesDeps, keys: readonly string[]): Promise<readonly Sight[]> {
  const names: string[] = [];
  for (const operator of eyes.roster()?.operators ?? []) {
    const identity = await identityOf(db, operator);
    if (identity !== undefined && keys.includes(identity.spki_sha256)) names.push(operator.name);
  }
  return names.length === 0
    ? [sight('NO_IDENTITIES_ON_TOKEN', 'none')]
    : [sight('IDENTITIES_ON_TOKEN', 'open', { names: namesText(names) })];
}

const HAS_KEY: ReadonlySet<string> = new Set(['key-made', 'requested', 'rejected', 'certified']);

/** Key groups that go on elsewhere. Those whose every key was retired long ago need no successor. */
async function successorSights(
  { db, clock }: GuidesDeps,
  lost: readonly GenerationRecord[],
  refs: readonly string[],
): Promise<Sights> {
  const now = clock.now().toISOString();
  const all = await generationsOfGroups(db, refs);
  const live = refs.filter((ref) => lost.some((one) => one.group_ref === ref && one.state !== 'retired'));
  const elsewhere = (ref: string): readonly GenerationRecord[] => {
    const last = Math.max(...lost.filter((one) => one.group_ref === ref).map(({ number }) => number));
    return all.filter(
      (one) =>
        one.group_ref === ref && one.number > last && HAS_KEY.has(one.state) && !lost.some((gone) => same(gone, one)),
    );
  };
  let [withKey, withCertificate] = [0, 0];
  for (const ref of live) {
    const keys = elsewhere(ref);
    if (keys.length > 0) withKey++;
    const certificates = (
      await certificatesOfKeys(
        db,
        keys.flatMap(({ spki_sha256 }) => spki_sha256 ?? []),
      )
    ).filter(({ not_before, not_after }) => not_before <= now && now < not_after);
    const standings = await standingsOf(db, certificates);
    if (certificates.some(({ certificate_id }) => !standings.has(certificate_id))) withCertificate++;
  }
  const of = live.length;
  return {
    'token-successors': [sight('SUCCESSOR_KEYS', shareState(withKey, of), { count: withKey, of })],
    'token-certificates': [
      sight('SUCCESSOR_CERTIFICATES', shareState(withCertificate, of), { count: withCertificate, of }),
    ],
  };
}

function same(a: GenerationRecord, b: GenerationRecord): boolean {
  return a.generation_id === b.generation_id;
}
