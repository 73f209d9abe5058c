import type {} from '@mui/material/styles';
import type {} from '@mui/material/Typography';
import type {} from '@mui/material/themeCssVarsAugmentation';

interface Tone {
  readonly text: string;
  readonly tint: string;
  readonly line: string;
}

/** Colours beyond MUI's own palette; read them through `look` (look.ts). */
export interface OwnPalette {
  readonly surface: { readonly sunken: string; readonly raised: string; readonly scrim: string };
  readonly line: { readonly mid: string; readonly strong: string };
  readonly verdict: {
    readonly pass: Tone;
    readonly warn: Tone;
    readonly fail: Tone;
    readonly unknown: Tone;
    readonly info: Tone;
  };
  readonly diff: { readonly text: string; readonly tint: string };
  readonly bytes: { readonly lit: string; readonly litSoft: string };
  readonly series: { readonly a: string; readonly b: string; readonly c: string; readonly grid: string };
}

declare module '@mui/material/styles' {
  interface TypeText {
    tertiary: string;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way MUI's palette is extended
  interface Palette extends OwnPalette {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way MUI's palette is extended
  interface PaletteOptions extends OwnPalette {}
}
