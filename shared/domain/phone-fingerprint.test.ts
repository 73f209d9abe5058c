import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintGroups, fingerprintWords, parseFingerprintWords } from './phone-fingerprint.ts';

const sha256 = () => fc.uint8Array({ minLength: 32, maxLength: 32 });
const list = fingerprintWords(Uint8Array.from({ length: 256 }, (_, byte) => byte));

/** Number of single-letter changes from one word to another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

test('words read aloud give the fingerprint back, in any case and with any punctuation', () => {
  fc.assert(
    fc.property(sha256(), fc.constantFrom(' ', ', ', '\n', ' – '), (value, separator) => {
      const spoken = fingerprintWords(value).join(separator);
      expect(parseFingerprintWords(spoken)).toEqual({ ok: true, value });
      expect(parseFingerprintWords(spoken.toUpperCase())).toEqual({ ok: true, value });
    }),
  );
});

test('a byte has its own word, the first and last are fixed', () => {
  expect(new Set(list).size).toBe(256);
  expect([list[0], list[255]]).toEqual(['acorn', 'zinc']);
});

test('no two words share their first three letters', () => {
  expect(new Set(list.map((word) => word.slice(0, 3))).size).toBe(256);
});

test('no word becomes another by one wrong letter', () => {
  const close = list.flatMap((a, i) =>
    list
      .slice(i + 1)
      .filter((b) => distance(a, b) < 2)
      .map((b) => `${a} ${b}`),
  );
  expect(close).toEqual([]);
});

test('words have four to eight plain letters', () => {
  expect(list.filter((word) => !/^[a-z]{4,8}$/.test(word))).toEqual([]);
});

test('an unknown word is told with its position', () => {
  const words = [...fingerprintWords(new Uint8Array(32))];
  words[4] = 'acorm';
  expect(parseFingerprintWords(words.join(' '))).toEqual({
    ok: false,
    error: { code: 'FINGERPRINT_WORD', word: 'acorm', position: 5 },
  });
});

test('a missing word is refused', () => {
  const words = fingerprintWords(new Uint8Array(32)).slice(1).join(' ');
  expect(parseFingerprintWords(words)).toEqual({ ok: false, error: { code: 'FINGERPRINT_LENGTH', bytes: 31 } });
});

test('a SHA-256 has sixteen groups of four digits', () => {
  const groups = fingerprintGroups(Uint8Array.from({ length: 32 }, (_, i) => i));
  expect(groups).toHaveLength(16);
  expect(groups.slice(0, 2)).toEqual(['0001', '0203']);
});
