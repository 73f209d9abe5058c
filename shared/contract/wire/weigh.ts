/** Deepest nesting and longest list that any message may have. */
const MAX_DEPTH = 24;

/**
 * Weighs a message before any schema looks at it. Counts two bytes a UTF-16 unit, so a limit holds whatever the encoding.
 * Returns undefined for what no schema of ours takes (functions, maps, cycles, own getters) and for more than `limit`.
 */
export function weigh(value: unknown, limit: number): number | undefined {
  let total = 0;
  const walk = (node: unknown, depth: number): boolean => {
    if (depth > MAX_DEPTH) return false;
    switch (typeof node) {
      case 'string':
        total += node.length * 2;
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
      total += key.length * 2;
      // Structured clones and JSON have no getters; a value made in this process that has one is not ours to run.
      const own = Object.getOwnPropertyDescriptor(node, key);
      if (own === undefined || own.get !== undefined) return false;
      if (!walk(own.value, depth + 1)) return false;
    }
    return total <= limit;
  };
  return walk(value, 0) ? total : undefined;
}
