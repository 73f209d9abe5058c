import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import { useEffect, type ReactNode } from 'react';
import { LanguageProvider } from '../locales/language.tsx';
import type { Language } from '../locales/translate.ts';
import { setCoreConnection, useCoreState, useRefresh } from '../platform/core.ts';
import { useRegistry } from '../platform/commands.ts';
import { useRouteStore, type Route } from '../platform/route.ts';
import { testPorts } from '../ui/testing/render-ui.tsx';
import { UiProvider, type UiPorts } from '../ui/ui-context.tsx';
import type { FakeCore } from './fake-core.ts';

interface Options {
  readonly route?: Route;
  readonly language?: Language;
  readonly ports?: UiPorts;
}

/** Renders a page over a fake core, with live events, at a route. Commands stay in `useRegistry`, bound to no keys. */
export function renderPage(page: ReactNode, fake: FakeCore, options: Options = {}): RenderResult {
  setCoreConnection(fake.connection);
  useRouteStore.setState({ route: options.route ?? { page: 'tokens', params: {} }, past: [], future: [] });
  const queries = new QueryClient({
    defaultOptions: { queries: { networkMode: 'always', retry: false, staleTime: Infinity } },
  });
  const ui = { ports: options.ports ?? testPorts(), settings: { density: 'normal', textScale: 1 } } as const;
  return render(
    <QueryClientProvider client={queries}>
      <UiProvider ui={ui}>
        <LanguageProvider language={options.language ?? 'en'}>
          <Live />
          {page}
        </LanguageProvider>
      </UiProvider>
    </QueryClientProvider>,
  );
}

function Live(): ReactNode {
  const state = useCoreState();
  const refresh = useRefresh();
  useEffect(() => {
    if (state.kind !== 'connected') return undefined;
    const stop = new AbortController();
    void state.client.system.watch({}, { signal: stop.signal, onItem: ({ topics }) => refresh(topics) });
    return () => stop.abort();
  }, [state, refresh]);
  return null;
}

/** Runs a registered command, as a key or the palette would. */
export function runCommand(id: string): void {
  const command = useRegistry.getState().commands.findLast((candidate) => candidate.id === id);
  if (command === undefined) throw new Error(`no command ${id} is registered`);
  command.run();
}
