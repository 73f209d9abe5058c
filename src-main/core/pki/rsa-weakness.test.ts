import { generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromBase64Url } from '../../../shared/util/base64.ts';
import { toBigInt } from './curves.ts';
import { rsaWeakness } from './rsa-weakness.ts';

function modulusOf(bits: number): bigint {
  const { n = '' } = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
  return toBigInt(fromBase64Url(n) ?? new Uint8Array(0));
}

test.each([1024, 2048, 3072])('a modulus of %i bits by OpenSSL has no weakness', (bits) => {
  expect(rsaWeakness(modulusOf(bits))).toBeUndefined();
});

test.each([3n, 5n, 751n])('a factor of %i is found', (factor) => {
  expect(rsaWeakness(generatePrimeSync(1024, { bigint: true }) * factor)).toBe('small-factor');
});

/** A prime of the faulty form k·M + 65537^a mod M, where M is the product of small primes. */
function faultyPrime(start: bigint): bigint {
  const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97];
  const more = [101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167];
  const product = [...primes, ...more].reduce((all, prime) => all * BigInt(prime), 1n);
  let power = 1n;
  for (let i = 0n; i < start; i++) power = (power * 65537n) % product;
  // The fingerprint needs the form alone: that the number is no prime changes nothing about it.
  return product * (start + 2n ** 200n) + power;
}

test('the fingerprint of ROCA is found', () => {
  expect(rsaWeakness(faultyPrime(1234n) * faultyPrime(777n))).toBe('roca');
});

test('two primes next to each other are found', () => {
  const low = generatePrimeSync(1024, { bigint: true });
  expect(rsaWeakness(low * nextPrime(low))).toBe('close-primes');
});

/** Fermat's theorem to base 2 is enough for a neighbour in a test. */
function nextPrime(after: bigint): bigint {
  for (let number = after + 2n; ; number += 2n) if (powerOf2(number - 1n, number) === 1n) return number;
}

function powerOf2(exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const digit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (digit === '1') result = (result * 2n) % modulus;
  }
  return result;
}

/** Fermat's method as it is written in books: some tries from the root upwards, each with a whole root. */
function closeByTheBook(modulus: bigint, rounds: number): boolean {
  const wholeRoot = (value: bigint): bigint => {
    let low = 0n;
    for (let high = value + 1n; high - low > 1n;) {
      const middle = (low + high) / 2n;
      if (middle * middle > value) high = middle;
      else low = middle;
    }
    return low;
  };
  const root = wholeRoot(modulus);
  const first = root * root < modulus ? root + 1n : root;
  return Array.from({ length: rounds }, (_, i) => (first + BigInt(i)) ** 2n - modulus).some(
    (square) => wholeRoot(square) ** 2n === square,
  );
}

test('factors at any distance are found exactly as far as ten tries reach', () => {
  const low = generatePrimeSync(128, { bigint: true });
  const offsets = Array.from({ length: 600 }, (_, i) => 2n ** BigInt(55 + Math.floor(i / 40)) + BigInt(i) * 2n);
  const numbers = offsets.map((offset) => low * (low + 2n * offset)).filter((number) => !hasSmallFactor(number));
  const found = numbers.map((number) => rsaWeakness(number) === 'close-primes');
  expect(found).toEqual(numbers.map((number) => closeByTheBook(number, 10)));
  expect(new Set(found).size).toBe(2);
});

function hasSmallFactor(number: bigint): boolean {
  for (let factor = 3n; factor < 752n; factor += 2n) if (number % factor === 0n) return true;
  return false;
}
