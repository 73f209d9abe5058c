import { beforeAll, describe, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { type CertificateView, readCertificate } from './certificate-read.ts';
import { certificateJson } from './inspection-json.ts';
import { opensslMissing } from './testing/openssl.ts';
import { opensslFolder } from './testing/openssl-files.ts';
import { verifySignedBy } from './verify-signed.ts';

const CONFIG = `
[req]
distinguished_name = dn
prompt = no
[dn]
C = DE
O = Test Authority
CN = Root
[every]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer:always
basicConstraints = critical,CA:TRUE,pathlen:3
keyUsage = critical,keyCertSign,cRLSign
extendedKeyUsage = clientAuth,1.2.3.4
certificatePolicies = 1.2.3.5,@policy
policyMappings = 1.2.3.5:1.2.3.6
policyConstraints = critical,requireExplicitPolicy:3,inhibitPolicyMapping:1
inhibitAnyPolicy = critical,2
subjectAltName = DNS:a.example,email:x@a.example,URI:https://a.example/,IP:192.0.2.1,RID:1.2.3,dirName:directory,otherName:1.2.3.4;UTF8:hi
issuerAltName = DNS:i.example
nameConstraints = critical,permitted;IP:10.0.0.0/255.0.0.0,permitted;DNS:.example,permitted;dirName:directory,excluded;email:evil.example,excluded;URI:.bad.example
crlDistributionPoints = point
freshestCRL = URI:http://a.example/delta.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://a.example/ca.cer
subjectInfoAccess = caRepository;URI:http://a.example/all
noCheck = ignored
tlsfeature = status_request
1.3.6.1.4.1.11129.2.4.2 = ASN1:FORMAT:HEX,OCTETSTRING:0000
2.5.29.9 = ASN1:SEQUENCE:attributes
1.2.3.4.5.6.7.6.1 = ASN1:UTF8:cpo1-emsp1-key
1.2.3.4.5.6.7.8.1 = ASN1:SEQUENCE:ids
1.2.3.4.5.6.7.9.1 = ASN1:SEQUENCE:roles
1.2.3.4.99 = critical,ASN1:SEQUENCE:ids
[policy]
policyIdentifier = 1.3.5.8
CPS.1 = http://cps.example/
userNotice.1 = @notice
[notice]
explicitText = Hello
[directory]
C = DE
[point]
fullname = URI:http://a.example/ca.crl
CRLissuer = dirName:directory
reasons = keyCompromise,CACompromise
[ids]
a = UTF8:DEGEF
b = UTF8:DEGE2
[roles]
a = UTF8:cdrs:SENDER
[attributes]
a = SEQUENCE:attribute
[attribute]
type = OID:1.3.6.1.5.5.7.9.4
values = SET:countries
[countries]
a = PRINTABLESTRING:DE
`;

const KEYS = {
  'P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384'],
  'P-521': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'],
  'RSA PKCS#1': ['-newkey', 'rsa:3072', '-sha256'],
  'RSA PSS': ['-newkey', 'rsa:3072', '-sha256', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
  Ed25519: ['-newkey', 'ed25519'],
} as const;

function make(name: keyof typeof KEYS): { readonly der: Uint8Array; readonly view: CertificateView } {
  using folder = opensslFolder();
  folder.write('config', CONFIG);
  const target = ['-nodes', '-keyout', '@key', '-out', '@certificate', '-outform', 'DER', '-days', '10'];
  folder.run('req', '-new', '-x509', '-config', '@config', '-extensions', 'every', ...KEYS[name], ...target);
  const der = folder.read('certificate');
  const read = readCertificate(der, defaultOidProfile);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return { der, view: read.value };
}

describe.skipIf(opensslMissing)('a certificate by OpenSSL with every extension (needs openssl)', () => {
  let view: CertificateView;
  beforeAll(() => {
    view = make('P-256').view;
  });

  test('has nothing to remark but what is unknown', () => {
    expect(view.findings.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'EXTENSION_UNKNOWN extension.1.2.3.4.99',
    ]);
  });

  test('has the values that were asked for', () => {
    const uri = (value: string) => expect.objectContaining({ kind: 'uri', value }) as unknown;
    const directory = expect.objectContaining({ kind: 'directory', value: 'C=DE' }) as unknown;
    const base = (kind: string, value: string) =>
      expect.objectContaining({ base: expect.objectContaining({ kind, value }) }) as unknown;
    const keyId = expect.stringMatching(/^[0-9a-f]{40}$/) as unknown;
    const value = (kind: string) => view.extensions.find((one) => one.value.kind === kind)?.value;
    expect(value('subject-key-id')).toEqual({ kind: 'subject-key-id', keyId });
    expect(value('authority-key-id')).toMatchObject({
      issuer: [{ value: 'C=DE,O=Test Authority,CN=Root' }],
      serialNumber: view.serialNumber,
    });
    expect(value('basic-constraints')).toEqual({ kind: 'basic-constraints', ca: true, pathLength: 3 });
    expect(value('key-usage')).toEqual({ kind: 'key-usage', usages: ['keyCertSign', 'cRLSign'] });
    expect(value('extended-key-usage')).toMatchObject({
      usages: [{ name: 'clientAuth' }, { oid: '1.2.3.4', name: null }],
    });
    expect(value('certificate-policies')).toMatchObject({
      policies: [
        { policy: { oid: '1.2.3.5' }, qualifiers: [] },
        {
          policy: { oid: '1.3.5.8' },
          qualifiers: [
            { name: 'cps', value: 'http://cps.example/' },
            { name: 'userNotice', value: 'Hello' },
          ],
        },
      ],
    });
    expect(value('policy-mappings')).toMatchObject({
      mappings: [{ issuerPolicy: '1.2.3.5', subjectPolicy: '1.2.3.6' }],
    });
    expect(value('policy-constraints')).toMatchObject({ requireExplicitPolicy: 3, inhibitPolicyMapping: 1 });
    expect(value('inhibit-any-policy')).toMatchObject({ skipCertificates: 2 });
    expect(value('issuer-alt-name')).toMatchObject({ names: [{ kind: 'dns', value: 'i.example' }] });
    expect(value('name-constraints')).toEqual({
      kind: 'name-constraints',
      permitted: [base('ip', '10.0.0.0/255.0.0.0'), base('dns', '.example'), base('directory', 'C=DE')],
      excluded: [base('mail', 'evil.example'), base('uri', '.bad.example')],
    });
    expect(value('crl-distribution-points')).toMatchObject({
      points: [
        {
          fullName: [uri('http://a.example/ca.crl')],
          reasons: ['keyCompromise', 'cACompromise'],
          crlIssuer: [directory],
        },
      ],
    });
    expect(value('freshest-crl')).toMatchObject({
      points: [{ fullName: [uri('http://a.example/delta.crl')], reasons: null }],
    });
    expect(value('authority-info-access')).toMatchObject({
      accesses: [
        { method: { name: 'OCSP' }, location: uri('http://ocsp.example/') },
        { method: { name: 'caIssuers' }, location: uri('http://a.example/ca.cer') },
      ],
    });
    expect(value('subject-info-access')).toMatchObject({ accesses: [{ method: { name: 'caRepository' } }] });
    expect(value('ocsp-no-check')).toEqual({ kind: 'ocsp-no-check' });
    expect(value('tls-feature')).toEqual({ kind: 'tls-feature', features: [5] });
    expect(value('sct-list')).toEqual({ kind: 'sct-list', octets: 2 });
    expect(value('subject-directory-attributes')).toMatchObject({
      attributes: [{ oid: '1.3.6.1.5.5.7.9.4', values: ['DE'] }],
    });
  });

  test('has the seven kinds of names', () => {
    const names = view.extensions.flatMap(({ value }) => (value.kind === 'subject-alt-name' ? value.names : []));
    expect(names.map(({ kind, value }) => `${kind}:${value}`)).toEqual([
      'dns:a.example',
      'mail:x@a.example',
      'uri:https://a.example/',
      'ip:192.0.2.1',
      'registered-id:1.2.3',
      'directory:C=DE',
      'other:[0] a00b06032a0304a0040c026869',
    ]);
  });

  test('is printed as JSON with whom it speaks for', () => {
    expect(certificateJson(view, null)).toMatchObject({
      subject: 'C=DE,O=Test Authority,CN=Root',
      issuer: 'C=DE,O=Test Authority,CN=Root',
      publicKey: { algorithm: 'EC', parameters: 'P-256', spkiSha256: view.publicKey.sha256 },
      signature: { algorithm: 'ecdsa-with-SHA256', valid: null },
      isCa: true,
      ocpi: {
        keyGroupId: 'cpo1-emsp1-key',
        partyIds: ['DEGEF', 'DEGE2'],
        subCpoIds: [],
        subEmspIds: [],
        encoding: 'sequence',
        serviceRoles: ['cdrs:SENDER'],
      },
      findings: [
        {
          code: 'EXTENSION_UNKNOWN',
          severity: 'info',
          message: 'The extension 1.2.3.4.99 is not read by this program.',
        },
      ],
    });
  });
});

test.skipIf(opensslMissing).each(['P-256', 'P-384', 'P-521', 'RSA PKCS#1', 'RSA PSS', 'Ed25519'] as const)(
  'the signature of a certificate by OpenSSL with %s is valid, and not when one byte is changed (needs openssl)',
  (name) => {
    const { der, view } = make(name);
    const spki = der.slice(view.publicKey.start, view.publicKey.end);
    expect(verifySignedBy(view, der, spki)).toEqual({ verdict: 'valid' });
    const changed = der.with(view.subject.end - 1, 0x78);
    expect(verifySignedBy(view, changed, spki)).toEqual({ verdict: 'invalid' });
  },
);
