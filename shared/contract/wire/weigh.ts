import { isWellFormed } from '../../util/well-formed.ts';

/** Deepest nesting and longest list that any message may have. */
const MAX_DEPTH = 24;

export type Weight = 'fits' | 'too-large' | 'ill-formed';

/**
 * Weighs a message before any schema looks at it. Counts two bytes a UTF-16 unit, so a limit holds whatever the encoding.
 * `too-large`: more than `limit`, or what no schema of ours takes (functions, maps, cycles, own getters). `ill-formed`: a
 * text or a member's name with half a surrogate pair, which neither the database nor the audit chain can keep.
 */
export function weigh(value: unknown, limit: number): Weight {
  let total = 0;
  const seen = { illFormed: false };
  const text = (one: string): void => {
    total += one.length * 2;
    if (total <= limit && !isWellFormed(one)) seen.illFormed = true;
  };
  const walk = (node: unknown, depth: number): boolean => {
    if (depth > MAX_DEPTH) return false;
    switch (typeof node) {
      case 'string':
        text(node);
        break;
      case 'number':
      case 'boolean':
      case 'undefined':
        total += 8;
        break;
      case 'object':
        return walkObject(node, depth);
      default:
        return false;
    }
    return total <= limit;
  };
  const walkObject = (node: object | null, depth: number): boolean => {
    total += 16;
    if (node === null) return total <= limit;
    if (node instanceof Uint8Array) {
      total += node.byteLength;
      return total <= limit;
    }
    const prototype: unknown = Object.getPrototypeOf(node);
    if (!Array.isArray(node) && prototype !== Object.prototype && prototype !== null) return false;
    for (const key of Object.keys(node)) {
      text(key);
      // Structured clones and JSON have no getters; a value made in this process that has one is not ours to run.
      const own = Object.getOwnPropertyDescriptor(node, key);
      if (own === undefined || own.get !== undefined) return false;
      if (!walk(own.value, depth + 1)) return false;
    }
    return total <= limit;
  };
  if (!walk(value, 0)) return 'too-large';
  return seen.illFormed ? 'ill-formed' : 'fits';
}
