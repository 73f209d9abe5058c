import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { readCertificationRequestInfo } from './csr-read.ts';
import { TAG } from './der/der-node.ts';
import {
  writeContextSetOf,
  writeOid,
  writeSequence,
  writeSetOf,
  writeString,
  writeTlv,
  writeUnsigned,
} from './der/der-writer.ts';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { testKey } from './testing/make-csr.ts';

const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  writeSequence(writeOid(oid), writeSetOf(...values));
const read = (...attributes: readonly Uint8Array[]) =>
  readCertificationRequestInfo(
    writeSequence(
      writeUnsigned(Uint8Array.of(0)),
      writeSequence(),
      testKey('ec-p256').spki,
      writeContextSetOf(0, ...attributes),
    ),
    defaultOidProfile,
  );

test('nine thousand ids in one list are read, each with its field', () => {
  const ids = Array.from({ length: 9000 }, (_, i) => writeString('utf8', `DE${i.toString(36).padStart(3, '0')}`));
  const csr = read(attribute(defaultOidProfile.partyIds, writeSequence(...ids)));
  expect(csr.ok && csr.value.ocpi.partyIds?.ids.length).toBe(9000);
});

test('a text of two hundred kilobytes is cut for showing and kept in its claim', () => {
  const csr = read(attribute(defaultOidProfile.keyGroupId, writeString('utf8', '\u202e'.repeat(60_000))));
  const shown = csr.ok ? csr.value.fields.find(({ id }) => id === 'ocpi.keyGroupId.value')?.value : undefined;
  expect(shown?.length).toBeLessThan(7000);
  expect(csr.ok && csr.value.ocpi.keyGroupId?.text.length).toBe(60_000);
});

test('names and ids of fields stay within two hundred characters, whatever the OIDs', () => {
  const oid = writeTlv('universal', TAG.oid, false, new Uint8Array(64).fill(0x7f));
  const csr = read(writeSequence(oid, writeSetOf(writeString('utf8', 'x'))));
  expect(csr.ok && csr.value.fields.filter(({ id, name }) => id.length > 200 || name.length > 200)).toEqual([]);
  expect(csr.ok && csr.value.attributes[0]?.oid.length).toBeGreaterThan(200);
});

test('lists nested to the limit inside a claim are an error, not a crash', () => {
  let value = encodeUtf8('');
  for (let i = 0; i < 25; i++) value = writeSequence(value);
  const csr = read(attribute(defaultOidProfile.partyIds, value));
  expect(csr.ok && csr.value.findings.map(({ code }) => code)).toContain('ATTRIBUTE_VALUE_TYPE');
});
