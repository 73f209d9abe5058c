import { canonicalJson, type Json } from './canonical-json.ts';

/**
 * The text of a call's input that is hashed when an operator signs the call: canonical JSON, with bytes as their SHA-256.
 * Command line and core make it of the same plain data on their sides of the wire.
 */
export function commandText(input: unknown, sha256Of: (bytes: Uint8Array) => string): string {
  return canonicalJson(plain(input));

  function plain(value: unknown): Json {
    if (value === null || value === undefined) return null;
    if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
    if (value instanceof Uint8Array) return { sha256: sha256Of(value), bytes: value.length };
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object') throw new RangeError('a call carries plain data only');
    const members: Record<string, Json> = {};
    // An absent member and one that is undefined are the same on the wire.
    for (const [name, member] of Object.entries(value)) if (member !== undefined) members[name] = plain(member);
    return members;
  }
}
