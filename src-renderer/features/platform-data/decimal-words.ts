/** A decimal text the language's way, every digit kept: `1234567.50` is `1,234,567.50` or `1.234.567,50`. */
export function decimalWords(locale: string, decimal: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (parts === null) return decimal;
  const [, sign = '', whole = '0', places] = parts;
  const mark = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const grouped = new Intl.NumberFormat(locale).format(BigInt(whole));
  return `${sign}${grouped}${places === undefined ? '' : `${mark}${places}`}`;
}
