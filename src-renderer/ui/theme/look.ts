import { rem, tokens, type TypeRole } from './tokens.ts';

/** Prefix of every CSS variable that the theme writes. */
export const VAR_PREFIX = 'oc';

const v = (path: string): string => `var(--${VAR_PREFIX}-palette-${path})`;

const tone = (name: string) =>
  ({ text: v(`verdict-${name}-text`), tint: v(`verdict-${name}-tint`), line: v(`verdict-${name}-line`) }) as const;

/** Colours for `styled` blocks: references to theme variables, never values, so that both schemes and forced colours work. */
export const look = {
  canvas: v('background-default'),
  surface: v('background-paper'),
  sunken: v('surface-sunken'),
  raised: v('surface-raised'),
  hover: v('action-hover'),
  selected: v('action-selected'),
  scrim: v('surface-scrim'),
  line: v('divider'),
  lineMid: v('line-mid'),
  lineStrong: v('line-strong'),
  ink: v('text-primary'),
  ink2: v('text-secondary'),
  ink3: v('text-tertiary'),
  inkDisabled: v('text-disabled'),
  accent: v('primary-main'),
  accentHover: v('primary-dark'),
  onAccent: v('primary-contrastText'),
  focus: v('action-focus'),
  danger: v('error-main'),
  dangerHover: v('error-dark'),
  onDanger: v('error-contrastText'),
  pass: tone('pass'),
  warn: tone('warn'),
  fail: tone('fail'),
  unknown: tone('unknown'),
  info: tone('info'),
  diff: v('diff-text'),
  diffTint: v('diff-tint'),
  lit: v('bytes-lit'),
  litSoft: v('bytes-litSoft'),
  grid: v('series-grid'),
  seriesA: v('series-a'),
  seriesB: v('series-b'),
  seriesC: v('series-c'),
} as const;

export const SANS = `'${tokens.font.sans}', system-ui, sans-serif`;
export const MONO = `'${tokens.font.mono}', ui-monospace, monospace`;

type TypeStyle = {
  readonly fontFamily: string;
  readonly fontSize: string;
  readonly lineHeight: string;
  readonly fontWeight: number;
};

const style = (role: TypeRole): TypeStyle => {
  const { size, line, weight } = tokens.type[role];
  const family = role === 'mono' || role === 'monoSmall' ? MONO : SANS;
  return { fontFamily: family, fontSize: rem(size), lineHeight: rem(line), fontWeight: weight };
};

/** Type roles as style objects: spread them into a `styled` block. */
export const type = {
  display: style('display'),
  title: style('title'),
  section: style('section'),
  body: style('body'),
  bodyStrong: style('bodyStrong'),
  small: style('small'),
  label: style('label'),
  mono: style('mono'),
  monoSmall: style('monoSmall'),
  figure: style('figure'),
} as const;

/** Rings: outside the control, or inside it where neighbours would cut it (rows, cells, inputs). */
export const focusRing = { outline: `2px solid ${look.focus}`, outlineOffset: '2px' } as const;
export const focusRingInset = { outline: `2px solid ${look.focus}`, outlineOffset: '-2px' } as const;

/** Text for screen readers only. */
export const visuallyHidden = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  padding: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
  border: 0,
} as const;
