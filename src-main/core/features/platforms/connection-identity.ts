import type { Connection } from '../../../../shared/contract/platforms.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { Reader } from '../../store/tables.ts';
import { findGeneration, findGroup, listGenerations, toGeneration } from '../keys/index.ts';
import type { PlatformsDeps } from './platforms.deps.ts';

interface IdentityDeps {
  readonly db: Reader;
  readonly chainOf: PlatformsDeps['chainOf'];
  readonly tokens: Pick<PlatformsDeps['tokens'], 'resolve' | 'isSignedIn' | 'wantsPinEach'>;
  readonly profile: OidProfile;
}

/** The key that a connection shows, and the newest later one of its group that has a certificate; without a leaf none. */
export async function connectionIdentity(deps: IdentityDeps, generationId: string): Promise<Connection['identity']> {
  const { db } = deps;
  const record = await findGeneration(db, generationId);
  const group = record === undefined ? undefined : await findGroup(db, record.group_ref);
  const notAfter = await leafEnd(deps, generationId);
  if (record === undefined || group === undefined || notAfter === undefined) return undefined;
  const { number, software, tokenUri, keyId } = toGeneration(record);
  const later = (await listGenerations(db, record.group_ref)).map(toGeneration).filter((one) => one.number > number);
  const next = later.findLast(({ state }) => state === 'certified');
  const nextEnd = next === undefined ? undefined : await leafEnd(deps, next.generationId);
  return {
    groupRef: record.group_ref,
    keyGroupId: group.id,
    generation: number,
    notAfter,
    software,
    ...(await pinOf(deps, tokenUri, keyId)),
    ...(next === undefined || nextEnd === undefined
      ? {}
      : { successor: { generationId: next.generationId, generation: next.number, notAfter: nextEnd } }),
  };
}

async function leafEnd({ chainOf, profile }: IdentityDeps, generationId: string): Promise<string | undefined> {
  const [leaf] = await chainOf(generationId);
  const read = leaf === undefined ? undefined : readCertificate(leaf.der, profile, 'verdicts');
  return read?.ok === true ? (read.value.notAfter ?? undefined) : undefined;
}

/** Of a token that is signed in alone: a page asks no other one what it has. */
async function pinOf(
  { tokens }: IdentityDeps,
  tokenUri: string | undefined,
  keyId: string | undefined,
): Promise<{ readonly pinPerSignature?: boolean }> {
  const token = tokenUri === undefined ? undefined : tokens.resolve(tokenUri);
  if (keyId === undefined || token?.ok !== true || !tokens.isSignedIn(token.value)) return {};
  const pinPerSignature = await tokens.wantsPinEach(token.value, keyId);
  return pinPerSignature === undefined ? {} : { pinPerSignature };
}
