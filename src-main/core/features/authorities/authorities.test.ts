import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { addModule, coreWorld, createGroup, faultOf, realHosts, value } from '../../core-for-tests.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { writePem } from '../../pki/pem.ts';
import { openssl, opensslMissing } from '../../pki/testing/openssl.ts';
import { type IssuingWorld, issuingWorld, nothingStruck } from '../requests/issuing-for-tests.ts';

const why = softHsmPath === undefined ? 'SoftHSM is not installed' : undefined;
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('authorities on a token', () => {
  let issuing: IssuingWorld;
  let rootId: string;
  beforeAll(async () => {
    issuing = await issuingWorld();
    rootId = (await issuing.createAuthority({ pathLength: 1 })).authorityId;
  });
  afterAll(async () => issuing[Symbol.asyncDispose]());

  const refused = async (more: Parameters<IssuingWorld['spec']>[0]): Promise<unknown> =>
    issuing.world.client.authorities.create({ spec: issuing.spec(more) }, issuing.world.person);
  const exported = async (authorityId: string, format: 'pem' | 'der' | 'chain-pem' | 'pkcs7' = 'pem') =>
    value(await issuing.world.client.authorities.export({ authorityId, format })).content;

  test('a name is taken once, whatever its case', async () => {
    expect(await refused({ name: 'ROOT' })).toMatchObject({ error: { code: 'AUTHORITY_EXISTS' } });
  });

  test.each([
    ['its end', { validityDays: 5000, pathLength: 0 }, 'NOT_AFTER_BEYOND_PARENT'],
    ['its kinds', { kinds: ['object-signing'], pathLength: 0 }, 'KIND_NOT_OF_PARENT'],
    ['its path length', { pathLength: 1 }, 'PATH_LENGTH_BEYOND_PARENT'],
    [
      'its name',
      {
        pathLength: 0,
        subject: [
          { type: 'CN', value: 'Root' },
          { type: 'C', value: 'DE' },
        ],
      },
      'SUBJECT_OF_PARENT',
    ],
  ] as const)('a parent binds its child: %s', async (_, more, code) => {
    const spec = { name: 'Child', parentId: rootId, validityDays: 365, ...more };
    const end = await refused({
      ...spec,
      kinds: 'kinds' in more ? [...more.kinds] : ['tls-client'],
      subject: 'subject' in more ? [...more.subject] : [{ type: 'CN', value: 'Child' }],
    });
    const findings = [expect.objectContaining({ code })];
    expect(end).toMatchObject({ error: { code: 'AUTHORITY_SPEC_REFUSED', data: { findings } } });
  });

  test('name constraints of an authority bind what is issued under it', async () => {
    const { authorityId } = await issuing.createAuthority({
      name: 'Constrained',
      parentId: rootId,
      validityDays: 365,
      pathLength: 0,
      permitted: [{ kind: 'dns', value: 'other.example' }],
    });
    const { requestId } = await issuing.importRequest({ keyGroupId: 'constrained' });
    const wish = { requestId, authorityId, purpose: 'tls-client' as const, strike: nothingStruck, services: [] };
    expect(await issuing.world.client.requests.prepare(wish)).toMatchObject({
      error: { code: 'ISSUANCE_REFUSED', data: { findings: [{ code: 'NAME_NOT_PERMITTED' }] } },
    });
    const names = [{ kind: 'dns', value: 'cpo.example.org' }] as const;
    const struck = { ...wish, strike: { ...nothingStruck, names: [...names] } };
    value(await issuing.world.client.requests.prepare(struck));
  });

  test.each([
    ['rsa-3072', 'pss'],
    ['rsa-3072', 'pkcs1'],
    ['ec-p521', 'pkcs1'],
    ['ed25519', 'pkcs1'],
  ] as const)('a root with %s (%s) signs itself and what is below it', async (algorithm, padding) => {
    const name = `${algorithm} ${padding}`;
    const root = await issuing.createAuthority({ name, algorithm, padding });
    const { requestId } = await issuing.importRequest({ keyGroupId: `under-${algorithm}-${padding}` });
    const { issuance } = await issuing.prepare(requestId, root.authorityId);
    value(await issuing.approve(issuance.issuanceId, issuance.tbsSha256));
    if (opensslMissing) return;
    const { content } = value(await issuing.world.client.requests.answer({ requestId, format: 'chain-pem' }));
    const parts = Buffer.from(content)
      .toString('ascii')
      .split(/(?<=-----END CERTIFICATE-----\n)/);
    expect(verify(parts[1] ?? '', [], parts[0] ?? '')).toContain(': OK');
  });

  test('a cross certificate is as constrained as the certificate of its authority', async () => {
    const permitted = [{ kind: 'dns' as const, value: 'example.org' }];
    const old = await issuing.createAuthority({ name: 'Narrow root', permitted, pathLength: 1 });
    const spec = issuing.spec({
      name: 'Narrow root 2',
      subject: [
        { type: 'CN', value: 'Narrow root' },
        { type: 'C', value: 'DE' },
      ],
      permitted,
      pathLength: 1,
    });
    const { crossCertificates } = value(
      await issuing.world.client.authorities.rollOver(
        { authorityId: old.authorityId, spec, cross: true },
        issuing.world.person,
      ),
    );
    for (const certificateId of crossCertificates) {
      const view = value(await issuing.world.client.certificates.view({ certificateId }));
      const extensions = view.certificates[0]?.item.certificate?.extensions ?? [];
      expect(extensions.find(({ name }) => name === 'nameConstraints')?.value).toContain('example.org');
      expect(extensions.find(({ name }) => name === 'basicConstraints')?.value).toContain('1');
    }
  });

  test('after a rollover with cross certificates either root verifies what the other issued', async () => {
    const old = await issuing.createAuthority({ name: 'Old root' });
    const before = await issuing.importRequest({ keyGroupId: 'before-rollover' });
    const first = await issuing.prepare(before.requestId, old.authorityId);
    value(await issuing.approve(first.issuance.issuanceId, first.issuance.tbsSha256));
    const spec = issuing.spec({
      name: 'New root',
      subject: [
        { type: 'CN', value: 'Old root' },
        { type: 'C', value: 'DE' },
      ],
      algorithm: 'ec-p384',
    });
    const wrong = { authorityId: old.authorityId, spec: { ...spec, subject: [{ type: 'CN' as const, value: 'x' }] } };
    expect(
      faultOf(await issuing.world.client.authorities.rollOver({ ...wrong, cross: true }, issuing.world.person)),
    ).toBe('AUTHORITY_SPEC_REFUSED');
    const rolled = value(
      await issuing.world.client.authorities.rollOver(
        { authorityId: old.authorityId, spec, cross: true },
        issuing.world.person,
      ),
    );
    expect(rolled.crossCertificates).toHaveLength(2);
    expect(rolled.authority).toMatchObject({ predecessorId: old.authorityId, state: 'active' });
    const shown = value(await issuing.world.client.authorities.show({ authorityId: old.authorityId }));
    expect(shown.authority.successorId).toBe(rolled.authority.authorityId);
    expect(shown.crossCertificates.toSorted()).toEqual(rolled.crossCertificates.toSorted());
    const after = await issuing.importRequest({ keyGroupId: 'after-rollover' });
    const second = await issuing.prepare(after.requestId, rolled.authority.authorityId);
    value(await issuing.approve(second.issuance.issuanceId, second.issuance.tbsSha256));
    if (opensslMissing) return;
    const pemOf = async (certificateId: string): Promise<string> =>
      text(value(await issuing.world.client.certificates.export({ certificateId, format: 'pem' })).content);
    const [newByOld = '', oldByNew = ''] = await Promise.all(rolled.crossCertificates.map(pemOf));
    const leaf = async (requestId: string): Promise<string> =>
      text(value(await issuing.world.client.requests.answer({ requestId, format: 'chain-pem' })).content).split(
        /(?<=-----END CERTIFICATE-----\n)/,
      )[0] ?? '';
    const oldRoot = text(await exported(old.authorityId));
    const newRoot = text(await exported(rolled.authority.authorityId));
    expect(verify(oldRoot, [newByOld], await leaf(after.requestId))).toContain(': OK');
    expect(verify(newRoot, [oldByNew], await leaf(before.requestId))).toContain(': OK');
  });

  test('an authority of another workspace is linked to its key on the same token, and issues', async () => {
    const { module, tokenUri } = issuing;
    await using other = await coreWorld({ spawnHost: realHosts(module.env), secrets: { pin: module.pin } });
    await addModule(other, module.modulePath);
    const certificate = { name: 'ca.pem', content: await exported(rootId) };
    const policy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' } as const;
    const wish = { name: 'Linked', kinds: ['tls-client' as const], tokenUri, padding: 'pkcs1' as const, policy };
    const { authority } = value(await other.client.authorities.link({ ...wish, certificate }, other.person));
    expect(authority).toMatchObject({ state: 'active', isRoot: true, foreignParent: false, subject: 'CN=Root,C=DE' });
    const { content } = value(
      await other.client.authorities.export({ authorityId: authority.authorityId, format: 'pem' }),
    );
    expect(text(content)).toBe(text(certificate.content));
  });

  test('a key group’s key, a key elsewhere and no certificate at all are never linked', async () => {
    const { world, tokenUri } = issuing;
    const groupRef = await createGroup(world, 'linked-by-mistake');
    const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri }, world.person));
    const key = generation.spki ?? new Uint8Array(0);
    const policy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' } as const;
    const link = { name: 'Linked', kinds: ['tls-client' as const], tokenUri, padding: 'pkcs1' as const, policy };
    const linking = (content: Uint8Array) =>
      world.client.authorities.link({ ...link, certificate: { name: 'ca.pem', content } }, world.person);
    expect(await linking(Uint8Array.of(1, 2, 3))).toMatchObject({ error: { data: { reason: 'unreadable' } } });
    const pem = await exported(rootId);
    expect(await linking(pem)).toMatchObject({ error: { data: { reason: 'key-in-use' } } });
    if (opensslMissing) return;
    const ca = certificateOver(key, true);
    expect(await linking(ca)).toMatchObject({ error: { code: 'LINK_REFUSED', data: { reason: 'key-in-use' } } });
    expect(await linking(certificateOver(undefined, true))).toMatchObject({
      error: { data: { reason: 'no-such-key' } },
    });
  });

  test.each([
    ['DER', async () => exported(rootId, 'der')],
    ['an envelope of certificates', async () => exported(rootId, 'pkcs7')],
    [
      'base64 without armour',
      async () => new Uint8Array(Buffer.from(Buffer.from(await exported(rootId, 'der')).toString('base64'))),
    ],
    [
      'PEM with text around and the line ends of Windows',
      async () =>
        new Uint8Array(Buffer.from(`Our root:\r\n\r\n${text(await exported(rootId)).replaceAll('\n', '\r\n')}Regards`)),
    ],
  ])('the certificate to link is read as certificates are read everywhere: %s', async (_, content) => {
    const policy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' } as const;
    const end = await issuing.world.client.authorities.link(
      {
        name: 'Linked',
        kinds: ['tls-client'],
        tokenUri: issuing.tokenUri,
        padding: 'pkcs1',
        policy,
        certificate: { name: 'ca.bin', content: await content() },
      },
      issuing.world.person,
    );
    // Read and found on the token: it is an authority already.
    expect(end).toMatchObject({ error: { code: 'LINK_REFUSED', data: { reason: 'key-in-use' } } });
  });

  test('certificate and chain are exported in every form', async () => {
    const read = readCertificate(await exported(rootId, 'der'), defaultOidProfile);
    expect(read.ok && read.value.isCa).toBe(true);
    expect(text(await exported(rootId, 'chain-pem'))).toBe(text(await exported(rootId, 'pem')));
    if (opensslMissing) return;
    const answer = openssl(['pkcs7', '-inform', 'DER', '-print_certs', '-noout'], await exported(rootId, 'pkcs7'));
    expect(answer.output).toContain('CN = Root');
  });

  test('the key of an authority joins no key group, and is destroyed only when the authority is retired', async () => {
    const { world, tokenUri } = issuing;
    const { authorityId, spkiSha256, name } = await issuing.createAuthority({ name: 'Kept', validityDays: 365 });
    const { rows } = value(await world.client.keys.onToken({ tokenUri, offset: 0, limit: 500 }));
    const key = rows.find(({ key: one }) => one.spkiSha256 === spkiSha256)?.key;
    const groupRef = await createGroup(world, 'no-authority');
    const keyId = key?.keyId ?? '';
    const adopted = await world.client.keys.adopt({ groupRef, tokenUri, keyId }, world.person);
    expect(faultOf(adopted)).toBe('KEY_PURPOSE');
    const destroy = () => world.client.keys.destroy({ tokenUri, keyId, confirm: key?.label ?? '' }, world.person);
    expect(faultOf(await destroy())).toBe('KEY_PURPOSE');
    value(await world.client.authorities.retire({ authorityId, confirm: name }));
    expect((await destroy()).ok).toBe(true);
  });

  test('a check makes nothing', async () => {
    const { world } = issuing;
    const before = value(await world.client.authorities.list({})).authorities.length;
    const { findings, notAfter } = value(
      await world.client.authorities.check({ spec: issuing.spec({ name: 'Root' }) }),
    );
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'NAME_TAKEN', level: 'fail' })]));
    expect(notAfter).toBeDefined();
    expect(value(await world.client.authorities.list({})).authorities).toHaveLength(before);
  });
});

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('ascii');

function inFolder<T>(work: (path: (name: string, content: string | Uint8Array) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-authorities-'));
  try {
    return work((name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): string {
  const { stdout, stderr } = spawnSync('openssl', args, { timeout: 30_000 });
  return `${stdout.toString('utf8')}${stderr.toString('utf8')}`;
}

function verify(trusted: string, untrusted: readonly string[], leaf: string): string {
  return inFolder((path) => {
    const more = untrusted.length === 0 ? [] : ['-untrusted', path('untrusted.pem', untrusted.join(''))];
    return run(['verify', '-x509_strict', '-trusted', path('root.pem', trusted), ...more, path('leaf.pem', leaf)]);
  });
}

/** A CA certificate that OpenSSL made, over this key or one of its own. */
function certificateOver(spki: Uint8Array | undefined, isCa: boolean): Uint8Array {
  return inFolder((path) => {
    const key = path('key.pem', '');
    run(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key]);
    const request = path('request.pem', '');
    run(['req', '-new', '-key', key, '-subj', '/CN=Linked CA', '-out', request]);
    const extensions = path(
      'ext',
      `basicConstraints=critical,CA:${isCa ? 'TRUE' : 'FALSE'}\nsubjectKeyIdentifier=hash\nkeyUsage=critical,keyCertSign,cRLSign\n`,
    );
    const force = spki === undefined ? [] : ['-force_pubkey', path('public.pem', writePem('PUBLIC KEY', spki))];
    const out = path('ca.der', '');
    const signed = run([
      'x509',
      '-req',
      '-in',
      request,
      '-signkey',
      key,
      '-days',
      '30',
      '-extfile',
      extensions,
      '-outform',
      'DER',
      '-out',
      out,
      ...force,
    ]);
    const { stdout } = spawnSync('cat', [out]);
    if (stdout.length === 0) throw new Error(signed);
    return new Uint8Array(stdout);
  });
}
