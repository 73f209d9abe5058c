import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import type { KeyAlgorithm } from '../../../../shared/domain/key-algorithm.ts';
import { systemClock } from '../../clock.ts';
import { type CoreWorld, createGroup, value } from '../../core-for-tests.ts';
import { testHelper } from '../../dial/helper-for-tests.ts';
import { readCsr } from '../../pki/csr-read.ts';
import type { TestToken } from '../../../token-host/testing/test-tokens.ts';
import { issueLeaf, pemOf, sha256Of, source, type TestAuthority } from '../certificates/issue-for-tests.ts';

const DAY = 86_400_000;
/** Valid now, whatever the day of the test. */
const now = systemClock.now().getTime();
export const thisYear = { notBefore: new Date(now - DAY), notAfter: new Date(now + 200 * DAY) };

interface KeyWish {
  readonly group: string;
  readonly tokenUri: string;
  readonly algorithm?: KeyAlgorithm;
  /** The next generation of this group; a new group without it. */
  readonly groupRef?: string;
  /** CKA_ID of a key that is there already; a new one without it. */
  readonly keyId?: string;
}

/** Certificates of this root are taken for TLS from now on. */
export async function trustPartners(world: CoreWorld, root: TestAuthority): Promise<void> {
  const trust = { source: source(root.der), sha256: sha256Of(root.der), note: 'partners' };
  value(await world.client.certificates.trust({ ...trust, purposes: ['tls-client', 'tls-server'] }));
}

/** Ends a world with a token of SoftHSM and the TLS helper. */
export async function endTokenWorld(world: CoreWorld, token: TestToken): Promise<void> {
  await world[Symbol.asyncDispose]();
  token.remove();
  rmSync(dirname(testHelper()), { recursive: true, force: true });
}

/** A client key with a chain, by the way that an operator goes; answers its generation. */
export async function certifiedKey(world: CoreWorld, by: TestAuthority, wish: KeyWish): Promise<string> {
  const { group, tokenUri, algorithm = 'ec-p256', keyId } = wish;
  const groupRef = wish.groupRef ?? (await createGroup(world, group, { purpose: 'tls-client', algorithm }));
  const made = value(
    keyId === undefined
      ? await world.client.keys.generate({ groupRef, tokenUri }, world.person)
      : await world.client.keys.adopt({ groupRef, tokenUri, keyId }, world.person),
  );
  const { generationId } = made.generation;
  const { spec } = value(await world.client.csrs.draft({ generationId }));
  const asked = { ...spec, notBefore: undefined, notAfter: undefined };
  const { csr } = value(await world.client.csrs.create({ generationId, spec: asked }, world.person));
  const { der } = value(await world.client.csrs.show({ csrId: csr.csrId }));
  const read = value(readCsr(der, defaultOidProfile));
  const { start, end } = read.publicKey;
  const leaf = issueLeaf(by, {
    spki: der.subarray(start, end),
    subject: der.subarray(read.subject.start, read.subject.end),
    group,
    partyIds: ['DEGEF'],
    ...thisYear,
  });
  const sources = [source(pemOf(leaf, by.der))];
  const { checks } = value(await world.client.answers.check({ sources, generationId }));
  const accepted = checks.filter(({ verdict }) => verdict === 'warn').map(({ code }) => code);
  value(await world.client.answers.accept({ sources, generationId, leafSha256: sha256Of(leaf), accepted }));
  return generationId;
}
