import { z } from 'zod';

/** How native dialogs and the PIN window look and speak; told by the main window, which knows the settings. */
export const Appearance = z.strictObject({
  language: z.enum(['en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  textScale: z.number().min(1).max(2),
});
export type Appearance = z.infer<typeof Appearance>;

/** Until the window has told: what the system says. @param locale such as `de-AT` */
export function systemAppearance(locale: string): Appearance {
  return { language: languageOf(locale), theme: 'system', textScale: 1 };
}

export function languageOf(locale: string): Appearance['language'] {
  return /^de\b/i.test(locale) ? 'de' : 'en';
}
