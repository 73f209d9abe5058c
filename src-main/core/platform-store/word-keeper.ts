import type { ModuleShape } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';
import { isCommonWord, searchWords, SHORTEST_BEGINNING, waysOfSearch } from './search-words.ts';

/** The full text of one module, and its vocabulary: the words that many rows may have. */
export interface WordKeeper {
  /** Words of new rows, numbered from `first` on. */
  add(first: number, texts: readonly string[]): void;
  replace(row: number, text: string): void;
  /** After a rollback it is not known which words stand. */
  forget(): void;
}

const MOST_KEPT = 100_000;

export function createWordKeeper(db: PlatformDb, { table }: ModuleShape): WordKeeper {
  const add = db.prepare<[number, string]>(
    `insert into ${table}_words (rowid, words) select ? + key, value from json_each(?)`,
  );
  const drop = db.prepare<[number]>(`delete from ${table}_words where rowid = ?`);
  const addOne = db.prepare<[number, string]>(`insert into ${table}_words (rowid, words) values (?, ?)`);
  const addWord = db.prepare<[string]>(`insert or ignore into ${table}_vocabulary (word) values (?)`);
  const known = new Set<string>();

  function wordsOf(text: string): string {
    const words = searchWords(text);
    for (const word of words) {
      if (known.has(word) || !isCommonWord(word)) continue;
      if (known.size >= MOST_KEPT) known.clear();
      addWord.run(word);
      known.add(word);
    }
    return words.join(' ');
  }

  return {
    add: (first, texts) => void add.run(first, JSON.stringify(texts.map(wordsOf))),
    replace(row, text) {
      drop.run(row);
      addOne.run(row, wordsOf(text));
    },
    forget: () => known.clear(),
  };
}

/** More words than these begin alike: then they are asked for by their beginning, which gathers all rows first. */
const MOST_WORDS = 60;

/**
 * The query of the full text in which each word begins a word of the row; shorter ones than three letters are whole words.
 * A beginning is spelt out by the vocabulary, because rows of whole words come one by one and those of a beginning at once.
 * @returns undefined where nothing is asked for
 */
export function searchQuery(db: PlatformDb, { table }: ModuleShape, text: string): string | undefined {
  const begins = db
    .prepare<[string, string, number], string>(
      `select word from ${table}_vocabulary where word >= ? and word < ? order by word limit ?`,
    )
    .pluck();
  const beginning = (word: string): string => {
    if (!isCommonWord(word)) return `"${word}"*`;
    if (word.length < SHORTEST_BEGINNING) return `"${word}"`;
    const found = begins.all(word, `${word}\u{10ffff}`, MOST_WORDS + 1);
    if (found.length > MOST_WORDS) return `"${word}"*`;
    return oneOf([word, ...found.filter((each) => each !== word)].map((each) => `"${each}"`));
  };
  const parts = waysOfSearch(text).map((ways) => oneOf(ways.map((words) => words.map(beginning).join(' AND '))));
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

const oneOf = (queries: readonly string[]): string =>
  queries.length === 1 ? (queries[0] ?? '') : `((${queries.join(') OR (')}))`;
