/**
 * Well-formed UTF-16 (ECMA-262 §6.1.4): every surrogate has its other half. UTF-8 and RFC 8785 cannot carry any other text.
 *
 * @example isWellFormed('a\ud800') // false
 */
export function isWellFormed(text: string): boolean {
  return text.search(LONE_SURROGATE) < 0;
}

/**
 * Replaces lone surrogates by U+FFFD: text from outside may hold them.
 *
 * @example wellFormed('a\ud800') // 'a\ufffd'
 */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd');
}

/** With the flag u a pair is one character, so only lone halves match. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
