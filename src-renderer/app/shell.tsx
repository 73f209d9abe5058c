import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState, type DragEvent, type MouseEvent, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { useHotkeys } from '../platform/hotkeys.ts';
import { useRegistry } from '../platform/commands.ts';
import { useRoute } from '../platform/route.ts';
import { DemoBar } from '../features/demo/demo-bar.tsx';
import { openFiles } from '../features/inspection/index.ts';
import { look, visuallyHidden } from '../ui/theme/look.ts';
import { rem, tokens } from '../ui/theme/tokens.ts';
import { useWindowHeight } from '../ui/use-window-size.ts';
import { Banners } from './banners.tsx';
import { CommandPalette } from './command-palette.tsx';
import { hotkeysOf } from './command-keys.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { useFrameCommands } from './frame-commands.ts';
import { Navigation } from './navigation.tsx';
import { pageOf } from './pages.tsx';
import { ShortcutsOverlay } from './shortcuts-overlay.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useNavigationOpen } from './use-navigation-open.ts';
import { WorkspaceHead } from './workspace-head.tsx';

const { size } = tokens;

const Frame = styled('div')({
  display: 'grid',
  height: '100%',
  minWidth: 0,
  background: look.surface,
  gridTemplateColumns: `${rem(size.navOpen)} minmax(0, 1fr)`,
  gridTemplateRows: `minmax(${rem(size.topBar)}, auto) minmax(0, 1fr) minmax(${rem(size.statusBar)}, auto)`,
  gridTemplateAreas: '"brand top" "nav main" "status status"',
  '&[data-closed]': {
    gridTemplateColumns: `${rem(size.navClosed)} minmax(0, 1fr)`,
    gridTemplateAreas: '"top top" "nav main" "status status"',
  },
  '&[data-low] > main': { overflow: 'auto' },
  '&[data-bare]': { display: 'block' },
  '& > main': {
    gridArea: 'main',
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    minHeight: 0,
    overflow: 'hidden',
    outline: 'none',
    position: 'relative',
  },
  '&[data-bare] > main': { height: '100%', overflow: 'auto' },
  '.skip': visuallyHidden,
  '.skip:focus': {
    clipPath: 'none',
    width: 'auto',
    height: 'auto',
    margin: 0,
    padding: rem(8),
    zIndex: 10,
    background: look.raised,
  },
});

/** Below this height (large text, small window) the page scrolls as a whole instead of keeping its head in place. */
const LOW = 560;

/** Apart from the frame: a page that registers a command must not be drawn anew because of it. */
function Hotkeys(): ReactNode {
  const t = useT();
  const commands = useRegistry((state) => state.commands);
  useHotkeys(hotkeysOf(commands, t));
  return null;
}

/** Files dropped where no field of the page wants them are inspected. */
const dropAnywhere = {
  onDragOver: (event: DragEvent): void => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  },
  onDrop: (event: DragEvent): void => {
    if (event.defaultPrevented || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void openFiles(Array.from(event.dataTransfer.files));
  },
};

/** The frame of every page: workspace, navigation, path and search, page, status. */
export function Shell(): ReactNode {
  const t = useT();
  const route = useRoute();
  const [overlay, setOverlay] = useState<'none' | 'palette' | 'shortcuts'>('none');
  const [open, toggleNavigation] = useNavigationOpen();
  const low = useWindowHeight() < LOW;
  const main = useRef<HTMLElement>(null);
  const page = pageOf(route.page);
  const close = (): void => setOverlay('none');

  useFrameCommands({
    openPalette: () => setOverlay('palette'),
    openShortcuts: () => setOverlay('shortcuts'),
    toggleNavigation,
  });

  const shownBefore = useRef(page.id);
  useEffect(() => {
    // A page that is drawn at once may have put the focus into its first field already.
    const isInside = main.current?.contains(document.activeElement) ?? false;
    if (shownBefore.current !== page.id && !isInside) main.current?.focus();
    shownBefore.current = page.id;
    document.title = `${t(page.titleKey)} – ${t('app.name')}`;
  }, [page, t]);

  // The second press of a double click on a link meets the page that the first one opened: it must not mark it.
  const opened = useRef(false);
  useEffect(() => {
    opened.current = true;
  }, [route]);
  const onPress = (event: MouseEvent): void => {
    if (event.detail === 1) opened.current = false;
    else if (opened.current) event.preventDefault();
  };

  const Content = page.component;
  return (
    <Frame
      data-low={low || undefined}
      data-closed={!open || undefined}
      data-bare={page.bare === true || undefined}
      {...(page.bare === true ? {} : dropAnywhere)}
    >
      {page.bare === true ? null : (
        <>
          <a
            className="skip"
            href="#main"
            onClick={(event) => {
              event.preventDefault();
              main.current?.focus();
            }}
          >
            {t('app.skipToContent')}
          </a>
          {open ? <WorkspaceHead /> : null}
          <TopBar page={page} withWorkspace={!open} onSearch={() => setOverlay('palette')} />
          <Navigation open={open} current={page.id} onToggle={toggleNavigation} />
        </>
      )}
      <Hotkeys />
      <main ref={main} id="main" tabIndex={-1} aria-label={t(page.titleKey)} onMouseDownCapture={onPress}>
        {page.bare === true ? null : <DemoBar />}
        <Banners />
        <ErrorBoundary key={page.id}>
          <Content />
        </ErrorBoundary>
      </main>
      {page.bare === true ? null : <StatusBar />}
      {overlay === 'palette' ? <CommandPalette onClose={close} onShortcuts={() => setOverlay('shortcuts')} /> : null}
      {overlay === 'shortcuts' ? <ShortcutsOverlay onClose={close} /> : null}
    </Frame>
  );
}
