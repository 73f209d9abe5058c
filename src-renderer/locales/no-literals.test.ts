import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
/** Attributes whose value a person reads or hears. */
const SPOKEN = new Set([
  'label',
  'title',
  'text',
  'placeholder',
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'hint',
  'word',
  'what',
  'question',
  'consequence',
  'confirm',
  'keep',
]);
const hasWord = (text: string): boolean => /\p{L}{2}/u.test(text);

/** Texts written into JSX instead of into a locale. The design system page may hold invented data, but no prose. */
export function literalsIn(source: string, dataAllowed: boolean): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasWord(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText()) && !dataAllowed) {
      const value = node.initializer;
      const literal = value !== undefined && ts.isJsxExpression(value) ? value.expression : value;
      if (literal !== undefined && ts.isStringLiteralLike(literal) && hasWord(literal.text)) found.push(literal.text);
    }
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && !dataAllowed) {
      const literal = node.expression;
      if (literal !== undefined && ts.isStringLiteralLike(literal) && hasWord(literal.text)) found.push(literal.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('part.tsx', source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX));
  return found;
}

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'),
);

test.each(files)('%s holds no text of its own', (path) => {
  expect(literalsIn(readFileSync(join(ROOT, path), 'utf8'), path.startsWith('features/parts/'))).toEqual([]);
});

test('the search finds texts between tags, in spoken attributes and in braces', () => {
  const source = `const a = <p title="Close it">Hello {'there'} {t('ui.close')}<b className="row">·</b></p>;`;
  expect(literalsIn(source, false)).toEqual(['Close it', 'Hello', 'there']);
});
