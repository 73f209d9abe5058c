import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import GlobalStyles from '@mui/material/GlobalStyles';
import { ThemeProvider, useColorScheme } from '@mui/material/styles';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useUi } from '../ui-context.tsx';
import { globalCss } from './global-css.ts';
import { createConsoleTheme } from './theme.ts';

export type Scheme = 'system' | 'light' | 'dark';

/** Style tags must carry the nonce of this load: the scheme handler writes it into the meta element. */
function styleNonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
}

function createStyleCache(): ReturnType<typeof createCache> {
  const nonce = styleNonce();
  return createCache({ key: 'oc', prepend: true, ...(nonce === undefined ? {} : { nonce }) });
}

function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** MUI keeps the scheme; our setting drives it. */
function SchemeSync({ scheme }: { readonly scheme: Scheme }): null {
  const { setMode } = useColorScheme();
  useEffect(() => setMode(scheme), [scheme, setMode]);
  return null;
}

/** The theme around the whole window: variables for both schemes, text size, nonce. */
export function AppTheme({ scheme, children }: { readonly scheme: Scheme; readonly children: ReactNode }): ReactNode {
  const [cache] = useState(createStyleCache);
  const { textScale } = useUi().settings;
  const theme = useMemo(() => createConsoleTheme({ reducedMotion: prefersReducedMotion() }), []);
  useEffect(() => {
    document.documentElement.style.fontSize = `${textScale * 100}%`;
  }, [textScale]);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} defaultMode="system" storageManager={null}>
        <GlobalStyles styles={globalCss} />
        <SchemeSync scheme={scheme} />
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
}
