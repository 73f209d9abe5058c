import { describe, expect, test } from 'vitest';
import { look } from './look.ts';
import { createConsoleTheme } from './theme.ts';
import { tokens, type ColorName } from './tokens.ts';

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** WCAG 2.2 contrast ratio. */
function ratio(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const BACKGROUNDS: readonly ColorName[] = ['surface', 'canvas', 'sunken', 'raised', 'hover', 'selected'];
const TEXTS: readonly ColorName[] = [
  'ink',
  'ink2',
  'ink3',
  'accent',
  'danger',
  'pass',
  'warn',
  'fail',
  'unknown',
  'info',
  'diff',
];
const ON: readonly (readonly [ColorName, ColorName])[] = [
  ['onAccent', 'accent'],
  ['onAccent', 'accentHover'],
  ['onDanger', 'danger'],
  ['onDanger', 'dangerHover'],
  ['pass', 'passTint'],
  ['warn', 'warnTint'],
  ['fail', 'failTint'],
  ['unknown', 'unknownTint'],
  ['info', 'infoTint'],
  ['diff', 'diffTint'],
  ['ink', 'lit'],
  ['ink2', 'lit'],
  ['ink', 'litSoft'],
  ['ink', 'failTint'],
  ['ink', 'warnTint'],
  ['ink', 'infoTint'],
  ['accent', 'failTint'],
  ['accent', 'warnTint'],
  ['accent', 'infoTint'],
];

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  const colors = tokens.color[scheme];
  test.each(TEXTS)('%s can be read on every surface', (text) => {
    for (const background of BACKGROUNDS) expect(ratio(colors[text], colors[background])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(ON)('%s can be read on %s', (text, background) => {
    expect(ratio(colors[text], colors[background])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(['lineStrong', 'focus', 'passLine', 'warnLine', 'failLine', 'unknownLine', 'infoLine'] as const)(
    '%s stands out from the surface',
    (line) => expect(ratio(colors[line], colors.surface)).toBeGreaterThanOrEqual(3),
  );
});

test('every colour that parts refer to is a variable that the theme writes', () => {
  const sheets = JSON.stringify(createConsoleTheme({ reducedMotion: false }).generateStyleSheets());
  const names = JSON.stringify(look).match(/--oc-[\w-]+/gu) ?? [];
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !sheets.includes(`"${name}"`))).toEqual([]);
});
