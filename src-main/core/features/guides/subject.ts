import type { GuideAbout, GuideRunView } from '../../../../shared/contract/guides.ts';
import type { GuideId } from '../../../../shared/domain/guides.ts';
import { findAuthority } from '../authorities/index.ts';
import { findCertificate } from '../certificates/index.ts';
import { findGeneration, findGroup } from '../keys/index.ts';
import { authoritySights } from './authority-sights.ts';
import { cardSights } from './card-sights.ts';
import { checkpointSights } from './certificate-sights.ts';
import { clockSights } from './clock-sights.ts';
import { identityOf } from './facts.ts';
import { knownTokens, partnerOfCertificate } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import { aboutOf, type RunRecord } from './guides.store.ts';
import { keyFacts, keySights } from './key-sights.ts';
import type { Sights } from './sight.ts';
import { tokenSights } from './token-sights.ts';

/** What a run is to be about, as it is now. */
export interface Subject {
  readonly name: string;
  /** Of an operator: the certificate as the inventory has it. */
  readonly identityId?: string;
}

/** Undefined: there is no such thing here. */
export async function findSubject(deps: GuidesDeps, about: GuideAbout): Promise<Subject | undefined> {
  const { db, eyes } = deps;
  switch (about.kind) {
    case 'token': {
      const label =
        (await knownTokens(db)).find(({ uri }) => uri === about.tokenUri)?.label ?? eyes.seenToken(about.tokenUri);
      return label === undefined ? undefined : { name: label };
    }
    case 'certificate': {
      const record = await findCertificate(db, about.certificateId);
      if (record === undefined) return undefined;
      return { name: record.common_name === '' ? record.serial : record.common_name };
    }
    case 'key': {
      const generation = await findGeneration(db, about.generationId);
      if (generation?.spki_sha256 == null) return undefined;
      const group = await findGroup(db, generation.group_ref);
      return { name: `${group?.id ?? ''} g${generation.number}` };
    }
    case 'operator': {
      const operator = eyes.roster()?.operators.find(({ operatorId }) => operatorId === about.operatorId);
      if (operator === undefined) return undefined;
      const identity = await identityOf(db, operator);
      return { name: operator.name, ...(identity === undefined ? {} : { identityId: identity.certificate_id }) };
    }
    case 'authority': {
      const authority = await findAuthority(db, about.authorityId);
      return authority === undefined ? undefined : { name: authority.name };
    }
    case 'nothing':
      return { name: '' };
  }
}

/** What core sees of the steps of a run now. */
export async function sightsOf(deps: GuidesDeps, run: RunRecord): Promise<Sights> {
  const checkpoints = await checkpointSights(deps, run.started_at);
  const ends: Readonly<Record<GuideId, Sights>> = {
    'token-lost': { 'token-checkpoint': checkpoints },
    'key-compromised': { 'key-checkpoint': checkpoints },
    'card-lost': { 'card-checkpoint': checkpoints },
    'ca-rollover': { 'ca-checkpoint': checkpoints },
    'clock-wrong': { 'clock-checkpoint': checkpoints },
  };
  const end = Object.entries(ends).find(([guide]) => guide === run.guide)?.[1] ?? {};
  return { ...(await ownSights(deps, run)), ...end };
}

async function ownSights(deps: GuidesDeps, run: RunRecord): Promise<Sights> {
  const about = aboutOf(run);
  switch (about.kind) {
    case 'token':
      return tokenSights(deps, about.tokenUri);
    case 'certificate':
    case 'key': {
      const facts = await keyFacts(deps, about);
      return facts === undefined ? {} : keySights(deps, facts);
    }
    case 'operator':
      return cardSights(deps, run, {
        operatorId: about.operatorId,
        name: run.about_name,
        certificateId: run.identity_id ?? undefined,
      });
    case 'authority': {
      const authority = await findAuthority(deps.db, about.authorityId);
      return authority === undefined ? {} : authoritySights(deps, authority);
    }
    case 'nothing':
      return run.guide === 'clock-wrong' ? clockSights(deps, run) : {};
  }
}

/** Where the places of its steps open. */
export async function linksOf(deps: GuidesDeps, run: RunRecord): Promise<GuideRunView['links']> {
  const { db } = deps;
  const about = aboutOf(run);
  switch (about.kind) {
    case 'certificate':
    case 'key': {
      const facts = await keyFacts(deps, about);
      const certificateId = about.kind === 'certificate' ? about.certificateId : facts?.certificates[0]?.certificate_id;
      const certificate = facts?.certificates.find((one) => one.certificate_id === certificateId);
      const partner = certificate === undefined ? undefined : await partnerOfCertificate(db, certificate);
      const authorityId = facts?.authority?.authority_id ?? certificate?.issued_by ?? undefined;
      return {
        ...(certificateId === undefined ? {} : { certificateId }),
        ...(authorityId === undefined ? {} : { authorityId }),
        ...(partner === undefined ? {} : { partnerId: partner.partner_id }),
        ...(facts?.generation === undefined
          ? {}
          : { groupRef: facts.generation.group_ref, groupId: facts.groupIds[0] ?? '' }),
      };
    }
    case 'operator': {
      const certificateId = run.identity_id ?? undefined;
      const certificate = certificateId === undefined ? undefined : await findCertificate(db, certificateId);
      return {
        ...(certificateId === undefined ? {} : { certificateId }),
        ...(certificate?.issued_by == null ? {} : { authorityId: certificate.issued_by }),
      };
    }
    case 'authority': {
      const successorId = (await findAuthority(db, about.authorityId))?.successor_id ?? undefined;
      return { authorityId: about.authorityId, ...(successorId === undefined ? {} : { successorId }) };
    }
    case 'token':
    case 'nothing':
      return {};
  }
}
