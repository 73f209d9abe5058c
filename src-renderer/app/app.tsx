import { useEffect, useMemo, type ReactNode } from 'react';
import { LanguageProvider } from '../locales/language.tsx';
import { copyText } from '../platform/clipboard.ts';
import { systemClock } from '../platform/clock.ts';
import { localMemory } from '../platform/memory.ts';
import { useViewSettings } from '../platform/view-settings.ts';
import { AppTheme } from '../ui/theme/app-theme.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { UiProvider, type UiPorts } from '../ui/ui-context.tsx';
import { Shell } from './shell.tsx';

const PORTS: UiPorts = { clock: systemClock, copyText, memory: localMemory };

/** The whole window: settings, language, theme, then the frame with its pages. */
export function App({ ports = PORTS }: { readonly ports?: UiPorts }): ReactNode {
  const { scheme, language, density, textScale } = useViewSettings();
  const ui = useMemo(() => ({ ports, settings: { density, textScale } }), [ports, density, textScale]);
  useEffect(() => {
    document.documentElement.lang = language === 'de' ? 'de' : 'en';
  }, [language]);
  useEffect(() => {
    // The PIN window and native dialogs look as this one does.
    window.shell?.tellAppearance({ language: language === 'de' ? 'de' : 'en', theme: scheme, textScale });
  }, [language, scheme, textScale]);
  return (
    <UiProvider ui={ui}>
      <LanguageProvider language={language}>
        <AppTheme scheme={scheme}>
          <Shell />
          <Toasts />
        </AppTheme>
      </LanguageProvider>
    </UiProvider>
  );
}
