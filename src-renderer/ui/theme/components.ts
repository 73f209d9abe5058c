import type { ThemeOptions } from '@mui/material/styles';
import { focusRing, focusRingInset, look, type } from './look.ts';
import { rem, tokens } from './tokens.ts';

const { size, radius } = tokens;
const grow = { height: 'auto', minHeight: rem(size.control) } as const;

/** How MUI's parts look here: flat, hairlines, rings instead of ripples. */
export function components(reducedMotion: boolean): NonNullable<ThemeOptions['components']> {
  return {
    MuiButtonBase: {
      defaultProps: { disableRipple: true, disableTouchRipple: true },
      styleOverrides: { root: { '&.Mui-focusVisible': focusRing } },
    },
    MuiButton: {
      defaultProps: { disableElevation: true, size: 'small', variant: 'outlined', color: 'secondary' },
      styleOverrides: {
        root: {
          ...type.body,
          ...grow,
          fontWeight: 500,
          padding: `${rem(4)} ${rem(12)}`,
          gap: rem(8),
          minWidth: 0,
          borderRadius: radius.control,
          transition: 'none',
        },
        outlined: {
          color: look.ink,
          borderColor: look.lineMid,
          background: look.surface,
          '&:hover': { borderColor: look.lineStrong, background: look.hover },
          '&.Mui-disabled': { color: look.inkDisabled, borderColor: look.line },
        },
        contained: { '&.Mui-disabled': { background: look.hover, color: look.inkDisabled } },
        text: { color: look.accent, '&:hover': { background: look.hover } },
      },
      variants: [
        {
          props: { color: 'error', variant: 'outlined' },
          style: {
            color: look.danger,
            borderColor: look.danger,
            '&:hover': { borderColor: look.dangerHover, background: look.fail.tint },
          },
        },
      ],
    },
    MuiIconButton: {
      styleOverrides: {
        root: {
          width: rem(size.controlSmall),
          height: rem(size.controlSmall),
          padding: 0,
          borderRadius: radius.control,
          color: look.ink2,
          transition: 'none',
          '&:hover': { background: look.hover, color: look.ink },
        },
      },
    },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiDialog: {
      defaultProps: { transitionDuration: reducedMotion ? 0 : tokens.motion.base },
      styleOverrides: {
        paper: {
          borderRadius: radius.overlay,
          background: look.raised,
          border: `1px solid ${look.lineStrong}`,
          boxShadow: 'var(--oc-overlay)',
          margin: rem(16),
        },
      },
    },
    MuiBackdrop: { styleOverrides: { root: { background: look.scrim } } },
    MuiTooltip: {
      defaultProps: { enterDelay: 400, enterNextDelay: 100, disableInteractive: true },
      styleOverrides: {
        tooltip: {
          ...type.small,
          background: look.ink,
          color: look.surface,
          borderRadius: radius.control,
          padding: `${rem(4)} ${rem(8)}`,
          maxWidth: rem(360),
        },
      },
    },
    MuiMenu: {
      defaultProps: { transitionDuration: reducedMotion ? 0 : tokens.motion.fast },
      styleOverrides: {
        paper: {
          background: look.raised,
          border: `1px solid ${look.lineMid}`,
          borderRadius: radius.panel,
          boxShadow: 'var(--oc-raised)',
        },
      },
    },
    MuiMenuItem: {
      styleOverrides: {
        root: {
          ...type.body,
          minHeight: rem(size.control),
          paddingInline: rem(12),
          gap: rem(8),
          '&.Mui-focusVisible': { ...focusRingInset, background: look.hover },
          '&.Mui-selected': { background: look.selected },
        },
      },
    },
    MuiTabs: {
      styleOverrides: {
        root: { minHeight: rem(36) },
        indicator: { height: 2, transition: 'none' },
      },
    },
    MuiTab: {
      styleOverrides: {
        root: {
          ...type.body,
          fontWeight: 500,
          minHeight: rem(36),
          minWidth: 0,
          padding: `${rem(8)} ${rem(12)}`,
          '&.Mui-focusVisible': focusRingInset,
        },
      },
    },
    MuiCheckbox: {
      styleOverrides: {
        root: { width: rem(size.hitMin), height: rem(size.hitMin), padding: 0, color: look.lineStrong },
      },
    },
    MuiRadio: {
      styleOverrides: {
        root: { width: rem(size.hitMin), height: rem(size.hitMin), padding: 0, color: look.lineStrong },
      },
    },
    MuiLink: { defaultProps: { underline: 'hover' }, styleOverrides: { root: { color: look.accent } } },
  };
}
