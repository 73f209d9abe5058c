import type { guidesContract } from '../../../../shared/contract/guides.ts';
import type { OutputOf } from '../../../../shared/contract/wire/contract.ts';
import type { GuideId } from '../../../../shared/domain/guides.ts';
import { parsePkcs11Uri } from '../../../../shared/domain/pkcs11-uri.ts';
import { listAuthorities } from '../authorities/index.ts';
import { knownTokens, searchCertificates } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';

type Choices = OutputOf<(typeof guidesContract)['guides']['choices']>;
type Choice = Choices['choices'][number];

const MOST = 200;

/** What a run of this guide can be about, by part of its name. */
export async function choicesFor(deps: GuidesDeps, guide: GuideId, filter: string): Promise<Choices> {
  const all = await choicesOf(deps, guide, filter);
  return { choices: all.slice(0, MOST), more: all.length > MOST };
}

async function choicesOf(deps: GuidesDeps, guide: GuideId, filter: string): Promise<readonly Choice[]> {
  const fits = ({ name, detail }: Choice): boolean =>
    `${name} ${detail}`.toLowerCase().includes(filter.trim().toLowerCase());
  switch (guide) {
    case 'token-lost':
      return (await tokens(deps)).filter(fits);
    case 'key-compromised':
      return (await searchCertificates(deps.db, filter.trim(), MOST + 1)).map((one) => ({
        about: { kind: 'certificate', certificateId: one.certificate_id },
        name: one.common_name === '' ? one.serial : one.common_name,
        detail: [one.key_group_id ?? '', one.serial, one.not_after.slice(0, 10)]
          .filter((word) => word !== '')
          .join(' · '),
      }));
    case 'card-lost':
      return (deps.eyes.roster()?.operators ?? [])
        .map(({ operatorId, name, roles }): Choice => ({
          about: { kind: 'operator', operatorId },
          name,
          detail: roles.join(', '),
        }))
        .filter(fits);
    case 'ca-rollover':
      return (await listAuthorities(deps.db))
        .filter(({ state, certificate_id }) => state !== 'planned' && certificate_id !== null)
        .map(({ authority_id, name, not_after }): Choice => ({
          about: { kind: 'authority', authorityId: authority_id },
          name,
          detail: not_after === null ? '' : not_after.slice(0, 10),
        }))
        .filter(fits);
    case 'clock-wrong':
      return [];
  }
}

/** Those on which keys of ours are known to lie, and those that a reader shows now. */
async function tokens({ db, eyes }: GuidesDeps): Promise<readonly Choice[]> {
  const labels = new Map(eyes.tokens().map(({ tokenUri, label }) => [tokenUri, label]));
  for (const { uri, label } of await knownTokens(db)) labels.set(uri, label);
  return [...labels].map(([tokenUri, name]) => ({
    about: { kind: 'token', tokenUri },
    name,
    detail: serialOf(tokenUri),
  }));
}

/** What tells tokens of one label apart. */
function serialOf(tokenUri: string): string {
  const read = parsePkcs11Uri(tokenUri);
  return (read.ok ? read.value.serial : undefined) ?? '';
}
