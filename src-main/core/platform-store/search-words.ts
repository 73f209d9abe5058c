/**
 * Words for the full text. Ids are found with and without their separators: in a word that has a digit, what is neither
 * letter nor digit is dropped (`DE*GEF*E1`, `DE-GEF-E1` and `DEGEFE1` are one), and the letters it begins with are a
 * word too; other words are cut there.
 */
export function searchWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const raw of plain(text).split(' ')) {
    if (raw === '') continue;
    if (!DIGIT.test(raw)) {
      for (const part of raw.split(SEPARATORS)) add(words, part);
      continue;
    }
    const id = raw.replace(SEPARATORS, '');
    add(words, id);
    const letters = id.search(DIGIT);
    if (letters >= SHORTEST_BEGINNING) add(words, id.slice(0, letters));
  }
  return words;
}

/**
 * What a search asks for, part by part: of each, ways in which it may be written, each of which is some words. `de*ge` may be
 * two words or the beginning of an id.
 */
export function waysOfSearch(text: string): readonly (readonly (readonly string[])[])[] {
  return plain(text)
    .split(' ')
    .map((raw) => {
      const words = DIGIT.test(raw) ? searchWords(raw).slice(0, 1) : searchWords(raw);
      return words.length < 2 ? [words] : [words, [words.join('')]];
    })
    .filter(([words]) => words !== undefined && words.length > 0)
    .slice(0, MOST_WORDS);
}

/** Whether many rows may have a word in common, so that the vocabulary has it; numbers and ids are told by a digit. */
export const isCommonWord = (word: string): boolean => !DIGIT.test(word);

/** Identity of a session in links from CDRs: 32 bits, so what is found by it is compared. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** As ids are compared: without case. */
export const folded = (text: string): string => text.toUpperCase();

/** Of shorter ones too many words begin alike to help anybody: they are found whole. */
export const SHORTEST_BEGINNING = 3;

const DIGIT = /[0-9]/;
/** ASCII but its letters and digits. */
const SEPARATORS = /[^a-z0-9\u0080-\u{10ffff}]+/gu;
/** A longer word is cut, on both sides alike. */
const LONGEST_WORD = 64;
const MOST_WORDS = 10;
/** Other than the space. */
const BLANKS = /[^\S ]/;
const ASCII = /^[^\u0080-\uffff]*$/;

function add(words: string[], word: string): void {
  if (word !== '') words.push(word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word);
}

/** Lower case without accents, blanks alone between words; text that is ASCII alone, which most is, costs nothing more. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  const ascii = ASCII.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
  return BLANKS.test(ascii) ? ascii.replace(/\s+/g, ' ') : ascii;
}
