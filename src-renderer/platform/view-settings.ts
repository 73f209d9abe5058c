import { create } from 'zustand';
import { LANGUAGES, type Language } from '../locales/translate.ts';
import { localMemory } from './memory.ts';

export const SCHEMES = ['system', 'light', 'dark'] as const;
export const DENSITIES = ['compact', 'normal', 'roomy'] as const;
/** 1 = 100 per cent. */
export const TEXT_SCALES = [1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** How this user wants the window: kept on this computer, changes nothing in core. */
export interface ViewSettings {
  readonly scheme: (typeof SCHEMES)[number];
  readonly language: Language;
  readonly density: (typeof DENSITIES)[number];
  readonly textScale: number;
  /** `auto`: open from 1360 px of width on. */
  readonly navigation: 'auto' | 'open' | 'closed';
}

const KEY = 'view';

function oneOf<T extends string>(list: readonly T[], value: unknown, otherwise: T): T {
  return list.find((entry) => entry === value) ?? otherwise;
}

/** Reads what was stored; anything unknown falls back, because older and newer versions share the storage. */
export function parseViewSettings(stored: string | undefined, systemLanguage: string): ViewSettings {
  let found: Readonly<Record<string, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) found = { ...parsed };
  } catch {
    // Damaged: start from the defaults.
  }
  const scale = typeof found['textScale'] === 'number' ? found['textScale'] : 1;
  return {
    scheme: oneOf(SCHEMES, found['scheme'], 'system'),
    language: oneOf(LANGUAGES, found['language'], systemLanguage.toLowerCase().startsWith('de') ? 'de' : 'en'),
    density: oneOf(DENSITIES, found['density'], 'normal'),
    textScale: Math.max(1, Math.min(2, scale)),
    navigation: oneOf(['auto', 'open', 'closed'] as const, found['navigation'], 'auto'),
  };
}

export const useViewSettings = create<ViewSettings>(() => parseViewSettings(localMemory.read(KEY), navigator.language));

export function setViewSettings(change: Partial<ViewSettings>): void {
  useViewSettings.setState(change);
  localMemory.write(KEY, JSON.stringify(useViewSettings.getState()));
}

/** One step larger or smaller on the scale of text sizes. */
export function stepTextScale(direction: 1 | -1): void {
  const { textScale } = useViewSettings.getState();
  const next = direction === 1 ? TEXT_SCALES.find((s) => s > textScale) : TEXT_SCALES.findLast((s) => s < textScale);
  if (next !== undefined) setViewSettings({ textScale: next });
}
