import { useEffect, useRef } from 'react';
import { registerCommands, type Command } from '../platform/commands.ts';
import { goBack, goForward, navigate } from '../platform/route.ts';
import { setViewSettings, stepTextScale } from '../platform/view-settings.ts';
import { pages } from './pages.tsx';

interface FrameActions {
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
  readonly toggleNavigation: () => void;
}

/** Puts the cursor into the search field of the page, if it has one. */
function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main input[data-search]')?.focus();
}

function pageCommands(): readonly Command[] {
  return pages
    .filter((page) => page.bare !== true && page.id !== 'parts')
    .map((page): Command => ({
      id: `go.${page.id}`,
      title: (t) => t(page.titleKey),
      icon: page.icon,
      scope: 'page',
      ...(page.letter === undefined ? {} : { keys: `G ${page.letter}` }),
      run: () => navigate(page.id),
    }));
}

const SETTINGS: readonly Command[] = [
  {
    id: 'app.back',
    title: (t) => t('app.goBack'),
    icon: 'arrow-left',
    keys: 'Alt+ArrowLeft',
    scope: 'global',
    run: goBack,
  },
  {
    id: 'app.forward',
    title: (t) => t('app.goForward'),
    icon: 'arrow-right',
    keys: 'Alt+ArrowRight',
    scope: 'global',
    run: goForward,
  },
  {
    id: 'app.search',
    title: (t) => t('app.focusSearch'),
    icon: 'search',
    keys: 'Ctrl+F',
    scope: 'global',
    run: focusSearch,
  },
  {
    id: 'app.larger',
    title: (t) => t('app.larger'),
    icon: 'type',
    keys: 'Ctrl++',
    scope: 'global',
    run: () => stepTextScale(1),
  },
  {
    id: 'app.smaller',
    title: (t) => t('app.smaller'),
    icon: 'type',
    keys: 'Ctrl+-',
    scope: 'global',
    run: () => stepTextScale(-1),
  },
  {
    id: 'app.normalSize',
    title: (t) => t('app.normalSize'),
    icon: 'type',
    keys: 'Ctrl+0',
    scope: 'global',
    run: () => setViewSettings({ textScale: 1 }),
  },
  {
    id: 'app.light',
    title: (t) => t('app.schemeLight'),
    icon: 'sun',
    scope: 'global',
    run: () => setViewSettings({ scheme: 'light' }),
  },
  {
    id: 'app.dark',
    title: (t) => t('app.schemeDark'),
    icon: 'moon',
    scope: 'global',
    run: () => setViewSettings({ scheme: 'dark' }),
  },
  {
    id: 'app.system',
    title: (t) => t('app.schemeSystem'),
    icon: 'monitor',
    scope: 'global',
    run: () => setViewSettings({ scheme: 'system' }),
  },
  {
    id: 'app.english',
    title: (t) => t('app.useEnglish'),
    icon: 'languages',
    scope: 'global',
    run: () => setViewSettings({ language: 'en' }),
  },
  {
    id: 'app.german',
    title: (t) => t('app.useGerman'),
    icon: 'languages',
    scope: 'global',
    run: () => setViewSettings({ language: 'de' }),
  },
  { id: 'app.parts', title: (t) => t('app.showParts'), icon: 'layers', scope: 'global', run: () => navigate('parts') },
];

/** Registers what works on every page: pages, history, look, language, palette, shortcuts. */
export function useFrameCommands(actions: FrameActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const own: readonly Command[] = [
      {
        id: 'app.palette',
        title: (t) => t('app.openPalette'),
        icon: 'search',
        keys: 'Ctrl+K',
        scope: 'global',
        run: () => latest.current.openPalette(),
      },
      {
        id: 'app.shortcuts',
        title: (t) => t('app.showShortcuts'),
        icon: 'keyboard',
        keys: 'F1',
        scope: 'global',
        run: () => latest.current.openShortcuts(),
      },
      {
        id: 'app.shortcutsToo',
        title: (t) => t('app.showShortcuts'),
        keys: '?',
        scope: 'global',
        run: () => latest.current.openShortcuts(),
      },
      {
        id: 'app.navigation',
        title: (t) => t('app.toggleNavigation'),
        icon: 'panel-left',
        keys: 'Ctrl+B',
        scope: 'global',
        run: () => latest.current.toggleNavigation(),
      },
    ];
    return registerCommands([...own, ...pageCommands(), ...SETTINGS, ...pages.flatMap((page) => page.commands ?? [])]);
  }, []);
}
