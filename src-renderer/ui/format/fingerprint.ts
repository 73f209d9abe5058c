/** Hex digest in groups of four: `5016 00a3 9f…`. Other separators of the input are dropped. */
export function groupedHex(hex: string): string {
  const digits = hex.replace(/[^0-9a-f]/giu, '').toLowerCase();
  return digits.match(/.{1,4}/gu)?.join(' ') ?? '';
}

/** Lists only: two groups, an ellipsis, the last group: `5016 00a3 … d261`. Short values stay whole. */
export function shortHex(hex: string): string {
  const groups = groupedHex(hex).split(' ');
  if (groups.length <= 4) return groups.join(' ');
  return `${groups[0] ?? ''} ${groups[1] ?? ''} … ${groups.at(-1) ?? ''}`;
}
