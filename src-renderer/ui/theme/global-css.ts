import type { CSSObject } from '@mui/material/styles';
import { focusRing, look, SANS, type } from './look.ts';
import { elevationVariables } from './theme.ts';

/** Rules for the whole document; everything else belongs to a part. */
export const globalCss: Record<string, CSSObject> = {
  ':root': elevationVariables('light'),
  '[data-dark]': { colorScheme: 'dark', ...elevationVariables('dark') },
  '[data-light]': { colorScheme: 'light' },
  '*, *::before, *::after': { boxSizing: 'border-box' },
  html: { height: '100%', WebkitTextSizeAdjust: '100%' },
  body: {
    ...type.body,
    height: '100%',
    margin: 0,
    fontFamily: SANS,
    color: look.ink,
    background: look.surface,
    fontVariantNumeric: 'tabular-nums',
    fontVariantLigatures: 'none',
    fontSynthesis: 'none',
    WebkitFontSmoothing: 'antialiased',
    overflow: 'hidden',
  },
  '#root': { height: '100%' },
  'h1, h2, h3, p, dl, dd, ul, ol, pre': { margin: 0, padding: 0 },
  'ul, ol': { listStyle: 'none' },
  a: { color: look.accent },
  ':focus-visible': focusRing,
  '::selection': { background: look.lit, color: look.ink },
  '*': { scrollbarWidth: 'thin', scrollbarColor: `${look.lineMid} transparent` },
  '@media (prefers-reduced-motion: reduce)': {
    '*, *::before, *::after': { transition: 'none !important', animation: 'none !important', scrollBehavior: 'auto' },
  },
};
