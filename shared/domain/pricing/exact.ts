import Fraction from 'fraction.js';

/** Exact numbers of money and quantities: rationals, because hours are sixtieths and net is gross by 1 + VAT. */
export type Exact = Fraction;

export const ZERO: Exact = new Fraction(0);
export const SECONDS_IN_HOUR: Exact = new Fraction(3600);
export const HUNDRED: Exact = new Fraction(100);

const DECIMAL = /^[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?$/;

/** Decimal text as OCPI has it; undefined for anything else, so that a hostile text costs nothing. */
export function readExact(text: string | undefined): Exact | undefined {
  if (text === undefined || !DECIMAL.test(text)) return undefined;
  const [digits = '0', power] = text.toLowerCase().split('e');
  const value = new Fraction(digits);
  return power === undefined ? value : value.mul(new Fraction(10).pow(Number(power)));
}

export function exactOf(whole: number | bigint): Exact {
  return new Fraction(whole);
}

/** The least multiple of `step` that is not below `value`. */
export function roundedUp(value: Exact, step: Exact): Exact {
  return value.div(step).ceil().mul(step);
}

const MOST_PLACES = 12;

/** Decimal text; what does not end is cut after twelve places and marked with an ellipsis. */
export function exactText(value: Exact): string {
  const isWhole = isDecimal(value.d);
  const scaled = isWhole ? value : value.round(MOST_PLACES);
  const [whole = '0', fraction = ''] = plain(scaled).split('.');
  const rest = fraction.replace(/0+$/, '');
  return `${whole}${rest === '' ? '' : `.${rest}`}${isWhole ? '' : '…'}`;
}

/** Rounded half away from zero to decimal places. */
export function roundedText(value: Exact, places: number): string {
  const size = plain(value.abs().round(places));
  const text = value.s < 0n && /[1-9]/.test(size) ? `-${size}` : size;
  const [whole = '0', fraction = ''] = text.split('.');
  return places === 0 ? whole : `${whole}.${fraction.slice(0, places).padEnd(places, '0')}`;
}

/** Only twos and fives in the denominator, at most forty digits of them. */
function isDecimal(denominator: bigint): boolean {
  return 10n ** 40n % denominator === 0n;
}

function plain(value: Exact): string {
  const { s, n, d } = value;
  let [scaled, places] = [n, 0];
  let rest = d;
  while (rest !== 1n && places < 41) {
    scaled *= 10n;
    places += 1;
    const shared = gcd(scaled, rest);
    scaled /= shared;
    rest /= shared;
  }
  const digits = scaled.toString().padStart(places + 1, '0');
  const sign = s < 0n && scaled !== 0n ? '-' : '';
  const cut = digits.length - places;
  return `${sign}${digits.slice(0, cut)}${places === 0 ? '' : `.${digits.slice(cut)}`}`;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
