/** A run of ordinary text, or one character that is drawn as its code because it is invisible or turns text around. */
export type TextRun =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'hidden'; readonly code: string };

/** Control, format (bidi, zero width), surrogate, private use, unassigned, line and paragraph separators, and blanks unlike U+0020. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\p{Variation_Selector}]/u;

/** Splits partner text so that hidden characters can be shown as a boxed `U+202E`. */
export function textRuns(text: string): readonly TextRun[] {
  if (!HIDDEN.test(text)) return text === '' ? [] : [{ kind: 'text', text }];
  const runs: TextRun[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') runs.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (const character of text) {
    if (!HIDDEN.test(character)) {
      plain += character;
      continue;
    }
    flush();
    const point = character.codePointAt(0) ?? 0;
    runs.push({ kind: 'hidden', code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}` });
  }
  flush();
  return runs;
}
