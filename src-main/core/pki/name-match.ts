import type { NameAttributeView, NameView } from './name-read.ts';

/**
 * Whether two names are the same by the rules of RFC 5280 §7.1 as far as programs follow them: parts in the same order,
 * texts without regard to case, string type and runs of blanks, everything else byte for byte.
 */
export function namesMatch(a: NameView, b: NameView): boolean {
  return (
    a.rdns.length === b.rdns.length &&
    a.rdns.every((rdn, i) => {
      const other = b.rdns[i] ?? [];
      return rdn.length === other.length && isWithin(rdn, other) && isWithin(other, rdn);
    })
  );
}

/** A part of several values is a set: each must be there on the other side, and the other way round. */
function isWithin(some: readonly NameAttributeView[], all: readonly NameAttributeView[]): boolean {
  return some.every((part) => all.some((same) => attributesMatch(part, same)));
}

function attributesMatch(a: NameAttributeView, b: NameAttributeView): boolean {
  if (a.oid !== b.oid) return false;
  if (a.hex === b.hex) return true;
  return a.text?.valid === true && b.text?.valid === true && folded(a.text.text) === folded(b.text.text);
}

function folded(text: string): string {
  return text.trim().replaceAll(/ +/g, ' ').toLowerCase().normalize('NFKC');
}
