/** What makes an RSA modulus breakable although it is long enough. */
export type RsaWeakness = 'small-factor' | 'roca' | 'close-primes';

/** Odd primes below 752, as far as FIPS 186-4 asks implementations to look. */
const PRIMES: readonly number[] = primesBelow(752);

/** Primes in groups whose product a double holds exactly: one long division serves several of them. */
const GROUPS: readonly { readonly product: bigint; readonly primes: readonly number[] }[] = groupsOf(PRIMES);

/**
 * Judges a modulus by what can be told without factoring: a small prime factor; the fingerprint of the ROCA keys
 * (CVE-2017-15361), whose moduli are powers of 65537 modulo every small prime; primes so close to each other that
 * Fermat's method finds them at once (CVE-2022-26320). `modulus` is odd and positive.
 */
export function rsaWeakness(modulus: bigint): RsaWeakness | undefined {
  let mayBeRoca = true;
  for (const { product, primes } of GROUPS) {
    const rest = Number(modulus % product);
    for (const prime of primes) {
      const residue = rest % prime;
      if (residue === 0) return 'small-factor';
      if (mayBeRoca && prime <= LAST_ROCA_PRIME) mayBeRoca = ROCA_RESIDUES.get(prime)?.has(residue) ?? true;
    }
  }
  if (mayBeRoca) return 'roca';
  return hasClosePrimes(modulus) ? 'close-primes' : undefined;
}

const LAST_ROCA_PRIME = 167;

/** For each small prime the powers of 65537: about one good modulus in 2^27 lies in all of them by chance. */
const ROCA_RESIDUES: ReadonlyMap<number, ReadonlySet<number>> = new Map(
  PRIMES.filter((prime) => prime <= LAST_ROCA_PRIME).map((prime) => [prime, powersOf65537(prime)]),
);

function powersOf65537(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * (65537 % prime)) % prime) powers.add(power);
  return powers;
}

const FERMAT_ROUNDS = 10;

/** n = a² − b² with small b: some tries from the root upwards. */
function hasClosePrimes(modulus: bigint): boolean {
  const root = rootOf(modulus);
  let a = root * root < modulus ? root + 1n : root;
  let square = a * a - modulus;
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (mayBeSquare(square) && rootOf(square) ** 2n === square) return true;
    square += 2n * a + 1n;
    a += 1n;
  }
  return false;
}

/** Most numbers are no squares already modulo 64 and 315. */
function mayBeSquare(value: bigint): boolean {
  return SQUARES_64.has(Number(value & 63n)) && SQUARES_315.has(Number(value % 315n));
}

const SQUARES_64 = squaresModulo(64);
const SQUARES_315 = squaresModulo(315);

function squaresModulo(modulus: number): ReadonlySet<number> {
  return new Set(Array.from({ length: modulus }, (_, i) => (i * i) % modulus));
}

/** Below this a double's root is exact. */
const EXACT = 2n ** 52n;

/** Whole square root by Newton's method from above, begun with the root of the upper half: a few long divisions in all. */
function rootOf(value: bigint): bigint {
  if (value < EXACT) return BigInt(Math.floor(Math.sqrt(Number(value))));
  const shift = BigInt(value.toString(16).length);
  let root = (rootOf(value >> (2n * shift)) + 1n) << shift;
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 3; number < limit; number += 2) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

function groupsOf(primes: readonly number[]): readonly { product: bigint; primes: readonly number[] }[] {
  const groups: { product: bigint; primes: number[] }[] = [];
  for (const prime of primes) {
    const last = groups.at(-1);
    if (last !== undefined && last.product * BigInt(prime) <= BigInt(Number.MAX_SAFE_INTEGER)) {
      last.product *= BigInt(prime);
      last.primes.push(prime);
    } else groups.push({ product: BigInt(prime), primes: [prime] });
  }
  return groups;
}
