import { isWellFormed, wellFormed } from '../../util/well-formed.ts';

/**
 * An answer whose texts and member names are well-formed UTF-16: a lone surrogate (from a file name, a token or a partner)
 * becomes U+FFFD. What needs no repair is handed on as it is. Takes parsed values only, which have no cycles.
 */
export function repairTexts(value: unknown): unknown {
  if (typeof value === 'string') return isWellFormed(value) ? value : wellFormed(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    const repaired = items.map(repairTexts);
    return repaired.some((one, at) => one !== items[at]) ? repaired : items;
  }
  const members = Object.entries(value);
  const repaired = members.map(([name, member]) => [wellFormed(name), repairTexts(member)] as const);
  const changed = repaired.some(([name, member], at) => name !== members[at]?.[0] || member !== members[at][1]);
  return changed ? Object.fromEntries(repaired) : value;
}
