const COMMON: Readonly<Record<string, string>> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Shift: '⇧',
  Escape: 'Esc',
};
const GERMAN: Readonly<Record<string, string>> = {
  Ctrl: 'Strg',
  Space: 'Leertaste',
  Home: 'Pos1',
  End: 'Ende',
  PageUp: 'Bild ↑',
  PageDown: 'Bild ↓',
};

/** Labels of a combination such as `Ctrl+Shift+K`; the plus key itself is the last one of `Ctrl++`. */
export function keyLabels(keys: string, language: string): readonly string[] {
  return keys.split(/\+(?!$)/u).map((key) => (language === 'de' ? GERMAN[key] : undefined) ?? COMMON[key] ?? key);
}
