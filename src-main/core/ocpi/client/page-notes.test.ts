import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ocpiPageSentences } from '../../../../shared/texts/ocpi-finding-sentences.ts';

const source = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

it('each note of a page has its sentence', () => {
  const noted = [source('crawl.ts'), source('envelope.ts'), source('mark-open.ts')]
    .flatMap((text) => [
      ...text.matchAll(
        /'((?:LINK|ENVELOPE|OFFSET|LIMIT|TOTAL|PAGE|OBJECT|BYTE|WITHOUT)_(?!TOKEN)[A-Z_]+|REDIRECTED)'/g,
      ),
    ])
    .map((match) => match[1] ?? '');
  expect(noted.length).toBeGreaterThan(8);
  const known: Readonly<Record<string, string>> = ocpiPageSentences;
  expect(noted.filter((code) => known[code] === undefined)).toEqual([]);
});
