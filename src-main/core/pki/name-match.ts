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
      return rdn.length === other.length && rdn.every((part) => other.some((same) => attributesMatch(part, same)));
    })
  );
}

function attributesMatch(a: NameAttributeView, b: NameAttributeView): boolean {
  if (a.oid !== b.oid) return false;
  if (a.hex === b.hex) return true;
  return a.text?.valid === true && b.text?.valid === true && folded(a.text.text) === folded(b.text.text);
}

function folded(text: string): string {
  return text.trim().replaceAll(/ +/g, ' ').toLowerCase().normalize('NFKC');
}
