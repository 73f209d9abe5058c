/** Exact decimals of meters: a whole number of digits and a power of ten, never a float. */
export interface Decimal {
  readonly digits: bigint;
  /** The value is digits · 10^exponent. */
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d{1,60})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const MOST_EXPONENT = 60;

/** Reads decimal text with an optional exponent, blanks around allowed; undefined for anything else. `0.2596` → 2596·10⁻⁴. */
export function readDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > MOST_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent };
}

/** a − b. */
export function difference(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: raised(a, exponent) - raised(b, exponent), exponent };
}

export function shifted({ digits, exponent }: Decimal, powers: number): Decimal {
  return { digits, exponent: exponent + powers };
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const { digits } = difference(a, b);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

export function absolute({ digits, exponent }: Decimal): Decimal {
  return { digits: digits < 0n ? -digits : digits, exponent };
}

/** Decimal text without an exponent and without zeros that say nothing. */
export function decimalText({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const plain = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0) return plain === '0' ? '0' : `${sign}${plain}${'0'.repeat(exponent)}`;
  const padded = plain.padStart(1 - exponent, '0');
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return `${sign}${padded.slice(0, exponent)}${fraction === '' ? '' : `.${fraction}`}`;
}

function raised({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}

export interface Energy {
  readonly wh: string;
  readonly resolution: number;
}

const UNITS: Readonly<Record<string, number>> = { wh: 0, kwh: 3, mwh: 6 };

/** A value in Wh, kWh or MWh as watt hours; undefined for other units and for what is no number. */
export function energyOf(value: string, unit: string): Energy | undefined {
  const power = UNITS[unit.trim().toLowerCase()];
  const number = readDecimal(value);
  if (power === undefined || number === undefined) return undefined;
  const wh = shifted(number, power);
  return { wh: decimalText(wh), resolution: wh.exponent };
}
