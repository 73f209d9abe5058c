import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';

/** Texts of core by code, read as text: the window never imports core. */
function codesOf(file: string, from: string): readonly string[] {
  const source = readFileSync(join(import.meta.dirname, '../../src-main/core', file), 'utf8');
  const body = source.slice(source.indexOf(from));
  const codes = [...body.slice(0, body.indexOf('\n}')).matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gmu)].map(
    ([, code]) => code ?? '',
  );
  if (codes.length < 10) throw new Error(`${file} has no list of codes where it had one`);
  return codes;
}

type Area = Readonly<Record<string, unknown>>;
const without = (codes: readonly string[], prefix: string, ...areas: readonly Area[]): readonly string[] =>
  codes.filter((code) => !areas.some((area) => Object.hasOwn(area, `${prefix}${code}`)));

describe.each([
  ['English', en],
  ['German', de],
] as const)('in %s there are words for', (_, texts) => {
  test('every finding of the readers', () => {
    const codes = codesOf('pki/finding-text.ts', 'const TEXTS');
    expect(without(codes, 'finding_', texts.decoded, texts.csrs)).toEqual([]);
  });
  test('everything that makes an input unreadable', () => {
    const codes = codesOf('pki/input/unreadable-text.ts', 'const TEXTS');
    expect(without(codes, 'finding_', texts.decoded, texts.csrs)).toEqual([]);
  });
  test('every tolerance of the edge', () => {
    const codes = codesOf('pki/input/input-item.ts', 'const TEXTS');
    expect(without(codes, 'finding_', texts.decoded, texts.csrs)).toEqual([]);
  });
  test('every check of a path', () => {
    const codes = codesOf('pki/path/check-text.ts', 'const TEXTS');
    expect(without(codes, 'path_', texts.certificates)).toEqual([]);
  });
  test('every note on a handshake', () => {
    const source = readFileSync(
      join(import.meta.dirname, '../../src-main/core/features/tls/handshake-notes.ts'),
      'utf8',
    );
    const plain = [...source.matchAll(/(?:fail|warn|note)\(\s*'([A-Z_]+)'/gu)].map(([, code]) => code ?? '');
    const perSide = [...source.matchAll(/`\$\{code\}_([A-Z_]+)`/gu)].flatMap(([, end]) => [
      `OURS_${end}`,
      `THEIRS_${end}`,
    ]);
    expect(Math.min(plain.length, perSide.length)).toBeGreaterThan(5);
    expect(without([...plain, ...perSide], 'note_', texts.tls)).toEqual([]);
  });
  test('every check of an answer that does not pass', () => {
    const source = readFileSync(join(import.meta.dirname, '../../shared/contract/answers.ts'), 'utf8');
    const list = source.slice(source.indexOf('z.enum(['), source.indexOf('])'));
    const codes = [...list.matchAll(/'([A-Z_]+)'/gu)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(10);
    expect(without(codes, 'wrong_', texts.answers)).toEqual([]);
  });
});
