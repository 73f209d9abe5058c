import type { ReactNode } from 'react';
import { glyphs, type IconName } from './icon-glyphs.ts';

export type { IconName } from './icon-glyphs.ts';

interface IconProps {
  readonly name: IconName;
  /** px at text size 100 %: 16 in controls and navigation, 14 in chips and states. */
  readonly size?: 13 | 14 | 16 | 20 | 24;
}

/** Decoration beside a word: hidden from assistive technology. An icon alone is an `IconButton` with a name. */
export function Icon({ name, size = 16 }: IconProps): ReactNode {
  const Glyph = glyphs[name];
  const length = `${size / 16}rem`;
  return <Glyph aria-hidden width={length} height={length} strokeWidth={size < 16 ? 2 : 1.75} focusable={false} />;
}
