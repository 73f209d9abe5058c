import type { PaletteOptions } from '@mui/material/styles';
import './theme-types.ts';
import { tokens } from './tokens.ts';

/** One colour scheme's palette from the tokens: MUI's own names first, then ours (theme-types.ts). */
export function paletteOf(scheme: 'light' | 'dark'): PaletteOptions {
  const c = tokens.color[scheme];
  return {
    mode: scheme,
    contrastThreshold: 4.5,
    background: { default: c.canvas, paper: c.surface },
    divider: c.line,
    text: { primary: c.ink, secondary: c.ink2, tertiary: c.ink3, disabled: c.inkDisabled },
    primary: { main: c.accent, dark: c.accentHover, light: c.accent, contrastText: c.onAccent },
    secondary: { main: c.ink2, dark: c.ink, light: c.ink3, contrastText: c.surface },
    error: { main: c.danger, dark: c.dangerHover, light: c.failLine, contrastText: c.onDanger },
    warning: { main: c.warn, dark: c.warn, light: c.warnLine, contrastText: c.surface },
    success: { main: c.pass, dark: c.pass, light: c.passLine, contrastText: c.surface },
    info: { main: c.info, dark: c.info, light: c.infoLine, contrastText: c.surface },
    action: { active: c.ink2, hover: c.hover, selected: c.selected, focus: c.focus, disabled: c.inkDisabled },
    surface: { sunken: c.sunken, raised: c.raised, scrim: c.scrim },
    line: { mid: c.lineMid, strong: c.lineStrong },
    verdict: {
      pass: { text: c.pass, tint: c.passTint, line: c.passLine },
      warn: { text: c.warn, tint: c.warnTint, line: c.warnLine },
      fail: { text: c.fail, tint: c.failTint, line: c.failLine },
      unknown: { text: c.unknown, tint: c.unknownTint, line: c.unknownLine },
      info: { text: c.info, tint: c.infoTint, line: c.infoLine },
    },
    diff: { text: c.diff, tint: c.diffTint },
    bytes: { lit: c.lit, litSoft: c.litSoft },
    series: { a: c.seriesA, b: c.seriesB, c: c.seriesC, grid: c.grid },
  };
}
