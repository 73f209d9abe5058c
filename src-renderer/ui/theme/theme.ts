import { createTheme, type Theme } from '@mui/material/styles';
import { components } from './components.ts';
import { SANS, VAR_PREFIX, type } from './look.ts';
import { paletteOf } from './palette.ts';
import { tokens } from './tokens.ts';

const shadows = (scheme: 'light' | 'dark'): string[] => {
  const { raised, overlay } = tokens.elevation[scheme];
  return Array.from({ length: 25 }, (_, level) =>
    level === 1 ? raised : level === 8 || level === 24 ? overlay : 'none',
  );
};

/** Two schemes as CSS variables under `data-light` and `data-dark` of the root element. */
export function createConsoleTheme(options: { readonly reducedMotion: boolean }): Theme {
  const { fast, base, slow, ease } = tokens.motion;
  return createTheme({
    cssVariables: { colorSchemeSelector: 'data', cssVarPrefix: VAR_PREFIX },
    colorSchemes: {
      light: { palette: paletteOf('light') },
      dark: { palette: paletteOf('dark') },
    },
    defaultColorScheme: 'light',
    spacing: 4,
    shape: { borderRadius: tokens.radius.control },
    typography: {
      fontFamily: SANS,
      htmlFontSize: 16,
      h1: type.title,
      h2: type.section,
      h3: type.bodyStrong,
      body1: type.body,
      body2: type.body,
      caption: type.small,
      button: { ...type.body, fontWeight: 500, textTransform: 'none' },
    },
    transitions: {
      easing: { easeInOut: ease, easeOut: ease, easeIn: ease, sharp: ease },
      duration: {
        shortest: fast,
        shorter: base,
        short: base,
        standard: slow,
        complex: slow,
        enteringScreen: options.reducedMotion ? 0 : base,
        leavingScreen: options.reducedMotion ? 0 : fast,
      },
      ...(options.reducedMotion ? { create: () => 'none' } : {}),
    },
    components: components(options.reducedMotion),
  });
}

/** Elevations are scheme-dependent, which MUI's one list of shadows is not; parts read these variables. */
export function elevationVariables(scheme: 'light' | 'dark'): Record<string, string> {
  const list = shadows(scheme);
  return { '--oc-raised': list[1] ?? 'none', '--oc-overlay': list[8] ?? 'none' };
}
