import { execFileSync, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyAlgorithmName, TokenKey } from '../../shared/contract/key-facts';
import { signatureIdentifier } from './signature-identifiers';
import { aki, basicConstraints, certificateOf, keyIdOf, ski, tbsCertificate } from './testing/certificate-fixture';
import { faultCode, type HostUnderTest, keysOf, signIn, temporaryFolder, value } from './testing/host-under-test';
import { openHost, softHsmPath, softHsmToken, softoknPath, softoknToken, type TestToken } from './testing/test-tokens';

const modules = [
  ['SoftHSM', softHsmPath, softHsmToken],
  ['NSS softokn', softoknPath, () => Promise.resolve(softoknToken())],
] as const;
const pkcs11Tool = existsSync('/usr/bin/pkcs11-tool');

describe.each(modules)('certificates over %s', (name, path, make) => {
  if (path === undefined) {
    test.skip(`not run: ${name} is not installed`);
    return;
  }
  let token: TestToken;
  let host: HostUnderTest;
  let slotId: string;
  let made = 0;
  const certificates = new Map<KeyAlgorithmName, { readonly key: TokenKey; readonly der: Uint8Array }>();

  beforeAll(async () => {
    token = await make();
    ({ host, slotId } = await openHost(token));
    await value(signIn(host.client, slotId, token.pin));
  });
  afterAll(() => {
    host.stop();
    token.remove();
  });

  const generate = async (algorithm: KeyAlgorithmName, purpose: 'authority' | 'tls-client', label: string) => {
    const intentId = (made++).toString(16).padStart(32, 'd');
    return (await value(host.client.keys.generate({ slotId, algorithm, purpose, label, intentId }))).key;
  };
  const target = ({ keyId, spkiSha256 = '' }: TokenKey) => ({ slotId, keyId, spkiSha256 });
  const write = (key: TokenKey, certificate: Uint8Array, replaces?: string) =>
    host.client.certificates.write({
      ...target(key),
      certificate,
      chain: [],
      ...(replaces === undefined ? {} : { replaces }),
    });
  const sign = (key: TokenKey, tbs: Uint8Array, padding: 'pkcs1' | 'pss' = 'pkcs1', purpose = 'authority' as const) =>
    host.client.sign.sign({ ...target(key), purpose, requests: [{ kind: 'certificate', tbs, padding }] });

  async function rootOf(key: TokenKey, algorithm: KeyAlgorithmName, padding: 'pkcs1' | 'pss', serial = 1) {
    const identifier = signatureIdentifier(algorithm, padding);
    const spki = key.spki ?? new Uint8Array();
    const tbs = tbsCertificate({
      spki,
      issuer: key.label,
      subject: key.label,
      serial: Uint8Array.of(2, 1, serial),
      algorithm: identifier,
      extensions: [basicConstraints(true), ski(keyIdOf(spki)), aki(keyIdOf(spki))],
    });
    const { signatures } = await value(sign(key, tbs, padding));
    return certificateOf(tbs, identifier, signatures[0]?.signature ?? new Uint8Array());
  }

  test('an authority’s key signs a root that OpenSSL accepts, with every algorithm of the token', async () => {
    const { algorithms } = await value(host.client.module.mechanisms({ slotId }));
    for (const { algorithm, canGenerate, canSign } of algorithms) {
      if (!canGenerate || !canSign || algorithm === 'rsa-4096') continue;
      const key = await generate(algorithm, 'authority', `ca ${algorithm}`);
      for (const padding of algorithm === 'rsa-3072' ? (['pss', 'pkcs1'] as const) : (['pkcs1'] as const)) {
        const der = await rootOf(key, algorithm, padding);
        expect(opensslVerifies(der), `${algorithm} ${padding}`).toMatch(/: OK/);
        certificates.set(algorithm, { key, der });
      }
    }
    expect(certificates.size).toBeGreaterThan(3);
  }, 120_000);

  test('no other key signs a certificate, and an authority’s key proves no renewal', async () => {
    const client = await generate('ec-p256', 'tls-client', 'client');
    const spki = client.spki ?? new Uint8Array();
    const tbs = tbsCertificate({ spki, issuer: 'x', subject: 'x', extensions: [ski(keyIdOf(spki))] });
    expect(await faultCode(sign(client, tbs))).toBe('KEY_PURPOSE');
    const requests = [{ kind: 'certificate', tbs, padding: 'pkcs1' } as const];
    expect(await faultCode(host.client.sign.sign({ ...target(client), purpose: 'tls-client', requests }))).toBe(
      'KEY_PURPOSE',
    );
    const { key } = certificates.get('ec-p256')!;
    const proof = {
      kind: 'renewal-proof',
      csrSha256: '00'.repeat(32),
      keyGroupId: 'g',
      issuedAt: '2026-11-22T10:00:00Z',
    };
    const asked = { ...target(key), purpose: 'authority' as const, requests: [proof as never] };
    expect(await faultCode(host.client.sign.sign(asked))).toBe('KEY_PURPOSE');
  });

  test('what names another issuer key is not signed', async () => {
    const { key } = certificates.get('ec-p256')!;
    const other = certificates.get('ec-p384')!.key.spki!;
    const tbs = tbsCertificate({ spki: other, extensions: [aki(keyIdOf(other))] });
    expect(await sign(key, tbs)).toMatchObject({
      ok: false,
      error: { code: 'SIGN_INPUT_REFUSED', data: { detail: expect.stringMatching(/authority key identifier/) } },
    });
  });

  test('a certificate is written beside its key and shown with it', async () => {
    for (const { key, der } of certificates.values()) {
      expect(await value(write(key, der))).toEqual({ outcome: 'written' });
    }
    const keys = await keysOf(host.client, slotId);
    const certified = keys.filter(({ hasCertificate }) => hasCertificate).map(({ keyId }) => keyId);
    expect(certified.sort()).toEqual([...certificates.values()].map(({ key }) => key.keyId).sort());
  });

  test('the same certificate again is there already', async () => {
    const { key, der } = certificates.get('ec-p256')!;
    expect(await value(write(key, der))).toEqual({ outcome: 'there-already' });
  });

  test('another certificate of the key is not written over the first, which is named', async () => {
    const { key, der } = certificates.get('ec-p256')!;
    const next = await rootOf(key, 'ec-p256', 'pkcs1', 2);
    expect(await write(key, next)).toMatchObject({
      ok: false,
      error: { code: 'CERTIFICATE_CLASH', data: { detail: hash('sha256', der, 'hex') } },
    });
    expect(await value(write(key, der))).toEqual({ outcome: 'there-already' });
  });

  test('another certificate takes the place of the one that was named, and of no other', async () => {
    const key = await generate('ec-p256', 'authority', 'renewed');
    const [first, second] = [await rootOf(key, 'ec-p256', 'pkcs1', 1), await rootOf(key, 'ec-p256', 'pkcs1', 2)];
    await value(write(key, first));
    expect(await faultCode(write(key, second, hash('sha256', second, 'hex')))).toBe('CERTIFICATE_CLASH');
    expect(await value(write(key, second, hash('sha256', first, 'hex')))).toEqual({ outcome: 'replaced' });
    expect(await value(write(key, second))).toEqual({ outcome: 'there-already' });
    expect(await write(key, first)).toMatchObject({
      error: { code: 'CERTIFICATE_CLASH', data: { detail: hash('sha256', second, 'hex') } },
    });
  });

  /** Labels of the certificates on the token, as a program of others reads them. */
  function certificatesSeen(): string {
    const folder = /configdir='(sql:[^']+)'/.exec(token.parameters ?? '')?.[1];
    const words = ['--module', token.modulePath, '--token-label', token.label, '--list-objects', '--type', 'cert'];
    const [program, args] = folder === undefined ? ['pkcs11-tool', words] : ['certutil', ['-L', '-d', folder]];
    return execFileSync(program, args, {
      env: { ...process.env, ...token.env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  test.skipIf(name === 'SoftHSM' && !pkcs11Tool)(
    'a destroyed key takes its certificate along, and leaves those of other keys (needs pkcs11-tool, certutil)',
    async () => {
      const key = await generate('ec-p256', 'authority', 'to be destroyed');
      await value(write(key, await rootOf(key, 'ec-p256', 'pkcs1')));
      expect(certificatesSeen()).toContain('to be destroyed');
      await value(host.client.keys.destroy(target(key)));
      expect(certificatesSeen()).not.toContain('to be destroyed');
      expect(certificatesSeen()).toContain('ca ec-p256');
    },
  );

  test('a certificate of another key is refused, and what is no certificate', async () => {
    const { key, der } = certificates.get('ec-p384')!;
    const other = certificates.get('ec-p256')!.der;
    for (const wrong of [other, der.subarray(1), Uint8Array.of(...der, 0), new Uint8Array()]) {
      expect(await faultCode(write(key, wrong))).toBe('CERTIFICATE_REFUSED');
    }
  });

  test('nothing is written without a login', async () => {
    const { key, der } = certificates.get('ec-p256')!;
    await value(host.client.session.logout({ slotId }));
    expect(await faultCode(write(key, der))).toBe('NOT_SIGNED_IN');
    await value(signIn(host.client, slotId, token.pin));
  });

  const onlySoftHsm = name === 'SoftHSM' ? test.skipIf(!pkcs11Tool) : undefined;
  onlySoftHsm?.('OpenSC’s pkcs11-tool shows and reads the pair (needs pkcs11-tool)', () => {
    const { key, der } = certificates.get('ec-p256')!;
    const tool = (...words: string[]) =>
      execFileSync('pkcs11-tool', ['--module', token.modulePath, '--token-label', token.label, ...words], {
        env: { ...process.env, ...token.env },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const listed = tool('--list-objects').toString();
    const [certificate] = listed
      .split(/\n(?=\S)/)
      .filter((text) => /^Certificate/.test(text) && text.includes(key.label));
    expect(certificate).toMatch(new RegExp(`label:\\s+${key.label}`));
    expect(certificate).toMatch(/subject:\s+DN: CN=ca ec-p256/);
    expect(certificate).toMatch(/serial:\s+01/);
    expect(certificate).toMatch(new RegExp(`ID:\\s+${key.keyId}`));
    expect(listed).toMatch(new RegExp(`Public Key Object[^]*ID:\\s+${key.keyId}`));
    expect(tool('--read-object', '--type', 'cert', '--id', key.keyId)).toEqual(Buffer.from(der));
  });

  const onlyNss = name === 'NSS softokn' ? test : undefined;
  onlyNss?.('certutil of NSS lists them, with a private key each', () => {
    const folder = /configdir='(sql:[^']+)'/.exec(token.parameters ?? '')?.[1] ?? '';
    const listed = execFileSync('certutil', ['-L', '-d', folder]).toString();
    for (const algorithm of certificates.keys()) expect(listed).toMatch(new RegExp(`ca ${algorithm}\\s+u`));
  });
});

function opensslVerifies(der: Uint8Array): string {
  const folder = temporaryFolder('certificate');
  try {
    const [file, pem] = [join(folder.path, 'c.der'), join(folder.path, 'c.pem')];
    writeFileSync(file, der);
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', file, '-out', pem]);
    const { stdout, stderr } = spawnSync('openssl', ['verify', '-x509_strict', '-check_ss_sig', '-CAfile', pem, pem], {
      encoding: 'utf8',
    });
    return stdout + stderr;
  } finally {
    folder.remove();
  }
}
