import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptySoftHsm, softHsmPath, type TestToken } from '../token-host/testing/test-tokens.ts';
import {
  addModule,
  coreWorld,
  type CoreWorld,
  createGroup,
  faultOf,
  initToken,
  realHosts,
  value,
} from './core-for-tests.ts';
import { openssl } from './pki/testing/openssl.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');
const DAY_MS = 86_400_000;
const pin = 'pin ü 12345678';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const days = (from: string | undefined, to: string | undefined): number =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / DAY_MS;

describe.runIf(softHsmPath !== undefined).each(['SoftHSM', 'software token'])('a whole core on %s', (kind) => {
  const softHsm: TestToken = emptySoftHsm();
  let world: CoreWorld;
  let token: string;

  beforeAll(async () => {
    world = await coreWorld({
      spawnHost: realHosts(softHsm.env),
      secrets: { pin, newPin: pin, soPin: 'officer-1', passphrase: 'file-passphrase' },
    });
    const moduleId = kind === 'SoftHSM' ? await addModule(world, softHsm.modulePath) : 'software';
    token = await initToken(world, moduleId, 'Roaming ü');
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    softHsm.remove();
  });

  const generate = async (groupRef: string, algorithm?: 'ec-p384') =>
    value(
      await world.client.keys.generate(
        { groupRef, tokenUri: token, ...(algorithm === undefined ? {} : { algorithm }) },
        world.person,
      ),
    ).generation;
  const draft = async (generationId: string) => value(await world.client.csrs.draft({ generationId })).spec;
  async function create(generationId: string, change: object = {}) {
    const spec = { ...(await draft(generationId)), ...change };
    return value(await world.client.csrs.create({ generationId, spec }, world.person)).csr;
  }

  test('generations are numbered, and each key is another one', async () => {
    const groupRef = await createGroup(world, 'numbered');
    const [first, second] = [await generate(groupRef), await generate(groupRef)];
    expect([first.number, second.number, first.state]).toEqual([1, 2, 'key-made']);
    expect(first.spkiSha256).not.toBe(second.spkiSha256);
    expect(value(await world.client.keys.group({ groupRef })).generations.map(({ number }) => number)).toEqual([1, 2]);
  });

  test('what was previewed to the last byte is what is signed', async () => {
    const generation = await generate(await createGroup(world, 'previewed'));
    const { generationId } = generation;
    const spec = await draft(generationId);
    const { built } = value(await world.client.csrs.preview({ generationId, spec }));
    const { csr } = value(
      await world.client.csrs.create({ generationId, spec, infoSha256: built?.sha256 }, world.person),
    );
    const { der } = value(await world.client.csrs.show({ csrId: csr.csrId }));
    const info = Buffer.from(built?.info ?? []);
    // The CertificationRequestInfo is the first element of the CSR's SEQUENCE (RFC 2986 §4.2).
    expect(
      Buffer.from(der)
        .subarray(4, 4 + info.length)
        .equals(info),
    ).toBe(true);
    expect(sha256(info)).toBe(built?.sha256);
    expect(sha256(der)).toBe(csr.sha256);
  });

  test('bytes other than those seen are refused, and nothing is stored', async () => {
    const generation = await generate(await createGroup(world, 'changed'));
    const { generationId } = generation;
    const spec = await draft(generationId);
    const { built } = value(await world.client.csrs.preview({ generationId, spec }));
    const other = { ...spec, ids: { ...spec.ids, partyIds: ['DEXXX'] } };
    const end = await world.client.csrs.create({ generationId, spec: other, infoSha256: built?.sha256 }, world.person);
    expect(end).toMatchObject({ ok: false, error: { code: 'CSR_CHANGED', data: { expected: built?.sha256 } } });
    expect(value(await world.client.csrs.list({ offset: 0, limit: 10, filter: 'changed' })).total).toBe(0);
    expect((await world.audit()).at(-1)).toBe('csr.created.refused CSR_CHANGED');
  });

  test.each([
    ['an id of the wrong form', { ids: { partyIds: ['DE*GEF'], subCpoIds: [], subEmspIds: [] } }, 'ids.partyIds.0'],
    ['an empty validity', { notBefore: '2030-01-02T00:00:00Z', notAfter: '2030-01-01T00:00:00Z' }, 'notAfter'],
    ['the id of another group', { keyGroupId: 'somebody-else' }, 'keyGroupId'],
  ])('%s is refused with the place in the spec', async (_name, change, path) => {
    const groupRef = await createGroup(world, `refused-${path.replaceAll('.', '-')}`);
    const { generationId } = await generate(groupRef);
    const spec = { ...(await draft(generationId)), ...change };
    const end = await world.client.csrs.create({ generationId, spec }, world.person);
    expect(end).toMatchObject({ ok: false, error: { code: 'CSR_SPEC_REFUSED' } });
    const findings = !end.ok && end.error.code === 'CSR_SPEC_REFUSED' ? end.error.data.findings : [];
    expect(findings.filter(({ level }) => level === 'fail').map((finding) => finding.path)).toContain(path);
    expect((await world.audit()).at(-1)).toBe('csr.created.refused CSR_SPEC_REFUSED');
  });

  test('a renewal starts the overlap before its predecessor ends, and is proven by it', async () => {
    const groupRef = await createGroup(world, 'renewed', { validityDays: 40, overlapDays: 7 });
    const first = await generate(groupRef);
    const old = await create(first.generationId);
    const second = await generate(groupRef);
    const spec = await draft(second.generationId);
    expect(days(spec.notBefore, old.notAfter)).toBe(7);
    expect(days(spec.notBefore, spec.notAfter)).toBe(40);

    const csr = await create(second.generationId);
    expect(csr.hasProof).toBe(false);
    const proven = value(await world.client.csrs.prove({ csrId: csr.csrId }, world.person)).csr;
    expect(proven.hasProof).toBe(true);
    const { proofJws = '', der } = value(await world.client.csrs.show({ csrId: csr.csrId }));
    const key = createPublicKey({ key: Buffer.from(first.spki ?? []), format: 'der', type: 'spki' });
    const { payload, protectedHeader } = await compactVerify(proofJws, key, { algorithms: ['ES256'] });
    expect(protectedHeader.typ).toBe('ocpi-renewal-proof+jws');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      csr_sha256: sha256(der),
      key_group_id: 'renewed',
      predecessor_spki_sha256: first.spkiSha256,
    });
    const other = createPublicKey({ key: Buffer.from(second.spki ?? []), format: 'der', type: 'spki' });
    await expect(compactVerify(proofJws, other)).rejects.toThrow();
  });

  test('the first generation has nobody to prove it', async () => {
    const csr = await create((await generate(await createGroup(world, 'first'))).generationId);
    expect(faultOf(await world.client.csrs.prove({ csrId: csr.csrId }, world.person))).toBe('NO_PREDECESSOR');
    expect((await world.audit()).at(-1)).toBe('csr.proven.refused NO_PREDECESSOR');
  });

  test('the same CSR signed again without chance is the one that is there', async () => {
    const groupRef = await createGroup(world, 'twice', { algorithm: 'rsa-3072' });
    const { generationId } = await generate(groupRef);
    const spec = await draft(generationId);
    const made = value(await world.client.csrs.create({ generationId, spec }, world.person)).csr;
    const again = value(await world.client.csrs.create({ generationId, spec }, world.person)).csr;
    expect(again.csrId).toBe(made.csrId);
    expect(value(await world.client.keys.group({ groupRef })).group.csrs).toBe(1);
    expect((await world.audit()).at(-1)).toBe('csr.created.refused CSR_EXISTS');
  });

  test('a generation takes many CSRs, made at once or one after the other', async () => {
    const groupRef = await createGroup(world, 'many');
    const { generationId } = await generate(groupRef);
    await create(generationId);
    await Promise.all([1, 2, 3, 4].map(() => create(generationId)));
    const { group } = value(await world.client.keys.group({ groupRef }));
    expect(group).toMatchObject({ csrs: 5, latest: { csrCount: 5, state: 'requested' } });
    expect(value(await world.client.csrs.list({ offset: 0, limit: 1, groupRef })).total).toBe(5);
  });

  test('groups of one id for two counterparts have keys on one token, each its own', async () => {
    const [a, b] = [
      await createGroup(world, 'shared-id', { counterpart: 'Alpha' }),
      await createGroup(world, 'shared-id', { counterpart: 'Beta' }),
    ];
    const [first, second] = [await generate(a), await generate(b)];
    expect([first.number, second.number]).toEqual([1, 1]);
    const { rows } = value(await world.client.keys.onToken({ tokenUri: token, offset: 0, limit: 500 }));
    const found = rows
      .filter(({ group }) => group?.id === 'shared-id')
      .map(({ key, group }) => [group?.groupRef, key.spkiSha256]);
    expect(new Map(found as [string, string][])).toEqual(
      new Map([
        [a, first.spkiSha256],
        [b, second.spkiSha256],
      ]),
    );
    expect(new Set(rows.map(({ key }) => key.label)).size).toBe(rows.length);
  });

  test('a key is adopted once: by another group it is refused, and the refusal is on record', async () => {
    const made = await generate(await createGroup(world, 'maker'));
    const wish = { groupRef: await createGroup(world, 'taker'), tokenUri: token, keyId: made.keyId ?? '' };
    const end = await world.client.keys.adopt(wish, world.person);
    expect(end).toMatchObject({ ok: false, error: { code: 'KEY_IN_GROUP', data: { id: 'maker', number: 1 } } });
    expect((await world.audit()).at(-1)).toBe('key.adopted.refused KEY_IN_GROUP');
    expect(faultOf(await world.client.keys.adopt({ ...wish, keyId: 'ffff' }, world.person))).toBe('KEY_NOT_FOUND');
    expect((await world.audit()).at(-1)).toBe('key.adopted.refused KEY_NOT_FOUND');
  });

  test('a key is destroyed only when its name was typed', async () => {
    const groupRef = await createGroup(world, 'gone');
    const { keyId = '' } = await generate(groupRef);
    const wish = { tokenUri: token, keyId };
    expect(faultOf(await world.client.keys.destroy({ ...wish, confirm: 'gone g2' }, world.person))).toBe(
      'CONFIRMATION_WRONG',
    );
    expect((await world.audit()).at(-1)).toBe('key.destroyed.refused CONFIRMATION_WRONG');
    value(await world.client.keys.destroy({ ...wish, confirm: 'gone g1' }, world.person));
    expect((await world.audit()).slice(-2)).toEqual(['key.destroy-asked', 'key.destroyed']);
    const { generations } = value(await world.client.keys.group({ groupRef }));
    expect(generations.map(({ state }) => state)).toEqual(['destroyed']);
    const end = await world.client.csrs.draft({ generationId: generations[0]?.generationId ?? '' });
    expect(end).toMatchObject({ ok: false, error: { code: 'GENERATION_STATE', data: { state: 'destroyed' } } });
  });

  test.each([
    ['an unknown group', { groupRef: 'nobody' }, 'key.planned.refused GROUP_NOT_FOUND'],
    ['an unknown token', { tokenUri: 'pkcs11:token=nowhere' }, 'key.planned.refused TOKEN_NOT_FOUND'],
  ])('a key for %s is refused, and the refusal is on record', async (_name, change, entry) => {
    const groupRef = await createGroup(world, `unmade-${Object.keys(change).join('')}`);
    const end = await world.client.keys.generate({ groupRef, tokenUri: token, ...change }, world.person);
    expect(`key.planned.refused ${faultOf(end)}`).toBe(entry);
    expect((await world.audit()).at(-1)).toBe(entry);
  });

  test('live events name what a CSR changes', async () => {
    const { generationId } = await generate(await createGroup(world, 'watched'));
    const told = new Set<string>();
    const stop = new AbortController();
    const watching = world.client.system.watch(
      {},
      { signal: stop.signal, onItem: ({ topics }) => topics.forEach((topic) => told.add(topic)) },
    );
    await create(generationId);
    await expect.poll(() => [...told].sort()).toEqual(['audit', 'csrs', 'keys']);
    stop.abort();
    expect(faultOf(await watching)).toBe('CANCELLED');
  });

  test('OpenSSL verifies the CSRs of every algorithm, encoding and padding', async () => {
    const { algorithms } = value(await world.client.tokens.mechanisms({ tokenUri: token }));
    const offered = algorithms.filter(({ canGenerate }) => canGenerate).map(({ algorithm }) => algorithm);
    expect(offered).toContain('rsa-4096');
    for (const algorithm of offered) {
      const { generationId } = await generate(await createGroup(world, `every-${algorithm}`, { algorithm }));
      for (const encoding of ['sequence', 'set'] as const) {
        for (const padding of algorithm.startsWith('rsa') ? (['pkcs1', 'pss'] as const) : (['pkcs1'] as const)) {
          const csr = await create(generationId, { encoding, padding });
          const { content } = value(await world.client.csrs.export({ csrId: csr.csrId, format: 'pem' }));
          const verdict = openssl(['req', '-verify', '-noout', '-text'], content);
          expect([algorithm, encoding, padding, verdict.status, verdict.output]).toEqual([
            algorithm,
            encoding,
            padding,
            0,
            expect.stringContaining('verify OK'),
          ]);
          if (padding === 'pss') expect(verdict.output).toContain('rsassaPss');
        }
      }
    }
  }, 240_000);

  test('the chain of all this is intact, and the workspace is sound after a restart', async () => {
    const before = await world.audit();
    await world.again();
    expect(value(await world.client.audit.verify({}))).toMatchObject({ verdict: 'intact', anchored: false });
    const { findings } = value(await world.client.workspace.check({}));
    expect(findings.filter(({ level }) => level === 'fail')).toEqual([]);
    expect((await world.audit()).length).toBeGreaterThanOrEqual(Math.min(500, before.length));
  });

  if (kind === 'software token')
    test('a software key leaves as PKCS#12 that opens under its own passphrase alone', async () => {
      const generation = await generate(await createGroup(world, 'exported'));
      const wish = { tokenUri: token, keyId: generation.keyId ?? '', confirm: 'exported g1' };
      const { file } = value(await world.client.keys.exportPkcs12(wish, world.person));
      const path = join(world.folder, 'key.p12');
      writeFileSync(path, file);
      const read = (passphrase: string) =>
        openssl(['pkcs12', '-in', path, '-nocerts', '-nodes', '-passin', 'stdin'], Buffer.from(`${passphrase}\n`));
      const opened = read('file-passphrase');
      const inside = createPublicKey(
        createPrivateKey(/-----BEGIN[^]+-----END PRIVATE KEY-----/.exec(opened.output)?.[0] ?? ''),
      );
      expect(sha256(inside.export({ format: 'der', type: 'spki' }))).toBe(generation.spkiSha256);
      expect(read(pin).output).toContain('invalid password');
      expect((await world.audit()).at(-1)).toBe('key.exported');
    });
});
