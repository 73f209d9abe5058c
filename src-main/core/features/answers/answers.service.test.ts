import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { coreWorld, type CoreWorld, createGroup, faultOf, initToken, realHosts, value } from '../../core-for-tests.ts';
import { readCsr } from '../../pki/csr-read.ts';
import { issueLeaf, type LeafWish, makeRoot, pemOf, sha256Of, source } from '../certificates/issue-for-tests.ts';

const root = makeRoot('Answer root');
const issuing = makeRoot('Answer issuing', root);
const stranger = makeRoot('Stranger root');

let world: CoreWorld;
let token: string;
beforeAll(async () => {
  world = await coreWorld({
    spawnHost: realHosts({}),
    secrets: { passphrase: 'file-passphrase', newPin: 'pin 12345678', pin: 'pin 12345678' },
  });
  token = await initToken(world, 'software', 'Answers');
  value(
    await world.client.certificates.trust({
      source: source(root.der),
      sha256: sha256Of(root.der),
      purposes: ['tls-client'],
      note: 'partner',
    }),
  );
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** A generation that has asked for a certificate, and what an issuer makes of its CSR. */
async function requested(groupId: string) {
  const { client, person } = world;
  const groupRef = await createGroup(world, groupId);
  const { generation } = value(await client.keys.generate({ groupRef, tokenUri: token }, person));
  const { generationId } = generation;
  const { spec } = value(await client.csrs.draft({ generationId }));
  const { csr } = value(await client.csrs.create({ generationId, spec }, person));
  const { der } = value(await client.csrs.show({ csrId: csr.csrId }));
  const read = value(readCsr(der, defaultOidProfile));
  const asAsked: LeafWish = {
    spki: generation.spki ?? new Uint8Array(0),
    subject: der.subarray(read.subject.start, read.subject.end),
    partyIds: ['degef'],
    subCpoIds: ['DE*GEF'],
    subEmspIds: ['DE-GDF'],
    dns: ['ocpi.example.org'],
    group: groupId,
    notBefore: new Date(read.ocpi.notBefore?.at ?? 0),
    notAfter: new Date(read.ocpi.notAfter?.at ?? 0),
  };
  const answer = (change: LeafWish = {}, by = issuing) => issueLeaf(by, { ...asAsked, ...change });
  const check = async (...ders: Uint8Array[]) =>
    value(await world.client.answers.check({ sources: [source(pemOf(...ders))], generationId }));
  return { groupRef, generationId, csrId: csr.csrId, answer, check, keyUri: generation.keyUri };
}

/** `CODE verdict` of all checks that do not pass. */
const remarks = (checked: { readonly checks: readonly { readonly code: string; readonly verdict: string }[] }) =>
  checked.checks.filter(({ verdict }) => verdict !== 'pass').map(({ code, verdict }) => `${code} ${verdict}`);

test('a chain as it was asked for passes every check, and is found to be ours by its key', async () => {
  const { answer, generationId, csrId } = await requested('as-asked');
  const leaf = answer();
  const sources = [source(pemOf(root.der, leaf, issuing.der))];
  const checked = value(await world.client.answers.check({ sources }));
  expect(remarks(checked)).toEqual([]);
  expect(checked).toMatchObject({ generationId, csrId, groupId: 'as-asked', leafSha256: sha256Of(leaf) });
  expect(checked.path.verdict).toBe('valid');
  expect(checked.against.find(({ name }) => name === 'partyIds')).toMatchObject({
    left: 'DEGEF',
    right: 'degef',
    same: true,
  });
  expect(checked.against.find(({ name }) => name === 'serialNumber')).toMatchObject({ left: null, same: false });
});

test('everything that an issuer may get wrong is said before accepting', async () => {
  const { answer, check } = await requested('wrongs');
  const said = async (change: LeafWish, by = issuing) => remarks(await check(answer(change, by), issuing.der));
  const past = { notBefore: new Date('2026-02-01'), notAfter: new Date('2026-03-01') };
  expect(await said({ spki: issuing.key.spki })).toEqual(['KEY_OTHER fail']);
  expect(await said({ group: 'another' })).toEqual(['GROUP_OTHER fail']);
  expect(await said({ subCpoIds: [], subEmspIds: ['DE*GEF', 'DE-GDF'] })).toEqual([
    'IDS_MISSING warn',
    'IDS_ADDED fail',
  ]);
  expect(await said({ dns: ['other.example.org'] })).toEqual(['NAMES_MISSING warn', 'NAMES_ADDED warn']);
  expect(await said({ notAfter: new Date('2035-01-01') })).toEqual(['OUTSIDE_WISH warn']);
  expect(await said(past)).toEqual(expect.arrayContaining(['EXPIRED fail']));
  expect(await said({}, stranger)).toEqual(['ISSUER_UNKNOWN warn']);
  expect(await said({ usage: '1.3.6.1.5.5.7.3.1' })).toEqual(['PURPOSE_OTHER fail']);
  expect(await said({ isCa: true })).toContain('IS_CA fail');
});

test('an accepted chain belongs to its generation, survives a restart, and is told once more', async () => {
  const { answer, generationId, csrId, groupRef, check } = await requested('accepted');
  const leaf = answer();
  const wish = {
    sources: [source(pemOf(leaf, issuing.der, root.der))],
    generationId,
    leafSha256: sha256Of(leaf),
    accepted: [],
  };
  const { certificate } = value(await world.client.answers.accept(wish));
  expect(certificate).toMatchObject({ source: 'own', keyGroupId: 'accepted' });
  await world.again();
  const shown = value(await world.client.certificates.show({ certificateId: certificate.certificateId }));
  expect(shown.links).toMatchObject({ csrId, generation: { generationId, groupRef, groupId: 'accepted', number: 1 } });
  const { generations } = value(await world.client.keys.group({ groupRef }));
  expect(generations.map(({ state }) => state)).toEqual(['certified']);
  const chain = value(await world.client.answers.chain({ generationId }));
  expect(chain.pem).toBe(pemOf(leaf, issuing.der, root.der));
  expect(remarks(await check(leaf))).toEqual(['ALREADY_HERE warn']);
  expect(await world.audit()).toContain('answer.accepted');
  const { certificateId } = certificate;
  expect(faultOf(await world.client.certificates.remove({ certificateId }))).toBe('CERTIFICATE_IN_USE');
});

test('authorities that come along and have nothing to do with the leaf are not kept', async () => {
  const { answer, generationId } = await requested('company');
  const leaf = answer();
  // The key and name of a known authority under a root of somebody else.
  const cross = issueLeaf(stranger, {
    isCa: true,
    spki: issuing.key.spki,
    subject: issuing.name,
  });
  const sources = [source(pemOf(leaf, issuing.der, root.der, cross, stranger.der))];
  value(await world.client.answers.accept({ sources, generationId, leafSha256: sha256Of(leaf), accepted: [] }));
  const { rows } = value(await world.client.certificates.list({ offset: 0, limit: 500 }));
  const kept = rows.map(({ sha256 }) => sha256);
  expect(kept).toContain(sha256Of(issuing.der));
  expect(kept).not.toContain(sha256Of(cross));
  expect(kept).not.toContain(sha256Of(stranger.der));
  const chain = value(await world.client.answers.chain({ generationId }));
  expect(chain.pem).toBe(pemOf(leaf, issuing.der, root.der));
});

test('a warning must be accepted by name, a failure cannot be, and other bytes are refused', async () => {
  const { answer, generationId } = await requested('bound');
  const accept = async (leaf: Uint8Array, accepted: 'IDS_MISSING'[] | 'IDS_ADDED'[], leafSha256 = sha256Of(leaf)) =>
    world.client.answers.accept({ sources: [source(pemOf(leaf, issuing.der))], generationId, leafSha256, accepted });
  const struck = answer({ subEmspIds: [] });
  expect(faultOf(await accept(struck, []))).toBe('ANSWER_REFUSED');
  expect(faultOf(await accept(answer({ subEmspIds: ['DE-GDF', 'DE-OTH'] }), ['IDS_ADDED']))).toBe('ANSWER_REFUSED');
  expect(faultOf(await accept(struck, ['IDS_MISSING'], sha256Of(answer())))).toBe('ANSWER_CHANGED');
  expect((await accept(struck, ['IDS_MISSING'])).ok).toBe(true);
  expect(await world.audit()).toEqual(
    expect.arrayContaining(['answer.accepted.refused ANSWER_REFUSED', 'answer.accepted.refused ANSWER_CHANGED']),
  );
});

test('a chain of somebody else is foreign, and a text is no chain', async () => {
  const check = (content: string) => world.client.answers.check({ sources: [source(content)] });
  expect(faultOf(await check(pemOf(issueLeaf(issuing, { commonName: 'not ours' }))))).toBe('ANSWER_FOREIGN');
  expect(faultOf(await check('hello'))).toBe('ANSWER_UNREADABLE');
});

test('a key that never asked cannot be certified', async () => {
  const groupRef = await createGroup(world, 'never-asked');
  const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person));
  const leaf = issueLeaf(issuing, { spki: generation.spki ?? new Uint8Array(0) });
  const { generationId } = generation;
  expect(await world.client.answers.check({ sources: [source(pemOf(leaf))], generationId })).toMatchObject({
    ok: false,
    error: { code: 'GENERATION_STATE', data: { state: 'key-made' } },
  });
});

test('the certificate is written beside its key, once', async () => {
  const { answer, generationId } = await requested('written');
  const leaf = answer();
  const sources = [source(pemOf(leaf, issuing.der, root.der))];
  const wish = { sources, generationId, leafSha256: sha256Of(leaf), accepted: [] };
  const { certificateId } = value(await world.client.answers.accept(wish)).certificate;
  const write = async () => value(await world.client.answers.writeToToken({ certificateId }, world.person)).written;
  expect([await write(), await write()]).toEqual(['new', 'there-already']);
  expect(await world.audit()).toContain('answer.written');
});

test('the certificate of a key certified anew takes the place of the first, when that one is named', async () => {
  const { client, person } = world;
  const { answer, generationId } = await requested('renewed');
  const accept = async (leaf: Uint8Array) => {
    const sources = [source(pemOf(leaf, issuing.der, root.der))];
    const { checks } = value(await client.answers.check({ sources, generationId }));
    const accepted = checks.filter(({ verdict }) => verdict === 'warn').map(({ code }) => code);
    const wish = { sources, generationId, leafSha256: sha256Of(leaf), accepted };
    return value(await client.answers.accept(wish)).certificate.certificateId;
  };
  const [first, second] = [answer(), answer()];
  value(await client.answers.writeToToken({ certificateId: await accept(first) }, person));
  const certificateId = await accept(second);
  const clash = await client.answers.writeToToken({ certificateId }, person);
  const replaces = sha256Of(first);
  expect(clash).toMatchObject({ error: { code: 'CERTIFICATE_CLASH', data: { detail: replaces } } });
  expect(value(await client.answers.writeToToken({ certificateId, replaces }, person))).toEqual({
    written: 'replaced',
  });
  const { rows } = value(await client.audit.list({ offset: 0, limit: 1 }));
  expect(rows[0]).toMatchObject({ event: 'answer.written', data: expect.stringContaining(`"replaces":"${replaces}"`) });
});

test('handover wants a certificate, and says until when it lasts', async () => {
  const { answer, generationId } = await requested('handover');
  const wish = { generationId, target: 'nginx', side: 'client' } as const;
  expect(faultOf(await world.client.answers.handover(wish))).toBe('CERTIFICATE_NOT_FOUND');
  const leaf = answer();
  const sources = [source(pemOf(leaf, issuing.der))];
  value(await world.client.answers.accept({ sources, generationId, leafSha256: sha256Of(leaf), accepted: [] }));
  const { text, validUntil } = value(await world.client.answers.handover(wish));
  expect(text).toContain('proxy_ssl_certificate "/etc/nginx/ocpi/ocpi-handover-g1.chain.pem";');
  expect(Date.parse(validUntil ?? '')).toBe(Date.parse(new X509Certificate(leaf).validTo));
});

test('the next key’s wish follows the real end of the certificate, which the issuer has clipped', async () => {
  const { client, person } = world;
  const { answer, generationId, groupRef } = await requested('clipped');
  const { generations, defaults } = value(await client.keys.group({ groupRef }));
  const wished = new Date(generations[0]?.notAfter ?? 0);
  const clipped = new Date(wished.getTime() - 5 * 86_400_000);
  const leaf = answer({ notAfter: clipped });
  const sources = [source(pemOf(leaf, issuing.der, root.der))];
  const leafSha256 = sha256Of(leaf);
  value(await client.answers.accept({ sources, generationId, leafSha256, accepted: ['OUTSIDE_WISH'] }));
  const next = value(await client.keys.generate({ groupRef, tokenUri: token }, person)).generation;
  const { spec } = value(await client.csrs.draft({ generationId: next.generationId }));
  expect(Date.parse(spec.notBefore ?? '') + defaults.overlapDays * 86_400_000).toBe(clipped.getTime());
});
