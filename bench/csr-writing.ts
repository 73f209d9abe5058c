import { generateKeyPairSync } from 'node:crypto';
import { CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { buildCertificationRequestInfo } from '../src-main/core/pki/csr-build.ts';
import type { CsrSpec } from '../src-main/core/pki/csr-spec.ts';
import { defaultOidProfile } from '../shared/domain/default-oid-profile.ts';

/** Writing a CertificationRequestInfo: our writer with its read-back, beside @peculiar/asn1-schema on the same bytes. */
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
const spec: CsrSpec = {
  purpose: 'tls-client',
  subject: [
    { type: 'CN', value: 'cpo.example.org' },
    { type: 'O', value: 'Example CPO' },
  ],
  san: [{ kind: 'dns', value: 'cpo.example.org' }],
  keyGroupId: 'cpo1-emsp1-key',
  keySerial: '01941f29-7c00-7000-8000-000000000001',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2026-01-15T00:00:00Z'),
  ids: { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF', 'DE*GE2'], subEmspIds: ['DE-GDF'] },
  encoding: 'set',
};

const ROUNDS = 1000;
function microseconds(work: () => void): number {
  for (let warm = 0; warm < ROUNDS / 4; warm++) work();
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) work();
  return ((performance.now() - start) * 1000) / ROUNDS;
}

const built = buildCertificationRequestInfo(spec, spki, defaultOidProfile);
if (!built.ok) throw new Error(built.error.code);
const parsed = AsnConvert.parse(built.value.der, CertificationRequestInfo);
const ours = microseconds(() => buildCertificationRequestInfo(spec, spki, defaultOidProfile));
const serialize = microseconds(() => AsnConvert.serialize(parsed));
const parse = microseconds(() => AsnConvert.parse(built.value.der, CertificationRequestInfo));
parsed.attributes.reverse();
const sorts = Buffer.from(AsnConvert.serialize(parsed)).equals(Buffer.from(built.value.der));

console.log(`ours, built, read back and compared  ${ours.toFixed(0)} µs`);
console.log(`@peculiar/asn1-schema, serialized    ${serialize.toFixed(0)} µs`);
console.log(`@peculiar/asn1-schema, parsed        ${parse.toFixed(0)} µs`);
console.log(`@peculiar/asn1-schema sorts a SET OF as DER wants: ${sorts ? 'yes' : 'no'}`);
