/** Foreign letters and the ASCII letters they are drawn like, one after the other, per script. */
const CYRILLIC_UPPER = [
  '\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0425\u0423\u0405\u0406\u0408\u050C\u051A\u051C\u04C0\u0417',
  'ABEKMHOPCTXYSIJGQWI3',
] as const;
const CYRILLIC_LOWER = [
  '\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0501\u04BB\u051B\u051D\u04CF',
  'aeopcyxsijdhqwl',
] as const;
const GREEK = [
  '\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03B1\u03B9\u03BA\u03BD\u03BF\u03C1\u03C5\u03C7\u03F2\u03F3',
  'ABEZHIKMNOPTYXaikvopuxcj',
] as const;
const MARKS = [
  '\u2217\u204E\u066D\u2731\u2055\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\u2043\u02D7\u30FC',
  '*****------------',
] as const;

const ASCII_OF = new Map<string, string>();
for (const [foreign, ascii] of [CYRILLIC_UPPER, CYRILLIC_LOWER, GREEK, MARKS]) {
  for (let i = 0; i < ascii.length; i++) ASCII_OF.set(foreign.charAt(i), ascii.charAt(i));
}

/**
 * The text with Cyrillic, Greek and fullwidth characters, stars and dashes replaced by the ASCII characters they look
 * like. A text without any comes back unchanged: `asciiLookAlike('DE\u2013GDF')` → `DE-GDF`.
 */
export function asciiLookAlike(text: string): string {
  let plain = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    const isFullwidth = code >= 0xff01 && code <= 0xff5e;
    plain += isFullwidth ? String.fromCharCode(code - 0xfee0) : (ASCII_OF.get(character) ?? character);
  }
  return plain;
}

/** Two texts with the same shape can be taken for each other: case ignored, O like 0, I and l like 1. */
export function shapeOf(text: string): string {
  return asciiLookAlike(text)
    .replaceAll(/[Oo]/g, '0')
    .replaceAll(/[Iil|]/g, '1')
    .toUpperCase();
}
