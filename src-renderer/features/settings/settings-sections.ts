import type { Command } from '../../platform/commands.ts';
import { navigate } from '../../platform/route.ts';
import { useViewSettings } from '../../platform/view-settings.ts';

export const SECTIONS = ['look', 'security', 'vault', 'oids', 'workspace', 'about'] as const;
export type SectionId = (typeof SECTIONS)[number];

/** There on every page. */
export const settingsCommands: readonly Command[] = [
  {
    id: 'settings.backup',
    title: (t) => t('settings.backup'),
    icon: 'save',
    scope: 'global',
    run: () => navigate('settings', { id: 'workspace' }),
  },
  {
    id: 'settings.check',
    title: (t) => t('settings.check'),
    icon: 'shield-check',
    scope: 'global',
    run: () => navigate('settings', { id: 'workspace' }),
  },
  {
    id: 'settings.vault',
    title: (t) => t('settings.vault'),
    icon: 'lock',
    scope: 'global',
    run: () => navigate('settings', { id: 'vault' }),
  },
  {
    id: 'settings.oids',
    title: (t) => t('settings.oids'),
    icon: 'list',
    scope: 'global',
    run: () => navigate('settings', { id: 'oids' }),
  },
  {
    id: 'settings.about',
    title: (t) => t('settings.about'),
    icon: 'info',
    scope: 'global',
    run: () => navigate('settings', { id: 'about' }),
  },
];

/** Keeps native dialogs and the PIN window in the language and look of this window, from now on. */
export function followAppearance(): void {
  const tell = (): void => {
    const { language, scheme, textScale } = useViewSettings.getState();
    window.shell?.tellAppearance({ language: language === 'de' ? 'de' : 'en', theme: scheme, textScale });
  };
  tell();
  useViewSettings.subscribe(tell);
}
