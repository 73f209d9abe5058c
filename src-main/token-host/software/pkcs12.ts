import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { concatBytes } from '../../../shared/util/bytes.ts';
import { fromHex } from '../../../shared/util/hex.ts';
import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import {
  bmpString,
  explicit,
  integer,
  nothing,
  objectIdentifier,
  octetString,
  sequence,
  setOfOne,
  utf16,
} from './der-writer.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/**
 * How often the two derivations hash. A guess at the key's costs two SHA-256 blocks each time, the MAC's own derivation
 * one, so it gets twice as many: neither is the cheaper one to guess.
 */
export const STRONG_ITERATIONS = { key: 600_000, mac: 1_200_000 } as const;

export interface Pkcs12Options {
  readonly randomBytes: (length: number) => Uint8Array;
  readonly iterations: { readonly key: number; readonly mac: number };
}

export interface Pkcs12Input {
  readonly pkcs8: Uint8Array;
  /** Shown by other programs as the key's name. */
  readonly friendlyName: string;
  readonly keyId: string;
  /** The key's own first, then its issuers; none for a key that nobody has certified. */
  readonly certificates?: readonly Uint8Array[];
  /** UTF-8; the caller wipes it. */
  readonly passphrase: Uint8Array;
}

/**
 * A PKCS#12 file (RFC 7292 §4) with one private key, and its certificates as they are: they are public. The key is encrypted by PBES2 (RFC 8018 §6.2)
 * with PBKDF2-HMAC-SHA-256 and AES-256-CBC, the file is guarded by the password MAC with SHA-256 (RFC 7292 §5.1).
 *
 * Written by hand, because Node's own encrypted PKCS#8 has 2048 iterations and no way to ask for more.
 */
export function writePkcs12(
  { pkcs8, friendlyName, keyId, certificates = [], passphrase }: Pkcs12Input,
  { randomBytes, iterations }: Pkcs12Options,
): Uint8Array {
  const bag = sequence(
    objectIdentifier(OID.shroudedKeyBag),
    explicit(
      0,
      encryptedKey(pkcs8, passphrase, { salt: randomBytes(16), iv: randomBytes(16), iterations: iterations.key }),
    ),
    attributes(friendlyName, keyId),
  );
  const bags = certificates.map((certificate, at) =>
    at === 0 ? certificateBag(certificate, attributes(friendlyName, keyId)) : certificateBag(certificate),
  );
  const safes = [...(bags.length === 0 ? [] : [dataContent(sequence(...bags))]), dataContent(sequence(bag))];
  const contents = sequence(...safes);
  return sequence(
    integer(3),
    dataContent(contents),
    mac(contents, passphrase, { salt: randomBytes(16), iterations: iterations.mac }),
  );
}

interface Derivation {
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** ContentInfo of type data. */
function dataContent(content: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(OID.data), explicit(0, octetString(content)));
}

/** SafeBag of a CertBag (RFC 7292 §4.2.3); the one that belongs to the key carries the key's attributes. */
function certificateBag(certificate: Uint8Array, ...attributesOfKey: readonly Uint8Array[]): Uint8Array {
  const inner = sequence(objectIdentifier(OID.x509Certificate), explicit(0, octetString(certificate)));
  return sequence(objectIdentifier(OID.certificateBag), explicit(0, inner), ...attributesOfKey);
}

/** EncryptedPrivateKeyInfo (RFC 5958 §3). */
function encryptedKey(
  pkcs8: Uint8Array,
  passphrase: Uint8Array,
  { salt, iv, iterations }: Derivation & { readonly iv: Uint8Array },
): Uint8Array {
  const key = pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const ciphertext = concatBytes(cipher.update(pkcs8), cipher.final());
  key.fill(0);

  const prf = sequence(objectIdentifier(OID.hmacSha256), nothing());
  const derivation = sequence(
    objectIdentifier(OID.pbkdf2),
    sequence(octetString(salt), integer(iterations), integer(32), prf),
  );
  const encryption = sequence(objectIdentifier(OID.aes256Cbc), octetString(iv));
  return sequence(sequence(objectIdentifier(OID.pbes2), sequence(derivation, encryption)), octetString(ciphertext));
}

/** SET OF two PKCS12Attribute; DER order (X.690 §11.6) is by bytes, and the shorter OID's encoding may come second. */
function attributes(friendlyName: string, keyId: string): Uint8Array {
  const members = [
    sequence(objectIdentifier(OID.friendlyName), setOfOne(bmpString(friendlyName))),
    sequence(objectIdentifier(OID.localKeyId), setOfOne(octetString(fromHex(keyId) ?? new Uint8Array(0)))),
  ];
  members.sort((a, b) => Buffer.compare(a, b));
  return setOfOne(concatBytes(...members));
}

/** MacData (RFC 7292 §4): the digest over the contents, and how its key was derived. */
function mac(contents: Uint8Array, passphrase: Uint8Array, { salt, iterations }: Derivation): Uint8Array {
  const key = macKey(passphrase, salt, iterations);
  const digest = createHmac('sha256', key).update(contents).digest();
  key.fill(0);
  const info = sequence(sequence(objectIdentifier(OID.sha256), nothing()), octetString(digest));
  return sequence(info, octetString(salt), integer(iterations));
}

/**
 * RFC 7292 appendix B.2 for the one case needed: SHA-256 (u = 32, v = 64), purpose 3, one block of output. The
 * passphrase counts as UTF-16 with two zero bytes behind it.
 */
function macKey(passphrase: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array {
  const units = utf16(decodeUtf8(passphrase) ?? '');
  const password = concatBytes(units, Uint8Array.of(0, 0));
  const diversifier = new Uint8Array(64).fill(3);
  const filled = repeatedTo64(password);
  let hash = sha256(concatBytes(diversifier, repeatedTo64(salt), filled));
  for (let i = 1; i < iterations; i++) hash = sha256(hash);
  units.fill(0);
  password.fill(0);
  filled.fill(0);
  return hash;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** Repeats the bytes up to the next full multiple of 64. */
function repeatedTo64(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(bytes.length / 64) * 64 }, (_, i) => bytes[i % bytes.length] ?? 0);
}
