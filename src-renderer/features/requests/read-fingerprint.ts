/** A SHA-256 as somebody reads it out: so far, whole, or with something in it that is no hex digit. */
export type ReadFingerprint =
  | { readonly kind: 'partly'; readonly digits: number }
  | { readonly kind: 'whole'; readonly hex: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'long' };

export const FINGERPRINT_DIGITS = 64;

/**
 * Reads a typed or pasted SHA-256; blanks, line ends and colons may stand anywhere, capitals are as good as small ones.
 *
 * `readFingerprint('50:16 00A3')` → `{ kind: 'partly', digits: 8 }`
 */
export function readFingerprint(text: string): ReadFingerprint {
  const digits = text.replaceAll(/[\s:]/gu, '').toLowerCase();
  if (!/^[0-9a-f]*$/u.test(digits)) return { kind: 'wrong' };
  if (digits.length > FINGERPRINT_DIGITS) return { kind: 'long' };
  return digits.length === FINGERPRINT_DIGITS
    ? { kind: 'whole', hex: digits }
    : { kind: 'partly', digits: digits.length };
}
