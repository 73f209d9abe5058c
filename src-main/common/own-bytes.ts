/**
 * A structured clone carries the whole ArrayBuffer beneath a view. Node's small Buffers share one pool, so a signature
 * would take its neighbours along: other answers, perhaps a PIN. Every view that does not fill its buffer is copied.
 */
export function ownBytes(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  if (message instanceof Uint8Array) {
    return message.byteLength === message.buffer.byteLength ? message : new Uint8Array(message);
  }
  if (Array.isArray(message)) return mapped(message);
  const prototype: unknown = Object.getPrototypeOf(message);
  if (prototype !== Object.prototype && prototype !== null) return message;
  // Untouched parts are shared with the original; only the path to a copied view is made anew.
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(message)) {
    const own = ownBytes(value);
    if (own === value) continue;
    copy ??= { ...message };
    copy[name] = own;
  }
  return copy ?? message;
}

function mapped(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const own = ownBytes(list[i]);
    if (own === list[i]) continue;
    copy ??= [...list];
    copy[i] = own;
  }
  return copy ?? list;
}
