/** What makes an RSA modulus breakable although it is long enough. */
export type RsaWeakness = 'small-factor' | 'roca' | 'close-primes';

/** Odd primes below 752, as far as FIPS 186-4 asks implementations to look. */
const PRIMES: readonly number[] = primesBelow(752);

/**
 * A long division costs by both lengths, and the remainder of a double is much slower than that of a small integer. So a
 * modulus is divided by the product of a whole block, the short rest by products that a double holds exactly, these by
 * products of 31 bits, and only these by the primes themselves.
 */
interface Block {
  readonly product: bigint;
  readonly groups: readonly Group[];
}
interface Group {
  readonly product: bigint;
  readonly trios: readonly { readonly product: number; readonly primes: readonly number[] }[];
}

const DOUBLE = BigInt(Number.MAX_SAFE_INTEGER);
const SMALL_INTEGER = 2n ** 31n - 1n;
const BLOCK = 2n ** 330n;
const BLOCKS: readonly Block[] = gather(PRIMES.map(BigInt), BLOCK).map(({ product, factors }) => ({
  product,
  groups: gather(factors, DOUBLE).map((group) => ({
    product: group.product,
    trios: gather(group.factors, SMALL_INTEGER).map((trio) => ({
      product: Number(trio.product),
      primes: trio.factors.map(Number),
    })),
  })),
}));

/**
 * Judges a modulus by what can be told without factoring: a small prime factor; the fingerprint of the ROCA keys
 * (CVE-2017-15361), whose moduli are powers of 65537 modulo every small prime; primes so close to each other that
 * Fermat's method finds them at once (CVE-2022-26320). `modulus` is odd and positive.
 */
export function rsaWeakness(modulus: bigint): RsaWeakness | undefined {
  let mayBeRoca = true;
  for (const block of BLOCKS) {
    const blockRest = modulus % block.product;
    for (const group of block.groups) {
      const rest = Number(blockRest % group.product);
      for (const { product, primes } of group.trios) {
        const few = (rest % product) | 0;
        for (const prime of primes) {
          const residue = few % prime;
          if (residue === 0) return 'small-factor';
          if (mayBeRoca && prime <= LAST_ROCA_PRIME) mayBeRoca = ROCA_RESIDUES.get(prime)?.has(residue) ?? true;
        }
      }
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

/**
 * n = a² − b² with small b: some tries from the root upwards. Most numbers are no squares already modulo 64 and 315, and
 * what a² − n leaves there is known from one try to the next without long numbers.
 */
function hasClosePrimes(modulus: bigint): boolean {
  const root = rootOf(modulus, 4 * modulus.toString(16).length);
  const first = root * root < modulus ? root + 1n : root;
  const square = first * first - modulus;
  let [a64, s64] = [Number(first & 63n), Number(square & 63n)];
  let [a315, s315] = [Number(first % 315n), Number(square % 315n)];
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (SQUARES_64[s64] === 1 && SQUARES_315[s315] === 1) {
      const more = BigInt(round);
      const whole = square + more * (2n * first + more);
      if (rootOf(whole, 4 * whole.toString(16).length) ** 2n === whole) return true;
    }
    s64 = (s64 + 2 * a64 + 1) % 64;
    s315 = (s315 + 2 * a315 + 1) % 315;
    a64 += 1;
    a315 += 1;
  }
  return false;
}

const SQUARES_64 = squaresModulo(64);
const SQUARES_315 = squaresModulo(315);

/** 1 for each number that a square can leave. */
function squaresModulo(modulus: number): Uint8Array {
  const squares = new Uint8Array(modulus);
  for (let i = 0; i < modulus; i++) squares[(i * i) % modulus] = 1;
  return squares;
}

/** Below this a double's root is exact. */
const EXACT_BITS = 52;

/**
 * Whole square root by Newton's method from above, begun with the root of the upper half: one long division for each
 * half, and a second one where that was not enough. `bits`: the length of the number, or somewhat more.
 */
function rootOf(value: bigint, bits: number): bigint {
  if (bits <= EXACT_BITS) return BigInt(Math.floor(Math.sqrt(Number(value))));
  const half = Math.floor(bits / 4);
  const shift = BigInt(half);
  let root = (rootOf(value >> (2n * shift), bits - 2 * half) + 1n) << shift;
  // A step from above stays at the root or above it; so the first whose square fits is the root.
  do root = (root + value / root) >> 1n;
  while (root * root > value);
  return root;
}

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 3; number < limit; number += 2) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

/** Factors in their order, in groups whose product stays below a limit. */
function gather(
  factors: readonly bigint[],
  limit: bigint,
): readonly { readonly product: bigint; readonly factors: readonly bigint[] }[] {
  const groups: { product: bigint; factors: bigint[] }[] = [];
  for (const factor of factors) {
    const last = groups.at(-1);
    if (last !== undefined && last.product * factor <= limit) {
      last.product *= factor;
      last.factors.push(factor);
    } else groups.push({ product: factor, factors: [factor] });
  }
  return groups;
}
