import { createPrivateKey, generateKeyPairSync, generatePrimeSync, type KeyObject, sign } from 'node:crypto';
import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import type { CheckInput, KeyUse } from '../../../../../shared/domain/checks/facts.ts';
import { writeBitString, writeNull, writeOid, writeSequence, writeTlv, writeUnsigned } from '../../der/der-writer.ts';
import { testKey } from '../make-csr.ts';
import type { HostileCase } from './context.ts';
import { craftCsr, type CsrParts } from './craft.ts';

const by = (
  refusedBy: CheckCode,
  trick: string,
  change: () => Partial<CsrParts>,
  around?: HostileCase['around'],
): HostileCase => ({ trick, refusedBy, der: () => craftCsr(change()), around });

const raw = (...octets: readonly number[]): Uint8Array => Uint8Array.from(octets);
const P256 = '1.2.840.10045.3.1.7';
const algorithmOf = (oid: string, ...parameters: readonly Uint8Array[]): Uint8Array =>
  writeSequence(writeOid(oid), ...parameters);
const spkiOf = (algorithm: Uint8Array, bits: Uint8Array): Uint8Array => writeSequence(algorithm, writeBitString(bits));
const ec = (curve: string, point: Uint8Array): Uint8Array =>
  spkiOf(algorithmOf('1.2.840.10045.2.1', writeOid(curve)), point);

/** The point `04 ‖ x ‖ y` of the usual test key. */
const point = (): Uint8Array => testKey('ec-p256').spki.slice(-65);

const octetsOf = (number: bigint): Uint8Array => {
  const hex = number.toString(16);
  return Uint8Array.from((hex.length % 2 === 0 ? hex : `0${hex}`).match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  );
};
const rsaSpki = (modulus: Uint8Array, exponent: Uint8Array, parameters: Uint8Array = writeNull()): Uint8Array =>
  spkiOf(algorithmOf('1.2.840.113549.1.1.1', parameters), writeSequence(modulus, exponent));
const rsa = (modulus: bigint, exponent = 65_537n): Uint8Array =>
  rsaSpki(writeUnsigned(octetsOf(modulus)), writeUnsigned(octetsOf(exponent)));

/** A modulus of 3072 bits that nothing is wrong with. */
const soundModulus = (): bigint =>
  BigInt(`0x${Buffer.from(testKey('rsa-3072').spki).subarray(-389, -5).toString('hex')}`);

/** A prime's place in the form of the faulty library (CVE-2017-15361): k·M + 65537^a mod M. */
function faultyFactor(power: bigint): bigint {
  let product = 1n;
  for (let prime = 2n; prime <= 167n; prime += 1n) if (isPrime(prime)) product *= prime;
  let residue = 1n;
  for (let i = 0n; i < power; i += 1n) residue = (residue * 65_537n) % product;
  return product * (2n ** 1320n + power) + residue;
}

function isPrime(number: bigint): boolean {
  for (let divisor = 2n; divisor * divisor <= number; divisor += 1n) if (number % divisor === 0n) return false;
  return true;
}

/** Two factors whose difference is tiny: the root of their product gives both away. */
function closeModulus(): bigint {
  const low = generatePrimeSync(1536, { bigint: true });
  return low * (low + 2n ** 20n * 2n);
}

const spkiOfKey = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }));
const signedBy = (privateKey: KeyObject, hash: string | null) => (info: Uint8Array) =>
  new Uint8Array(sign(hash, info, privateKey));

function withPair(
  pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  hash: string | null,
  algorithm: Uint8Array,
) {
  return { spki: spkiOfKey(pair.publicKey), sign: signedBy(pair.privateKey, hash), algorithm };
}

const sha256Ecdsa = algorithmOf('1.2.840.10045.4.3.2');
const sha256Rsa = algorithmOf('1.2.840.113549.1.1.11', writeNull());

/** Keys that nobody should trust, or that readers take differently. */
const weak: readonly HostileCase[] = [
  by('KEY_STRENGTH', 'RSA with 1024 bits', () =>
    withPair(generateKeyPairSync('rsa', { modulusLength: 1024 }), 'sha256', sha256Rsa),
  ),
  by('KEY_STRENGTH', 'RSA with 512 bits', () => ({ spki: rsa(generatePrimeSync(512, { bigint: true })) })),
  by('KEY_STRENGTH', 'RSA with 2048 bits', () =>
    withPair(generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256', sha256Rsa),
  ),
  by('KEY_STRENGTH', 'RSA with exponent 1', () => ({ spki: rsa(soundModulus(), 1n) })),
  by('KEY_STRENGTH', 'RSA with exponent 3', () => ({ spki: rsa(soundModulus(), 3n) })),
  by('KEY_STRENGTH', 'RSA with exponent 17', () => ({ spki: rsa(soundModulus(), 17n) })),
  by('KEY_STRENGTH', 'RSA with an even exponent', () => ({ spki: rsa(soundModulus(), 65_538n) })),
  by('KEY_STRENGTH', 'RSA with an exponent larger than the modulus', () => ({
    spki: rsa(soundModulus(), soundModulus() + 2n),
  })),
  by('KEY_STRENGTH', 'RSA with an even modulus', () => ({ spki: rsa(soundModulus() + 1n) })),
  by('KEY_STRENGTH', 'RSA with a modulus below zero', () => ({
    spki: rsaSpki(
      writeTlv('universal', 2, false, raw(0x80, ...new Uint8Array(383).fill(1))),
      writeUnsigned(raw(1, 0, 1)),
    ),
  })),
  by('KEY_STRENGTH', 'RSA with modulus zero', () => ({ spki: rsa(0n) })),
  by('KEY_STRENGTH', 'RSA with a factor of three', () => ({
    spki: rsa(3n * soundModulus()),
  })),
  by('KEY_STRENGTH', 'RSA with the mark of ROCA', () => ({ spki: rsa(faultyFactor(1234n) * faultyFactor(777n)) })),
  by('KEY_STRENGTH', 'RSA with primes beside each other', () => ({ spki: rsa(closeModulus()) })),
  by('KEY_STRENGTH', 'RSA with twenty thousand bits', () => ({ spki: rsa(2n ** 20_000n + 1n) })),
  by('KEY_STRENGTH', 'RSA without parameters', () => ({
    spki: spkiOf(algorithmOf('1.2.840.113549.1.1.1'), testKey('rsa-3072').spki.slice(-398)),
    signer: 'rsa-3072',
  })),
  by('KEY_STRENGTH', 'RSA with a third number', () => ({
    spki: spkiOf(
      algorithmOf('1.2.840.113549.1.1.1', writeNull()),
      writeSequence(writeUnsigned(raw(5)), writeUnsigned(raw(3)), writeNull()),
    ),
  })),
  by('KEY_STRENGTH', 'RSA numbers as text', () => ({
    spki: spkiOf(algorithmOf('1.2.840.113549.1.1.1', writeNull()), raw(0x0c, 1, 0x61)),
  })),
  by('KEY_STRENGTH', 'a point that is not on the curve', () => ({
    spki: ec(P256, point().with(64, (point()[64] ?? 0) ^ 1)),
  })),
  by('KEY_STRENGTH', 'the point at infinity', () => ({ spki: ec(P256, raw(0)) })),
  by('KEY_STRENGTH', 'the point zero', () => ({ spki: ec(P256, Uint8Array.from([4, ...new Uint8Array(64)])) })),
  by('KEY_STRENGTH', 'a coordinate beyond the field', () => ({
    spki: ec(P256, Uint8Array.from([4, ...new Uint8Array(64).fill(0xff)])),
  })),
  by('KEY_STRENGTH', 'a compressed point', () => ({
    spki: ec(P256, Uint8Array.from([2 + ((point()[64] ?? 0) & 1), ...point().subarray(1, 33)])),
  })),
  by('KEY_STRENGTH', 'a hybrid point', () => ({ spki: ec(P256, Uint8Array.from([6, ...point().subarray(1)])) })),
  by('KEY_STRENGTH', 'a point of P-256 on P-384', () => ({ spki: ec('1.3.132.0.34', point()) })),
  by('KEY_STRENGTH', 'an own curve spelled out', () => ({
    spki: spkiOf(algorithmOf('1.2.840.10045.2.1', writeSequence(writeUnsigned(raw(1)))), point()),
  })),
  by('KEY_STRENGTH', 'a curve left to the issuer', () => ({
    spki: spkiOf(algorithmOf('1.2.840.10045.2.1', writeNull()), point()),
  })),
  by('KEY_STRENGTH', 'the curve of bitcoin', () =>
    withPair(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), 'sha256', sha256Ecdsa),
  ),
  by('KEY_STRENGTH', 'a curve of 192 bits', () => ({
    spki: ec('1.2.840.10045.3.1.1', Uint8Array.from([4, ...new Uint8Array(48)])),
  })),
  by('KEY_STRENGTH', 'a curve that nobody knows', () => ({ spki: ec('1.2.3.4.5', point()) })),
  by('KEY_STRENGTH', 'Ed25519 with parameters', () => ({
    spki: spkiOf(algorithmOf('1.3.101.112', writeNull()), testKey('ed25519').spki.slice(-32)),
    signer: 'ed25519',
  })),
  by('KEY_STRENGTH', 'Ed25519 with 31 octets', () => ({
    spki: spkiOf(algorithmOf('1.3.101.112'), new Uint8Array(31).fill(9)),
  })),
  by('KEY_STRENGTH', 'a key with unused bits', () => ({
    spki: writeSequence(
      algorithmOf('1.3.101.112'),
      writeTlv('universal', 3, false, raw(4, ...new Uint8Array(31), 0xf0)),
    ),
  })),
  by('KEY_ALGORITHM', 'Ed448', () => withPair(generateKeyPairSync('ed448'), null, algorithmOf('1.3.101.113'))),
  by('KEY_ALGORITHM', 'X25519, which cannot sign', () => ({
    spki: spkiOfKey(generateKeyPairSync('x25519').publicKey),
  })),
  by('KEY_ALGORITHM', 'ML-DSA', () => ({ spki: spkiOf(algorithmOf('2.16.840.1.101.3.4.3.18'), new Uint8Array(1952)) })),
  by('KEY_ALGORITHM', 'ML-KEM, which cannot sign', () => ({
    spki: spkiOf(algorithmOf('2.16.840.1.101.3.4.4.2'), new Uint8Array(1184)),
  })),
  by('KEY_ALGORITHM', 'an RSA key bound to PSS', () => ({
    spki: spkiOf(algorithmOf('1.2.840.113549.1.1.10'), testKey('rsa-3072').spki.slice(-398)),
  })),
  by('KEY_ALGORITHM', 'DSA', () => ({ spki: spkiOf(algorithmOf('1.2.840.10040.4.1'), writeUnsigned(raw(7))) })),
  by(
    'KEY_ALGORITHM',
    'a kind of key that this partner may not have',
    () => ({ signer: 'ed25519' }),
    (input) => ({ ...input, partner: input.partner && { ...input.partner, allowedAlgorithms: ['ec-p256'] } }),
  ),
  by(
    'KEY_ALGORITHM',
    'a kind of key that the policy does not allow',
    () => ({ signer: 'ec-p384' }),
    (input) => ({ ...input, policy: { ...input.policy, keys: { ...input.policy.keys, algorithms: ['ec-p256'] } } }),
  ),
];

const otherKey = createPrivateKey(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
);

/** Signatures that prove nothing. */
const possession: readonly HostileCase[] = [
  by('POSSESSION', 'signed with another key', () => ({ sign: signedBy(otherKey, 'sha256') })),
  by('POSSESSION', 'a signature over other bytes', () => ({
    sign: (info) => signedBy(createTestKey(), 'sha256')(info.with(20, (info[20] ?? 0) ^ 1)),
  })),
  by('POSSESSION', 'an empty signature', () => ({ sign: () => raw() })),
  by('POSSESSION', 'a signature of zeros', () => ({ sign: () => raw(0x30, 6, 2, 1, 0, 2, 1, 0) })),
  by('POSSESSION', 'a signature as r and s without DER', () => ({ sign: () => new Uint8Array(64).fill(1) })),
  by('POSSESSION', 'a signature algorithm that nobody knows', () => ({ algorithm: algorithmOf('1.2.3.4') })),
  by('SIGNATURE_ALGORITHM', 'SHA-1', () => ({
    sign: signedBy(createTestKey(), 'sha1'),
    algorithm: algorithmOf('1.2.840.10045.4.1'),
  })),
  by('SIGNATURE_ALGORITHM', 'MD5', () => ({
    algorithm: algorithmOf('1.2.840.113549.1.1.4', writeNull()),
    signer: 'rsa-3072',
  })),
  by('SIGNATURE_ALGORITHM', 'an algorithm of another kind than the key', () => ({ algorithm: sha256Rsa })),
  by('SIGNATURE_ALGORITHM', 'ECDSA with parameters', () => ({
    algorithm: algorithmOf('1.2.840.10045.4.3.2', writeNull()),
  })),
  by('SIGNATURE_ALGORITHM', 'RSA without parameters for the signature', () => ({
    algorithm: algorithmOf('1.2.840.113549.1.1.11'),
    signer: 'rsa-3072',
  })),
  by('SIGNATURE_ALGORITHM', 'PSS with the defaults of SHA-1', () => ({
    algorithm: algorithmOf('1.2.840.113549.1.1.10', writeSequence()),
    signer: 'rsa-3072',
  })),
];

function createTestKey(): KeyObject {
  return testKey('ec-p256').privateKey;
}

const use = (change: Partial<KeyUse>): HostileCase['around'] =>
  around((input) => ({
    ...input,
    history: {
      ...input.history,
      keyUses: [
        {
          kind: 'certificate',
          partnerId: 'p-own',
          owner: 'Example CPO',
          keyGroupId: 'cpo1-emsp1-key',
          revoked: null,
          ...change,
        },
      ],
    },
  }));

function around(change: (input: CheckInput) => CheckInput): HostileCase['around'] {
  return change;
}

/** Keys that were seen before, each an honest request by its bytes. */
const reused: readonly HostileCase[] = [
  by('KEY_REUSED', 'the key of the certificate that it renews', () => ({}), use({})),
  by(
    'KEY_REUSED',
    'a key of another group of the same partner',
    () => ({}),
    use({ kind: 'request', keyGroupId: 'cpo1-emsp2-key' }),
  ),
  by('KEY_REUSED', 'a key of no group before', () => ({}), use({ kind: 'request', keyGroupId: null })),
  by('KEY_REVOKED', 'a key whose certificate was revoked', () => ({}), use({ revoked: 'keyCompromise' })),
  by('KEY_REVOKED', 'a key whose certificate is on hold', () => ({}), use({ revoked: 'certificateHold' })),
  by(
    'KEY_OTHER_PARTNER',
    'a key that another partner has a certificate for',
    () => ({}),
    use({ partnerId: 'p-other', owner: 'Neighbour' }),
  ),
  by(
    'KEY_OTHER_PARTNER',
    'a key that came in the request of a stranger',
    () => ({}),
    use({ kind: 'request', partnerId: null, owner: '?' }),
  ),
  by(
    'KEY_OF_AUTHORITY',
    'the key of an authority',
    () => ({}),
    around((input) => ({ ...input, history: { ...input.history, keyIsAuthority: true } })),
  ),
  by(
    'KEY_COMPROMISED',
    'a key from the list of compromised ones',
    () => ({}),
    around((input) => ({
      ...input,
      policy: { ...input.policy, keys: { ...input.policy.keys, compromised: [input.request.key.sha256] } },
    })),
  ),
];

export const hostileKeys: readonly HostileCase[] = [...weak, ...possession, ...reused];
