import { expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { name } from '../../pki/path/testing/extension-writer.ts';
import { pathKey } from '../../pki/path/testing/path-keys.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { decodeCertificate } from '../../workers/decoded-item.ts';
import { issueLeaf, makeRoot, type TestAuthority } from './issue-for-tests.ts';
import { issuerSpki } from './issuer-key.ts';

const root = makeRoot('Issuer key root');
/** The same name over another key: anybody can make one. */
const impostorKey = pathKey('ec-p256', 'impostor');
const impostor = named(impostorKey, root.name);
const leaf = read(issueLeaf(root));

function named(key: TestAuthority['key'], subject: Uint8Array): ReadCertificate {
  const own: TestAuthority = { key, name: subject, der: new Uint8Array(0) };
  return read(issueLeaf(own, { isCa: true, spki: key.spki, subject }));
}

function read(der: Uint8Array): ReadCertificate {
  const certificate = readCertificate(der, defaultOidProfile, 'verdicts');
  if (!certificate.ok) throw new Error(certificate.error.code);
  return { der, view: certificate.value };
}

test('of two authorities of one name the one that signed is the issuer, in whatever order they come', () => {
  expect(issuerSpki(leaf, [impostor, read(root.der)])).toEqual(root.key.spki);
  expect(issuerSpki(leaf, [read(root.der), impostor])).toEqual(root.key.spki);
});

test('a namesake that did not sign says nothing about the signature', () => {
  expect(issuerSpki(leaf, [impostor])).toBeUndefined();
});

test('an issuer whose name is spelled in another way is the same one', () => {
  const spelled = named(root.key, name('CN=ISSUER KEY  ROOT', 'printable'));
  expect(issuerSpki(leaf, [spelled])).toEqual(root.key.spki);
});

test('a changed certificate is checked with the key that it points to', () => {
  const changed = read(leaf.der.with(leaf.der.length - 1, (leaf.der.at(-1) ?? 0) ^ 1));
  expect(issuerSpki(changed, [impostor, read(root.der)])).toEqual(root.key.spki);
});

test('a cross certificate under its own name has no wrong signature where the other key is not at hand', () => {
  const next = pathKey('ec-p256', 'next key');
  const cross = read(issueLeaf(root, { isCa: true, spki: next.spki, subject: root.name }));
  expect(issuerSpki(cross, [])).toBeUndefined();
  expect(decodeCertificate(cross.der, defaultOidProfile, undefined).certificate?.signature.valid).toBeNull();
  expect(issuerSpki(cross, [read(root.der)])).toEqual(root.key.spki);
});
